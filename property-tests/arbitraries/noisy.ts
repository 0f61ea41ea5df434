import { argmax, argmin, type Choice, combinations, parameter } from "../../core/index.ts";

/** The choices of noisy pipelines; their widths are what the noise of a comparison is measured in. */
export const noisyChoices = {
  cut: parameter("cut", 1, { width: 0.5 }),
  tight: parameter("tight", 1.6, { width: 0.25 }),
  lo: parameter("lo", -0.5, { width: 0.4 }),
  hi: parameter("hi", 1.2, { width: 0.4 }),
  scale: parameter("scale", 1.1, { width: 0.15 }),
  edge: parameter("edge", 0.3, { width: 0.5 }),
} as const satisfies Readonly<Record<string, Choice>>;

export type ChoiceName = keyof typeof noisyChoices;

/** The noise on the keys of orders that state one. */
export const keyNoise = 0.4;

/** What the lambdas of noisy pipelines are handed; the stated noise is multiplied by a factor, as widths are. */
export const noisyScope = (widthFactor = 1) => ({
  ...noisyChoices,
  argmax,
  argmin,
  combinations,
  noise: keyNoise * widthFactor,
});

/**
 * The body of a lambda in which each quantity that is compared under a choice is written `<<name|width|expression>>`:
 * its noise is the standard normal draw of that name, times the width. A name that ends with `#i` has one draw per item.
 */
export type Marked = string;

export interface NoisyStep {
  readonly kind: "filter" | "map" | "weight";
  readonly body: Marked;
}

type NoisyEdges = readonly (number | ChoiceName)[];

export interface NoisySink {
  readonly kind: "count" | "sum" | "histogram" | "grid";
  readonly body: Marked;
  readonly edges?: NoisyEdges;
  readonly bandwidth?: number;
  /** The axes of a grid, whose body gives arrays. */
  readonly axes?: readonly { readonly edges: NoisyEdges; readonly bandwidth?: number }[];
}

/** How many numbers a sink collects, what lies outside among them. */
export const noisySize = ({ kind, edges = [], axes = [] }: NoisySink): number => {
  if (kind === "grid") return 1 + axes.reduce((product, axis) => product * (axis.edges.length - 1), 1);
  return edges.length + 1;
};

/** Edges with the parameters for which names stand. */
export const noisyEdges = (edges: NoisyEdges = []): readonly (number | Choice)[] =>
  edges.map((edge) => (typeof edge === "number" ? edge : noisyChoices[edge]));

/** A pipeline over test events whose lambdas take `ev` and the choices as scope. */
export interface NoisyPipeline {
  readonly name: string;
  readonly steps: readonly NoisyStep[];
  readonly sink: NoisySink;
  /** Some outcomes have no value, and fill nothing. */
  readonly guarded?: boolean;
  /** A random pipeline may happen not to depend on its widths. */
  readonly isRandom?: boolean;
}

const mark = /<<([^|<>]+)\|([^|]+)\|((?:(?!>>).)+)>>/g;
const scope = `{ ${Object.keys(noisyScope()).join(", ")} }`;

/** The lambda as a user writes it. */
export const plainText = (body: Marked): string => `(ev, ${scope}) => ${body.replaceAll(mark, "$3")}`;

/** The lambda with the noise inside: `z` draws by name, `w` holds the widths. */
export const noisyText = (body: Marked): string =>
  `(ev, ${scope}, z, w) => ${body.replaceAll(mark, (_all, name: string, width: string, expression: string) => {
    const [key, item] = name.split("#");
    return `((${expression}) + z("${key}", ${item ?? 0}) * (${width}))`;
  })}`;
