import fc from "fast-check";
import type { Domain, Primal } from "../../core/program/index.ts";
import { landmarkPoints, pointIn } from "../arbitraries/domains.ts";
import type { Law } from "../law.ts";
import type { Lowered, LoweredBy } from "../lowered-by.ts";
import { holdsFor } from "../sample.ts";
import { evaluateAt } from "./partials.ts";
import { doublesBetween } from "./same-number.ts";

export interface LoweredPrimitive {
  readonly primitive: Lowered;
  readonly by: LoweredBy;
}

/** Where formulas break: zeros, infinities, NaN, ends of the range and of clamps, changes of formula. */
const special: readonly number[] = [
  0,
  5e-324,
  1e-310,
  2 ** -1022,
  1e-300,
  1e-20,
  2 ** -54,
  0.5,
  1,
  1.5,
  2,
  3,
  6,
  9,
  22,
  37.5,
  38.5,
  40,
  708.5,
  709.7,
  709.79,
  710.4,
  711,
  745.1,
  745.2,
  750,
  99999,
  100001,
  1e9,
  2 ** 53 + 2,
  2 ** 60,
  1e150,
  1e300,
  1.7e308,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
].flatMap((x) => [x, -x]);

const anySpecial = (domain: Domain): readonly Primal[] =>
  domain.kind === "real" ? [...special, Number.NaN] : domain.kind === "bool" ? [true, false] : [domain.min, domain.max];

const pairsOf = (domains: readonly Domain[]): readonly (readonly Primal[])[] =>
  domains
    .slice(0, 2)
    .reduce<readonly (readonly Primal[])[]>(
      (points, domain) => points.flatMap((point) => anySpecial(domain).map((x) => [...point, x])),
      [[]],
    )
    .map((point) => [...point, ...domains.slice(2).map((domain) => anySpecial(domain)[2] ?? true)]);

const steps = [Math.SQRT2, Math.sqrt(3), Math.sqrt(5), Math.sqrt(7)];

/** Point number `i` of a sequence that fills a domain evenly. */
const even = (domain: Domain, i: number, k: number): Primal => {
  const u = (((i + 1) * (steps[k] ?? 1)) % 1) as number;
  if (domain.kind === "bool") return u < 0.5;
  const x = domain.min + (domain.max - domain.min) * u;
  return domain.kind === "integer" ? Math.round(x) : x;
};

const anyOf = (domain: Domain): fc.Arbitrary<Primal> =>
  domain.kind === "real"
    ? fc.oneof(fc.double(), fc.constantFrom(...anySpecial(domain)))
    : pointIn([domain]).map(([x]) => x ?? 0);

const expectNear = ({ primitive, by }: LoweredPrimitive, points: readonly (readonly Primal[])[]): void => {
  const found = by.values(primitive, points);
  points.forEach((point, i) => {
    const [x, wanted] = [found[i] ?? Number.NaN, evaluateAt(primitive, point)];
    const off = doublesBetween(x, wanted);
    const isOtherZero = x === 0 && wanted === 0 && !Object.is(x, wanted);
    if (isOtherZero || off > (primitive.ulp ?? 0))
      throw new Error(
        `${primitive.name}(${point.join(", ")}) is ${Object.is(x, -0) ? "-0" : x}, not ${wanted}: ${off} off`,
      );
  });
};

export const loweringsLaw: Law<LoweredPrimitive> = {
  name: "lowerings",
  says: "the lowering of a primitive gives what the primitive evaluates to, within the units it states, everywhere",
  nameOf: ({ primitive, by }) => `${primitive.name} by ${by.name}`,
  check: (subject, settings) => {
    const { primitive, by } = subject;
    const { domain } = primitive;
    expectNear(subject, pairsOf(domain));
    expectNear(subject, landmarkPoints(domain));
    expectNear(
      subject,
      Array.from({ length: by.points }, (_, i) => domain.map((part, k) => even(part, i, k))),
    );
    holdsFor(
      {
        law: "lowerings",
        subject: `${primitive.name} by ${by.name}`,
        arbitrary: fc.array(fc.tuple(...domain.map(anyOf)), { minLength: 1, maxLength: 30 }),
        samples: 30,
      },
      settings,
      (points) => expectNear(subject, points),
    );
  },
};
