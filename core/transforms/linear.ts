import { emit } from "../lambda/index.ts";
import { add, div, mul, neg, sub, weigh } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant, type Primitive, type Var } from "../program/index.ts";

/** A number as `factor * of + offset`, where both are the same for all events; without `of` it is that itself. */
export interface Linear {
  readonly of: Var | undefined;
  readonly factor: Atom;
  readonly offset: Atom;
}

type Rule = (b: Builder, x: Linear, y: Linear) => Linear | undefined;

const sum =
  (join: typeof add | typeof sub): Rule =>
  (b, x, y) =>
    x.of && y.of && x.of !== y.of
      ? undefined
      : { of: x.of ?? y.of, factor: emit(b, join, x.factor, y.factor), offset: emit(b, join, x.offset, y.offset) };

const times: Rule = (b, x, y) => {
  if (x.of) return y.of ? undefined : times(b, y, x);
  return { of: y.of, factor: emit(b, mul, x.offset, y.factor), offset: emit(b, mul, x.offset, y.offset) };
};

const rules: ReadonlyMap<Primitive, Rule> = new Map<Primitive, Rule>([
  [add.primitive, sum(add)],
  [sub.primitive, sum(sub)],
  [neg.primitive, (b, x) => ({ of: x.of, factor: emit(b, neg, x.factor), offset: emit(b, neg, x.offset) })],
  [mul.primitive, times],
  [weigh.primitive, times],
  [
    div.primitive,
    (b, x, y) =>
      y.of
        ? undefined
        : { of: x.of, factor: emit(b, div, x.factor, y.offset), offset: emit(b, div, x.offset, y.offset) },
  ],
]);

/** How numbers depend linearly on one that differs from event to event, as far as sums, products and quotients say it. */
export const linearly = (b: Builder): ((atom: Atom) => Linear) => {
  const known = new Map<number, Linear>();
  const found = (atom: Var): Linear => {
    if (axisOf(atom) === null) return { of: undefined, factor: constant(0), offset: atom };
    const made = b.definition(atom);
    const [x, y = x] = made?.inputs ?? [];
    const rule = made && rules.get(made.primitive);
    return (rule && x && y && rule(b, of(x), of(y))) ?? { of: atom, factor: constant(1), offset: constant(0) };
  };
  const of = (atom: Atom): Linear => {
    if (atom.kind === "const") return { of: undefined, factor: constant(0), offset: atom };
    const linear = known.get(atom.id) ?? found(atom);
    known.set(atom.id, linear);
    return linear;
  };
  return of;
};
