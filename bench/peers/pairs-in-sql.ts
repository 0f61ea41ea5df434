import { coefficients } from "../native/coefficients.ts";
import { perBell } from "../workloads/normal.ts";

/** What the parameters of W2 stand for, and whether derivatives by them are wanted. */
export interface Asked {
  readonly cut: number;
  readonly scale: number;
  readonly slope: number;
  readonly derivatives: boolean;
}

/** A number as a double of SQL: a plain literal would be a decimal. */
const double = (x: number): string => `${x}::DOUBLE`;

const horner = (values: readonly number[], x: string): string =>
  values.map(double).reduceRight((sum, value) => `(${sum}) * ${x} + ${value}`);

/** The functions that SQL has not: exp(-z^2/2), and the normal distribution below z, given the first. */
export const functions: readonly string[] = [
  `create macro bell(z) as exp(-0.5 * z * z)`,
  `create macro tail(u, bell) as
    0.5 * bell * (${horner(coefficients.MILLS_ABOVE, "u")}) / (${horner(coefficients.MILLS_BELOW, "u")})`,
  `create macro below(z, bell) as case when z < 0 then tail(-z, bell) else 1 - tail(z, bell) end`,
];

/** How far the smearing of an entry goes, in standard deviations of 1. */
const reach = 6;

/**
 * W2 in SQL: for each bin of 2 from 60 to 120 the smeared sum of weights of the pairs, and its derivatives by the cut and
 * by the scale, as they are written by hand. The table has the columns event, k, pt, eta, phi and charge.
 */
export const pairsInSql = (table: string, { cut, scale, slope, derivatives }: Asked): string => `
  with muon as (
    select *, 1 / (1 + exp(-${double(slope)} * (pt * ${double(1 + scale)} - ${double(cut)}))) as kept from ${table}
  ), pair as (
    select
      a.kept * b.kept as weight,
      -weight * ${double(slope)} * (2 - a.kept - b.kept) as by_cut,
      weight * ${double(slope)} * ((1 - a.kept) * a.pt + (1 - b.kept) * b.pt) as by_scale,
      sqrt(2 * a.pt * b.pt * (cosh(a.eta - b.eta) - cos(a.phi - b.phi))) as mass,
      mass * ${double(1 + scale)} as x
    from muon a join muon b on a.event = b.event and a.k < b.k
    where a.charge <> b.charge
  ), entry as (
    select *, unnest(range(
      greatest(0, floor((x - ${60 + reach}) / 2))::BIGINT, least(29, floor((x - ${60 - reach}) / 2))::BIGINT + 1
    )) as bin from pair
  ), edge as (
    select *, 60 + 2 * bin - x as low, 62 + 2 * bin - x as high, bell(low) as low_bell, bell(high) as high_bell from entry
  ), part as (
    select *, below(high, high_bell) - below(low, low_bell) as there from edge
  )
  select bin::INTEGER as bin, sum(weight * there) as content${
    derivatives
      ? `, sum(by_cut * there) as by_cut,
    sum(by_scale * there - mass * weight * ${double(perBell)} * (high_bell - low_bell)) as by_scale`
      : ""
  }
  from part group by all`;
