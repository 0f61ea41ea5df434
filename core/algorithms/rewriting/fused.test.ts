import { describe, expect, it } from "vitest";
import { eq } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { pulled, summedUp } from "../derivatives/derived.ts";
import { cases, dense, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import type { Value } from "../run/values.ts";
import { wasmProcedure } from "../run/wasm-procedure.ts";
import { type Block, blocksOf, type LoopStatement, type Statement } from "../statement.ts";
import { fused } from "./fused.ts";
import { pruned } from "./prune.ts";
import { randomLoops } from "./random-loops.ts";

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

const loopsIn = (block: Block): readonly LoopStatement[] =>
  all(block).filter((statement): statement is LoopStatement => statement.kind === "loop");

type Words = ReturnType<typeof words>;

/** A block of `x`, as long as `n` says. */
const blockOf = (work: (b: ArrayBuilder, w: Words, x: Atom, n: Atom) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const n = b.variable("i32");
  const x = b.variable("f64", [n]);
  return b.block([x, n], () => work(b, words(b), x, n));
};

const map = (b: ArrayBuilder, n: Atom, f: (turn: Atom) => Atom, descending = false): Atom =>
  b.loop(n, [], (turn) => ({ carried: [], collected: [f(turn)] }), descending).collected[0] as Atom;

const numbers = [0.5, -1.25, 2, 3.5, -0.75, 1, 4];

const run = (block: Block, count = numbers.length): readonly unknown[] =>
  interpreted(block)
    .run([dense(numbers.slice(0, count), count), count])
    .map(plain);

const rewritten = (block: Block): Block => pruned(fused(pruned(block)));

/** The loops that are left, and that they give the same: for all lengths, by the interpreter and by vectors. */
const loopsAfter = (block: Block): readonly LoopStatement[] => {
  const made = rewritten(block);
  for (let count = 0; count <= numbers.length; count++) {
    expect(run(made, count)).toEqual(run(block, count));
    const inputs = [dense(numbers.slice(0, count), count), count];
    expect(wasmProcedure(made)?.run(inputs).map(plain)).toEqual(run(block, count));
  }
  return loopsIn(made);
};

const previous = (b: ArrayBuilder, w: Words, y: Atom, turn: Atom): Atom =>
  b.cond(
    b.emit(eq.primitive, [turn, constant(0)]),
    () => [constant(7)],
    () => [w.mul(b.read(y, [w.sub(turn, constant(1))], true), constant(3))],
  )[0] as Atom;

describe("loops of equally many turns", () => {
  it("become one where each reads what the one before made in the same turn, without an array between", () => {
    const [loop, ...others] = loopsAfter(
      blockOf((b, w, x, n) => {
        const twice = map(b, n, (i) => w.mul(b.read(x, [i]), constant(2)));
        const more = map(b, n, (i) => w.add(b.read(twice, [i]), b.read(x, [i])));
        return [map(b, n, (i) => w.mul(b.read(more, [i]), b.read(twice, [i])))];
      }),
    );
    expect(others).toEqual([]);
    expect(loop?.outputs.length).toBe(1);
    expect(loop?.body.statements.filter(({ kind }) => kind === "read").length).toBe(1);
  });

  it("become one where one of them reads what the other one made in the turn before", () => {
    const [loop, ...others] = loopsAfter(
      blockOf((b, w, x, n) => {
        const square = map(b, n, (i) => w.mul(b.read(x, [i]), b.read(x, [i])));
        return [map(b, n, (i) => w.add(previous(b, w, square, i), b.read(x, [i])))];
      }),
    );
    expect(others).toEqual([]);
    expect(loop?.descending).toBe(false);
    expect(loop?.initial.length).toBe(1);
  });

  it("go down where one of them reads what the other one made in the turn after", () => {
    const [loop, ...others] = loopsAfter(
      blockOf((b, w, x, n) => {
        const square = map(b, n, (i) => w.mul(b.read(x, [i]), b.read(x, [i])));
        return [map(b, n, (i) => b.read(square, [w.add(i, constant(1))], true))];
      }),
    );
    expect(others).toEqual([]);
    expect(loop?.descending).toBe(true);
  });

  it("stay apart where neighbours on both sides are read, others further away, or the array as a whole", () => {
    const read = (offsets: readonly number[]) =>
      blockOf((b, w, x, n) => {
        const square = map(b, n, (i) => w.mul(b.read(x, [i]), b.read(x, [i])));
        const at = (i: Atom, by: number): Atom => b.read(square, [w.add(i, constant(by))], true);
        return [map(b, n, (i) => offsets.map((by) => at(i, by)).reduce(w.add))];
      });
    expect(loopsAfter(read([1, -1])).length).toBe(2);
    expect(loopsAfter(read([2])).length).toBe(2);
    const mirrored = blockOf((b, w, x, n) => {
      const square = map(b, n, (i) => w.mul(b.read(x, [i]), b.read(x, [i])));
      return [map(b, n, (i) => w.add(b.read(x, [i]), b.read(square, [w.sub(w.sub(n, constant(1)), i)])))];
    });
    expect(loopsAfter(mirrored).length).toBe(2);
  });

  it("stay apart where what stands between them needs all of the first one", () => {
    const block = blockOf((b, w, x, n) => {
      const square = map(b, n, (i) => w.mul(b.read(x, [i]), b.read(x, [i])));
      const total = b.accumulator([]);
      b.loop(n, [], (i) => {
        b.accumulate(total, [], b.read(square, [i]));
        return { carried: [], collected: [] };
      });
      const sum = b.freeze(total);
      return [map(b, n, (i) => w.mul(b.read(square, [i]), sum))];
    });
    expect(loopsAfter(block).length).toBe(2);
  });

  it("stay apart where they share nothing", () => {
    const block = blockOf((b, w, x, n) => [
      map(b, n, (i) => w.mul(b.read(x, [i]), constant(2))),
      map(b, n, (i) => w.mul(i, i)),
    ]);
    expect(loopsAfter(block).length).toBe(2);
  });

  it("know what a sum comes to in the turn that adds to it last, also from the turn after", () => {
    const block = blockOf((b, w, x, n) => {
      const sum = b.accumulator([n]);
      b.loop(n, [], (i) => {
        b.accumulate(sum, [i], b.read(x, [i]));
        b.read(x, [i]);
        return { carried: [], collected: [] };
      });
      b.loop(n, [], (i) => {
        b.cond(
          b.emit(eq.primitive, [i, constant(0)]),
          () => [],
          () => {
            b.accumulate(sum, [w.sub(i, constant(1))], w.mul(b.read(x, [i]), b.read(x, [i])));
            return [];
          },
        );
        return { carried: [], collected: [] };
      });
      const whole = b.freeze(sum);
      return [map(b, n, (i) => w.add(b.read(whole, [i]), b.read(x, [i])))];
    });
    const [loop, ...others] = loopsAfter(block);
    expect(others).toEqual([]);
    expect(loop?.descending).toBe(true);
    expect(all(rewritten(block)).some(({ kind }) => kind === "accumulator")).toBe(false);
  });

  it("of other numbers of turns stay apart", () => {
    const b = arrayBuilder();
    const w = words(b);
    const [n, m] = [b.variable("i32"), b.variable("i32")];
    const [x, y] = [b.variable("f64", [n]), b.variable("f64", [m])];
    const block = b.block([x, y, n, m], () => [
      map(b, n, (i) => w.sin(b.read(x, [i]))),
      map(b, m, (i) => w.add(b.read(y, [i]), b.read(x, [constant(0)]))),
    ]);
    expect(loopsIn(rewritten(block)).length).toBe(2);
  });
});

describe("fused blocks", () => {
  it.each(cases)("give the same: $name", ({ block, inputs, expected }) => {
    expect(interpreted(fused(block)).run(inputs).map(plain)).toEqual(expected);
  });

  const seeds = Array.from({ length: 100 }, (_, k) => k + 1);

  /** That a block and what is made of it come to the same for some inputs. */
  const expectSame = (block: Block, made: Block, inputs: readonly Value[], seed: number): void => {
    const expected = interpreted(block).run(inputs).flatMap(plain) as readonly number[];
    for (const procedure of [interpreted(made), wasmProcedure(made)]) {
      const found = procedure?.run(inputs).flatMap(plain) as readonly number[];
      expect(found.length).toBe(expected.length);
      for (const [k, x] of expected.entries()) expect(found[k], `seed ${seed}`).toBeCloseTo(x, 10);
    }
  };

  it("give the same for random loops, by the interpreter and by vectors, and most of them are fewer", () => {
    let fewer = 0;
    const orders = new Set<string>();
    for (const seed of seeds) {
      const { block, inputs } = randomLoops(seed);
      const made = rewritten(block);
      expectSame(block, made, inputs, seed);
      if (loopsIn(made).length < loopsIn(pruned(block)).length) fewer++;
      for (const { initial, descending } of loopsIn(made))
        if (initial.some((atom) => atom.kind === "const")) orders.add(descending ? "down" : "up");
    }
    expect(fewer).toBeGreaterThan(seeds.length / 2);
    expect(orders).toEqual(new Set(["down", "up"]));
  });

  it("give the same for the way back through random loops", () => {
    let fewer = 0;
    const some = seeds.slice(0, 30);
    for (const seed of some) {
      const { block, inputs } = randomLoops(seed);
      const gradient = pulled(summedUp(block));
      const made = rewritten(gradient);
      expectSame(gradient, made, inputs, seed);
      if (loopsIn(made).length < loopsIn(pruned(gradient)).length) fewer++;
    }
    expect(fewer).toBeGreaterThan(some.length / 2);
  });
});
