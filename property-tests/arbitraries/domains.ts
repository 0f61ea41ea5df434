import fc from "fast-check";
import type { Domain, Primal } from "../../core/program/index.ts";

/** How many steps the grid of a domain has. */
export const cells = 4096;
const margin = 64;

/** A value inside a domain, off its ends: on a grid, so that differences have room and samples shrink. */
export const valueIn = (domain: Domain): fc.Arbitrary<Primal> => {
  if (domain.kind === "bool") return fc.boolean();
  const { min, max } = domain;
  if (domain.kind === "integer") return fc.integer({ min, max });
  return fc.integer({ min: margin, max: cells - margin }).map((k) => min + ((max - min) * k) / cells);
};

/** A point of a domain in several inputs. */
export const pointIn = (domains: readonly Domain[]): fc.Arbitrary<readonly Primal[]> =>
  fc.tuple(...domains.map(valueIn));

const marks = [0, 1, -1, 0.5, 2, 3];

/** Values of a domain at which rules often go wrong: zero, one, whole numbers. */
export const landmarksIn = (domain: Domain): readonly Primal[] => {
  if (domain.kind === "bool") return [true, false];
  const { min, max } = domain;
  const room = domain.kind === "integer" ? 0 : (margin * (max - min)) / cells;
  return marks.filter((x) => x >= min + room && x <= max - room && (domain.kind === "real" || Number.isInteger(x)));
};

/** Every combination of landmarks. */
export const landmarkPoints = (domains: readonly Domain[]): readonly (readonly Primal[])[] =>
  domains.reduce<readonly (readonly Primal[])[]>(
    (points, domain) => points.flatMap((point) => landmarksIn(domain).map((x) => [...point, x])),
    [[]],
  );

/** How far an input may move: less than half a cell, so that between two values of the grid no kink is met. */
export const reachIn = (domain: Domain): number =>
  domain.kind === "bool" ? 0 : (0.4 * (domain.max - domain.min)) / cells;
