import fc from "fast-check";
import type { Lane } from "../../core/backends/index.ts";
import { div } from "../../core/primitives/index.ts";
import type { Domain, ElementwisePrimitive, Primal } from "../../core/program/index.ts";
import { constant } from "../../core/program/index.ts";
import { valueIn } from "../arbitraries/domains.ts";
import { awkward } from "../arbitraries/numbers.ts";
import type { Law } from "../law.ts";
import { atPoints } from "../per-event.ts";
import { holdsFor } from "../sample.ts";
import { evaluateAt } from "./partials.ts";
import { expectSame, sameNumber } from "./same-number.ts";

export interface PrimitiveOnLane {
  readonly primitive: ElementwisePrimitive;
  readonly lane: Lane;
}

/** Any value of the type of a domain, inside it or not. */
const anyValue = (domain: Domain): fc.Arbitrary<Primal> =>
  domain.kind === "bool"
    ? fc.boolean()
    : domain.kind === "integer"
      ? valueIn(domain)
      : fc.oneof(valueIn(domain), awkward, fc.double());

const nameOf = ({ primitive, lane }: PrimitiveOnLane): string => `${primitive.name} on ${lane.name}`;

/** The value and its reciprocal: the second one tells the two zeros apart. */
const withSign = (values: readonly number[]): readonly number[] => values.map((x) => 1 / x);

export const lanesLaw: Law<PrimitiveOnLane> = {
  name: "lanes",
  says: "a lane gives the very number that the primitive evaluates to, also for NaN, infinities and both zeros",
  nameOf,
  check: (subject, settings) => {
    const { primitive, lane } = subject;
    holdsFor(
      {
        law: "lanes",
        subject: nameOf(subject),
        arbitrary: fc.array(fc.tuple(...primitive.domain.map(anyValue)), { minLength: 1, maxLength: 30 }),
        samples: 30,
      },
      settings,
      (points) => {
        const wanted = points.map((point) => evaluateAt(primitive, point));
        const [found = [], signs = []] = atPoints(lane, points, (b, inputs) => {
          const value = b.emit(primitive, inputs);
          return [value, b.emit(div.primitive, [constant(1), value])];
        });
        expectSame(primitive.name, found, wanted, sameNumber);
        expectSame(`1 / ${primitive.name}`, signs, withSign(wanted), sameNumber);
      },
    );
  },
};
