import { describe, expect, it } from "vitest";
import { axisOf, constant, isConstant, keyOfAtom } from "./atom.ts";
import { type Axis, joinAxes, pathBetween } from "./axis.ts";
import { builder } from "./builder.ts";
import type { ElementwisePrimitive } from "./primitive.ts";
import { showProgram } from "./program.ts";

const elementwise = (
  name: string,
  evaluate: (...x: readonly number[]) => number | boolean,
  more: Partial<ElementwisePrimitive> = {},
): ElementwisePrimitive => ({
  kind: "elementwise",
  name,
  evaluate,
  partials: [],
  modes: [],
  domain: [],
  dtype: () => "f64",
  scope: () => ({}),
  commutative: false,
  silent: false,
  ...more,
});

const plus = elementwise("plus", (x = 0, y = 0) => x + y, { commutative: true });
const minus = elementwise("minus", (x = 0, y = 0) => x - y);

const start = () => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const column = (slot: string, axis: Axis = events) => b.input({ kind: "column", slot }, "f64", axis);
  return { b, events, column, x: column("x"), y: column("y") };
};

describe("hash-consing", () => {
  it("makes the same equation once", () => {
    const { b, x, y } = start();
    expect(b.emit(minus, [x, y])).toBe(b.emit(minus, [x, y]));
    expect(b.emit(minus, [x, y])).not.toBe(b.emit(minus, [y, x]));
  });

  it("ignores the order of inputs where the primitive does", () => {
    const { b, x, y } = start();
    expect(b.emit(plus, [x, y])).toBe(b.emit(plus, [y, x]));
    expect(b.emit(plus, [constant(1), y])).toBe(b.emit(plus, [y, constant(1)]));
  });

  it("tells settings apart", () => {
    const { b, x } = start();
    expect(b.emit(minus, [x, x], { k: 1 })).not.toBe(b.emit(minus, [x, x], { k: 2 }));
    expect(b.emit(minus, [x, x], { k: 1, l: 2 })).toBe(b.emit(minus, [x, x], { l: 2, k: 1 }));
  });

  it("tells two primitives of one name apart", () => {
    const { b, x } = start();
    const other = elementwise("minus", () => 0);
    const first = b.emit(minus, [x, x]);
    expect(b.emit(other, [x, x])).not.toBe(first);
    expect(b.emit(minus, [x, x])).not.toBe(b.emit(other, [x, x]));
  });

  it("makes an input once for each source and axis", () => {
    const { b, events, column } = start();
    const items = b.axis("l", { kind: "column", slot: "l" }, { parent: events });
    expect(column("x")).toBe(column("x"));
    expect(column("x", items)).not.toBe(column("x"));
    expect(b.input({ kind: "validity", slot: "x" }, "bool", events)).not.toBe(column("x"));
  });

  it("tells parameters apart that look alike", () => {
    const { b } = start();
    const twin = () =>
      ({ kind: "choice", name: "cut", value: 1, width: 1, unit: undefined, limits: undefined }) as const;
    const [p, q] = [twin(), twin()];
    const input = (parameter: typeof p, part: "value" | "width" = "value") =>
      b.input({ kind: "parameter", parameter, part }, "f64", null);
    expect(input(p)).toBe(input(p));
    expect(input(p)).not.toBe(input(q));
    expect(input(p)).not.toBe(input(p, "width"));
  });

  it("makes an axis once", () => {
    const { b, events } = start();
    const axis = (slot: string) => b.axis(slot, { kind: "column", slot }, { parent: events });
    expect(axis("l")).toBe(axis("l"));
    expect(axis("l")).not.toBe(axis("m"));
  });
});

describe("folding", () => {
  it.each([
    [1, 2, 3],
    [0.1, 0.2, 0.1 + 0.2],
    [5e-324, 0, 5e-324],
    [-0, -0, -0],
    [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY],
    [Number.NaN, 1, Number.NaN],
  ])("adds the constants %d and %d", (p, q, sum) => {
    expect(isConstant(builder().emit(plus, [constant(p), constant(q)]), sum)).toBe(true);
  });

  it("simplifies where the primitive can", () => {
    const { b, x } = start();
    const simple = elementwise("simple", () => 0, { simplify: ([p]) => p });
    expect(b.emit(simple, [x])).toBe(x);
    expect(showProgram(b.program([b.emit(simple, [x])]))).toMatchInlineSnapshot(`
      "x0: f64[event] = column x
      return x0"
    `);
  });
});

