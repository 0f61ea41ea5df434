import type { ChoiceName, NoisyPipeline, NoisySink, NoisyStep } from "./noisy.ts";

const filter = (body: string): NoisyStep => ({ kind: "filter", body });
const map = (body: string): NoisyStep => ({ kind: "map", body });
const weight = (body: string): NoisyStep => ({ kind: "weight", body });
const count: NoisySink = { kind: "count", body: "0" };
const sum = (body: string): NoisySink => ({ kind: "sum", body });
const fixed = [-2, -1, 0, 0.5, 1, 2, 3];
const histogram = (body: string, edges: NonNullable<NoisySink["edges"]> = fixed, bandwidth?: number): NoisySink => ({
  kind: "histogram",
  body,
  edges,
  ...(bandwidth === undefined ? {} : { bandwidth }),
});

const grid = (body: string, ...axes: readonly (readonly (number | ChoiceName)[])[]): NoisySink => ({
  kind: "grid",
  body,
  axes: axes.map((edges) => ({ edges })),
});

const met = (width: string): string => `<<met|w.${width}|ev.met>>`;
const ht = (width: string): string => `<<ht|w.${width}|ev.ht>>`;
const first = (width: string): string => `<<mu0|w.${width}|ev.muon[0].pt>>`;
const second = (width: string): string => `<<mu1|w.${width}|ev.muon[1].pt>>`;
const item = (width: string): string => `<<pt#i|w.${width}|m.pt>>`;
const firstItem = (width: string): string => `<<pt#0|w.${width}|ev.muon[0]?.pt>>`;
const hardest = "argmax(ev.muon, (m, i) => <<key#i|w.noise|m.pt * scale>>, { noise })";
const nearest = "argmin(ev.muon, (m, i) => <<near#i|w.noise|Math.abs(m.eta - cut)>>, { noise })";
const both = "Math.hypot(w.scale * ev.met, w.cut)";

