import { countOf, isDense, type Value } from "./values.ts";

/** A result as tests compare it: the numbers of an array as a list. */
export const plain = (value: Value): number | boolean | readonly number[] =>
  isDense(value) ? [...value.values.subarray(value.offset, value.offset + countOf(value.shape))] : value;
