import { describe, expect, it } from "vitest";
import { slopesOf } from "./checks/test-slopes.ts";
import { cholesky, compile, grad, valueAndGrad } from "./index.ts";

const code = (name: string): unknown => expect.objectContaining({ code: name });

describe("long loops", () => {
  const turns = 1_000_000;
  const chain = (v: number, n: number) => {
    let s = v;
    for (let i = 0; i < n; i++) s = s - 1e-6 * s * s;
    return s;
  };
  const endless = (v: number) => {
    let s = v;
    while (s > 0) s = s + v;
    return s;
  };
  /** The derivative turn by turn, in JavaScript. */
  const wanted = (() => {
    let [s, ds] = [0.7, 1];
    for (let i = 0; i < turns; i++) [s, ds] = [s - 1e-6 * s * s, ds * (1 - 2e-6 * s)];
    return ds;
  })();

  it("of 1e6 turns that depend on each other have a reverse mode, with little memory too", () => {
    const [slope = 0] = slopesOf(chain, [0.7, turns]);
    expect(slope).toBeCloseTo(wanted, 9);
    // the differential equation s' = -s²: s = v / (1 + v t), ds/dv = 1 / (1 + v t)²
    expect(slope).toBeCloseTo(1 / 1.7 ** 2, 5);
    expect(grad(chain, { memory: 64 })(0.7, turns)).toBe(grad(chain)(0.7, turns));
  });

  it("of 1e6 turns that end by a test, too", () => {
    const counted = (v: number) => {
      let s = v;
      let k = 0;
      while (k < 1_000_000) {
        s = s - 1e-6 * s * s;
        k = k + 1;
      }
      return s;
    };
    expect(slopesOf(counted, [0.7])[0]).toBeCloseTo(wanted, 9);
  });

  it("say where they go beyond their maximum, also in derivatives", () => {
    expect(() => compile(endless, ["f64"], { most: 1000 })(1)).toThrow(/E_CONVERGENCE.*still holds after 1000 turns/);
    const g = (v: number, tools: { readonly endless: typeof endless; readonly grad: typeof grad }) =>
      tools.grad(tools.endless)(v);
    const scope = { endless, grad };
    expect(() => compile(g, ["f64"], { most: 1000, scope })(1)).toThrow(code("E_CONVERGENCE"));
  });
});

it("a factorisation that fails says so, instead of giving NaN", () => {
  const f = (v: number, { cholesky: c }: { readonly cholesky: typeof cholesky }) =>
    (c([
      [v, 2],
      [2, 1],
    ])[0]?.[0] as number) ** 2;
  expect(valueAndGrad(f, { scope: { cholesky } })(9).gradient).toBeCloseTo(1, 12);
  expect(() => grad(f, { scope: { cholesky } })(1)).toThrow(code("E_SINGULAR"));
});
