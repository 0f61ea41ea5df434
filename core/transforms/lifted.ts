import { at, take } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  type Builder,
  type Equation,
  encloses,
  type Rewriter,
  substitute,
} from "../program/index.ts";

/** A comparison of an item that was chosen from a list, as that of every item, of which one answer is taken. */
export interface Lifted {
  /** The comparison of every item. */
  readonly equation: Equation;
  /** The answer about the chosen item from those about all, in loops made anew. */
  readonly pick: (b: Builder, answers: Atom, now: Rewriter) => Atom;
}

/** The numbers behind a comparison that are not computed item by item. */
const leavesOf = (b: Builder, atom: Atom): readonly Atom[] => {
  const made = b.definition(atom);
  return made?.primitive.kind === "elementwise" ? made.inputs.flatMap((input) => leavesOf(b, input)) : [atom];
};

const isChoice = ({ primitive, settings }: Equation): boolean =>
  primitive === take || (primitive === at && axisSetting(settings, "axis")?.extent.kind !== "fixed");

const sameChoice = (x: Equation, y: Equation): boolean =>
  x.primitive === y.primitive &&
  x.inputs[1] === y.inputs[1] &&
  x.settings.axis === y.settings.axis &&
  x.settings.owner === y.settings.owner;

/** Where the item is chosen: in an order of the list, or by its index. */
const outerOf = ({ primitive, settings }: Equation): Axis | null =>
  primitive === take ? (axisSetting(settings, "axis")?.onto.parent ?? null) : axisSetting(settings, "owner");

/** A comparison whose item is chosen by an index or by an order; undefined for any other, and for two chosen items. */
export const lifted = (b: Builder, equation: Equation): Lifted | undefined => {
  const leaves = leavesOf(b, equation.output);
  const choices = leaves.flatMap((leaf) => {
    const made = b.definition(leaf);
    return made && isChoice(made) ? [made] : [];
  });
  const [choice] = choices;
  if (!choice || !choices.every((other) => sameChoice(choice, other))) return undefined;
  const outer = outerOf(choice);
  const chosen = new Set<Atom>(choices.map(({ output }) => output));
  if (!leaves.every((leaf) => chosen.has(leaf) || encloses(axisOf(leaf), outer))) return undefined;
  const items = choices.flatMap(({ output, inputs: [x] }) => (x ? [[output.id, x] as const] : []));
  const [whole] = substitute(b, [equation.output], new Map(items));
  const made = whole && b.definition(whole);
  const { primitive, inputs, settings } = choice;
  return (
    made && {
      equation: made,
      pick: (b, answers, { atom, axis }) => {
        const moved = Object.fromEntries(
          Object.entries(settings).map(([name, s]) => [name, typeof s === "object" && s ? axis(s) : s]),
        );
        return b.emit(primitive, [answers, ...inputs.slice(1).map(atom)], moved);
      },
    }
  );
};
