import { describe, expect, it } from "vitest";
import { columnOf, linspace, type RecordColumn, schemaOf } from "../columns/index.ts";
import { constant, type Nuisance } from "../program/index.ts";
import { elaboratePipeline, jvp, plan, relax, type Sink, vjp } from "../transforms/index.ts";
import { writeJs } from "./index.ts";

interface Row {
  readonly m: number;
  readonly w: number;
}

const scale: Nuisance = { kind: "nuisance", name: "scale", value: 1, sigma: 0.1, unit: undefined };
const sink: Sink = {
  kind: "histogram",
  operator: "histogram",
  f: (ev: Row, { scale }: { readonly scale: number }) => ev.m * scale,
  scope: { scale },
  edges: linspace(60, 120, 31),
  bandwidth: 1,
  width: undefined,
  step: undefined,
};

const textOf = (mode: "forward" | "reverse"): string => {
  const weight = (ev: Row): number => ev.w;
  const stage = { kind: "weight", operator: "weight", flavour: "diff", f: weight, scope: {}, options: {} } as const;
  const schema = schemaOf(columnOf([{ m: 1.5, w: 0.5 }]) as RecordColumn);
  const { b, fills } = elaboratePipeline(schema, [stage], [{ stages: [], sink }]);
  const [fill] = fills;
  if (!fill) throw new TypeError("a pipeline fills something");
  const { contents } = relax(b, fill).collected;
  const parameter = b.input({ kind: "parameter", parameter: scale, part: "value" }, "f64", null);
  const counts = b.input({ kind: "given", name: "counts" }, "f64", fill.bins ?? null);
  const slopes =
    mode === "forward"
      ? [contents, ...jvp(b, [contents], new Map([[parameter.id, constant(1)]]))]
      : vjp(b, [contents], [counts], [parameter]);
  const { pass } = plan(b.program(slopes.flatMap((slope) => slope ?? [])));
  if (!pass) throw new TypeError("events are summed");
  return writeJs(pass).text;
};

describe("generated JavaScript of a smeared histogram", () => {
  it("adds moments of all outputs in one loop over powers", () =>
    expect(textOf("forward")).toMatchInlineSnapshot(`
    "const t0 = A[0];
    const t1 = A[1];
    const l0 = L[0];
    const l1 = L[1];
    const s0 = V[0][0];
    const c0 = C[0];
    const f0 = F[0];
    const f1 = F[1];
    const f2 = F[2];
    for (let e = from; e < to; e++) {
      const x0 = l0[e];
      const x1 = (s0 * x0);
      const x2 = (x1 !== x1);
      const x3 = (!x2);
      const x6 = l1[e];
      if (x3) {
        const x4 = (x1 - c0);
        const x5 = (x4 * 16);
        const x7 = (x0 * 16);
        const x8 = (((x6 === 0) || (x7 === 0)) ? 0 : (x6 * x7));
        const i9 = 8 * f0(x5, 1236), d11 = f1(x5, 1236);
        const d12 = f2(x5, 1236);
        for (let k10 = 0, p13 = 1, p14 = 0; k10 < 8; k10++) {
          t0[i9 + k10] += x6 * p13;
          t1[i9 + k10] += x8 * p14;
          p14 = p14 * d11 + d12 * p13;
          p13 *= d11;
        }
      }
    }"
  `));

  it("backwards reads one polynomial of the cell, without a loop over bins", () =>
    expect(textOf("reverse")).toMatchInlineSnapshot(`
      "let t0 = A[0][0];
      const l0 = L[0];
      const l1 = L[1];
      const s0 = V[0][0];
      const a1 = V[1];
      const c0 = C[0];
      const f0 = F[0];
      for (let e = from; e < to; e++) {
        const x0 = l0[e];
        let r1 = 0;
        const x2 = (s0 * x0);
        const x3 = (x2 !== x2);
        const x4 = (!x3);
        const x5 = l1[e];
        if (x4) {
          const x6 = (x2 - c0);
          const x7 = (x6 * 16);
          const x8 = f0(a1, x7, 1);
          const x9 = (((x5 === 0) || (x8 === 0)) ? 0 : (x5 * x8));
          r1 += x9;
        }
        const x10 = (r1 * 16);
        const x11 = (((x0 === 0) || (x10 === 0)) ? 0 : (x0 * x10));
        t0 += x11;
      }
      A[0][0] = t0;"
    `));
});
