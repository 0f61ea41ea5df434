import { fail } from "../errors.ts";
import { asNumber, elaborate, type Scope, scopesOf, type Value } from "../lambda/index.ts";
import { spreadTo } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, builder, type Program } from "../program/index.ts";
import { emittedValue, looksAsSeen, type Member, type Seen } from "./emitted-value.ts";

/** A lambda of emitted values as a program: it holds for every emitted value that looks the same. */
export interface Objective {
  readonly b: Builder;
  readonly members: readonly {
    readonly name: string;
    readonly atom: Atom;
    /** The length of an array; undefined for a number. */
    readonly length: number | undefined;
  }[];
  readonly program: Program;
  /** The members of results that the program reads. */
  readonly used: readonly Member[];
  /** Where plain numbers were read among what was emitted: they carry no derivative. */
  readonly plain: readonly string[];
}

/** The values whose numbers are wanted, of what a lambda gives. */
export type MembersOf = (value: Value) => ReadonlyMap<string, Value>;

const sizeOf = ({ extent }: Axis): number => {
  if (extent.kind === "fixed") return extent.size;
  throw fail("E_TYPE", { what: "a lambda of results gives lists of as many numbers as the results have" });
};

/** A number, or numbers on a fixed axis. */
const atomOf = (b: Builder, value: Value): { readonly atom: Atom; readonly length: number | undefined } => {
  if (value.kind !== "list") return { atom: asNumber(b, value).atom, length: undefined };
  return { atom: spreadTo(b, asNumber(b, value.item).atom, value.axis), length: sizeOf(value.axis) };
};

interface Kept {
  readonly objective: Objective;
  readonly fits: (emitted: unknown, scope: Scope, label: string, membersOf: MembersOf) => boolean;
}

const made = (f: object, scope: Scope, emitted: unknown, label: string, membersOf: MembersOf): Kept => {
  const b = builder();
  const seen: Seen = { members: new Map(), sights: new Map(), plain: [] };
  const value = elaborate(b, f, [emittedValue(b, emitted, "the emitted value", seen)], scope, { label });
  const members = [...membersOf(value)].map(([name, member]) => ({ name, ...atomOf(b, member) }));
  const program = b.program(members.map(({ atom }) => atom));
  const inputs = new Set(program.inputs.map(({ variable }) => variable));
  const used = [...seen.members.values()].filter(({ variable }) => inputs.has(variable));
  const areScopesCurrent = scopesOf(b);
  return {
    objective: { b, members, program, used, plain: seen.plain },
    fits: (other, ownScope, ownLabel, own) =>
      ownLabel === label && own === membersOf && areScopesCurrent(scope, ownScope) && looksAsSeen(other, seen),
  };
};

/** Programs of one lambda, the one used last first. */
const known = new WeakMap<object, Kept[]>();
const mostOfOne = 8;

/**
 * The program of a lambda of emitted values; the same one for values and scopes that the lambda cannot tell apart.
 * @throws E_LAMBDA and its kin; E_TYPE if the lambda gives no numbers
 */
export const objectiveOf = (
  f: object,
  scope: Scope,
  emitted: unknown,
  label: string,
  membersOf: MembersOf,
): Objective => {
  const all = known.get(f) ?? [];
  known.set(f, all);
  const place = all.findIndex(({ fits }) => fits(emitted, scope, label, membersOf));
  const kept = place >= 0 ? all.splice(place, 1)[0] : undefined;
  const found = kept ?? made(f, scope, emitted, label, membersOf);
  all.unshift(found);
  all.splice(mostOfOne);
  return found.objective;
};
