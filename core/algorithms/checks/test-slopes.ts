import { expect } from "vitest";
import { type AnyFunction, type FunctionOptions, grad } from "../functions/index.ts";
import { numbersOf } from "./nested.ts";

/** A function whose gradient is known. */
export interface Known {
  readonly name: string;
  readonly f: AnyFunction;
  readonly at: readonly unknown[];
  /** The derivatives by the first argument. */
  readonly slopes: readonly number[];
}

export type Any = (...inputs: readonly unknown[]) => unknown;

const modes = ["forward", "reverse"] as const;

/** The gradient in both modes, which agree; a zero has no sign that matters. */
export const slopesOf = (f: AnyFunction, at: readonly unknown[], options: FunctionOptions = {}): readonly number[] => {
  const [forward = [], reverse = []] = modes.map((mode) => numbersOf((grad(f, { ...options, mode }) as Any)(...at)));
  expect(reverse.map((x) => (x + 0).toPrecision(12))).toEqual(forward.map((x) => (x + 0).toPrecision(12)));
  return forward.map((x) => x + 0);
};
