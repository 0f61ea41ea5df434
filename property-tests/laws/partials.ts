import type { ElementwisePrimitive, Primal, Rule } from "../../core/program/index.ts";
import { landmarkPoints, pointIn, reachIn } from "../arbitraries/domains.ts";
import { differentiate } from "../differences.ts";
import type { Law } from "../law.ts";
import { holdsFor } from "../sample.ts";

/** One input of a primitive that has a partial derivative. */
export interface RuleOfInput {
  readonly primitive: ElementwisePrimitive;
  readonly input: number;
  readonly rule: Rule;
}

/** Every input with a rule of some primitives. */
export const partialsOf = (primitives: Iterable<ElementwisePrimitive>): readonly RuleOfInput[] =>
  [...primitives].flatMap((primitive) =>
    primitive.partials.flatMap((rule, input) => (rule ? [{ primitive, input, rule }] : [])),
  );

export const nameOfPartial = ({ primitive, input }: RuleOfInput): string => `${primitive.name}, input ${input}`;

export const evaluateAt = ({ evaluate }: ElementwisePrimitive, point: readonly Primal[]): number =>
  Number((evaluate as (...values: readonly Primal[]) => Primal)(...point));

/** The rule run as plain JavaScript. */
export const ruleAt = ({ primitive, rule }: RuleOfInput, point: readonly Primal[]): number =>
  Number(rule(...point, { ...primitive.scope(), out: evaluateAt(primitive, point) }));

/** A function of one input, the others as at a point. */
export const along = (f: (point: readonly Primal[]) => number, point: readonly Primal[], input: number) => {
  return (x: number): number => f(point.with(input, x));
};

/** The rounding of a rule in units in the last place, of what it computes or of the inputs that may cancel in it. */
const rounding = 64 * 2 ** -53;
/** Differences that are worse than this say nothing about a rule. */
const useful = 1e-6;

export interface Place {
  readonly primitive: ElementwisePrimitive;
  readonly point: readonly Primal[];
  readonly input: number;
  /** 1 for a rule, 2 for the rule of a rule: each may cancel terms as large as its inputs once more. */
  readonly order: number;
}

/**
 * Compares a derivative with differences of a function of a point.
 * @throws where they disagree, or where the differences do not converge
 */
export const expectDerivative = (
  derivative: number,
  f: (point: readonly Primal[]) => number,
  { primitive, point, input, order }: Place,
): void => {
  const domain = primitive.domain[input];
  const x = Number(point[input]);
  const size = 1 + Math.max(...point.map((input) => Math.abs(Number(input))));
  const ulps = 8 * size ** (order - 1);
  const { value, error } = differentiate(along(f, point, input), x, domain ? reachIn(domain) : 0, ulps);
  if (!(error <= useful * (1 + Math.abs(value)))) throw new Error(`differences do not converge: ${value} +- ${error}`);
  const tolerance = error + rounding * size ** order * (1 + Math.abs(value));
  if (!(Math.abs(derivative - value) <= tolerance))
    throw new Error(`the derivative is ${derivative}, differences give ${value} +- ${error}`);
};

export const partialsLaw: Law<RuleOfInput> = {
  name: "partials",
  says: "a partial derivative, run as plain JavaScript, equals central differences of its primitive",
  nameOf: nameOfPartial,
  check: (subject, settings) => {
    const { primitive, input } = subject;
    holdsFor(
      {
        law: "partials",
        subject: nameOfPartial(subject),
        arbitrary: pointIn(primitive.domain),
        samples: 60,
        always: landmarkPoints(primitive.domain),
      },
      settings,
      (point) => {
        const place = { primitive, point, input, order: 1 };
        expectDerivative(ruleAt(subject, point), (at) => evaluateAt(primitive, at), place);
      },
    );
  },
};
