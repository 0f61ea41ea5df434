import type { JagradError } from "../errors.ts";
import type { Atom, Parameter } from "../program/index.ts";
import type { Collected, Elaborated, Treatment } from "../transforms/index.ts";
import type { Meaning } from "./bindings.ts";
import type { Runner } from "./runner.ts";

/** A compiled set of fills. */
export interface Compiled {
  /** All outputs; those that nobody reads may be NaN. */
  readonly value: (unread: readonly number[]) => Runner;
  readonly treatments: readonly Treatment[];
  readonly gradients: Gradients | undefined;
}

/** What the differentiable flavour adds. */
export interface Gradients {
  /** Parameters that the results depend on. */
  readonly parameters: readonly Parameter[];
  readonly obstacles: ReadonlyMap<Parameter, JagradError>;
  /** All outputs, as in `value`, and then the tangents of some outputs for each parameter that has no obstacle. */
  readonly forward: (
    of: readonly number[],
    unread: readonly number[],
  ) => { readonly run: Runner; readonly parameters: readonly Parameter[] };
  /** The same of outputs that are single numbers, computed backwards. */
  readonly backward: Gradients["forward"];
  /** The derivatives of each such parameter, given cotangents under the names of `cotangentName`. */
  readonly reverse: (outputs: readonly number[]) => { readonly run: Runner; readonly parameters: readonly Parameter[] };
}

/** A meaning of pipelines. */
export interface Flavour {
  readonly name: "hard" | "diff";
  readonly compile: (pipeline: Elaborated) => Compiled;
  /** The flavour that another meaning of the same pipeline asks for. */
  readonly under?: (meaning: Meaning, of: object) => Flavour;
}

/** The name under which a reverse pass is handed the cotangent of an output. */
export const cotangentName = (output: number): string => `cotangent ${output}`;

/** The outputs of a fill, in the order in which results are read from them. */
export const outputsOf = ({ contents, variances, entries, skipped }: Collected): readonly Atom[] => [
  contents,
  variances,
  entries,
  skipped,
];
