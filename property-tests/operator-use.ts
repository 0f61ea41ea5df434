import type { RecordColumn } from "../core/columns/index.ts";
import type { Parameters } from "../core/index.ts";
import { choices, type OperatorUse } from "./arbitraries/pipelines.ts";
import { sampleColumns } from "./arbitraries/samples.ts";

/** Columns of so many events that a seed gives, some numbers missing if wanted. */
export type Sample = (size: number, seed: number, nulls?: boolean) => RecordColumn;

/** A use of an operator on events of its own. */
export interface SampledUse extends OperatorUse {
  /** The events; those of the laws if absent. */
  readonly sample?: Sample;
  /** What its numbers have derivatives with respect to; the choices of the laws if absent. */
  readonly parameters?: Parameters;
}

export const sampleFor = ({ sample = sampleColumns }: SampledUse): Sample => sample;
export const parametersOf = ({ parameters = choices }: SampledUse): Parameters => parameters;
