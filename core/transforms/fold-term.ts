import { fail, type JagradError } from "../errors.ts";
import { always, asNumber, describe, emit, numberOf, type Value } from "../lambda/index.ts";
import { add, sub, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Equation } from "../program/index.ts";
import type { Fold } from "./sink.ts";

/** What a lambda is given as its accumulator: a number, or an object of numbers, none of them known. */
const accumulatorOf = (
  b: Builder,
  { seed }: Fold,
): { readonly value: Value; readonly atoms: ReadonlyMap<string, Atom> } => {
  const input = (name: string): Atom => b.input({ kind: "given", name: `accumulator ${name}` }, "f64", null);
  if (typeof seed === "number") {
    const atom = input("");
    return { value: numberOf(atom, always), atoms: new Map([["", atom]]) };
  }
  const atoms = new Map(Object.keys(seed).map((name) => [name, input(name)] as const));
  const get = (name: string): Value | undefined => {
    const atom = atoms.get(name);
    return atom && numberOf(atom, always);
  };
  return { value: { kind: "record", names: [...atoms.keys()], get }, atoms };
};

/** One member of what the lambda returns; @throws E_TYPE where that has other members than the seed */
const memberOf = (value: Value, { seed, member }: Fold, operator: string): Value | undefined => {
  if (typeof seed === "number") return value;
  if (value.kind !== "record")
    throw fail("E_TYPE", {
      what: `${operator} begins with an object, and its lambda returns ${describe(value)}`,
      where: operator,
      cure: "return an object with the members of the seed",
    });
  const wanted = Object.keys(seed);
  const lacking = wanted.find((name) => !value.names.includes(name));
  const unknown = value.names.find((name) => !wanted.includes(name));
  if (lacking === undefined && unknown === undefined) return value.get(member);
  throw fail("E_TYPE", {
    what:
      lacking === undefined
        ? `the lambda of ${operator} returns a member ${JSON.stringify(unknown)}, which the seed does not have`
        : `the lambda of ${operator} does not return the member ${JSON.stringify(lacking)} of the seed`,
    where: `the seed has ${listed(wanted)}, the lambda returns ${listed(value.names)}`,
    cure: "give the seed the members that the lambda returns, and return each of them",
  });
};

const listed = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(", ") || "none";

const orderDependent = new WeakSet<object>();

/** True for the error of a fold that is more than a sum. */
export const isOrderDependent = (error: unknown): boolean =>
  typeof error === "object" && error !== null && orderDependent.has(error);

const notAdditive = (operator: string): JagradError => {
  const error = fail("E_SOFT", {
    what: `${operator} does more than add to its accumulator, so it depends on the order of the events`,
    where: operator,
    cure: "(total, ev) => total + f(ev), or an object of such sums; jagrad/ops/hard folds in any way",
  });
  orderDependent.add(error);
  return error;
};

/**
 * What an event adds to one member of an accumulator.
 * @param call - the lambda, applied to an accumulator and the event
 * @throws E_TYPE where the lambda returns other members than the seed has; E_SOFT where it does not add to that member
 * alone
 */
export const foldTerm = (b: Builder, fold: Fold, operator: string, call: (accumulator: Value) => Value): Value => {
  const { value, atoms } = accumulatorOf(b, fold);
  const own = atoms.get(fold.member);
  const member = memberOf(call(value), fold, operator);
  if (!own || !member) throw notAdditive(operator);
  const { atom, present } = asNumber(b, member);
  const equations = new Map(b.program([atom, present]).equations.map((equation) => [equation.output.id, equation]));
  const unknown = new Set<Atom>(atoms.values());
  const isFree = (part: Atom): boolean => b.program([part]).inputs.every(({ variable }) => !unknown.has(variable));
  const parts: Readonly<Record<string, (x: Equation) => Atom | undefined>> = {
    [add.primitive.name]: ({ inputs: [x = own, y = own] }) => {
      const [sum, term] = isFree(y) ? [added(x), y] : [isFree(x) ? added(y) : undefined, x];
      return sum && emit(b, add, sum, term);
    },
    [sub.primitive.name]: ({ inputs: [x = own, y = own] }) => {
      const sum = isFree(y) ? added(x) : undefined;
      return sum && emit(b, sub, sum, y);
    },
    [where.primitive.name]: ({ inputs: [condition = own, x = own, y = own] }) => {
      const [left, right] = isFree(condition) ? [added(x), added(y)] : [];
      return left && right && emit(b, where, condition, left, right);
    },
  };
  /** What is left of a number when the accumulator is taken off it; undefined where it is not in it just once. */
  const added = (part: Atom): Atom | undefined => {
    if (part === own) return constant(0);
    const equation = part.kind === "var" ? equations.get(part.id) : undefined;
    return equation && parts[equation.primitive.name]?.(equation);
  };
  const term = isFree(present) ? added(atom) : undefined;
  if (!term) throw notAdditive(operator);
  return numberOf(term, present);
};
