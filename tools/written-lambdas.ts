/** Lambdas as people write them, by what tools write in another way. All sums are exact in binary. */
export const written: Readonly<Record<string, string>> = {
  "an addition under a condition": "(ev) => { let s = 0; for (const j of ev.jet) if (j.tag) s += j.pt; return s; }",
  "two additions under a condition":
    "(ev) => { let s = 0; for (const j of ev.jet) { if (j.tag) { s += j.pt; } else { s -= 1; } } return s; }",
  "an addition in a fold": "(ev) => ev.jet.reduce((s, { pt, tag }) => { if (tag) { s += pt; } return s; }, 0)",
  "an assignment under a condition": "(ev) => { let a = 1; if (ev.even) a = 2; return a * ev.x; }",
  "an assignment on both sides": "(ev) => { let a; if (ev.x > 0) { a = 1; } else { a = 2; } return a + ev.x; }",
  "an assignment before return": "(ev) => { let a = ev.x; a = a * 2; a++; return a; }",
  "a replaced missing value": "(ev) => ev.maybe ?? 1",
  "a member of what may be missing": "(ev) => ev.jet.find((j) => j.pt > 40)?.pt ?? -1",
  "a question whether something is missing": "(ev) => ev.maybe === undefined ? 1 : 2",
  "a power": "(ev) => ev.x ** 2 + 1",
  "a local function": "(ev) => { const half = (x) => x / 2; return half(ev.x) + half(3); }",
  "a spread object": "(ev) => { const p = { a: ev.x, b: 2 }; const q = { ...p, b: 3 }; return q.a * q.b; }",
  "early returns": "(ev) => { if (ev.x > 1) return 1; if (ev.x > 0) { const y = ev.x; return y + y; } return 3; }",
  "a pattern": "(ev) => { const { jet: [first], x = 3 } = ev; return first.pt * x; }",
  "a loop that counts": "(ev) => { let s = 0; for (let i = 0; i < 3; i++) { s += ev.x * i; } return s; }",
  "a condition as a number": "(ev) => ev.x > 0 && !(ev.x <= 1) ? 1_000 : Number(ev.even) + 0x10",
  "methods of lists": "(ev) => ev.jet.filter((j) => j.pt > 20).map((j) => j.pt * 2).reduce((s, y) => s + y, 0)",
  "a list kept": "(ev) => { const good = ev.jet.filter((j) => j.pt > 20); return good.length > 1 ? good[1].pt : -1; }",
  "constants that are not finite": "(ev) => (ev.x < Infinity ? ev.x : NaN) / 2 ** 3",
};

/** What is refused after a tool has rewritten it. No line may be added: only removed when the language learns it. */
export const refused: Readonly<Record<string, readonly string[]>> = {
  "esbuild for ES2015": ["a spread object"],
  "esbuild for ES2015, minified": ["a power", "a spread object", "constants that are not finite"],
  "tsc for ES2015": ["a spread object"],
};
