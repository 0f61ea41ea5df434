import { type FunctionValue, intrinsic } from "../../lambda/index.ts";
import { compile } from "../compile.ts";
import { arrayBuilderIn } from "./array-builder-in.ts";
import { type Callee, calleeOf, calleeOfValue, type Meaning, setTransformed } from "./callee.ts";
import type { DerivativeOptions } from "./gradient.ts";
import type { Plain } from "./numerical.ts";
import { givenOptions, type Known, writtenOptions } from "./options.ts";
import { isPlain } from "./plain.ts";
import type { AnyFunction, FunctionOptions } from "./types.ts";

/** A function made by a transformation: compiled when it is called, by differences while a lambda runs as JavaScript. */
export const madeOf = (label: string, callee: Callee, plain: Plain): AnyFunction => {
  let run: Plain | undefined;
  const made = (...inputs: readonly unknown[]): unknown => {
    if (isPlain()) return plain(...inputs);
    run ??= compile(made, undefined, { label }) as Plain;
    return run(...inputs);
  };
  intrinsic(made, (b, inputs) => callee.meaning(arrayBuilderIn(b, label), inputs));
  return setTransformed(made, callee);
};

/** What a transformation does to a function: its meaning, and how it runs as JavaScript. */
export interface Transformation {
  readonly meaning: (f: Callee, options: DerivativeOptions) => Meaning;
  readonly plain: (f: Plain, options: DerivativeOptions) => Plain;
  /** The names of the arguments afterwards; those of the function where nothing is said. */
  readonly names?: (f: Callee) => Callee["names"];
  /** The options that it has besides those of all. */
  readonly options?: Known;
}

/** A transformation as a function of functions: outside of lambdas, and inside, where it takes functions of the lambda. */
export const transformationOf = (label: string, { meaning, plain, names, options: own }: Transformation) => {
  const transform = (f: AnyFunction, given: FunctionOptions | number = {}): AnyFunction => {
    const options = givenOptions(label, given, own);
    const { scope } = options;
    const run: Plain = scope ? (...inputs) => f(...inputs, scope) : f;
    // a function is read when it is used: one that runs as JavaScript need not be closed
    let read: Callee | undefined;
    const callee = (): Callee => {
      read ??= calleeOf(f, scope, label);
      return read;
    };
    const made: Callee = {
      meaning: (b, inputs) => meaning(callee(), options)(b, inputs),
      get names() {
        return names ? names(callee()) : callee().names;
      },
    };
    return madeOf(label, made, plain(run, options));
  };
  return intrinsic(transform, (b, [f, options]): FunctionValue => {
    const builder = arrayBuilderIn(b, label);
    const made = meaning(calleeOfValue(f, label), writtenOptions(label, options, own));
    return { kind: "function", name: label, call: (inputs) => made(builder, inputs) };
  });
};
