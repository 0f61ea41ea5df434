import fc from "fast-check";
import { constant, type Primal } from "../../core/program/index.ts";
import { jvp, partialOf } from "../../core/transforms/index.ts";
import { landmarkPoints, pointIn } from "../arbitraries/domains.ts";
import type { Law } from "../law.ts";
import { atPoints, lanes, sameOn } from "../per-event.ts";
import { holdsFor } from "../sample.ts";
import { along, expectDerivative, nameOfPartial, type RuleOfInput, ruleAt } from "./partials.ts";
import { expectSame } from "./same-number.ts";

const partialAtom = (
  { primitive, input }: RuleOfInput,
  b: Parameters<typeof partialOf>[0],
  inputs: readonly Parameters<typeof partialOf>[1]["output"][],
) => {
  const equation = b.definition(b.emit(primitive, inputs));
  return equation ? (partialOf(b, equation, input) ?? constant(Number.NaN)) : constant(Number.NaN);
};

/** Lists of points of a rule's domain, and first all its landmarks. */
const pointsFor = (law: string, subject: RuleOfInput, samples: number) => ({
  law,
  subject: nameOfPartial(subject),
  arbitrary: fc.array(pointIn(subject.primitive.domain), { minLength: 1, maxLength: 20 }),
  samples,
  always: [landmarkPoints(subject.primitive.domain)].filter((points) => points.length > 0),
});

export const compiledPartialsLaw: Law<RuleOfInput> = {
  name: "compiled partials",
  says: "a rule compiled from its text gives, on every lane, the number it gives as JavaScript",
  nameOf: nameOfPartial,
  check: (subject, settings) => {
    holdsFor(pointsFor("compiled partials", subject, 6), settings, (points) => {
      const wanted = points.map((point) => ruleAt(subject, point));
      for (const lane of lanes) {
        const [found = []] = atPoints(lane, points, (b, inputs) => [partialAtom(subject, b, inputs)]);
        expectSame(lane.name, found, wanted, sameOn(lane));
      }
    });
  },
};

export const secondPartialsLaw: Law<RuleOfInput> = {
  name: "second partials",
  says: "the derivative of a compiled rule equals central differences of the rule, in every input",
  nameOf: nameOfPartial,
  check: (subject, settings) => {
    const { modes } = subject.primitive;
    const directions = modes.flatMap((mode, j) => (mode === "flat" ? [] : [j]));
    holdsFor(pointsFor("second partials", subject, 3), settings, (points) => {
      for (const lane of lanes) {
        const found = atPoints(lane, points, (b, inputs) =>
          directions.map((j) => {
            const direction = inputs[j];
            const seeds = new Map(direction ? [[direction.id, constant(1)]] : []);
            return jvp(b, [partialAtom(subject, b, inputs)], seeds)[0] ?? constant(0);
          }),
        );
        directions.forEach((j, k) => {
          points.forEach((point, i) => {
            const rule = (at: readonly Primal[]): number => ruleAt(subject, at);
            if (jumps(along(rule, point, j), Number(point[j]))) return;
            const place = { primitive: subject.primitive, point, input: j, order: 2 };
            expectDerivative(found[k]?.[i] ?? Number.NaN, rule, place);
          });
        });
      }
    });
  },
};

const near = 2 ** -30;

/** True where a rule is a step: at the kink of its primitive. */
const jumps = (f: (x: number) => number, x: number): boolean => Math.abs(f(x + near) - f(x - near)) > 1e-3;
