import fc from "fast-check";
import type { InputDomain, Members } from "../../core/index.ts";
import type { Shape } from "./columns.ts";
import { cells, valueIn } from "./domains.ts";
import { awkward } from "./numbers.ts";

/** The shape of the column that holds a domain. */
export const shapeOf = (domain: InputDomain): Shape => {
  if (domain.kind === "record") return { record: shapesOf(domain.members) };
  if (domain.kind === "list") return { list: shapeOf(domain.item) };
  return domain.kind === "bool" ? "bool" : "number";
};

/** The shapes of members by name. */
export const shapesOf = (members: Members): Readonly<Record<string, Shape>> =>
  Object.fromEntries(Object.entries(members).map(([name, domain]) => [name, shapeOf(domain)]));

const isMissing = (value: unknown): boolean => value === undefined || value === null;

/** The shape of a domain without the members that a value leaves out. */
export const shapeAt = (domain: InputDomain, value: unknown): Shape => {
  if (domain.kind === "list") {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return { list: items.length === 0 ? shapeOf(domain.item) : shapeAt(domain.item, items[0]) };
  }
  if (domain.kind !== "record" || typeof value !== "object" || value === null) return shapeOf(domain);
  const there = Object.entries(domain.members).filter(([name]) => !isMissing(Reflect.get(value, name)));
  return {
    record: Object.fromEntries(there.map(([name, member]) => [name, shapeAt(member, Reflect.get(value, name))])),
  };
};

/** What an arbitrary of inputs does with one number or truth value of a domain. */
type LeafArbitrary = (domain: Extract<InputDomain, { kind: "real" | "integer" | "bool" }>) => fc.Arbitrary<unknown>;

const nested = (domain: InputDomain, leaf: LeafArbitrary): fc.Arbitrary<unknown> => {
  if (domain.kind === "record")
    return fc.record(
      Object.fromEntries(Object.entries(domain.members).map(([name, member]) => [name, nested(member, leaf)])),
    );
  if (domain.kind === "list")
    return fc.array(nested(domain.item, leaf), { minLength: domain.least, maxLength: domain.most });
  return leaf(domain);
};

const golden = (Math.sqrt(5) - 1) / 2;

/** Values inside each domain of a point, each number on a grid of its own, so that sums and differences meet no kink. */
export const inputsIn = (domains: readonly InputDomain[]): fc.Arbitrary<readonly unknown[]> => {
  let leaves = 0;
  const leaf: LeafArbitrary = (domain) => {
    if (domain.kind !== "real") return valueIn(domain);
    leaves += 1;
    const shift = (((leaves * golden) % 1) * (domain.max - domain.min)) / cells;
    return valueIn(domain).map((x) => Number(x) + shift);
  };
  return fc.tuple(...domains.map((domain) => nested(domain, leaf)));
};

/** The same with numbers among them at which formulas break. */
export const anyInputs = (domains: readonly InputDomain[]): fc.Arbitrary<readonly unknown[]> => {
  const leaf: LeafArbitrary = (domain) =>
    domain.kind === "real"
      ? fc.oneof({ arbitrary: valueIn(domain), weight: 8 }, { arbitrary: awkward, weight: 1 })
      : valueIn(domain);
  return fc.tuple(...domains.map((domain) => nested(domain, leaf)));
};
