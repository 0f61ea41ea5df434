import type { RecordColumn } from "../../core/columns/index.ts";
import type { InputDomain, List, Members } from "../../core/index.ts";
import { recordOfShape } from "./columns.ts";
import { shapesOf } from "./inputs.ts";
import { uniforms } from "./samples.ts";

/** What a lambda sees of a value of a domain. */
export type ValueOf<D> = D extends { readonly kind: "real" | "integer" }
  ? number
  : D extends { readonly kind: "bool" }
    ? boolean
    : D extends { readonly kind: "list"; readonly item: infer I }
      ? List<ValueOf<I>>
      : D extends { readonly kind: "record"; readonly members: infer M }
        ? EventOf<M>
        : never;

/** What a lambda sees of an event with members of some domains. */
export type EventOf<M> = { readonly [K in keyof M]: ValueOf<M[K]> };

const valueFrom = (domain: InputDomain, uniform: () => number, nulls: boolean): unknown => {
  switch (domain.kind) {
    case "record":
      return Object.fromEntries(
        Object.entries(domain.members).map(([name, member]) => [name, valueFrom(member, uniform, nulls)]),
      );
    case "list": {
      const length = domain.least + Math.floor(uniform() * (domain.most - domain.least + 1));
      return Array.from({ length }, () => valueFrom(domain.item, uniform, nulls));
    }
    case "bool":
      return uniform() < 0.5;
    case "integer":
      return domain.min + Math.floor(uniform() * (domain.max - domain.min + 1));
    case "real": {
      const u = uniform();
      return u < 0.01 && nulls ? null : u < 0.02 ? Number.NaN : domain.min + (domain.max - domain.min) * uniform();
    }
  }
};

/** Many events with members of some domains, a few numbers NaN, and missing if wanted. */
export const sampleOf =
  (members: Members) =>
  (size: number, seed: number, nulls = false): RecordColumn => {
    const uniform = uniforms(seed);
    const all: InputDomain = { kind: "record", members };
    const events = Array.from({ length: size }, () => valueFrom(all, uniform, nulls));
    return recordOfShape(shapesOf(members), events, { number: 1e9 });
  };
