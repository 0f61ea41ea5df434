import {
  type Atom,
  axisOf,
  type Builder,
  type Choice,
  constant,
  type Equation,
  type Program,
} from "../program/index.ts";
import { noiseOn } from "./noisy-orders.ts";
import { ordersIn } from "./orders.ts";
import type { Fill } from "./sink.ts";
import { isOrder } from "./threshold.ts";

/** What became of a comparison or of an observable: for people, and for the counts of a run. */
export interface Treatment {
  readonly kind: "comparison" | "observable" | "order";
  readonly treatment: "exact" | "hard" | "matched";
  readonly label: string;
  readonly text: string;
  /** A program for the width, if it is the same for all events. */
  readonly width: Program | "per event" | undefined;
  readonly choices: readonly Choice[];
}

/** The program of a width that all events share. */
export const programOf = (b: Builder, width: Atom): Program | "per event" =>
  axisOf(width) === null ? b.program([width]) : "per event";

/** The text of the lambda that an equation came from. */
export const textOf = ({ from, primitive }: Equation): string =>
  from?.text.slice(from.start, from.end) ?? primitive.name;

/** True for text in which something is compared: an arrow is no comparison. */
const compares = (text: string): boolean => /[<>]/.test(text.replaceAll("=>", ""));

/** An order of items whose keys carry noise. */
export const noisyOrder = (b: Builder, equation: Equation, { sink }: Fill): Treatment => ({
  kind: "order",
  treatment: "exact",
  label: equation.from?.label ?? sink.operator,
  text: textOf(equation),
  width: b.program([constant(noiseOn(equation))]),
  choices: ordersIn(b.program([equation.output])).find((order) => order.equation === equation)?.choices ?? [],
});

/** The comparisons and orders of a fill that keep their hard meaning. */
export const stayingHard = (b: Builder, fill: Fill, relaxed: ReadonlySet<Equation>): readonly Treatment[] => {
  const program = b.program([...fill.conditions.map(({ atom }) => atom), fill.weight, ...fill.observed]);
  const treatment = (kind: Treatment["kind"], equation: Equation, choices: readonly Choice[] = []): Treatment => ({
    kind,
    treatment: "hard",
    label: equation.from?.label ?? fill.sink.operator,
    text: textOf(equation),
    width: undefined,
    choices,
  });
  const places = new Set([...relaxed].map(({ from }) => from));
  const isRelaxed = (equation: Equation): boolean =>
    relaxed.has(equation) || (equation.from !== undefined && places.has(equation.from));
  const comparisons = program.equations.filter(
    (equation) => isOrder(equation) && !isRelaxed(equation) && compares(textOf(equation)),
  );
  return [
    ...comparisons.map((equation) => treatment("comparison", equation)),
    ...ordersIn(program)
      .filter(({ equation }) => !isRelaxed(equation))
      .map(({ equation, choices }) => treatment("order", equation, choices)),
  ];
};