describe("a key", () => {
  const values = [0, -0, 1, Number.NaN, 5e-324, 0.1 + 0.2, 0.3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  it("is different for different numbers, to the bit", () => {
    expect(new Set(values.map((x) => keyOfAtom(constant(x)))).size).toBe(values.length);
  });

  it("tells element types apart", () => {
    expect(keyOfAtom(constant(1))).not.toBe(keyOfAtom(constant(1, "i32")));
    expect(keyOfAtom(constant(true))).not.toBe(keyOfAtom(constant(1)));
  });
});

describe("a program", () => {
  it("leaves out what its outputs do not need, inputs too", () => {
    const { b, x, y, column } = start();
    const needed = b.emit(plus, [x, y]);
    b.emit(minus, [column("unused"), x]);
    expect(showProgram(b.program([b.emit(minus, [needed, constant(2)])]))).toMatchInlineSnapshot(`
      "x0: f64[event] = column x
      x1: f64[event] = column y
      x2: f64[event] = plus(x0, x1)
      x3: f64[event] = minus(x2, 2)
      return x3"
    `);
  });

  it("keeps what the extent of an axis depends on", () => {
    const { b, events, x } = start();
    const mask = b.emit(
      elementwise("positive", (p = 0) => p > 0, { dtype: () => "bool" }),
      [x],
    );
    const where = b.axis("event|where", { kind: "where", mask }, { parent: events });
    const inner = b.input({ kind: "column", slot: "z" }, "f64", where);
    expect(showProgram(b.program([inner]))).toContain("positive");
  });

  it("may be constants alone", () => {
    expect(showProgram(builder().program([constant(3), constant(true)]))).toBe("return 3, true");
  });

  it("shows every kind of input", () => {
    const { b, events } = start();
    const parameter = {
      kind: "choice",
      name: 'a "cut"',
      value: 1,
      width: undefined,
      unit: undefined,
      limits: undefined,
    } as const;
    const edges = b.axis("edge", { kind: "fixed", size: 2 }, {});
    const inputs = [
      b.input({ kind: "event" }, "i32", events),
      b.input({ kind: "parameter", parameter, part: "anchor" }, "f64", null),
      b.input({ kind: "array", values: [0, 0.5] }, "f64", edges),
      b.input({ kind: "given", name: "seed" }, "f64", null),
      b.input({ kind: "validity", slot: "x" }, "bool", events),
    ];
    expect(showProgram(b.program(inputs))).toMatchInlineSnapshot(`
      "x0: i32[event] = event number
      x1: f64 = anchor of "a \\"cut\\""
      x2: f64[edge] = [0, 0.5]
      x3: f64 = seed
      x4: bool[event] = validity x
      return x0, x1, x2, x3, x4"
    `);
  });
});

describe("axes", () => {
  it("are joined with one inside the other", () => {
    const { b, events, x, column } = start();
    const items = b.axis("muon", { kind: "column", slot: "muon" }, { parent: events });
    const pt = column("pt", items);
    expect(axisOf(b.emit(plus, [pt, x]))).toBe(items);
    expect(axisOf(b.emit(plus, [x, constant(1)]))).toBe(events);
    expect(joinAxes(null, items)).toBe(items);
    expect(pathBetween(null, items)).toEqual([events, items]);
  });

  it("side by side cannot be combined", () => {
    const { b, events, column } = start();
    const axis = (slot: string) => b.axis(slot, { kind: "column", slot }, { parent: events });
    const emit = () => b.emit(plus, [column("pt", axis("muon")), column("pt", axis("jet"))]);
    expect(emit).toThrow(expect.objectContaining({ code: "E_SHAPE" }));
    expect(emit).toThrow(
      /values of (muon and of jet|jet and of muon) cannot be combined item by item\n {2}try: reduce one of the lists/,
    );
    expect(() => pathBetween(axis("muon"), axis("jet"))).toThrow(/^E_SHAPE: jet is not inside muon/);
  });
});

describe("an origin", () => {
  it("is remembered by equations made in it, and by the outer one after it", () => {
    const { b, x, y } = start();
    const place = (label: string) => ({ text: "", start: 0, end: 0, label });
    const [inner, outer] = b.from(
      place("outer"),
      () => [b.from(place("inner"), () => b.emit(plus, [x, y])), b.emit(minus, [x, y])] as const,
    );
    expect([inner, outer].map((atom) => b.definition(atom)?.from?.label)).toEqual(["inner", "outer"]);
    expect(b.origin).toBeUndefined();
  });
});