/** What the relaxed meaning promises to do exactly, construct by construct. */
export const noisyCases: readonly NoisyPipeline[] = [
  { name: "one cut", steps: [filter(`${met("cut")} > cut`)], sink: count },
  { name: "one cut, the other way round", steps: [filter(`cut >= ${met("cut")}`)], sink: count },
  { name: "a difference against zero", steps: [filter(`${met("cut")} - cut > 0`)], sink: count },
  {
    name: "one quantity written with both signs",
    steps: [filter(`${met("cut")} > cut`), filter(`-(${met("tight")}) < -tight || ${met("hi")} - hi < 0`)],
    sink: count,
  },
  {
    name: "a window",
    steps: [filter(`${met("lo")} > lo && ${met("hi")} < hi`)],
    sink: histogram("ev.ht"),
  },
  {
    name: "a window in two stages",
    steps: [filter(`${met("lo")} > lo`), filter(`${met("hi")} < hi`)],
    sink: count,
  },
  {
    name: "nested cuts of different widths",
    steps: [filter(`${met("cut")} > cut`), filter(`${met("tight")} > tight`)],
    sink: count,
  },
  {
    name: "either of two cuts",
    steps: [filter(`${met("cut")} > cut || ${ht("hi")} < hi`)],
    sink: count,
  },
  {
    name: "a combination over two stages",
    steps: [
      filter(`!(${met("cut")} > cut) || (${ht("hi")} < hi && ev.flag)`),
      filter(`(${ht("lo")} > lo ? ${met("tight")} < tight : ${first("cut")} > cut)`),
    ],
    sink: histogram("ev.ht"),
  },
  {
    name: "a cut on what is histogrammed",
    steps: [filter(`${met("cut")} > cut`)],
    sink: histogram("ev.met"),
  },
  {
    name: "a cut on what is histogrammed, with an edge that moves",
    steps: [filter(`${met("cut")} > cut`)],
    sink: histogram(met("edge"), [-2, 0, "edge", 1.5, 3]),
  },
  {
    name: "a window on what is histogrammed, with an edge that moves",
    steps: [filter(`${met("lo")} > lo && ${met("hi")} < hi`)],
    sink: histogram(met("edge"), [-2, "edge", 1, 3]),
  },
  {
    name: "two edges that move",
    steps: [],
    sink: histogram("<<met|Math.hypot(w.edge, w.tight)|ev.met>>", [-1, "edge", "tight", 3]),
  },
  {
    name: "an observable that moves",
    steps: [filter(`${ht("cut")} < cut`)],
    sink: histogram("<<smet|w.scale * ev.met|ev.met * scale>>"),
  },
  {
    name: "an observable that moves and is cut on",
    steps: [filter(`<<smet|${both}|ev.met * scale>> > cut`)],
    sink: histogram("<<smet|w.scale * ev.met|ev.met * scale>>"),
  },
  {
    name: "an observable that moves, against edges that move",
    steps: [],
    sink: histogram("<<smet|Math.hypot(w.scale * ev.met, w.edge)|ev.met * scale>>", [-1, "edge", 1.5]),
  },
  { name: "a bandwidth", steps: [], sink: histogram("<<met|0.6|ev.met>>", fixed, 0.6) },
  {
    name: "a bandwidth over bins of one size, behind a cut on another quantity",
    steps: [filter(`${ht("cut")} > cut`)],
    sink: histogram("<<met|0.6|ev.met>>", [-2, -1, 0, 1, 2, 3], 0.6),
  },
  {
    name: "the lower of two momenta",
    steps: [filter("<<low|w.cut|Math.min(ev.muon[0].pt, ev.muon[1].pt)>> > cut")],
    sink: count,
  },
  {
    name: "two momenta, each for itself",
    steps: [filter(`${first("cut")} > cut && ${second("cut")} > cut`)],
    sink: count,
  },
  {
    name: "one or the other momentum, at different cuts",
    steps: [filter(`${first("tight")} > tight || ${second("lo")} > lo`), filter(`${first("hi")} < hi || ev.flag`)],
    sink: histogram("ev.ht"),
  },
  {
    name: "two quantities against each other",
    steps: [filter("<<gap|w.scale * ev.ht|ev.met - ev.ht * scale>> > 0")],
    sink: count,
  },
  {
    name: "two choices in one comparison",
    steps: [filter(`<<smet|${both}|ev.met * scale>> > cut`), filter(`${ht("cut")} > cut`)],
    sink: count,
  },
  {
    name: "items under a cut on the event",
    steps: [filter(`${met("cut")} > cut`)],
    sink: histogram("ev.muon.map((m) => m.pt)"),
  },
  {
    name: "items that move",
    steps: [filter(`${ht("lo")} > lo`)],
    sink: histogram("ev.muon.map((m, i) => <<spt#i|w.scale * m.pt|m.pt * scale>>)"),
  },
  {
    name: "items that are cut on",
    steps: [],
    sink: histogram("ev.muon.filter((m, i) => <<pt#i|w.cut|m.pt>> > cut).map((m) => m.eta)"),
  },
  {
    name: "items that are cut on, above an edge that moves",
    steps: [filter(`${met("lo")} > lo`)],
    sink: histogram("ev.muon.map((m, i) => <<pt#i|w.edge|m.pt>>)", [-2, "edge", 2]),
  },
  {
    name: "a soft comparison in a sum over items",
    steps: [],
    sink: sum("ev.muon.map((m, i) => <<pt#i|w.cut|m.pt>> > cut ? m.eta : 0.25)"),
  },
  {
    name: "a window on each item",
    steps: [filter(`${ht("hi")} < hi`)],
    sink: sum("ev.muon.map((m, i) => <<pt#i|w.lo|m.pt>> > lo && <<pt#i|w.hi|m.pt>> < hi ? m.eta : 0)"),
  },
  {
    name: "a sum of a soft choice",
    steps: [],
    sink: sum(`${met("cut")} > cut ? ev.ht : ${ht("tight")} > tight ? 2 : -1`),
  },
  {
    name: "a weight by a soft choice",
    steps: [weight(`${met("cut")} > cut ? 2 : 0.5`), filter(`${met("tight")} > tight || ${ht("lo")} > lo`)],
    sink: histogram("ev.ht"),
  },
  {
    name: "two weights that depend on one quantity",
    steps: [weight(`${met("cut")} > cut ? 2 : 0.5`), weight(`${met("hi")} < hi ? 3 : 1`)],
    sink: sum("ev.ht"),
  },
  {
    name: "a map that carries a soft truth",
    steps: [map(`({ pass: ${met("cut")} > cut, ht: ev.ht, met: ev.met })`), filter(`ev.pass || ${ht("lo")} < lo`)],
    sink: histogram(met("edge"), [-1, "edge", 2]),
  },
  {
    name: "a number chosen softly and binned",
    steps: [map(`({ x: ${met("cut")} > cut ? ev.ht : ev.met })`)],
    sink: histogram("ev.x"),
  },
  {
    name: "an early return",
    steps: [map(`{ if (${met("lo")} < lo) return { x: -1.5 }; return { x: ${ht("cut")} > cut ? 1.5 : 0.2 }; }`)],
    sink: histogram("ev.x"),
  },
  {
    name: "two axes under a soft cut",
    steps: [filter(`${ht("cut")} > cut`)],
    sink: grid("[ev.met, ev.ht]", [-1, 0, 1, 2], [-1, 0.5, 2]),
  },
  {
    name: "two axes of which one moves",
    steps: [filter(`${ht("hi")} < hi`)],
    sink: grid("[<<smet|w.scale * ev.met|ev.met * scale>>, ev.ht]", [-1, 0, 1, 2], [-1, 0.5, 2]),
  },
  {
    name: "two axes that move",
    steps: [],
    sink: grid(
      "[<<smet|w.scale * ev.met|ev.met * scale>>, <<sht|w.scale * ev.ht|ev.ht * scale>>]",
      [-1, 0, 1, 2],
      [-0.5, 0.5, 1.5],
    ),
  },
  {
    name: "two axes of which one moves and is cut on",
    steps: [filter(`<<smet|${both}|ev.met * scale>> > cut || ${ht("lo")} < lo`)],
    sink: grid("[ev.ht, <<smet|Math.abs(w.scale * ev.met)|ev.met * scale>>]", [-1, 0.5, 2], [-1, 0, 1, 2]),
  },
  {
    name: "two axes with edges that move, and a window on one of them",
    steps: [filter(`${met("lo")} > lo && ${met("hi")} < hi`)],
    sink: grid(`[${met("edge")}, ${ht("tight")}]`, [-2, 0, "edge", 1.5], [0, "tight", 3]),
  },
  {
    name: "two axes of one quantity",
    steps: [filter(`${ht("cut")} > cut`)],
    sink: grid(`[${met("edge")}, ${met("tight")}]`, [-1, "edge", 1, 2], [-2, 0, "tight", 3]),
  },
  {
    name: "two axes of one quantity and its negative, under a cut on it",
    steps: [filter(`${met("cut")} > cut`)],
    sink: grid(`[${met("edge")}, -(${met("lo")})]`, [-1, "edge", 1.3, 2], ["lo", 0, 1.2]),
  },
  {
    name: "three axes, two of them moving",
    steps: [filter(`${met("cut")} > cut`)],
    sink: grid(
      `[<<smet|w.scale * ev.met|ev.met * scale>>, ev.met - ev.ht, ${ht("edge")}]`,
      [-1, 0.5, 2],
      [-1, 0, 1],
      [-1, "edge", 2],
    ),
  },
  {
    name: "an axis with a bandwidth beside one that is exact",
    steps: [],
    sink: {
      kind: "grid",
      body: "[<<met|0.6|ev.met>>, ev.ht]",
      axes: [{ edges: fixed, bandwidth: 0.6 }, { edges: [-1, 0.5, 2] }],
    },
  },
  {
    name: "the number of items above a cut",
    steps: [filter(`ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 2`)],
    sink: histogram("ev.met"),
  },
  {
    name: "some item, and not every item, above a cut",
    steps: [filter(`ev.muon.some((m, i) => ${item("cut")} > cut) && !ev.muon.every((m, i) => ${item("cut")} > cut)`)],
    sink: count,
  },
  {
    name: "the first item above a cut",
    steps: [filter(`ev.muon.find((m, i) => ${item("cut")} > cut)?.eta > 0`)],
    sink: sum(`ev.muon.filter((m, i) => ${item("cut")} > cut)[0]?.eta`),
  },
  {
    name: "nested cuts on the items of a list",
    steps: [filter(`ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 2`)],
    sink: sum(`ev.muon.filter((m, i) => ${item("tight")} > tight).length`),
  },
  {
    name: "counts of items under two cuts on one quantity",
    steps: [
      filter(
        `ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 2 && ev.muon.some((m, i) => ${item("tight")} > tight)`,
      ),
    ],
    sink: histogram("ev.met"),
  },
  {
    name: "the number of items in a window, as an observable",
    steps: [filter(`${met("cut")} > cut`)],
    sink: histogram(`ev.muon.reduce((n, m, i) => ${item("lo")} > lo && ${item("hi")} < hi ? n + 1 : n, 0)`),
  },
  {
    name: "the number of items that pass either of cuts on two quantities",
    steps: [
      filter(
        `ev.muon.filter((m) => m.eta < 1.5).filter((m, i) => ${item("cut")} > cut || <<eta#i|w.lo|m.eta>> > lo).length === 2`,
      ),
    ],
    sink: count,
  },
  {
    name: "the sum of the numbers of items above two cuts, beside a cut on the event",
    steps: [
      filter(
        `${met("lo")} > lo || ev.muon.filter((m, i) => ${item("cut")} > cut).length + ev.muon.filter((m, i) => <<eta#i|w.tight|m.eta>> > tight).length >= 2`,
      ),
    ],
    sink: sum("ev.ht"),
  },
  {
    name: "the number of items above a cut, against a choice",
    steps: [
      map(`({ n: ev.muon.filter((m, i) => ${item("cut")} > cut).length, met: ev.met })`),
      filter("<<n|w.tight|ev.n>> > tight"),
    ],
    sink: histogram("ev.met"),
  },
  {
    name: "a sum over items above a cut, after their number",
    steps: [filter(`ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 1`)],
    sink: histogram(`ev.muon.reduce((s, m, i) => ${item("cut")} > cut ? s + m.eta : s, 0)`),
  },
  {
    name: "items above a cut, in events with enough of them",
    steps: [filter(`ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 2`)],
    sink: histogram(`ev.muon.filter((m, i) => ${item("cut")} > cut).map((m) => m.eta)`),
  },
  {
    name: "items that are cut on and spread, in events with enough of them",
    steps: [filter(`ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 2`)],
    sink: histogram(`ev.muon.map((m, i) => ${item("edge")})`, [-2, "edge", 2]),
  },
  {
    name: "pairs of items above a cut, in an order",
    steps: [
      map("({ ev, muon: ev.muon.map((m, i) => ({ pt: m.pt, eta: m.eta, i })) })"),
      filter(
        "ev.muon.some((a, i) => <<pt#a.i|w.cut|a.pt>> > cut && ev.muon.some((b, j) => j > i && <<pt#b.i|w.cut|b.pt>> > cut && a.eta < b.eta))",
      ),
    ],
    sink: count,
  },
  {
    name: "pairs that are cut on together",
    steps: [
      filter(
        "ev.muon.some((a, i) => ev.muon.some((b, j) => j > i && <<pair#10 * i + j|w.cut|a.pt + b.pt>> > cut + 1))",
      ),
    ],
    sink: count,
  },
  {
    name: "a cut on what items above a cut add up to",
    steps: [
      map(`({ s: ev.muon.reduce((s, m, i) => ${item("cut")} > cut ? s + m.eta : s, 0), met: ev.met })`),
      filter("<<s|w.tight|ev.s>> > tight - 1"),
    ],
    sink: histogram("ev.met"),
  },
  {
    name: "a cut on items and one on the event",
    steps: [filter(`${met("lo")} > lo || ev.muon.filter((m, i) => ${item("cut")} > cut).length === 1`)],
    sink: count,
  },
  {
    name: "the first item, and the number of items above a cut",
    steps: [filter(`${firstItem("tight")} > tight && ev.muon.filter((m, i) => ${item("cut")} > cut).length >= 2`)],
    sink: histogram("ev.met"),
  },
  {
    name: "the second of the sorted items above a cut",
    steps: [
      map("({ muon: ev.muon.map((m, i) => ({ pt: m.pt, eta: m.eta, i })) })"),
      filter("ev.muon.toSorted((a, b) => b.eta - a.eta).filter((m) => <<pt#m.i|w.cut|m.pt>> > cut)[1]?.eta > -1"),
    ],
    sink: sum("ev.muon.filter((m) => <<pt#m.i|w.tight|m.pt>> > tight).length"),
  },
  {
    name: "the first of the sorted items, and how many are above a cut",
    steps: [
      map("({ muon: ev.muon.map((m, i) => ({ pt: m.pt, eta: m.eta, i })) })"),
      map("({ muon: ev.muon, first: ev.muon.toSorted((a, b) => b.eta - a.eta)[0] })"),
      filter("<<pt#ev.first?.i|w.cut|ev.first?.pt>> > cut"),
    ],
    sink: sum("ev.muon.filter((m) => <<pt#m.i|w.tight|m.pt>> > tight).length"),
  },
  {
    name: "a weight that counts items above a cut",
    steps: [weight(`1 + ev.muon.filter((m, i) => ${item("cut")} > cut).length`)],
    sink: histogram("ev.ht"),
  },
  {
    name: "items on two axes, one of which moves",
    steps: [filter(`${met("cut")} > cut`)],
    sink: grid("ev.muon.map((m, i) => [<<spt#i|w.scale * m.pt|m.pt * scale>>, m.eta])", [-1, 0, 1, 2], [-1, 0.5, 2]),
  },
  {
    name: "items that are cut on, on two axes",
    steps: [],
    sink: grid(
      "ev.muon.map((m, i) => ({ pt: m.pt, eta: m.eta, i })).filter((m) => <<pt#m.i|w.cut|m.pt>> > cut).map((m) => [<<pt#m.i|w.edge|m.pt>>, m.eta])",
      [-1, "edge", 2],
      [-1, 0.5, 2],
    ),
  },
  {
    name: "a number chosen softly on one axis and its quantity on the other",
    steps: [],
    sink: grid(`[${met("cut")} > cut ? ev.ht : -1.5, ${met("edge")}]`, [-2, 0, 2], [-1, "edge", 2]),
  },
  {
    name: "two axes under a weight by a soft choice",
    steps: [weight(`${met("cut")} > cut ? 2 : 0.5`)],
    sink: grid(`[${met("edge")}, ${first("lo")}]`, [-1, "edge", 2], [-2, "lo", 1, 3]),
  },
  {
    name: "the item with the largest of noisy keys",
    steps: [],
    sink: sum(`ev.muon[${hardest}]?.eta ?? -3`),
  },
  {
    name: "the item with the smallest of noisy keys, under a cut on the event",
    steps: [filter(`${met("cut")} > cut`)],
    sink: histogram(`ev.muon[${nearest}]?.pt`),
  },
  {
    name: "a cut on the item with the largest of noisy keys",
    steps: [filter(`{ const k = ${hardest}; return <<eta#k|w.tight|ev.muon[k]?.eta>> > tight; }`)],
    sink: count,
  },
  {
    name: "the largest of noisy keys among the items above a cut",
    steps: [map("({ muon: ev.muon.map((m, i) => ({ pt: m.pt, eta: m.eta, i })) })")],
    sink: sum(
      "{ const kept = ev.muon.filter((m) => <<pt#m.i|w.cut|m.pt>> > cut); return kept[argmax(kept, (m) => <<key#m.i|w.noise|m.eta * scale>>, { noise })]?.pt ?? 0; }",
    ),
  },
  {
    name: "all items but the one with the largest of noisy keys",
    steps: [filter(`${ht("lo")} > lo`)],
    sink: histogram(`{ const k = ${hardest}; return ev.muon.filter((m, i) => i !== k).map((m) => m.eta); }`),
  },
  {
    name: "the items with the largest and the smallest of noisy keys",
    steps: [weight(`1 + (ev.muon[${nearest}]?.eta > 0.5 ? 1 : 0)`)],
    sink: sum(`ev.muon[${hardest}]?.eta ?? 0`),
  },
  {
    name: "the pair with the smallest of noisy keys",
    steps: [],
    sink: sum(
      "{ const pairs = combinations(ev.muon, 2); const k = argmin(pairs, ([a, b], i) => <<key#i|w.noise|Math.abs(a.pt - b.pt * scale)>>, { noise }); return k == null ? 0 : pairs[k][0].eta + 2 * pairs[k][1].eta; }",
    ),
  },
  {
    name: "a soft outcome without a value",
    guarded: true,
    steps: [map(`({ x: ${met("cut")} > cut ? ev.ht : ev.muon[2].pt })`)],
    sink: histogram("ev.x"),
  },
];
