import { describe, expect, it } from "vitest";
import type { Column, RecordColumn } from "../../columns/index.ts";
import { slotOf } from "../../lambda/index.ts";
import { add, lt, mul, spreadTo, sumTo, weigh, where } from "../../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  builder,
  constant,
  type Pass,
  type Var,
} from "../../program/index.ts";
import { plan } from "../../transforms/index.ts";
import type { Environment } from "../environment.ts";
import { interpreterLane } from "../interpreter-lane.ts";
import { type Lane, runOnce } from "../lane.ts";
import { scheduleOf } from "../schedule.ts";
import { wasmLaneOf } from "./index.ts";
import { outersIn } from "./outer-products.ts";
import { partsOf } from "./parts.ts";

const widths = ["f64", "f64x2", "f64x2+fma"] as const;
const names = Array.from({ length: 6 }, (_, k) => `x${k}`);

/** Small whole numbers, whose sums of products are exact, zeros among them. */
const whole = (seed: number) => (i: number) => ((i * 37 + seed * 11) % 7) - 3;

const columnsOf = (count: number, change: (values: Float64Array, k: number) => void = () => {}): RecordColumn => ({
  kind: "record",
  fields: new Map(
    names.map((name, k): [string, Column] => {
      const values = Float64Array.from({ length: count }, (_, i) => whole(k)(i));
      change(values, k);
      return [name, { kind: "leaf", dtype: "f64", values }];
    }),
  ),
});

interface Made {
  readonly b: Builder;
  readonly axis: Axis;
  readonly x: readonly Atom[];
  /** A number that is handed in. */
  readonly weight: () => Atom;
  readonly total: (atom: Atom) => void;
}

/** A pass over events, and numbers for what is handed in. */
const passOf = (
  write: (made: Made) => void,
): { readonly pass: Pass; readonly axis: Axis; readonly given: Environment } => {
  const b = builder();
  const axis = b.axis("event", { kind: "events" }, {});
  const weights: Var[] = [];
  const totals: Atom[] = [];
  write({
    b,
    axis,
    x: names.map((name) => b.input({ kind: "column", slot: slotOf([name]) }, "f64", axis)),
    weight: () => {
      const weight = b.input({ kind: "given", name: `w${weights.length}` }, "f64", null);
      weights.push(weight);
      return weight;
    },
    total: (atom) => totals.push(sumTo(b, atom, axisOf(atom), null)),
  });
  const { pass } = plan(b.program(totals));
  if (!pass) throw new TypeError("events are summed");
  return { pass, axis, given: new Map(weights.map(({ id }, k) => [id, Float64Array.of(whole(2)(k))])) };
};

type Product = (b: Builder, x: Atom, y: Atom) => Atom;
const products: Readonly<Record<"usual" | "weighed", Product>> = {
  usual: (b, x, y) => b.emit(mul.primitive, [x, y]),
  weighed: (b, x, y) => b.emit(weigh.primitive, [x, y]),
};

const sumOf = (b: Builder, terms: readonly Atom[]): Atom =>
  terms.reduce((sum, term) => b.emit(add.primitive, [sum, term]));

/** As many sums of products of some numbers as there are rows, each with coefficients and a number of its own. */
const layer = ({ b }: Made, x: readonly Atom[], rows: number, coefficient: () => Atom, product: Product): Atom[] =>
  Array.from({ length: rows }, () => sumOf(b, [coefficient(), ...x.map((each) => product(b, each, coefficient()))]));

/** Two layers, and the sums over events of products of what goes into the second with what comes out. */
const network =
  (product: Product, coefficientOf: (made: Made) => () => Atom) =>
  (made: Made): void => {
    const { b, x, total } = made;
    const coefficient = coefficientOf(made);
    const hidden = layer(made, x, 5, coefficient, product).map((z) => b.emit(mul.primitive, [z, z]));
    const out = layer(made, hidden, 7, coefficient, product);
    for (const h of hidden) for (const z of out) total(product(b, h, z));
    for (const z of [...out, ...hidden, ...x]) total(z);
    total(product(b, x[0] ?? constant(1), out[3] ?? constant(1)));
  };

