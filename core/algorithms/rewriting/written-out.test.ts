import { describe, expect, it } from "vitest";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { cases, dense, words } from "../run/cases.ts";
import { eachStep } from "../run/each-step.ts";
import { interpreted } from "../run/interpret.ts";
import { lower } from "../run/lower.ts";
import { plain } from "../run/plain.ts";
import { wasmProcedure } from "../run/wasm-procedure.ts";
import { type Block, blocksOf, isArray, type LoopStatement, outputsOf, type Statement } from "../statement.ts";
import { pruned } from "./prune.ts";
import { rewritten } from "./rewritten.ts";
import { writtenOut } from "./written-out.ts";

const int = (n: number): Atom => constant(n, "i32");

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

const loopsIn = (block: Block): readonly LoopStatement[] =>
  all(block).filter((statement): statement is LoopStatement => statement.kind === "loop");

/** The arrays that are made inside of loops. */
const arraysInLoops = (block: Block): number =>
  loopsIn(block).flatMap(({ body }) => all(body).flatMap(outputsOf).filter(isArray)).length;

type Words = ReturnType<typeof words>;

/** A block of a matrix of rows of five numbers. */
const blockOf = (work: (b: ArrayBuilder, w: Words, rows: Atom, n: Atom) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const n = b.variable("i32");
  const rows = b.variable("f64", [n, int(5)]);
  return b.block([rows, n], () => work(b, words(b), rows, n));
};

const each = (b: ArrayBuilder, n: Atom, f: (turn: Atom) => readonly Atom[]): readonly Atom[] =>
  b.loop(n, [], (turn) => ({ carried: [], collected: f(turn) })).collected;

const map = (b: ArrayBuilder, n: Atom, f: (turn: Atom) => Atom): Atom => each(b, n, (turn) => [f(turn)])[0] as Atom;

/** The block as it is run, which gives the same for matrices of all heights. */
const checked = (block: Block): Block => {
  const made = rewritten(block);
  for (const count of [0, 1, 2, 3, 6]) {
    const inputs = [
      dense(
        Array.from({ length: 5 * count }, (_, k) => ((7 * k) % 11) - 4.5),
        count,
        5,
      ),
      count,
    ];
    const expected = interpreted(block).run(inputs).map(plain);
    expect(
      interpreted(pruned(writtenOut(block)))
        .run(inputs)
        .map(plain),
    ).toEqual(expected);
    expect(wasmProcedure(made)?.run(inputs).map(plain)).toEqual(expected);
  }
  return made;
};

describe("arrays of a few elements in loops", () => {
  it("become numbers where each element is asked for by a constant, and loops over them are written out", () => {
    const made = checked(
      blockOf((b, w, rows, n) =>
        each(b, n, (i) => {
          const row = map(b, int(5), (k) => w.mul(b.read(rows, [i, k]), b.read(rows, [i, k])));
          const next = map(b, int(5), (k) => w.add(b.read(row, [k]), k));
          return [w.sub(b.read(next, [int(4)]), b.read(next, [int(1)]))];
        }),
      ),
    );
    expect(loopsIn(made).length).toBe(1);
    expect(arraysInLoops(made)).toBe(0);
  });

  it("become columns where a loop collects them", () => {
    const made = checked(
      blockOf((b, w, rows, n) => {
        const [twice] = each(b, n, (i) => [map(b, int(5), (k) => w.mul(b.read(rows, [i, k]), constant(2)))]);
        return [map(b, int(5), (k) => map(b, n, (i) => b.read(twice as Atom, [i, k])))];
      }),
    );
    expect(loopsIn(made).length).toBe(1);
    expect(loopsIn(made)[0]?.outputs.length).toBe(5);
    const steps: string[] = [];
    eachStep(lower(made, 8).steps, (step) => steps.push(step.do));
    expect(steps.filter((step) => ["copy", "clear", "gainAll"].includes(step))).toEqual([]);
  });

  it("become numbers where they are sums, also those of branches", () => {
    const made = checked(
      blockOf((b, w, rows, n) =>
        each(b, n, (i) => {
          const sum = b.accumulator([int(5)]);
          for (const k of [3, 0, 3]) b.accumulate(sum, [int(k)], b.read(rows, [i, int(k)]));
          b.cond(
            w.lt(b.read(rows, [i, int(0)]), constant(0)),
            () => {
              b.accumulate(sum, [int(4)], w.sin(b.read(rows, [i, int(1)])));
              return [];
            },
            () => [],
          );
          const whole = b.freeze(sum);
          return [0, 3, 4, 1].map((k) => b.read(whole, [int(k)]));
        }),
      ),
    );
    expect(arraysInLoops(made)).toBe(0);
  });

  it("stay where an element is asked for whose place is computed, or the array as a whole", () => {
    const computed = blockOf((b, w, rows, n) =>
      each(b, n, (i) => {
        const row = map(b, int(5), (k) => w.mul(b.read(rows, [i, k]), k));
        return [b.read(row, [w.floor(b.read(rows, [i, int(0)]))], true)];
      }),
    );
    const carried = blockOf((b, w, rows, n) => {
      const start = map(b, int(5), (k) => w.mul(k, constant(0.5)));
      return b.loop(n, [start], (i, [state = start]) => ({
        carried: [map(b, int(5), (k) => w.add(b.read(state, [k]), b.read(rows, [i, k])))],
        collected: [],
      })).carried;
    });
    const collected = blockOf((b, w, rows, n) =>
      each(b, n, (i) => [map(b, int(5), (k) => w.mul(b.read(rows, [i, k]), k))]),
    );
    for (const block of [computed, carried, collected])
      expect(loopsIn(checked(block)).length).toBe(loopsIn(block).length);
  });

  it("become numbers in loops with a test, and around them", () => {
    const made = checked(
      blockOf((b, w, rows, n) =>
        each(b, n, (i) => {
          const row = map(b, int(5), (k) => w.add(b.read(rows, [i, k]), k));
          const { carried } = b.repeat(
            int(50),
            [constant(1)],
            ([x = constant(0)]) => w.lt(x, b.read(row, [int(4)])),
            ([x = constant(0)]) => {
              const steps = map(b, int(5), (k) => w.add(w.mul(x, k), b.read(row, [int(4)])));
              return [w.add(w.add(x, constant(1)), w.mul(b.read(steps, [int(0)]), constant(0)))];
            },
          );
          return carried;
        }),
      ),
    );
    expect(arraysInLoops(made)).toBe(0);
  });
});

describe("blocks written out", () => {
  it.each(cases)("give the same: $name", ({ block, inputs, expected }) => {
    expect(interpreted(writtenOut(block)).run(inputs).map(plain)).toEqual(expected);
  });
});
