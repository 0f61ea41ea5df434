import { describe, expect, it } from "vitest";
import { max, min } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { dense } from "./cases.ts";
import { randomOf } from "./random-blocks.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

const special = [0, -0, Number.NaN, 1, -1, Infinity, -Infinity, 5e-324, -5e-324];

/** NaN with the other sign, and a payload. */
const otherNaN = (): number => new Float64Array(BigUint64Array.of(0xfff8000000000001n).buffer)[0] ?? 0;

const extremes = [
  ["max", max.primitive, Math.max],
  ["min", min.primitive, Math.min],
] as const;

describe("extremes by vectors", () => {
  it.each(extremes)("of numbers that are none, infinite or zero are those of JavaScript: %s", (_name, primitive, f) => {
    const b = arrayBuilder();
    const [n, s] = [b.variable("i32"), b.variable("f64")];
    const x = b.variable("f64", [n]);
    const block = b.block(
      [n, s, x],
      () =>
        b.loop(n, [s], (i, [most = s]) => ({ carried: [b.emit(primitive, [most, b.read(x, [i])])], collected: [] }))
          .carried as readonly Atom[],
    );
    const procedure = wasmProcedure(block);
    const random = randomOf(5);
    const pick = (items: readonly number[]): number => items[Math.floor(random() * items.length)] ?? 0;
    for (let run = 0; run < 4000; run++) {
      const some = [pick(special), pick(special), run % 7 === 0 ? otherNaN() : pick(special)];
      const numbers = Array.from({ length: run % 21 }, () => pick(some));
      const first = pick(special);
      const [found] = procedure?.run([numbers.length, first, dense(numbers)]) ?? [];
      expect(found, `${first}: ${numbers}`).toBe(f(first, ...numbers));
    }
  });

  it("are found in one pass, several at a time", () => {
    const b = arrayBuilder();
    const n = b.variable("i32");
    const x = b.variable("f64", [n]);
    const starts = [constant(-Infinity), constant(Infinity), constant(-0)];
    const block = b.block([n, x], () => {
      const { carried } = b.loop(n, starts, (i, [p, q, r]) => {
        const v = b.read(x, [i]);
        const of = (primitive: typeof max.primitive, state: Atom | undefined) => b.emit(primitive, [state ?? v, v]);
        return { carried: [of(max.primitive, p), of(min.primitive, q), of(max.primitive, r)], collected: [] };
      });
      return carried;
    });
    const procedure = wasmProcedure(block);
    for (let size = 0; size < 30; size++) {
      const numbers = Array.from({ length: size }, (_, i) => -1 - Math.sin(7 * i));
      expect(procedure?.run([size, dense(numbers)])).toEqual([
        Math.max(...numbers),
        Math.min(...numbers),
        Math.max(-0, ...numbers),
      ]);
    }
  });
});
