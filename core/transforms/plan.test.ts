import { describe, expect, it } from "vitest";
import { div, exp, mul, spreadTo, sub, sumTo } from "../primitives/index.ts";
import { type Axis, builder, constant, showProgram, type Var } from "../program/index.ts";
import { plan } from "./index.ts";

const start = () => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const x = b.input({ kind: "column", slot: "x" }, "f64", events);
  const p = b.input({ kind: "given", name: "p" }, "f64", null);
  return { b, events, x, p };
};

const sumOf = ({ b, events }: { readonly b: ReturnType<typeof builder>; readonly events: Axis }, x: Var) =>
  sumTo(b, x, events, null);

describe("a plan", () => {
  it("computes before the events what needs none, after them what needs their sum, and between only the loop", () => {
    const { b, events, x, p } = start();
    const before = b.emit(exp.primitive, [p]);
    const inside = b.emit(mul.primitive, [x, before]) as Var;
    const total = sumOf({ b, events }, inside);
    const after = b.emit(div.primitive, [total, before]);
    const { prologue, pass, epilogue } = plan(b.program([after, before]));
    expect(showProgram(prologue)).toMatchInlineSnapshot(`
      "x0: f64 = p
      x1: f64 = exp(x0)
      return x1"
    `);
    expect(pass?.program.equations.map(({ primitive }) => primitive.name)).toEqual(["mul", "sum"]);
    expect(pass?.accumulators.map(({ output }) => output)).toEqual([total]);
    expect(epilogue.equations.map(({ primitive }) => primitive.name)).toEqual(["div"]);
    expect(epilogue.outputs).toEqual([after, before]);
  });

  it("has no pass where no event is asked", () => {
    const { b, p } = start();
    const { pass, prologue, epilogue } = plan(b.program([b.emit(exp.primitive, [p]), constant(2)]));
    expect(pass).toBeUndefined();
    expect(prologue.equations).toHaveLength(1);
    expect(epilogue.equations).toHaveLength(0);
  });

  it("sums a number that is the same for every event in the pass", () => {
    const { b, events, p } = start();
    const total = sumTo(b, spreadTo(b, p, events), events, null);
    const { pass } = plan(b.program([total]));
    expect(pass?.accumulators).toHaveLength(1);
  });

  it("refuses a sum over events that is needed again for each event", () => {
    const { b, events, x } = start();
    const mean = sumOf({ b, events }, x);
    const centred = b.emit(sub.primitive, [x, mean]) as Var;
    const again = sumOf({ b, events }, centred);
    expect(() => plan(b.program([again]))).toThrow(
      expect.objectContaining({ code: "E_LIMIT", cure: expect.stringContaining("two pipelines") }),
    );
  });
});