const handedIn = ({ weight }: Made) => weight;

/** Constants, zeros of both signs among them. */
const written = () => {
  let k = 0;
  return () => constant(k++ % 5 === 0 ? -0 : whole(3)(k));
};

const sumsOn = (lane: Lane, { pass, given }: ReturnType<typeof passOf>, columns: RecordColumn, count: number) => {
  const totals = pass.accumulators.map(() => new Float64Array(1));
  runOnce(lane.prepare(pass), { columns, from: 0, to: count, first: 0 }, given, totals);
  return totals.map(([sum = 0]) => sum);
};

const shapes = {
  "usual products, coefficients handed in": network(products.usual, handedIn),
  "products in which a zero wins": network(products.weighed, handedIn),
  "coefficients written down": network(products.usual, written),
  "few sums, and products that are read elsewhere": ({ b, x, weight, total }: Made) => {
    const terms = x.map((each) => b.emit(mul.primitive, [each, weight()]));
    const [first = constant(0), ...rest] = terms;
    const z = sumOf(b, terms);
    total(b.emit(mul.primitive, [z, first]));
    for (const each of rest) total(b.emit(where.primitive, [b.emit(lt.primitive, [each, z]), each, z]));
  },
  "sums over events that a network chooses": (made: Made) => {
    const { b, axis, x, weight, total } = made;
    const out = layer(made, x, 6, weight, products.weighed);
    const mask = b.emit(lt.primitive, [out[0] ?? constant(0), out[1] ?? constant(0)]);
    const chosen = b.axis("chosen", { kind: "where", mask }, { parent: axis });
    for (const z of out) total(spreadTo(b, z, chosen));
    const inside = out.map((z) => b.emit(weigh.primitive, [spreadTo(b, z, chosen), spreadTo(b, x[1] ?? z, chosen)]));
    for (const z of layer(made, inside, 5, weight, products.usual)) total(z);
  },
  "multiples of all numbers by whole ones": ({ b, x, total }: Made) => {
    for (const each of x) for (const n of [2, 3, 5]) total(b.emit(mul.primitive, [each, constant(n, "i32")]));
  },
  "pairs of all numbers with each other": ({ b, x, total }: Made) => {
    for (const [k, each] of x.entries()) for (const other of x.slice(k)) total(b.emit(mul.primitive, [each, other]));
  },
} satisfies Readonly<Record<string, (made: Made) => void>>;

describe.each(Object.entries(shapes))("%s", (_name, write) => {
  const made = passOf(write);

  it.each(widths)("add up to what the interpreter gives, %s", (width) => {
    for (const count of [1, 2, 3, 4, 5, 511, 1027]) {
      const columns = columnsOf(count);
      expect(sumsOn(wasmLaneOf(width), made, columns, count)).toEqual(sumsOn(interpreterLane, made, columns, count));
    }
  });

  it.each(widths)("meet infinity and NaN as the interpreter does, %s", (width) => {
    const count = 601;
    for (const special of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const event of [0, 513, count - 1]) {
        const columns = columnsOf(count, (values, k) => {
          if (k === 2) values[event] = special;
          else if (k < 4) values[event] = 0;
        });
        expect(sumsOn(wasmLaneOf(width), made, columns, count)).toEqual(sumsOn(interpreterLane, made, columns, count));
      }
  });
});

describe("a network", () => {
  const { pass, axis } = passOf(network(products.weighed, handedIn));
  const loop = { schedule: scheduleOf(pass), axis, level: 0 };

  it("is a vector times a matrix in each layer, and one product of two vectors summed over events", () => {
    const outers = outersIn(loop, pass.accumulators);
    expect(outers.map(({ rows, columns }) => [rows.length, columns.length])).toEqual([
      [7, 5],
      [19, 1],
    ]);
    const factors = outers.flatMap(({ rows, columns }) => [...rows, ...columns]).filter((atom) => atom.kind === "var");
    const blocks = partsOf(loop, [], factors).flatMap((part) => part.blocks);
    expect(blocks.map((block) => [block.factors.length, block.forms.length])).toEqual([
      [6, 5],
      [5, 7],
    ]);
  });
});
