import { fail } from "../errors.ts";
import type { Scope } from "../lambda/index.ts";
import { type ArrayBuilder, arrayBuilder } from "./builder.ts";
import { type Compiled, inferTypes, inputReader, outputWriter, signatureOf } from "./calling/index.ts";
import { withoutCalls } from "./derivatives/index.ts";
import { elaborateBlock, parseType, type Type, type TypeSpec } from "./language/index.ts";
import { pruned, withSharedLoops } from "./rewriting/index.ts";
import { prepare } from "./run/index.ts";

export interface CompileOptions<S extends object | undefined = Scope | undefined> {
  /** What the last argument of the lambda stands for: everything it uses that is not an argument. */
  readonly scope?: S;
  /** What errors call the lambda. */
  readonly label?: string;
  /** The turns that a loop with a test may take; one more is an error. 1e8 if not given. */
  readonly most?: number;
}

type Run = (inputs: readonly unknown[]) => unknown;

/** The lambda for inputs of these types. */
const compiled = (f: object, types: readonly Type[], options: CompileOptions): Run => {
  const b: ArrayBuilder = arrayBuilder();
  const { label = "compile", most } = options;
  const standing = most === undefined ? { label } : { label, most };
  const { block, params, result } = elaborateBlock(b, f, types, options.scope ?? {}, standing);
  const { run } = prepare(withoutCalls(withSharedLoops(pruned(block))));
  const [read, write] = [inputReader(types, params), outputWriter(result)];
  return (inputs) => write(run(read(inputs)));
};

/**
 * Makes a function of arrays from a closed lambda: it is compiled once for its types, and runs without the lambda.
 * @param f - the lambda; what it uses besides its arguments stands in its last one, the scope
 * @param types - one for each argument, such as `["f64[n, 3]", "f64[n]", "f64"]`; taken from the inputs if not given, and
 * again for inputs of other types
 * @returns a function of numbers, nested or typed arrays, and objects of these; its arrays are `Float64Array`, deeper ones
 * arrays of rows
 * @throws E_LAMBDA, E_FREE, E_SCOPE, E_TYPE, E_SHAPE with a caret under the place of the lambda
 * @throws E_SHAPE, when it is called, for inputs whose sizes disagree, naming both
 * @throws E_CONVERGENCE where a loop with a test goes on beyond `most` turns
 * @example
 * const norm = compile((x: readonly number[]) => Math.sqrt(x.reduce((s, v) => s + v * v, 0)), ["f64[n]"]);
 * norm([3, 4]); // 5
 */
export const compile = <F extends (...inputs: never[]) => unknown, S extends object | undefined = undefined>(
  f: F,
  types?: readonly TypeSpec[],
  options: CompileOptions<S> = {},
): Compiled<F, S> => {
  const known = types?.map(parseType);
  const ready = new Map<string, Run>();
  const runOf = (of: readonly Type[]): Run => {
    const key = known ? "" : signatureOf(of);
    const run = ready.get(key) ?? compiled(f, of, options as CompileOptions);
    ready.set(key, run);
    return run;
  };
  if (known) runOf(known);
  const call = (...inputs: readonly unknown[]): unknown => {
    if (known && inputs.length < known.length)
      throw fail("E_SHAPE", { what: `the function has ${known.length} arguments, and got ${inputs.length}` });
    return runOf(known ?? inferTypes(inputs))(inputs);
  };
  return call as Compiled<F, S>;
};
