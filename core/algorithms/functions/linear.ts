import { fail } from "../../errors.ts";
import { intrinsic, type Scope, type Value } from "../../lambda/index.ts";
import { arrayBuilderIn } from "./array-builder-in.ts";
import { calleeOf, calleeOfValue, type Meaning } from "./callee.ts";
import { jvpOf, vjpOf } from "./directional.ts";
import { differenceAlong, iterated, numbersIn, numericalJacobian, type Plain, withNumbers } from "./numerical.ts";
import { recordOf } from "./record.ts";
import { madeOf } from "./transformation.ts";
import type { AnyFunction, InputsOf, SlopesOf, SlopesOfEach } from "./types.ts";

type Inputs = readonly unknown[];
type WithScope<S> = S extends Scope ? { readonly scope: S } : Record<never, never>;

const listOf = (value: Value | undefined, what: string): readonly Value[] => {
  if (value?.kind === "tuple") return value.items;
  throw fail("E_TYPE", { what: `${what} are not written out as a list`, cure: "jvp(f, [x, y], [dx, dy])" });
};

/** Compiled once for each function and scope. */
const kept = (label: string, meaning: (f: ReturnType<typeof calleeOf>) => Meaning, plain: (f: Plain) => Plain) => {
  const known = new WeakMap<object, WeakMap<object, Plain>>();
  const unscoped = {};
  return (f: AnyFunction, scope: Scope | undefined): Plain => {
    const scopes = known.get(f) ?? new WeakMap<object, Plain>();
    known.set(f, scopes);
    const before = scopes.get(scope ?? unscoped);
    if (before) return before;
    const run: Plain = scope ? (...inputs) => f(...inputs, scope) : f;
    let read: ReturnType<typeof calleeOf> | undefined;
    const lazily: Meaning = (b, values) => {
      read ??= calleeOf(f, scope, label);
      return meaning(read)(b, values);
    };
    const made = madeOf(label, { meaning: lazily, names: [] }, plain(run));
    scopes.set(scope ?? unscoped, made);
    return made;
  };
};

const plainJvp =
  (f: Plain): Plain =>
  (...values) => {
    const [inputs, tangents] = [values.slice(0, values.length / 2), values.slice(values.length / 2)];
    const value = f(...inputs);
    const slopes = inputs.map((_, k) => differenceAlong(f, inputs, k, numbersIn(tangents[k])));
    const total = numbersIn(value).map((__, j) => slopes.reduce((sum, each) => sum + (each[j] ?? 0), 0));
    return { value, tangent: withNumbers(value, iterated(total)) };
  };

const plainVjp =
  (f: Plain): Plain =>
  (...values) => {
    const inputs = values.slice(0, -1);
    const value = f(...inputs);
    const weights = numbersIn(values.at(-1));
    const cotangents = inputs.map((input, place) => {
      const jacobian = numericalJacobian(f, inputs, { wrt: place });
      const count = numbersIn(input).length;
      const all = numbersIn(jacobian);
      const flows = numbersIn(input).map((_, i) =>
        weights.reduce((sum, w, j) => sum + w * (all[j * count + i] ?? 0), 0),
      );
      return withNumbers(input, iterated(flows));
    });
    return { value, cotangents };
  };

const pushed = kept("jvp", jvpOf, plainJvp);
const pulled = kept("vjp", vjpOf, plainVjp);

const directional = (f: AnyFunction, inputs: Inputs, tangents: Inputs, scope?: Scope): unknown => {
  if (inputs.length !== tangents.length)
    throw fail("E_SHAPE", { what: `the inputs are ${inputs.length}, and the tangents are ${tangents.length}` });
  return pushed(f, scope)(...inputs, ...tangents);
};

/**
 * The value of a function and its derivative along a direction.
 * @param f - a closed lambda of numbers, arrays and objects of numbers
 * @param inputs - where it is evaluated
 * @param tangents - the direction, of the shape of the inputs
 * @throws E_LAMBDA and its kin for a function outside the language, E_SHAPE for a direction of another shape
 * @example
 * jvp((x: number, y: number) => x * Math.sin(y), [2, 0], [0, 1]); // { value: 0, tangent: 2 }
 */
