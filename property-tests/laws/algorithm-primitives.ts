import fc from "fast-check";
import { compile, grad, jvp, vjp } from "../../core/algorithms/index.ts";
import type { ElementwisePrimitive, Primal } from "../../core/program/index.ts";
import { landmarkPoints, pointIn } from "../arbitraries/domains.ts";
import { functionOf } from "../arbitraries/functions.ts";
import type { Law } from "../law.ts";
import { holdsFor } from "../sample.ts";
import { evaluateAt, nameOfPartial, type RuleOfInput, ruleAt } from "./partials.ts";

type Run = (...inputs: readonly unknown[]) => unknown;
type Numbers = ArrayLike<number>;

const modes = ["forward", "reverse"] as const;

const namesOf = ({ domain }: ElementwisePrimitive): readonly string[] => domain.map((_, k) => `x${k}`);

/** A lambda that calls a primitive. */
const callOf = (primitive: ElementwisePrimitive): Run => {
  const names = namesOf(primitive).join(", ");
  return functionOf(`(${names}, { g }) => g(${names})`) as Run;
};

/** A lambda that calls a primitive for all items of arrays. */
const callsOf = (primitive: ElementwisePrimitive): Run => {
  const names = namesOf(primitive);
  const items = names.map((name) => `${name}[i]`).join(", ");
  return functionOf(`(${names.join(", ")}, { g }) => ${names[0]}.map((_, i) => g(${items}))`) as Run;
};

/** What functions in terms of lanes may be off, in units in the last place, and products of a few of them. */
const rounding = (primitive: ElementwisePrimitive): number => (64 + 16 * (primitive.ulp ?? 0)) * 2 ** -53;

const expectNear = (what: string, primitive: ElementwisePrimitive, found: unknown, wanted: number): void => {
  const slope = Number(found);
  if (Object.is(slope, wanted) || Math.abs(slope - wanted) <= rounding(primitive) * (1 + Math.abs(wanted))) return;
  throw new Error(`${what} is ${slope}, as JavaScript it is ${wanted}`);
};

/** Values and derivatives of single numbers, and of arrays, of which back ends take several items at a time. */
const checkAt = (subject: RuleOfInput): ((points: readonly (readonly Primal[])[]) => void) => {
  const { primitive, input } = subject;
  const [one, all] = [callOf(primitive), callsOf(primitive)];
  const g = Object.assign((...inputs: readonly Primal[]) => evaluateAt(primitive, inputs), { primitive });
  const scope = { g };
  const types = primitive.domain.map(({ kind }) => (kind === "bool" ? "bool" : "f64"));
  const value = compile(one as (...inputs: never[]) => number, types, { scope }) as unknown as Run;
  const [forward, reverse] = modes.map((mode) => grad(one, { wrt: input, mode, scope }) as Run);
  const columnsOf = (points: readonly (readonly Primal[])[]) =>
    primitive.domain.map((_, k) => points.map((point) => point[k] ?? Number.NaN));
  return (points) => {
    const wanted = points.map((point) => ruleAt(subject, point));
    for (const [k, point] of points.entries()) {
      const slope = wanted[k] ?? Number.NaN;
      expectNear("the value", primitive, value(...point), evaluateAt(primitive, point));
      expectNear("forward mode", primitive, forward?.(...point), slope);
      expectNear("reverse mode", primitive, reverse?.(...point), slope);
    }
    const columns = columnsOf(points);
    const ones = columns.map((column, k) => column.map((x) => (typeof x === "boolean" ? x : Number(k === input))));
    const pushed = jvp(all, columns, ones, scope) as { readonly value: Numbers; readonly tangent: Numbers };
    const flows = vjp(all, columns, scope).pullback(points.map(() => 1) as never) as readonly Numbers[];
    for (const [k, point] of points.entries()) {
      expectNear(`item ${k}`, primitive, pushed.value[k], evaluateAt(primitive, point));
      expectNear(`item ${k} in forward mode`, primitive, pushed.tangent[k], wanted[k] ?? Number.NaN);
      expectNear(`item ${k} in reverse mode`, primitive, flows[input]?.[k], wanted[k] ?? Number.NaN);
    }
  };
};

export const algorithmPrimitivesLaw: Law<RuleOfInput> = {
  name: "primitives in algorithms",
  says: "in a compiled algorithm, also for the items of arrays, a primitive has its value and, in both modes, the partial derivative that its rule gives as JavaScript",
  nameOf: nameOfPartial,
  check: (subject, settings) => {
    const { domain } = subject.primitive;
    const landmarks = landmarkPoints(domain);
    holdsFor(
      {
        law: "primitives in algorithms",
        subject: nameOfPartial(subject),
        arbitrary: fc.array(pointIn(domain), { minLength: 5, maxLength: 20 }),
        samples: 4,
        always: landmarks.length > 0 ? [landmarks] : [],
      },
      settings,
      checkAt(subject),
    );
  },
};
