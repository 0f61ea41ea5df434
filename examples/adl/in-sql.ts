import { parquetFile, type Query, sql } from "jagrad/adapters/duckdb";

interface Value {
  readonly v: number;
}

/** The values that each histogram of the benchmark is filled with, asked of the restructured file in SQL. */
export const valuesInSql = (path: string): Readonly<Record<string, Query<Value>>> => {
  const file = parquetFile(path);
  const events = sql`select event, MET.pt::double as met, MET.phi::double as met_phi from ${file}`;
  const jets = sql`
    select event, k, j.pt::double as pt, j.eta::double as eta, j.phi::double as phi, j.btag::double as btag,
      j.pt::double * cos(j.phi) as px, j.pt::double * sin(j.phi) as py, j.pt::double * sinh(j.eta) as pz,
      sqrt((j.pt::double * cosh(j.eta)) ** 2 + j.mass::double ** 2) as e
    from (select event, unnest(Jet) as j, generate_subscripts(Jet, 1) as k from ${file})`;
  const leptons = sql`
    select event, kind, k, l.charge as charge, l.pt::double as pt, l.eta::double as eta, l.phi::double as phi,
      l.pt::double * cos(l.phi) as px, l.pt::double * sin(l.phi) as py, l.pt::double * sinh(l.eta) as pz,
      sqrt((l.pt::double * cosh(l.eta)) ** 2 + l.mass::double ** 2) as e
    from (
      select event, 1 as kind, k, struct_pack(pt := l.pt, eta := l.eta, phi := l.phi, mass := l.mass, charge := l.charge) as l
      from (select event, unnest(Muon) as l, generate_subscripts(Muon, 1) as k from ${file})
      union all
      select event, 2 as kind, k, struct_pack(pt := l.pt, eta := l.eta, phi := l.phi, mass := l.mass, charge := l.charge) as l
      from (select event, unnest(Electron) as l, generate_subscripts(Electron, 1) as k from ${file})
    )`;
  const pairs = sql`
    select a.event, a.kind, a.k as first, b.k as second,
      sqrt(greatest(0, (a.e + b.e) ** 2 - (a.px + b.px) ** 2 - (a.py + b.py) ** 2 - (a.pz + b.pz) ** 2)) as m
    from ${leptons} a join ${leptons} b on a.event = b.event and a.kind = b.kind and a.k < b.k
    where a.charge <> b.charge`;
  const trijets = sql`
    select a.event, greatest(a.btag, b.btag, c.btag) as btag,
      sqrt((a.px + b.px + c.px) ** 2 + (a.py + b.py + c.py) ** 2) as pt,
      sqrt((a.e + b.e + c.e) ** 2 - (a.px + b.px + c.px) ** 2 - (a.py + b.py + c.py) ** 2 - (a.pz + b.pz + c.pz) ** 2) as m,
      row_number() over (partition by a.event order by abs(m - 172.5), a.k, b.k, c.k) as place
    from ${jets} a join ${jets} b on a.event = b.event and a.k < b.k join ${jets} c on a.event = c.event and b.k < c.k`;
  const best = sql`
    select * from (select *, row_number() over (partition by event order by abs(m - 91.2), kind, first, second) as place
    from ${pairs}) where place = 1`;
  const others = sql`
    select l.*, row_number() over (partition by l.event order by l.pt desc, l.kind, l.k) as place
    from ${leptons} l join ${best} z on l.event = z.event
    where not (l.kind = z.kind and l.k in (z.first, z.second))`;
  return {
    "1": sql`select met as v from ${events}`,
    "2": sql`select pt as v from ${jets}`,
    "3": sql`select pt as v from ${jets} where abs(eta) < 1`,
    "4": sql`select met as v from ${events} ev
      where (select count(*) from ${jets} j where j.event = ev.event and pt > 40) >= 2`,
    "5": sql`select met as v from ${events}
      where event in (select event from ${pairs} where kind = 1 and m > 60 and m < 120)`,
    "6-1": sql`select pt as v from ${trijets} where place = 1`,
    "6-2": sql`select btag as v from ${trijets} where place = 1`,
    "7": sql`select sum(pt) as v from ${jets} j
      where pt > 30 and not exists (
        select 1 from ${leptons} l where l.event = j.event and l.pt > 10
        and sqrt((l.eta - j.eta) ** 2 + atan2(sin(l.phi - j.phi), cos(l.phi - j.phi)) ** 2) < 0.4)
      group by event`,
    "8": sql`select sqrt(2 * l.pt * met * (1 - cos(l.phi - met_phi))) as v
      from ${others} l join ${events} ev on l.event = ev.event where place = 1`,
  };
};
