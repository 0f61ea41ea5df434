import { type FunctionValue, intrinsic, type Value } from "../../lambda/index.ts";
import { compile } from "../compile.ts";
import { arrayBuilderIn } from "./array-builder-in.ts";
import { type Callee, calleeOf, calleeOfValue, type Meaning, setTransformed } from "./callee.ts";
import type { DerivativeOptions } from "./gradient.ts";
import type { Plain } from "./numerical.ts";
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
}

const words = ["forward", "reverse"] as const;

/** Options written out in a lambda. */
const optionsIn = (value: Value | undefined): DerivativeOptions => {
  const order = constantIn(value);
  if (typeof order === "number") return { order };
  if (value?.kind !== "record") return {};
  const read = (name: string): unknown => constantIn(value.get(name));
  const [wrt, mode, memory] = [read("wrt"), read("mode"), read("memory")];
  return {
    wrt: wrt as DerivativeOptions["wrt"],
    mode: words.find((word) => word === mode),
    memory: typeof memory === "number" ? memory : undefined,
  };
};

const constantIn = (value: Value | undefined): unknown => {
  if (value?.kind === "text") return value.text;
  if (value?.kind === "tuple") return value.items.map(constantIn);
  return value?.kind === "number" && value.atom.kind === "const" ? value.atom.value : undefined;
};

/** A transformation as a function of functions: outside of lambdas, and inside, where it takes functions of the lambda. */
export const transformationOf = (label: string, { meaning, plain, names }: Transformation) => {
  const transform = (f: AnyFunction, given: FunctionOptions | number = {}): AnyFunction => {
    const options = typeof given === "number" ? { order: given } : given;
    const { scope }: FunctionOptions = options;
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
    const made = meaning(calleeOfValue(f, label), optionsIn(options));
    return { kind: "function", name: label, call: (inputs) => made(builder, inputs) };
  });
};
