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
};
