import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  type Builder,
  constant,
  type DType,
  type Equation,
  type Settings,
  type StructuralPrimitive,
} from "../program/index.ts";
import { div, mul } from "./arithmetic.ts";
import { eq, where } from "./logic.ts";

export const first = (dtypes: readonly DType[]): DType => dtypes[0] ?? "f64";
const targetOf = (settings: Settings): Axis | null => axisSetting(settings, "to");

/** Reductions from the axis `from` to the loop `to` around it: start value, step and text of a step. */
export interface Reducer {
  readonly start: number | boolean;
  readonly step: (accumulator: number, x: number) => number;
  readonly js: (accumulator: string, x: string) => string;
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

export const none = (): undefined => undefined;
export const noCotangents = (): readonly undefined[] => [];

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
  { start: 0, step: (a, x) => a + x, js: (a, x) => `${a} += ${x}` },
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
  step: Reducer["step"],
  js: Reducer["js"],
): StructuralPrimitive & { readonly reducer: Reducer } =>
  reduction(
    name,
    { start, step, js },
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

export const maxOf = extremum("maxOf", Number.NEGATIVE_INFINITY, Math.max, (a, x) => `${a} = Math.max(${a}, ${x})`);
export const minOf = extremum("minOf", Number.POSITIVE_INFINITY, Math.min, (a, x) => `${a} = Math.min(${a}, ${x})`);

const flat = { modes: ["flat"], jvp: none, vjp: noCotangents } as const;

export const anyOf = reduction(
  "anyOf",
  { start: false, step: (a, x) => (a || x ? 1 : 0), js: (a, x) => `${a} = ${a} || ${x}` },
  flat,
);
export const allOf = reduction(
  "allOf",
  { start: true, step: (a, x) => (a && x ? 1 : 0), js: (a, x) => `${a} = ${a} && ${x}` },
  flat,
);

export const reducers: ReadonlyMap<StructuralPrimitive, Reducer> = new Map(
  [sum, maxOf, minOf, anyOf, allOf].map((primitive) => [primitive as StructuralPrimitive, primitive.reducer]),
);
