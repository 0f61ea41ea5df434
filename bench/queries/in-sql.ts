/** What SQL has not: functions that the queries call. */
export const functions: readonly string[] = [
  "create macro square(x) as x * x",
  "create macro mass(e, x, y, z) as sqrt(greatest(0, square(e) - square(x) - square(y) - square(z)))",
  "create macro energy(pt, eta, mass) as sqrt(square(pt * cosh(eta)) + square(mass))",
  "create macro apart(phi, other) as least(abs(phi - other), 2 * pi() - abs(phi - other))",
  `create macro bin(v, low, high, bins) as
    greatest(-1, least(bins, floor((v - low) / ((high - low) / bins))))::INTEGER`,
];

const dimuon = `
  with muons as (
    select event, MET_pt, Muon_pt as pt, Muon_eta as eta, Muon_phi as phi, Muon_mass as mass, Muon_charge as charge
    from events where len(Muon_pt) >= 2
  ), first as (
    select *, unnest(range(1, len(pt))) as i from muons
  ), pair as (
    select *, unnest(range(i + 1, len(pt) + 1)) as j from first
  ), opposite as (
    select event, MET_pt, pt[i]::DOUBLE as pt1, eta[i] as eta1, phi[i] as phi1, mass[i] as mass1,
      pt[j]::DOUBLE as pt2, eta[j] as eta2, phi[j] as phi2, mass[j] as mass2
    from pair where charge[i] <> charge[j]
  ), summed as (
    select event, MET_pt, energy(pt1, eta1, mass1) + energy(pt2, eta2, mass2) as e, pt1 * cos(phi1) + pt2 * cos(phi2) as x,
      pt1 * sin(phi1) + pt2 * sin(phi2) as y, pt1 * sinh(eta1) + pt2 * sinh(eta2) as z
    from opposite
  )
  select any_value(MET_pt) as v0 from summed where mass(e, x, y, z) > 60 and mass(e, x, y, z) < 120 group by event`;

const trijet = `
  with jets as (
    select event, Jet_btag as btag,
      list_filter(range(1, len(Jet_pt) + 1), lambda k: Jet_pt[k] > 15) as kept,
      list_transform(Jet_pt, lambda pt, k: pt::DOUBLE * cos(Jet_phi[k])) as px,
      list_transform(Jet_pt, lambda pt, k: pt::DOUBLE * sin(Jet_phi[k])) as py,
      list_transform(Jet_pt, lambda pt, k: pt::DOUBLE * sinh(Jet_eta[k])) as pz,
      list_transform(Jet_pt, lambda pt, k: energy(pt::DOUBLE, Jet_eta[k], Jet_mass[k])) as e
    from events where len(Jet_pt) >= 3
  ), first as (
    select *, unnest(range(1, len(kept) - 1)) as i from jets
  ), pair as (
    select *, unnest(range(i + 1, len(kept))) as j from first
  ), triple as (
    select event, btag, px, py, pz, e, kept[i] as a, kept[j] as b, unnest(kept[j + 1:]) as c from pair
  ), summed as (
    select event, greatest(btag[a], btag[b], btag[c]) as tag, e[a] + e[b] + e[c] as e, px[a] + px[b] + px[c] as x,
      py[a] + py[b] + py[c] as y, pz[a] + pz[b] + pz[c] as z
    from triple
  ), apart as (
    select event, tag, square(x) + square(y) as square_of_pt, abs(mass(e, x, y, z) - 172.5) as distance from summed
  )
  select sqrt(arg_min(square_of_pt, distance)) as v0, arg_min(tag, distance) as v1 from apart group by event`;

const isolatedJets = `
  with lepton as materialized (
    select * from (
      select event, unnest(list_concat(Muon_pt, Electron_pt)) as pt, unnest(list_concat(Muon_eta, Electron_eta))::DOUBLE as eta,
        unnest(list_concat(Muon_phi, Electron_phi))::DOUBLE as phi
      from events
    ) where pt > 10
  ), jet as materialized (
    select * from (
      select event, generate_subscripts(Jet_pt, 1) as k, unnest(Jet_pt)::DOUBLE as pt, unnest(Jet_eta)::DOUBLE as eta,
        unnest(Jet_phi)::DOUBLE as phi
      from events
    ) where pt > 30
  ), near as (
    select event, jet.k from jet join lepton using (event)
    where square(jet.eta - lepton.eta) + square(apart(jet.phi, lepton.phi)) < square(0.4::DOUBLE)
  )
  select sum(pt) as v0 from jet anti join near using (event, k) group by event`;

const transverseMass = `
  with particle as (
    select event, MET_pt::DOUBLE as met, MET_phi::DOUBLE as met_phi, len(Muon_pt) as muons,
      generate_subscripts(list_concat(Muon_pt, Electron_pt), 1) as k,
      unnest(list_concat(Muon_pt, Electron_pt))::DOUBLE as pt, unnest(list_concat(Muon_eta, Electron_eta))::DOUBLE as eta,
      unnest(list_concat(Muon_phi, Electron_phi))::DOUBLE as phi, unnest(list_concat(Muon_mass, Electron_mass)) as mass,
      unnest(list_concat(Muon_charge, Electron_charge)) as charge
    from events where len(Muon_pt) + len(Electron_pt) >= 3
  ), lepton as materialized (
    select *, k <= muons as is_muon, energy(pt, eta, mass) as e, pt * cos(phi) as x, pt * sin(phi) as y, pt * sinh(eta) as z
    from particle
  ), pair as (
    select event, a.k as first, b.k as second, abs(mass(a.e + b.e, a.x + b.x, a.y + b.y, a.z + b.z) - 91.2) as distance
    from lepton a join lepton b using (event)
    where a.k < b.k and a.is_muon = b.is_muon and a.charge <> b.charge
  ), best as (
    select event, arg_min(first, distance) as first, arg_min(second, distance) as second from pair group by event
  ), hardest as (
    select any_value(met) as met, any_value(met_phi) as met_phi, max(pt) as pt, arg_max(phi, pt) as phi
    from lepton join best using (event) where k <> first and k <> second group by event
  )
  select sqrt(2 * pt * met * (1 - cos(phi - met_phi))) as v0 from hardest`;

/**
 * The tasks of the benchmark by number in SQL, over the table `events`: rows of what is filled, in a column `v0`, and
 * in `v1` where there is a second histogram. Of several ways in which each was written these were the fastest.
 */
export const queriesInSql: ReadonlyMap<number, string> = new Map(
  [
    "select MET_pt as v0 from events",
    "select unnest(Jet_pt) as v0 from events",
    "select v0 from (select unnest(Jet_pt) as v0, unnest(Jet_eta) as eta from events) where abs(eta) < 1",
    "select MET_pt as v0 from events where len(list_filter(Jet_pt, lambda pt: pt > 40)) >= 2",
    dimuon,
    trijet,
    isolatedJets,
    transverseMass,
  ].map((text, k) => [k + 1, text]),
);
