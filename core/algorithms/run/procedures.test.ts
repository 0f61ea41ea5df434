import { describe, expect, it, vi } from "vitest";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import type { Block } from "../statement.ts";
import { cases, dense, words } from "./cases.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { sharedMemory } from "./memory.ts";
import { plain } from "./plain.ts";
import type { Procedure, Value } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

const int = (n: number): Atom => constant(n, "i32");

const ways: readonly (readonly [string, (block: Block) => Procedure | undefined])[] = [
  ["the interpreter", interpreted],
  ["JavaScript", jsProcedure],
  ["WebAssembly", wasmProcedure],
  ["WebAssembly by single numbers", (block) => wasmProcedure(block, "f64")],
];

/** The same to a few units in the last place: elementary functions differ. */
const expectSame = (found: unknown, expected: unknown): void => {
  if (Array.isArray(expected) && Array.isArray(found)) {
    expect(found.length).toBe(expected.length);
    for (const [k, x] of expected.entries()) expectSame(found[k], x);
  } else if (typeof expected === "number" && Number.isFinite(expected) && expected !== 0) {
    expect(Math.abs(Number(found) / expected - 1)).toBeLessThan(1e-15);
  } else expect(found).toBe(expected);
};

describe.each(ways)("procedures by %s", (_name, prepared) => {
  const run = (block: Block, inputs: readonly Value[]): readonly unknown[] =>
    prepared(block)?.run(inputs).map(plain) ?? [];

  it.each(cases)("$name", ({ block, inputs, expected }) => {
    expectSame(run(block, inputs), expected);
  });

  it("say where a loop goes on beyond its maximum", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64");
    const text = "x => { while (x > 0) x += 1; return x; }";
    const block = b.block(
      [x],
      () =>
        b.from({ text, start: 7, end: 26, label: "the lambda" }, () =>
          b.repeat(
            int(10),
            [x],
            ([y = x]) => w.gt(y, constant(0)),
            ([y = x]) => [w.add(y, constant(1))],
          ),
        ).carried,
    );
    expect(() => run(block, [1])).toThrow(/E_CONVERGENCE: .*after 10 turns[\s\S]*while \(x > 0\)/);
    expect(run(block, [-9])).toEqual([-9]);
    expect(run(block, [-0.5])).toEqual([-0.5]);
  });

  const many = prepared === interpreted ? 10_000 : 1_000_000;

  it("give memory back after each turn, and get more where it does not suffice", () => {
    const b = arrayBuilder();
    const w = words(b);
    const n = b.variable("i32");
    const block = b.block([n], () => {
      const { carried } = b.loop(n, [constant(0)], (i, [s = i]) => {
        const [line] = b.loop(int(100), [], (k) => ({ carried: [], collected: [w.add(k, i)] })).collected;
        return { carried: [w.add(s, b.read(line ?? s, [int(99)]))], collected: [] };
      });
      const { collected } = b.loop(n, [], (i) => ({ carried: [], collected: [w.mul(i, constant(2))] }));
      return [...carried, b.read(collected[0] ?? n, [w.sub(n, int(1))])];
    });
    expect(run(block, [many])).toEqual([99 * many + (many * (many - 1)) / 2, 2 * (many - 1)]);
  });

  it("run inside of each other", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64", [int(3)]);
    const squares = prepared(
      b.block(
        [x],
        () =>
          b.loop(int(3), [], (i) => ({ carried: [], collected: [w.mul(b.read(x, [i]), b.read(x, [i]))] })).collected,
      ),
    );
    const squaring: Operation = {
      name: "squaring",
      shapes: () => [[int(3)]],
      evaluate: ([input], [output]) => {
        const [made] = input ? (squares?.run([input]) ?? []) : [];
        if (typeof made === "object") output?.values.set(made.values, output.offset);
      },
      jvp: () => [],
      vjp: () => [],
    };
    const y = b.variable("f64", [int(3)]);
    const block = b.block([y], () => [b.operation(squaring, [b.operation(squaring, [y])[0] ?? y])[0] ?? y, y]);
    expect(run(block, [dense([1, 2, 3])])).toEqual([
      [1, 16, 81],
      [1, 2, 3],
    ]);
  });

  it("begin a step on arrays again where it makes the memory grow", () => {
    let calls = 0;
    const growing: Operation = {
      name: "growing",
      shapes: () => [[int(2)]],
      evaluate: ([input], [output]) => {
        calls++;
        if (calls === 1) sharedMemory().grow(sharedMemory().floats().length + 1);
        const [a = Number.NaN, b = Number.NaN] = input?.values.subarray(input.offset) ?? [];
        if (Number.isNaN(a)) throw new RangeError("the input is gone");
        output?.values.set([2 * a, 2 * b], output.offset);
      },
      jvp: () => [],
      vjp: () => [],
    };
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64", [int(2)]);
    const block = b.block([x], () => {
      const { collected } = b.loop(int(2), [], (i) => ({ carried: [], collected: [w.add(b.read(x, [i]), i)] }));
      return [b.operation(growing, [collected[0] ?? x])[0] ?? x, x];
    });
    expect(run(block, [dense([5, 6])])).toEqual([
      [10, 14],
      [5, 6],
    ]);
    expect(calls).toBe(prepared === interpreted ? 1 : 2);
  });

  // the interpreter keeps no memory of its own
  if (prepared !== interpreted)
    it("have room for ten million numbers, and say so where memory ends", () => {
      const b = arrayBuilder();
      const w = words(b);
      const n = b.variable("i32");
      const block = b.block([n], () => {
        const { collected } = b.loop(n, [], (i) => ({ carried: [], collected: [w.mul(i, constant(0.5))] }));
        const sum = b.accumulator([]);
        b.loop(n, [], (i) => {
          b.accumulate(sum, [], b.read(collected[0] ?? n, [i]));
          return { carried: [], collected: [] };
        });
        return [b.freeze(sum)];
      });
      expect(run(block, [1e7])).toEqual([(1e7 * (1e7 - 1)) / 4]);
      expect(() => run(block, [1e9])).toThrow(/E_LIMIT: .*7\.5 GiB/);
      expect(run(block, [4])).toEqual([3]);
    });
});

it("no JavaScript is made where code may not be made from text", () => {
  const [{ block } = { block: undefined }] = cases;
  class Forbidden {
    constructor() {
      throw new EvalError("code generation from strings is disallowed");
    }
  }
  vi.stubGlobal("Function", Forbidden);
  try {
    expect(block && jsProcedure(block)).toBeUndefined();
  } finally {
    vi.unstubAllGlobals();
  }
});