export const jvp: <F extends AnyFunction, S extends Scope | undefined = undefined>(
  f: F,
  inputs: InputsOf<F, WithScope<S>>,
  tangents: InputsOf<F, WithScope<S>>,
  scope?: S,
) => { readonly value: ReturnType<F>; readonly tangent: SlopesOf<ReturnType<F>> } = intrinsic(
  directional,
  (b, [f, inputs, tangents]) =>
    jvpOf(calleeOfValue(f, "jvp"))(arrayBuilderIn(b, "jvp"), [
      ...listOf(inputs, "the inputs"),
      ...listOf(tangents, "the tangents"),
    ]),
) as never;

const memberOf = (value: Value, name: string): Value =>
  (value.kind === "record" ? value.get(name) : undefined) ?? { kind: "missing" };

interface Pushed {
  readonly value: unknown;
  readonly tangent: unknown;
}

interface Pulled {
  readonly cotangents: readonly unknown[];
}

const reversed = (f: AnyFunction, inputs: Inputs, scope?: Scope): unknown => {
  const run = pulled(f, scope);
  return {
    value: (directional(f, inputs, inputs, scope) as Pushed).value,
    pullback: (cotangent: unknown) => [...(run(...inputs, cotangent) as Pulled).cotangents],
  };
};

/**
 * The value of a function and its pullback, which gives the derivatives with respect to all inputs at once.
 * @param f - a closed lambda of numbers, arrays and objects of numbers
 * @param inputs - where it is evaluated
 * @throws E_LAMBDA and its kin for a function outside the language
 * @example
 * vjp((x: number, y: number) => x * Math.sin(y), [2, 0]).pullback(1); // [0, 2]
 */
export const vjp: <F extends AnyFunction, S extends Scope | undefined = undefined>(
  f: F,
  inputs: InputsOf<F, WithScope<S>>,
  scope?: S,
) => {
  readonly value: ReturnType<F>;
  readonly pullback: (cotangent: ReturnType<F>) => SlopesOfEach<InputsOf<F, WithScope<S>>>;
} = intrinsic(reversed, (given, [f, inputs]) => {
  const b = arrayBuilderIn(given, "vjp");
  const callee = calleeOfValue(f, "vjp");
  const at = listOf(inputs, "the inputs");
  const pull = (values: readonly Value[]): Value => memberOf(vjpOf(callee)(b, [...at, ...values]), "cotangents");
  return recordOf({
    value: callee.meaning(b, at),
    pullback: { kind: "function", name: "a pullback", call: pull },
  });
}) as never;

/**
 * The value of a function at a point, and its linear map there: `differential(tangents)`.
 * @throws as `jvp`
 * @example
 * linearize((x: number) => x * x, [3]).differential([2]); // 12
 */
export const linearize: <F extends AnyFunction, S extends Scope | undefined = undefined>(
  f: F,
  inputs: InputsOf<F, WithScope<S>>,
  scope?: S,
) => {
  readonly value: ReturnType<F>;
  readonly differential: (tangents: InputsOf<F, WithScope<S>>) => SlopesOf<ReturnType<F>>;
} = intrinsic(
  (f: AnyFunction, inputs: Inputs, scope?: Scope) => {
    const at = (tangents: Inputs) => directional(f, inputs, tangents, scope) as Pushed;
    return { value: at(inputs).value, differential: (tangents: Inputs) => at(tangents).tangent };
  },
  (given, [f, inputs]) => {
    const b = arrayBuilderIn(given, "linearize");
    const callee = calleeOfValue(f, "linearize");
    const at = listOf(inputs, "the inputs");
    const push = ([tangents]: readonly Value[]): Value =>
      memberOf(jvpOf(callee)(b, [...at, ...listOf(tangents, "the tangents")]), "tangent");
    return recordOf({
      value: callee.meaning(b, at),
      differential: { kind: "function", name: "a differential", call: push },
    });
  },
) as never;
