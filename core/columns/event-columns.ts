import type { RecordColumn } from "./column.ts";

/** A parameter that a column of tangents belongs to; its width is 0 where it has none. */
export interface DualParameter {
  readonly name: string;
  readonly width: number;
}

/**
 * Some events as plain columns: what a pipeline made of them. Where the pipeline is differentiable its numbers carry
 * tangents, one per parameter, in the order of `parameters`.
 */
export interface EventColumns {
  readonly columns: RecordColumn;
  readonly size: number;
  readonly parameters: readonly DualParameter[];
}
