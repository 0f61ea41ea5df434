import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  type Builder,
  constant,
  type DType,
  type ElementwisePrimitive,
  type Equation,
  nested,
  type Settings,
  type StructuralPrimitive,
} from "../program/index.ts";
import { add, div, mul, weigh } from "./arithmetic.ts";
import { and, eq, max, min, or, where } from "./logic.ts";

export const first = (dtypes: readonly DType[]): DType => dtypes[0] ?? "f64";
const targetOf = (settings: Settings): Axis | null => axisSetting(settings, "to");

export const none = (): undefined => undefined;
export const noCotangents = (): readonly undefined[] => [];

/** The number of an element of `axis` under one element of `owner`; the number itself on a range. */
export const position: StructuralPrimitive = {
  kind: "structural",
  name: "position",
  modes: [],
  dtype: () => "i32",
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: none,
  vjp: noCotangents,
};

/** Reductions from the axis `from` to the loop `to` around it: start value, and what joins a value to those before. */
export interface Reducer {
  readonly start: number | boolean;
  readonly step: ElementwisePrimitive;
}

const reduction = (
  name: string,
  reducer: Reducer,
  rules: Pick<StructuralPrimitive, "jvp" | "vjp" | "modes"> & Partial<Pick<StructuralPrimitive, "dtype">>,
): StructuralPrimitive & { readonly reducer: Reducer } => ({
  kind: "structural",
  name,
  reducer,
  dtype: first,
  axis: (_inputs, settings) => targetOf(settings),
  ...rules,
});

export const broadcast: StructuralPrimitive = {
  kind: "structural",
  name: "broadcast",
  modes: ["linear"],
  dtype: first,
  axis: (_inputs, settings) => targetOf(settings),
  simplify: ([x], settings) => (x && axisOf(x) === targetOf(settings) ? x : undefined),
  jvp: (b, { settings }, [tangent]) => tangent && b.emit(broadcast, [tangent], settings),
  vjp: (_b, _equation, cotangent) => [cotangent],
};

/** The value on an axis inside its own. */
export const spreadTo = (b: Builder, x: Atom, axis: Axis | null): Atom =>
  axisOf(x) === axis ? x : b.emit(broadcast, [x], { to: axis });

export const sum = reduction(
  "sum",
  { start: 0, step: add.primitive },
  {
    modes: ["linear"],
    jvp: (b, { settings }, [tangent]) =>
      tangent && b.emit(sum, [spreadTo(b, tangent, axisSetting(settings, "from"))], settings),
    vjp: (b, { settings }, cotangent) => [spreadTo(b, cotangent, axisSetting(settings, "from"))],
  },
);

/** Sums a value on the axis `from` into the loop `to`; a value already there is returned as it is. */
export const sumTo = (b: Builder, x: Atom, from: Axis | null, to: Axis | null): Atom =>
  from === to ? x : b.emit(sum, [spreadTo(b, x, from)], { from, to });

/** Ties of an extremum share its derivative evenly. */
const share = (b: Builder, { inputs, settings, output }: Equation): Atom => {
  const [x] = inputs;
  const from = axisSetting(settings, "from");
  const hit = b.emit(where.primitive, [b.emit(eq.primitive, [x ?? output, output]), constant(1), constant(0)]);
  return b.emit(div.primitive, [hit, sumTo(b, hit, from, targetOf(settings))]);
};

const extremum = (
  name: string,
  start: number,
  step: ElementwisePrimitive,
): StructuralPrimitive & { readonly reducer: Reducer } =>
  reduction(
    name,
    { start, step },
    {
      modes: ["partial"],
      jvp: (b, equation, [tangent]) =>
        tangent &&
        sumTo(
          b,
          b.emit(mul.primitive, [share(b, equation), tangent]),
          axisSetting(equation.settings, "from"),
          targetOf(equation.settings),
        ),
      vjp: (b, equation, cotangent) => [b.emit(mul.primitive, [share(b, equation), cotangent])],
    },
  );

export const maxOf = extremum("maxOf", Number.NEGATIVE_INFINITY, max.primitive);
export const minOf = extremum("minOf", Number.POSITIVE_INFINITY, min.primitive);

/** For each factor of a product, the product of the others: exact with zeros, and differentiable again. */
const others = (b: Builder, { inputs: [x], settings }: Equation): Atom => {
  const from = axisSetting(settings, "from");
  if (!x || !from) return constant(1);
  const owner = targetOf(settings);
  const here = b.emit(position, [], { axis: from, owner });
  const again = nested(b, { axis: from, owner }, from);
  const isSelf = b.emit(eq.primitive, [again.atom(here), here]);
  const factor = b.emit(where.primitive, [isSelf, constant(1), again.atom(spreadTo(b, x, from))]);
  return b.emit(prodOf, [factor], { from: again.axis(from), to: from });
};

export const prodOf = reduction(
  "prodOf",
  { start: 1, step: mul.primitive },
  {
    modes: ["partial"],
    jvp: (b, equation, [tangent]) =>
      tangent &&
      sumTo(
        b,
        b.emit(weigh.primitive, [others(b, equation), tangent]),
        axisSetting(equation.settings, "from"),
        targetOf(equation.settings),
      ),
    vjp: (b, equation, cotangent) => [b.emit(weigh.primitive, [others(b, equation), cotangent])],
  },
);

const flat = { modes: ["flat"], jvp: none, vjp: noCotangents } as const;

export const anyOf = reduction("anyOf", { start: false, step: or.primitive }, flat);
export const allOf = reduction("allOf", { start: true, step: and.primitive }, flat);

export const reducers: ReadonlyMap<StructuralPrimitive, Reducer> = new Map(
  [sum, prodOf, maxOf, minOf, anyOf, allOf].map((primitive) => [primitive as StructuralPrimitive, primitive.reducer]),
);
