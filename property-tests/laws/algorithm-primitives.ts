import { compile, grad } from "../../core/algorithms/index.ts";
import type { ElementwisePrimitive, Primal } from "../../core/program/index.ts";
import { landmarkPoints, pointIn } from "../arbitraries/domains.ts";
import { functionOf } from "../arbitraries/functions.ts";
import type { Law } from "../law.ts";
import { holdsFor } from "../sample.ts";
import { evaluateAt, nameOfPartial, type RuleOfInput, ruleAt } from "./partials.ts";

type Run = (...inputs: readonly Primal[]) => unknown;

/** A lambda that calls a primitive. */
const callOf = ({ domain }: ElementwisePrimitive): Run => {
  const names = domain.map((_, k) => `x${k}`).join(", ");
  return functionOf(`(${names}, { g }) => g(${names})`) as Run;
};

/** What functions in terms of lanes may be off, in units in the last place, and products of a few of them. */
const rounding = (primitive: ElementwisePrimitive): number => (64 + 16 * (primitive.ulp ?? 0)) * 2 ** -53;

const expectNear = (what: string, primitive: ElementwisePrimitive, found: unknown, wanted: number): void => {
  const slope = Number(found);
  if (Object.is(slope, wanted) || Math.abs(slope - wanted) <= rounding(primitive) * (1 + Math.abs(wanted))) return;
  throw new Error(`${what} is ${slope}, as JavaScript it is ${wanted}`);
};

export const algorithmPrimitivesLaw: Law<RuleOfInput> = {
  name: "primitives in algorithms",
  says: "in a compiled algorithm a primitive has its value and, in both modes, the partial derivative that its rule gives as JavaScript",
  nameOf: nameOfPartial,
  check: (subject, settings) => {
    const { primitive, input } = subject;
    const f = callOf(primitive);
    const g = Object.assign((...inputs: readonly Primal[]) => evaluateAt(primitive, inputs), { primitive });
    const scope = { g };
    const types = primitive.domain.map(({ kind }) => (kind === "bool" ? "bool" : "f64"));
    const value = compile(f as (...inputs: never[]) => number, types, { scope }) as unknown as Run;
    const [forward, reverse] = (["forward", "reverse"] as const).map(
      (mode) => grad(f, { wrt: input, mode, scope }) as Run,
    );
    holdsFor(
      {
        law: "primitives in algorithms",
        subject: nameOfPartial(subject),
        arbitrary: pointIn(primitive.domain),
        samples: 20,
        always: landmarkPoints(primitive.domain),
      },
      settings,
      (point) => {
        expectNear("the value", primitive, value(...point), evaluateAt(primitive, point));
        const wanted = ruleAt(subject, point);
        expectNear("forward mode", primitive, forward?.(...point), wanted);
        expectNear("reverse mode", primitive, reverse?.(...point), wanted);
      },
    );
  },
};
