import { hardLane } from "../backends/index.ts";
import { fail } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import { add, and, at, eq, mul, not, or, scatter, spreadTo, sub, sumTo, where } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  type Builder,
  chainOf,
  constant,
  isConstant,
  type Parameter,
  substitute,
} from "../program/index.ts";
import { amountOf, type Elaborated, exactBin, type Fill, passing, plan, usableOf } from "../transforms/index.ts";
import type { Meaning } from "./bindings.ts";
import type { Flavour } from "./compiled.ts";
import { runner } from "./runner.ts";

/** A fill with one parameter moved: what each element adds, and where. */
interface Side {
  readonly passes: Atom;
  readonly amount: Atom;
  readonly bin: Atom | undefined;
}

const movedBy = (b: Builder, fill: Fill, parameter: Parameter, step: number): Side => {
  const value = b.input({ kind: "parameter", parameter, part: "value" }, "f64", null);
  const given = [
    ...fill.conditions.map(({ atom }) => atom),
    fill.present,
    fill.weight,
    ...fill.observed,
    ...fill.edges,
  ];
  const atoms = substitute(b, given, new Map([[value.id, emit(b, add, value, constant(step))]]));
  const [n, axes] = [fill.conditions.length, fill.observed.length];
  const [present = constant(true), weight = constant(1), ...rest] = atoms.slice(n);
  const [observed, edges] = [rest.slice(0, axes), rest.slice(axes)];
  const usable = usableOf(b, present, observed);
  return {
    passes: atoms.slice(0, n).reduce((all, atom) => emit(b, and, all, atom), usable),
    amount: amountOf(b, fill, weight, observed),
    bin: fill.bins && exactBin(b, fill.sink, observed, edges, { silent: true }),
  };
};

const checkAxis = (b: Builder, axis: Axis, parameter: Parameter): void => {
  for (const { extent } of chainOf(axis))
    if (
      extent.kind === "where" &&
      b
        .program([extent.mask])
        .inputs.some(({ source }) => source.kind === "parameter" && source.parameter === parameter)
    )
      throw fail("E_SOFT", {
        what: `which items are filled depends on ${JSON.stringify(parameter.name)}; such a contrast is not defined here`,
        cure: "fill all items with a weight, or hold the parameter",
      });
};

const half = (b: Builder, x: Atom): Atom => emit(b, mul, constant(0.5), x);
const square = (b: Builder, x: Atom): Atom => emit(b, mul, x, x);

interface Sides {
  readonly up: Side;
  readonly down: Side;
}

/**
 * Half the difference of a hard fill with a parameter one step up and one step down, element by element: the variance
 * of that difference comes from the elements that it moves, which are counted in place of the entries.
 */
const contrastOf = (b: Builder, fill: Fill, { up, down }: Sides): readonly [Atom, Atom, Atom] => {
  const both = emit(b, and, up.passes, down.passes);
  const stays = up.bin && down.bin ? emit(b, and, both, emit(b, eq, up.bin, down.bin)) : both;
  const leaves = emit(b, not, stays);
  const collect = (condition: Atom, amount: Atom, bin: Atom | undefined): Atom => {
    const inner = passing(b, fill.axis, isConstant(condition, true) ? [] : [condition]);
    return fill.bins && bin
      ? b.emit(scatter, [spreadTo(b, amount, inner), bin], { axis: fill.bins })
      : sumTo(b, amount, inner, null);
  };
  const plus = (...terms: readonly Atom[]): Atom => terms.reduce((p, q) => emit(b, add, p, q));
  const contents = emit(
    b,
    sub,
    collect(up.passes, half(b, up.amount), up.bin),
    collect(down.passes, half(b, down.amount), down.bin),
  );
  const variances = plus(
    collect(stays, square(b, half(b, emit(b, sub, up.amount, down.amount))), up.bin),
    collect(emit(b, and, up.passes, leaves), square(b, half(b, up.amount)), up.bin),
    collect(emit(b, and, down.passes, leaves), square(b, half(b, down.amount)), down.bin),
  );
  const moved = passing(b, fill.axis, [emit(b, and, emit(b, or, up.passes, down.passes), leaves)]);
  return [contents, variances, sumTo(b, constant(1), moved, null)];
};

/** What an event adds to half the difference of a weighted sum over the bins of a fill. */
const weighted = (
  b: Builder,
  fill: Fill,
  events: Axis,
  sides: Sides,
  weights: Float64Array,
  squares: boolean,
): Atom => {
  const bins = fill.bins ?? b.axis("bin", { kind: "fixed", size: 1 }, {});
  const array = b.input({ kind: "array", values: [...weights] }, "f64", bins);
  const sideOf = ({ passes, amount, bin }: Side): Atom => {
    const weight = b.emit(at, [array, bin ?? constant(0, "i32")], { axis: bins, owner: null });
    return emit(b, where, passes, emit(b, mul, squares ? square(b, amount) : amount, weight), constant(0));
  };
  return sumTo(b, half(b, emit(b, sub, sideOf(sides.up), sideOf(sides.down))), fill.axis, events);
};

/** The meaning in which a pipeline shows what a step of one parameter does to it. */
export const contrastFlavour = (
  { parameter, step, weights }: Extract<Meaning, { kind: "contrast" }>,
  of: object,
): Flavour => ({
  name: "hard",
  compile: ({ b, events, fills }: Elaborated) => {
    const sides = fills.map((fill): Sides => {
      checkAxis(b, fill.axis, parameter);
      return { up: movedBy(b, fill, parameter, step), down: movedBy(b, fill, parameter, -step) };
    });
    const parts = fills.flatMap((fill, k) =>
      [false, true].flatMap((squares) => {
        const [both, bins] = [sides[k], weights?.(of, 4 * k + Number(squares))];
        return both && bins ? [weighted(b, fill, events, both, bins, squares)] : [];
      }),
    );
    const [first, ...rest] = parts;
    const sum = first && rest.reduce((p, q) => emit(b, add, p, q), first);
    const variance = sum ? sumTo(b, square(b, sum), events, null) : constant(0);
    const outputs = fills.flatMap((fill, k) => {
      const both = sides[k];
      return both ? [...contrastOf(b, fill, both), variance] : [];
    });
    const run = runner(plan(b.program(outputs)), hardLane);
    return { value: () => run, treatments: [], gradients: undefined };
  },
});
