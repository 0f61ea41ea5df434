import { fail } from "../errors.ts";
import { mathPrimitives, primitiveOf, stopGradient } from "../primitives/index.ts";
import { type Builder, constant, type ElementwisePrimitive, type Held, type Parameter } from "../program/index.ts";
import { intrinsicOf } from "./intrinsic.ts";
import { behind, type Scope } from "./lambda.ts";
import { applied, numberOf } from "./meaning.ts";
import { procedureOf } from "./procedure.ts";
import { readItems, readMember, readNames } from "./scope-reads.ts";
import type { FunctionValue, NumberValue, RecordValue, Value } from "./value.ts";

const isCompiled = (value: unknown): value is NumberValue =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  value.kind === "number" &&
  "atom" in value &&
  "present" in value;

/** Compiles a function of a scope when it is called. */
export type CallLambda = (f: object, inputs: readonly Value[], scope: Scope) => Value;

export const isParameter = (value: unknown): value is Parameter =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  (value.kind === "choice" || value.kind === "nuisance") &&
  "value" in value;

export const isHeld = (value: unknown): value is Held =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "held" && "parameter" in value;

const parameterValue = (b: Builder, parameter: Parameter, part: "value" | "anchor"): Value =>
  numberOf(procedureOf(b) ? constant(parameter.value) : b.input({ kind: "parameter", parameter, part }, "f64", null));

/** Functions of `Math` handed in as they are. */
const nativeMath: ReadonlyMap<unknown, ElementwisePrimitive> = new Map(
  [...mathPrimitives].map(([name, primitive]) => [Reflect.get(Math, name) as unknown, primitive]),
);

const functionValue = (b: Builder, name: string, f: object, call: CallLambda): FunctionValue => {
  const primitive = primitiveOf(f) ?? nativeMath.get(f);
  const intrinsic = intrinsicOf(f);
  const helper = behind(f);
  return {
    kind: "function",
    name,
    call: (inputs) => {
      if (primitive) return applied(b, { primitive }, inputs);
      if (intrinsic) return intrinsic(b, inputs);
      if (!helper) return call(f, inputs, {});
      return call(helper.f, inputs.slice(0, Math.max(0, helper.f.length - 1)), helper.scope);
    },
  };
};

/**
 * What a value handed in by a scope means inside a lambda.
 * @throws E_SCOPE for anything but numbers, truth values, parameters, functions, and arrays and objects of these
 */
export const scopeValue = (b: Builder, name: string, value: unknown, call: CallLambda): Value => {
  if (typeof value === "number" || typeof value === "boolean") return numberOf(constant(value));
  if (isCompiled(value)) return value;
  if (typeof value === "string") return { kind: "text", text: value };
  if (isParameter(value)) return parameterValue(b, value, "value");
  if (isHeld(value)) return applied(b, stopGradient, [parameterValue(b, value.parameter, "anchor")]);
  if (typeof value === "function") return functionValue(b, name, value, call);
  const data = procedureOf(b)?.data(value);
  if (data) return data;
  if (Array.isArray(value))
    return {
      kind: "tuple",
      items: readItems(b, value).map((item, i) => scopeValue(b, `${name}[${i}]`, item, call)),
    };
  if (
    typeof value === "object" &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
  )
    return scopeRecord(b, value as Scope, call, `${name}.`);
  throw fail("E_SCOPE", {
    what: `the scope value ${JSON.stringify(name)} is ${value === null ? "null" : typeof value === "object" ? "an object of a class" : typeof value}`,
    cure: "hand in numbers, parameters, functions, or arrays and objects of these",
  });
};

/** A scope as the value of a lambda's last argument. */
export const scopeRecord = (b: Builder, scope: Scope, call: CallLambda, prefix = ""): RecordValue => ({
  kind: "record",
  get names() {
    return readNames(b, scope);
  },
  get: (name) => {
    const value = readMember(b, scope, name);
    return value === undefined && !Object.hasOwn(scope, name) ? undefined : scopeValue(b, prefix + name, value, call);
  },
});
