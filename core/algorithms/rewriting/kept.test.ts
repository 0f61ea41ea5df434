import { describe, expect, it } from "vitest";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { dense, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import { wasmProcedure } from "../run/wasm-procedure.ts";
import { type Block, blocksOf, type Statement } from "../statement.ts";
import { pruned } from "./prune.ts";
import { withSharedLoops } from "./shared-loops.ts";

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

const countOf = (block: Block, name: string): number =>
  all(block).filter((s) => s.kind === "equation" && s.equation.primitive.name === name).length;

interface Given {
  readonly b: ArrayBuilder;
  readonly w: ReturnType<typeof words>;
  readonly n: Var;
  readonly x: Var;
  readonly s: Var;
}

type Item = (i: Atom) => Atom;

const collected = ({ b }: Given, count: Atom, item: Item): Atom => {
  const { collected } = b.loop(count, [], (i) => ({ carried: [], collected: [item(i)] }));
  return collected[0] as Atom;
};

const summed = ({ b }: Given, count: Atom, item: Item): Atom => {
  const sum = b.accumulator([]);
  b.loop(count, [], (i) => {
    b.accumulate(sum, [], item(i));
    return { carried: [], collected: [] };
  });
  return b.freeze(sum);
};

const made = (work: (given: Given) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const [n, s] = [b.variable("i32"), b.variable("f64")];
  const x = b.variable("f64", [n]);
  return b.block([n, x, s], () => work({ b, w: words(b), n, x, s }));
};

const shared: Readonly<Record<string, (given: Given) => readonly Atom[]>> = {
  "shares of a sum": (g) => {
    const { b, w, n, x, s } = g;
    const term: Item = (i) => w.exp(w.mul(s, b.read(x, [i])));
    const sum = summed(g, n, term);
    return [collected(g, n, (i) => w.div(term(i), sum)), sum];
  },
  "three loops, one of them inside another and one downwards": (g) => {
    const { b, w, n, x, s } = g;
    const term: Item = (i) => w.exp(w.sub(b.read(x, [i]), s));
    const sum = summed(g, n, term);
    const down = b.loop(
      n,
      [constant(1)],
      (i, [p = s]) => ({ carried: [w.add(w.mul(p, w.div(term(i), sum)), s)], collected: [] }),
      true,
    );
    const inner = collected(g, constant(3, "i32"), (k) => summed(g, n, (i) => w.mul(term(i), w.add(k, sum))));
    return [...down.carried, inner];
  },
  "what a turn of a loop computes of its own number": (g) => {
    const { b, w, n, x } = g;
    return [
      collected(g, n, (j) => {
        const term: Item = (i) => w.exp(w.mul(b.read(x, [i]), b.read(x, [j])));
        const sum = summed(g, n, term);
        return summed(g, n, (i) => w.div(term(i), w.add(sum, b.read(x, [i]))));
      }),
    ];
  },
};

const apart: Readonly<Record<string, (given: Given) => readonly Atom[]>> = {
  "other numbers": (g) => {
    const { b, w, n, x, s } = g;
    const sum = summed(g, n, (i) => w.exp(b.read(x, [i])));
    return [collected(g, n, (i) => w.exp(w.mul(b.read(x, [i]), w.add(sum, s))))];
  },
  "a number that is carried": (g) => {
    const { b, w, n, x, s } = g;
    const through = (): Atom =>
      b.loop(n, [s], (i, [p = s]) => ({ carried: [w.exp(w.mul(p, b.read(x, [i])))], collected: [] }))
        .carried[0] as Atom;
    const first = through();
    return [first, w.add(first, through())];
  },
  "as many turns as no array has": (g) => {
    const { w, s } = g;
    const turns = constant(1000, "i32");
    const sum = summed(g, turns, (i) => w.exp(w.mul(i, s)));
    return [summed(g, turns, (i) => w.div(w.exp(w.mul(i, s)), sum))];
  },
  "other turns": (g) => {
    const { b, w, n, x } = g;
    const sum = summed(g, w.sub(n, constant(1, "i32")), (i) => w.exp(b.read(x, [i])));
    return [sum, collected(g, n, (i) => w.div(w.exp(b.read(x, [i])), sum))];
  },
  "loops in a branch and after it": (g) => {
    const { b, w, n, x, s } = g;
    const sum = (): Atom => summed(g, n, (i) => w.exp(b.read(x, [i])));
    const [one] = b.cond(
      w.gt(s, constant(0)),
      () => [sum()],
      () => [constant(0)],
    );
    return [one as Atom, sum()];
  },
};

const inputs = (n: number) => [n, dense(Array.from({ length: n }, (_, i) => Math.cos(i))), 0.5] as const;

const given = (block: Block, run: typeof interpreted, n: number) => run(block).run(inputs(n)).map(plain);

describe("what is computed once", () => {
  it.each(Object.entries(shared))("is each elementary function of two loops: %s", (_name, work) => {
    const block = pruned(made(work));
    const once = withSharedLoops(block);
    expect(countOf(block, "exp")).toBeGreaterThan(1);
    expect(countOf(once, "exp")).toBe(1);
    for (const n of [0, 1, 2, 7]) expect(given(once, interpreted, n)).toEqual(given(block, interpreted, n));
  });

  it.each(Object.entries(shared))("comes out alike in WebAssembly: %s", (_name, work) => {
    const block = pruned(made(work));
    const expected = interpreted(block).run(inputs(9));
    const found = wasmProcedure(withSharedLoops(block))?.run(inputs(9)) ?? [];
    const numbers = (values: typeof found) => values.flatMap((value) => [plain(value)].flat().map(Number));
    expect(numbers(found).length).toBe(numbers(expected).length);
    for (const [k, x] of numbers(found).entries()) expect(x).toBeCloseTo(numbers(expected)[k] ?? Number.NaN, 12);
  });

  it.each(Object.entries(apart))("is nothing that may be something else, or too much: %s", (_name, work) => {
    const block = pruned(made(work));
    expect(countOf(block, "exp")).toBe(2);
    expect(countOf(withSharedLoops(block), "exp")).toBe(2);
  });

  it("is not what a call computes again on purpose", () => {
    const b = arrayBuilder();
    const w = words(b);
    const n = b.variable("i32");
    const [x, y] = [b.variable("f64", [n]), b.variable("f64", [n])];
    const g: Given = { b, w, n, x, s: n };
    const block = b.block([n, x], () => {
      const [sum] = b.call(
        b.block([y], () => [summed(g, n, (i) => w.exp(b.read(y, [i])))]),
        [x],
      );
      return [collected(g, n, (i) => w.div(w.exp(b.read(x, [i])), sum as Atom))];
    });
    expect(withSharedLoops(block)).toBe(block);
  });
});
