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
import { doublesBetween, expectSame, sameNumber } from "./same-number.ts";

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

/** The sign of the reciprocal tells the two zeros apart. */
const signs = (values: ArrayLike<number>): readonly number[] => Array.from(values, (x) => Math.sign(1 / x));

/** How many doubles the value on a lane may be off: none, unless the lane has a way of its own to compute it. */
const slack = ({ primitive, lane }: PrimitiveOnLane): number =>
  lane.approximates && primitive.lower ? (primitive.ulp ?? 0) : 0;

export const lanesLaw: Law<PrimitiveOnLane> = {
  name: "lanes",
  says: "a lane gives the very number that the primitive evaluates to, or one as near as it states, also for NaN, infinities and both zeros",
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
        const [found = [], reciprocals] = atPoints(lane, points, (b, inputs) => {
          const value = b.emit(primitive, inputs);
          return [value, ...(value.dtype === "bool" ? [] : [b.emit(div.primitive, [constant(1), value])])];
        });
        const most = slack(subject);
        expectSame(primitive.name, found, wanted, (x, y) => doublesBetween(x, y) <= most);
        if (reciprocals)
          expectSame(`the sign of ${primitive.name}`, reciprocals.map(Math.sign), signs(wanted), sameNumber);
      },
    );
  },
};
