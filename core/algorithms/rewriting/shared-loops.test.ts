import { describe, expect, it } from "vitest";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { replay } from "../derivatives/index.ts";
import { contractOperation } from "../operations/contract.ts";
import { dense, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import { randomBlock } from "../run/random-blocks.ts";
import { isDense, type Value } from "../run/values.ts";
import { wasmProcedure } from "../run/wasm-procedure.ts";
import { type Block, blocksOf, type Statement } from "../statement.ts";
import { pruned } from "./prune.ts";
import { withSharedLoops } from "./shared-loops.ts";

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

/** How many statements of a kind there are, or equations of a name. */
const countOf = (block: Block, name: string): number =>
  all(block).filter((s) => (s.kind === "equation" ? s.equation.primitive.name : s.kind) === name).length;

interface Given {
  readonly b: ArrayBuilder;
  readonly w: ReturnType<typeof words>;
  readonly m: Var;
  readonly n: Var;
  readonly x: Var;
}

const made = (work: (given: Given) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const [m, n] = [b.variable("i32"), b.variable("i32")];
  const x = b.variable("f64", [m, n]);
  return b.block([m, n, x], () => work({ b, w: words(b), m, n, x }));
};

const mapped = (b: ArrayBuilder, count: Atom, item: (i: Atom) => Atom): Atom =>
  b.loop(count, [], (i) => ({ carried: [], collected: [item(i)] })).collected[0] as Atom;

const summed = (b: ArrayBuilder, count: Atom, item: (i: Atom) => Atom): Atom => {
  const sum = b.accumulator([]);
  b.loop(count, [], (i) => {
    b.accumulate(sum, [], item(i));
    return { carried: [], collected: [] };
  });
  return b.freeze(sum);
};

const rows = ({ b, w, m, n, x }: Given): Atom => mapped(b, m, (i) => mapped(b, n, (j) => w.exp(b.read(x, [i, j]))));

interface Case {
  readonly work: (given: Given) => readonly Atom[];
  /** How many there are afterwards. */
  readonly left: Readonly<Record<string, number>>;
}

const cases: Readonly<Record<string, Case>> = {
  "two sums of one function": {
    work: ({ b, w, m, x }) => {
      const term = (i: Atom): Atom => w.exp(b.read(x, [i, constant(0, "i32")]));
      return [summed(b, m, term), summed(b, m, (i) => w.mul(term(i), b.read(x, [i, constant(1, "i32")])))];
    },
    left: { exp: 1, loop: 1 },
  },
  "a loop that waits for the sum of another one": {
    work: ({ b, w, m, x }) => {
      const term = (i: Atom): Atom => w.exp(b.read(x, [i, constant(0, "i32")]));
      const sum = summed(b, m, term);
      return [mapped(b, m, (i) => w.mul(sum, term(i)))];
    },
    left: { exp: 1, loop: 2 },
  },
  "a loop that waits for what another loop makes of the sum": {
    work: ({ b, w, m, x }) => {
      const term = (i: Atom): Atom => w.exp(b.read(x, [i, constant(0, "i32")]));
      const sum = summed(b, m, term);
      const scaled = mapped(b, m, (i) => w.mul(sum, b.read(x, [i, constant(1, "i32")])));
      return [mapped(b, m, (i) => w.mul(b.read(scaled, [i]), term(i)))];
    },
    left: { exp: 1, loop: 3 },
  },
  "loops of other numbers of turns": {
    work: ({ b, w, m, n, x }) => {
      const zero = constant(0, "i32");
      const term = (i: Atom): Atom => w.exp(b.read(x, [zero, i]));
      return [summed(b, m, term), summed(b, n, term)];
    },
    left: { exp: 2, loop: 2 },
  },
  "rows that are made twice": {
    work: (given) => [rows(given), rows(given)],
    left: { exp: 1, loop: 2 },
  },
  "elements of rows that are known": {
    work: (given) => {
      const { b, w, m, n, x } = given;
      const made = rows(given);
      const product = b.operation(contractOperation, [made, made], { spec: "ij,kj->ik" })[0] as Atom;
      const shifted = mapped(b, m, (i) =>
        mapped(b, n, (j) => w.add(w.exp(b.read(b.read(x, [i]), [j])), b.read(product, [i, i]))),
      );
      return [shifted];
    },
    left: { exp: 1, loop: 4, operation: 1 },
  },
  "products of the same arrays": {
    work: ({ b, x }) => {
      const product = () => b.operation(contractOperation, [x, x], { spec: "ij,ik->jk" })[0] as Atom;
      return [product(), product(), b.operation(contractOperation, [x, x], { spec: "ij,ik->kj" })[0] as Atom];
    },
    left: { operation: 2 },
  },
  "a value and its slopes, in loops inside of loops": {
    work: ({ b, w, m, n, x }) => {
      const value = summed(b, m, (i) => summed(b, n, (j) => w.exp(b.read(x, [i, j]))));
      const slopes = b.accumulator([m, n]);
      b.loop(m, [], (i) => {
        b.loop(n, [], (j) => {
          b.accumulate(slopes, [i, j], w.exp(b.read(x, [i, j])));
          return { carried: [], collected: [] };
        });
        return { carried: [], collected: [] };
      });
      return [value, b.freeze(slopes)];
    },
    left: { exp: 1, loop: 2 },
  },
};

const x23 = dense([0.5, -1, 0.25, 2, 0.125, -0.5], 2, 3);

const numbersIn = (values: readonly Value[]): readonly unknown[] => values.map(plain);

const expectClose = (found: readonly Value[], expected: readonly Value[]): void => {
  const [p, q] = [found, expected].map((values) => numbersIn(values).flat().map(Number));
  expect(p?.length).toBe(q?.length);
  for (const [k, value] of (q ?? []).entries()) expect(p?.[k]).toBeCloseTo(value, 12);
};

describe("what loops share", () => {
  it.each(Object.entries(cases))("is computed once: %s", (_, { work, left }) => {
    const block = made(work);
    const shared = withSharedLoops(block);
    expect(Object.fromEntries(Object.keys(left).map((name) => [name, countOf(shared, name)]))).toEqual(left);
    const inputs = [2, 3, x23];
    const expected = interpreted(block).run(inputs);
    expectClose(interpreted(shared).run(inputs), expected);
    expectClose(wasmProcedure(shared)?.run(inputs) ?? [], expected);
  });

  it("is computed once where random blocks are done twice", () => {
    let joined = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { block, inputs } = randomBlock(seed);
      const b = arrayBuilder();
      const twice = b.block(block.params, () => [...replay(b, block, block.params), ...replay(b, block, block.params)]);
      const shared = withSharedLoops(pruned(twice));
      if (all(shared).length < all(pruned(twice)).length) joined++;
      const [found, expected] = [interpreted(shared).run(inputs), interpreted(twice).run(inputs)];
      for (const [k, value] of expected.entries()) {
        const other = found[k];
        if (isDense(value) && isDense(other)) expect([...other.values], `seed ${seed}`).toEqual([...value.values]);
        else expect(other, `seed ${seed}`).toBe(value);
      }
    }
    expect(joined).toBeGreaterThan(20);
  });

  it("leaves a block alone in which nothing is dear twice", () => {
    const block = made((given) => [rows(given)]);
    expect(withSharedLoops(block)).toBe(block);
  });
});
