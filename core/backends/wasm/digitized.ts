import { fail } from "../../errors.ts";
import type { Var } from "../../program/index.ts";
import { instruction } from "./code.ts";
import type { Node } from "./graph.ts";
import type { Writer } from "./writer.ts";

/** The equal distance of edges, if they have one to rounding. */
const spacing = (edges: readonly number[]): { readonly low: number; readonly step: number } | undefined => {
  const [low = 0] = edges;
  const step = ((edges.at(-1) ?? 0) - low) / (edges.length - 1);
  const isEqual = step > 0 && edges.every((edge, k) => Math.abs(low + k * step - edge) <= 1e-6 * step);
  return isEqual ? { low, step } : undefined;
};

/**
 * How many of the edges are at most `x`; -1 for NaN. Of many equal bins three edges are looked at, around the one where
 * division says that `x` lies.
 */
export const digitized = (w: Writer, x: Node, edges: Var): Node => {
  const { lanes, body } = w;
  const source = w.schedule.source(edges);
  if (edges.axis?.extent.kind !== "fixed") throw fail("E_SHAPE", { what: "edges are an array" });
  const n = edges.axis.extent.size;
  const table = w.given(edges.id, n);
  const equal = source?.kind === "array" && n > 2 ? spacing(source.values) : undefined;
  const zero = lanes.k(0);
  if (!equal || n < 8) {
    const count = Array.from({ length: n }, (_, k) => {
      const edge = body.node(
        w.count === 2 ? "v128" : "f64",
        `scalar ${table + 8 * k}`,
        [body.constant("i32", 0)],
        instruction(w.count === 2 ? "v128.load64_splat" : "f64.load", table + 8 * k),
        true,
      );
      return lanes.select(lanes.le(edge, x), lanes.k(1), zero);
    }).reduce((sum, each) => lanes.add(sum, each), zero);
    return lanes.select(lanes.ne(x, x), lanes.k(-1), count);
  }
  const guess = lanes.floor(lanes.mul(lanes.sub(x, lanes.k(equal.low)), lanes.k(1 / equal.step)));
  const near = lanes.atLeast(lanes.atMost(guess, lanes.k(n - 2)), lanes.k(1));
  const passed = [-1, 0, 1].map((shift) => lanes.select(lanes.le(tableAt(w, table, near, shift), x), lanes.k(1), zero));
  const count = passed.reduce((sum, each) => lanes.add(sum, each), lanes.sub(near, lanes.k(1)));
  return lanes.select(lanes.ne(x, x), lanes.k(-1), count);
};

/** A number of a table at a whole number of a lane, shifted. */
const tableAt = (w: Writer, table: number, k: Node, shift: number): Node => {
  const { body, count } = w;
  const address = (lane: number): Node => {
    const number = count === 1 ? k : body.node("f64", `lane ${lane}`, [k], instruction("f64x2.extract_lane", lane));
    const i = body.node("i32", "truncate", [number], instruction("i32.trunc_sat_f64_s"));
    return body.node("i32", "times 8", [i], [...instruction("i32.const", 3), ...instruction("i32.shl")]);
  };
  const offset = table + 8 * shift;
  if (count === 1) return body.node("f64", `load ${offset}`, [address(0)], instruction("f64.load", offset));
  const [a, b] = [address(0), address(1)];
  return body.node("v128", `gather ${offset}`, [a, b], ({ push, op }) => {
    push(b);
    push(a);
    op("v128.load64_zero", offset);
    op("v128.load64_lane", offset, 1);
  });
};
