import type { Lowering } from "../numerics/index.ts";
import type { Atom, DType, Var } from "./atom.ts";
import type { Axis } from "./axis.ts";
import type { Builder } from "./builder.ts";

/** Static data of an equation: sizes, axes, options. */
export type Settings = Readonly<Record<string, number | string | boolean | Axis | null>>;

export type Primal = number | boolean;

/** How a primitive depends on an input: by a partial derivative, linearly, or not at all as far as derivatives go. */
export type InputMode = "partial" | "linear" | "flat";

/**
 * A partial derivative: an arrow function of the inputs whose last argument is a scope with `out` (the value of the
 * primitive) and other primitives by name. It runs as JavaScript and is compiled from its text.
 */
// biome-ignore lint/suspicious/noExplicitAny: a rule takes as many numbers as its primitive has inputs, and then its scope
export type Rule = (...inputs: any[]) => Primal;

/** Where the laws sample an input: an interval, whole numbers of an interval, or truth values. */
export type Domain =
  | { readonly kind: "real"; readonly min: number; readonly max: number }
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  | { readonly kind: "bool" };

interface Common {
  readonly name: string;
  readonly modes: readonly InputMode[];
  readonly dtype: (inputs: readonly DType[]) => DType;
  /** A cheaper atom with the same value, if the inputs allow one. */
  readonly simplify?: ((inputs: readonly Atom[], settings: Settings, builder: Builder) => Atom | undefined) | undefined;
}

/** One number per element from the numbers of the inputs at that element. */
export interface ElementwisePrimitive extends Common {
  readonly kind: "elementwise";
  readonly evaluate: (...inputs: readonly never[]) => Primal;
  readonly partials: readonly (Rule | undefined)[];
  readonly scope: () => Readonly<Record<string, unknown>>;
  readonly domain: readonly Domain[];
  /** The value in terms of lanes, free of effects; without it kernels call `evaluate`. */
  readonly lower?: Lowering | undefined;
  /**
   * The units in the last place by which `lower` may differ from `evaluate` on the domain; where JavaScript runs, kernels
   * call `evaluate` then. Undefined where `lower` is `evaluate` written in operators.
   */
  readonly ulp?: number | undefined;
  /** The order of the two inputs does not matter. */
  readonly commutative: boolean;
  /** A flat step whose lost derivative is meant, as in `stopGradient`. */
  readonly silent: boolean;
}

/** An equation that changes the axis: reductions, gathers, scatters. */
export interface StructuralPrimitive extends Common {
  readonly kind: "structural";
  readonly axis: (inputs: readonly Atom[], settings: Settings) => Axis | null;
  /** The tangent of the output from the tangents of the inputs; undefined stands for zero. */
  readonly jvp: (builder: Builder, equation: Equation, tangents: readonly (Atom | undefined)[]) => Atom | undefined;
  /** The cotangents of the inputs from that of the output, each on the axis of its input or deeper. */
  readonly vjp: (builder: Builder, equation: Equation, cotangent: Atom) => readonly (Atom | undefined)[];
}

export type Primitive = ElementwisePrimitive | StructuralPrimitive;

/** The place in a lambda that an equation came from. */
export interface Origin {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** The width that the stage states for comparisons of choices without one. */
  readonly width?: number | undefined;
  /** The distribution of the noise that the stage states for its comparisons. */
  readonly step?: string | undefined;
}

export interface Equation {
  readonly primitive: Primitive;
  readonly inputs: readonly Atom[];
  readonly settings: Settings;
  readonly output: Var;
  readonly from: Origin | undefined;
}

/** An axis kept in the settings of an equation. */
export const axisSetting = (settings: Settings, name: string): Axis | null => {
  const value = settings[name];
  return typeof value === "object" ? value : null;
};
