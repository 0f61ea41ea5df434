/** Lambdas that random ones seldom are, by what they are about. */
export const lambdaCases: Readonly<Record<string, string>> = {
  "a number of the event": "(ev) => ev.met",
  "a read past the end": "(ev) => ev.muon[3].pt + 1",
  "a replaced read past the end": "(ev) => ev.muon[2].pt ?? -1",
  "a replaced missing number": "(ev) => ev.met ?? ev.ht ?? 7",
  "an optional chain": "(ev) => ev.muon.find((m) => m.pt > 2)?.eta ?? 100",
  "a comparison with what may be missing": "(ev) => (ev.met > 1 ? 1 : 0) + (!(ev.met <= 1) ? 2 : 0)",
  "an equality with what may be missing": "(ev) => ev.muon[0].pt === 1 ? 1 : ev.muon[0].pt !== 1 ? 2 : 3",
  "an equality of two that may be missing": "(ev) => ev.met === ev.ht ? 1 : 0",
  "a test for what is missing": "(ev) => (ev.met == null ? 1 : 0) + (ev.ht != null ? 2 : 0)",
  "a number of an item in a filtered list":
    "(ev) => ev.muon.map((m, i) => ({ pt: m.pt, i })).filter((m) => m.pt > 1)[0]?.i",
  "the number of the largest":
    "(ev) => ev.muon.map((m, i) => ({ c: m.charge, i })).toSorted((a, b) => b.c - a.c)[0]?.i",
  "the number of an item in an inner list":
    "(ev, { sum }) => sum(ev.jet.map((j, i) => j.track.map((x, k) => i * 10 + k).reduce((s, x) => s + x, 0)))",
  "a filter of a filter":
    "(ev) => ev.muon.filter((m) => m.good).filter((m, i) => i > 0).reduce((s, m) => s + m.charge, 0)",
  "an item of a filter of a filter": "(ev) => ev.muon.filter((m) => m.good).filter((m) => m.charge > 0)[0]?.pt",
  "the length of a slice": "(ev) => ev.muon.slice(1, -1).length * 10 + ev.muon.slice(-2).length",
  "a sort by two directions":
    "(ev) => ev.muon.toSorted((a, b) => a.charge - b.charge)[0]?.eta + ev.muon.toSorted((a, b) => b.charge - a.charge)[0]?.pt",
  "a sort of a filter":
    "(ev) => ev.muon.filter((m) => m.good).toSorted((a, b) => b.charge - a.charge).map((m, i) => m.charge * i).reduce((s, x) => s + x, 0)",
  "the last item": "(ev) => ev.muon.at(-1).eta",
  "an index that varies": "(ev) => ev.muon[ev.muon.length - 1]?.pt",
  "an index out of the data": "(ev) => ev.muon[ev.flag ? 1 : 0].eta",
  "a list in a list": "(ev, { sum }) => sum(ev.jet.map((j) => j.track.filter((x) => x > 0).length))",
  "a flat map of tracks":
    "(ev) => ev.jet.map((j) => j.track.reduce((s, x) => s + x, 0)).reduce((s, x) => Math.max(s, x), -1)",
  "a reduction to an object":
    "(ev) => { const { a, n } = ev.muon.reduce((s, m) => ({ a: s.a + m.charge, n: s.n + 1 }), { a: 0, n: 0 }); return a * 100 + n; }",
  "an early return": "(ev) => { if (ev.muon.length === 0) return -1; const [first] = ev.muon; return first.pt; }",
  "a variable set in branches": "(ev) => { let x = 1; if (ev.flag) x = 2; else if (ev.met > 0) { x = 3; } return x; }",
  "a sum over a loop":
    "(ev) => { let s = 0; for (let i = 0; i < 4; i++) { s += (ev.muon[i].pt ?? 0) * i; } return s; }",
  "a truth value as a number": "(ev) => ev.flag + (ev.met > 0)",
  "the zeros": "(ev) => 1 / (ev.met * 0)",
  "a function in the lambda": "(ev) => { const square = (x) => x * x; return square(ev.met) + square(ev.ht); }",
  "a default in a pattern": "(ev) => { const { met = 5 } = ev; return met; }",
  "an array written out": "(ev) => [ev.met, ev.ht, 1].map((x) => x * 2).reduce((s, x) => s + x, 0)",
  "hypot of many": "(ev) => Math.max(ev.met, ev.ht, 1) + Math.min(ev.met, ev.ht, 1) + Math.max(ev.met)",
  "a missing item": "(ev) => ev.muon.filter((m) => m.pt == null).length",
  "a truth value of a missing item": "(ev) => ev.muon[0].good ? 1 : 0",
  "some and every of an empty list":
    "(ev) => (ev.muon.slice(5).some((m) => m.good) ? 1 : 0) + (ev.muon.slice(5).every((m) => m.good) ? 2 : 0)",
  "NaN in a filter": "(ev) => ev.muon.filter((m) => !(m.pt > 0)).length",
  "a choice of records": "(ev) => { const m = ev.flag ? ev.muon[0] : ev.muon[1]; return m.pt; }",
  "a missing value in one branch": "(ev) => (ev.flag ? ev.muon[1].pt : ev.met) ?? 9",
  "a number that is not there and a sum":
    "(ev, { sum, mean }) => (mean(ev.muon.map((m) => m.pt)) || 0) + sum(ev.muon.map((m) => m.charge))",
  "a number for its truth": "(ev) => (ev.met ? 1 : 0) + (!ev.ht ? 2 : 0) + (ev.met && 4) + (ev.ht || 8)",
  "the remainder of negatives": "(ev) => (ev.met % 3) + (-7 % (ev.ht || 2))",
  "a power": "(ev) => ev.met ** 2 + ev.met ** -1",
  "a missing number to the power 0": "(ev) => ev.ht ** 0",
  "pairs of muons":
    "(ev, { combinations, sum }) => sum(combinations(ev.muon, 2).map(([a, b], i) => (a.pt ?? 1) * (b.charge + 2) * (i + 1)))",
  "triples of muons":
    "(ev, { combinations, sum }) => sum(combinations(ev.muon, 3).map(([a, b, c], i) => a.charge + 3 * (b.charge ?? 0) + 9 * (c.eta ?? 0) + i))",
  "how many pairs and triples":
    "(ev, { combinations }) => combinations(ev.muon, 2).length + 100 * combinations(ev.muon.filter((m) => m.good), 3).length",
  "the numbers of the items of a pair":
    "(ev, { combinations }) => combinations(ev.muon.map((m, i) => i), 2).map(([i, j], k) => 100 * i + 10 * j + k).reduce((s, x) => s * 1 + x, 0)",
  "pairs of a filtered list":
    "(ev, { combinations }) => combinations(ev.muon.filter((m) => m.good), 2).filter(([a, b]) => a.charge !== b.charge)[0]?.[1].eta",
  "pairs of a sorted list":
    "(ev, { combinations }) => combinations(ev.muon.toSorted((a, b) => b.charge - a.charge), 2).map(([a, b]) => 3 * a.charge + b.charge)[1]",
  "pairs inside items":
    "(ev, { combinations, sum }) => sum(ev.jet.map((j, i) => i + combinations(j.track, 2).filter(([a, b]) => a > b).length))",
  "pairs of the event for each item":
    "(ev, { combinations, sum }) => { const pairs = combinations(ev.muon, 2); return sum(ev.jet.map((j) => pairs.filter(([a, b]) => a.pt + b.pt > j.pt).length)); }",
  "pairs of pairs":
    "(ev, { combinations, sum }) => { const pairs = combinations(ev.muon.slice(0, 3), 2); return sum(combinations(pairs, 2).map(([[a, b], [c, d]], i) => i + a.charge + 2 * b.charge + 4 * c.charge + 8 * d.charge)); }",
  "all pairs of two lists":
    "(ev, { cartesian, sum }) => sum(cartesian(ev.muon, ev.jet).map(([m, j], i) => (m.pt ?? 2) * (j.pt ?? 3) + i))",
  "all triples of lists":
    "(ev, { cartesian }) => cartesian(ev.jet, ev.muon, ev.jet).filter(([a, m, b]) => a.pt < b.pt && m.good).length",
  "a list with itself": "(ev, { cartesian }) => cartesian(ev.jet, ev.jet).filter(([a, b]) => a.pt > b.pt).length",
  "the best pair":
    "(ev, { combinations, argmin }) => { const pairs = combinations(ev.muon, 2); const [a, b] = pairs[argmin(pairs, ([a, b]) => Math.abs(a.eta - b.eta))]; return 10 * a.charge + b.eta; }",
  "pairs of items with their numbers among those that are kept":
    "(ev, { combinations, sum }) => sum(combinations(ev.muon.filter((m) => m.good).map((m, k) => ({ k, q: m.charge })), 2).map(([a, b], i) => a.q * b.k + i))",
  "the items after each item":
    "(ev, { sum }) => sum(ev.muon.map((a, i) => i + sum(ev.muon.filter((b, j) => i < j && b.good).map((b, k) => b.charge * (k + 1)))))",
  "all items and those after each item":
    "(ev, { sum }) => sum(ev.muon.map((a, i) => sum(ev.muon.map((b, j) => b.charge * j)) + ev.muon.filter((b, j) => j > i).length))",
  "triples of a list in another order":
    "(ev, { combinations, sum }) => sum(combinations(ev.jet.toSorted((a, b) => b.track.length - a.track.length), 3).map(([a, b, c], i) => (a.track.length - b.track.length) * c.track.length + i))",
  "a pair that may not be there":
    "(ev, { combinations }) => { const [a, b] = combinations(ev.muon, 2).filter(([a, b]) => a.charge + b.charge === 0)[0]; return a.pt - b.pt; }",
  "an item at the extreme of a list":
    "(ev, { argmax }) => ev.muon[argmax(ev.muon.map((m) => m.pt))].charge + 10 * (argmax(ev.muon.map((m) => m.pt)) ?? -1)",
  "the place of the smallest, with a key": "(ev, { argmin }) => argmin(ev.jet, (j, i) => j.track.length + i / 8) ?? -1",
  "the place of the extreme for each item":
    "(ev, { argmin, sum }) => sum(ev.jet.map((j) => argmin(ev.muon, (m) => Math.abs(m.eta - j.pt)) ?? 7))",
  "the item nearest to each item":
    "(ev, { argmin, sum }) => sum(ev.jet.map((j, i) => (ev.muon[argmin(ev.muon, (m) => Math.abs(m.eta - j.pt))].charge ?? 7) * (i + 1)))",
  "the spread of a list": "(ev, { std }) => std(ev.muon.map((m) => m.pt)) + std(ev.jet.map((j) => j.track.length))",
  "the product of a list": "(ev, { prod }) => prod(ev.muon.map((m) => m.pt)) + prod(ev.jet.map((j) => j.track.length))",
  "the last that passes": "(ev) => ev.muon.findLast((m) => m.good).eta",
  "places of items":
    "(ev) => ev.muon.findIndex((m) => m.good) + 10 * ev.muon.findLastIndex((m) => m.charge > 0) + 100 * ev.muon.map((m) => m.charge).indexOf(1) + 1000 * ev.muon.map((m) => m.charge).lastIndexOf(-1)",
  "a number in a list":
    "(ev) => (ev.muon.map((m) => m.pt).includes(ev.met ?? 0) ? 1 : 0) + (ev.muon.map((m) => m.pt).includes(NaN) ? 2 : 0)",
  "items one after the other":
    "(ev) => ev.muon.toReversed().map((m, i) => m.charge * (i + 1)).reduce((s, x) => s + x, 0)",
  "items with their numbers":
    "(ev) => { let s = 0; for (const [i, m] of ev.muon.entries()) s += i * m.charge; return s; }",
  "two lists as one":
    "(ev) => ev.muon.map((m) => ({ p: m.pt, q: m.charge })).concat(ev.jet.map((j) => ({ p: j.pt, q: 0 }))).map((x, i) => (x.p ?? 5) * (i + 1) + x.q).reduce((s, x) => s + x, 0)",
  "filters of two lists as one":
    "(ev) => { const all = ev.muon.filter((m) => m.good).map((m) => m.eta).concat(ev.jet.filter((j) => j.track.length > 0).map((j) => j.pt)); return (all[1] ?? 3) + 100 * all.length + (all.at(-1) ?? 0) + (all.find((x) => x > 1) ?? 9); }",
  "one list of three": "(ev) => ev.jet.map((j) => j.pt).concat(ev.muon.map((m) => m.pt), ev.jet.map((j) => j.pt))[4]",
  "two lists as one in order":
    "(ev) => ev.muon.map((m) => ({ q: m.charge })).concat(ev.jet.map((j) => ({ q: j.track.length }))).toSorted((a, b) => b.q - a.q).map((x, i) => x.q * 10 ** i).reduce((s, x) => s + x, 0)",
  "pairs of two lists as one":
    "(ev, { combinations, argmax }) => { const all = ev.muon.map((m) => m.charge).concat(ev.jet.map((j) => j.track.length)); const pairs = combinations(all, 2); return pairs.filter(([a, b]) => a > b).length + 10 * (argmax(all) ?? -1); }",
  "two lists as one for each item":
    "(ev, { sum }) => { const all = ev.muon.map((m) => m.charge).concat(ev.jet.map((j) => j.track.length)); return sum(ev.jet.map((j, i) => sum(all.map((x, k) => x * i + k)))); }",
  "lists of items as one":
    "(ev, { sum }) => sum(ev.jet.map((j) => j.track.concat(ev.muon.map((m) => m.eta)).map((x, i) => (x ?? 1) * i)[2] ?? 0))",
  "a list inside an item":
    "(ev, { sum }) => ev.jet[0].track.length + 10 * sum(ev.jet[1].track.map((x, i) => (x ?? 0) * i))",
  "a list inside an item that is found":
    "(ev) => { const j = ev.jet.find((j) => j.pt > 1); return (j.track[0] ?? 4) + j.track.filter((x) => x > 0).length; }",
  "an item of a list of lists": "(ev) => ev.jet.map((j) => j.track)[1][0] ?? 7",
  "a list inside an item at the extreme":
    "(ev, { argmax }) => ev.jet[argmax(ev.jet, (j) => j.track.length)].track.map((x, i) => i).reduce((s, x) => s + x, 0)",
  "lists inside items in another order":
    "(ev) => ev.jet.toSorted((a, b) => b.track.length - a.track.length).map((j, i) => j.track.map((x, k) => (x ?? 1) * (k + i)).reduce((s, x) => s + x, 0)).reduce((s, x) => s * 1 + x, 0)",
  "a list inside the first in another order":
    "(ev) => ev.jet.toSorted((a, b) => b.track.length - a.track.length)[0].track.at(-1)",
  "lists inside the items of pairs":
    "(ev, { combinations, sum }) => sum(combinations(ev.jet, 2).map(([a, b]) => a.track.length * b.track.filter((x) => x > 0).length))",
  "all items of items in another order":
    "(ev) => ev.jet.toSorted((a, b) => a.track.length - b.track.length).flatMap((j) => j.track)[1]",
  "a choice of lists":
    "(ev) => (ev.flag ? ev.muon.map((m) => m.eta) : ev.jet.map((j) => j.pt)).map((x, i) => (x ?? 1) * i).reduce((s, x) => s + x, 0)",
  "a list or none":
    "(ev) => (ev.met > 1 ? ev.muon : []).length + 10 * ev.jet.filter((j) => (j.pt > 0 ? j.track : []).length > 1).length",
  "lists spread into one":
    "(ev) => [...ev.muon.map((m) => m.charge), ...ev.jet.map((j) => j.track.length)].map((x, i) => x * i).reduce((s, x) => s + x, 0)",
  "the rest of an object and of a list":
    "(ev) => { const { met, ...others } = ev; const [first, ...more] = others.jet; return (first?.track.length ?? 0) + 10 * more.length + (others.ht ?? 100); }",
  "a switch":
    "(ev) => { switch (ev.muon.length) { case 0: return -1; case 1: case 2: { const [m] = ev.muon; return m.eta; } default: return ev.met; } }",
  "a switch that falls through":
    "(ev) => { let s = 0; switch (ev.jet.length) { default: s += 1; case 1: s += 10; break; case 2: s += 100; } return s; }",
  "a loop that skips":
    "(ev) => { let s = 0; for (const m of ev.muon) { if (!m.good) continue; s += m.charge; } return s; }",
  "a loop that stops":
    "(ev) => { let s = 0, i; for (i = 0; i < 4; i++) { if (ev.muon[i].good) continue; if (ev.muon[i].charge < 0) break; s += i; } return s * 10 + i; }",
  "a loop that returns":
    "(ev) => { for (let i = 0; i < 4; i++) { if (ev.muon[i].good) { if (ev.muon[i].charge > 0) return i; } } return -1; }",
  "a loop over the numbers of items":
    "(ev) => { let s = 0; for (let i = 0; i < ev.muon.length; i++) { if (i > 2) continue; s += ev.muon[i].charge * i; } return s; }",
  "a loop in a loop over the numbers of items":
    "(ev) => { let n = 0; for (let i = 0; i < ev.jet.length; i++) for (let k = i + 1; k < ev.jet.length; k++) if (ev.jet[i].pt > ev.jet[k].pt) n++; return n; }",
};
