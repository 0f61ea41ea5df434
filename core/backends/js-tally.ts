import { fail } from "../errors.ts";
import { tallied, talliedWithout } from "../primitives/index.ts";
import { type Atom, type Axis, axisSetting, type Equation, keyOfAtom, pathBetween } from "../program/index.ts";
import { type Block, binding, find } from "./js-block.ts";
import { along } from "./js-loops.ts";
import type { Writer } from "./js-writer.ts";

/** The probabilities of items, kind by kind, in an array that is filled once in a block; `${name}n` numbers are in it. */
const gathered = (w: Writer, chances: readonly Atom[], path: readonly Axis[], place: Block): string => {
  const key = `tally ${path.at(-1)?.id} ${chances.map(keyOfAtom).join(" ")}`;
  const known = find(place, (b) => b.names.get(key));
  if (known) return known;
  const name = w.fresh("w");
  w.root.lines.push(`const ${name} = [];`);
  place.lines.push(`let ${name}n = 0;`);
  along(w, path, place, (inner) => {
    for (const p of chances) inner.lines.push(`${name}[${name}n++] = ${w.value(p, inner)};`);
  });
  place.names.set(key, name);
  return name;
};

const noCode = (): never => {
  throw fail("E_SHAPE", { what: "a tally is of a joint count" });
};

const pathOf = ({ settings }: Equation): readonly Axis[] =>
  pathBetween(axisSetting(settings, "to"), axisSetting(settings, "from"));

export const tallyText = (w: Writer, equation: Equation, place: Block): string => {
  const [code = noCode(), ...chances] = equation.inputs;
  const name = gathered(w, chances, pathOf(equation), place);
  const [f, k] = [w.slots.functions.index(tallied), chances.length];
  return `f${f}(${name}, ${name}n / ${k}, ${k}, ${w.value(code, place)})`;
};

/** The block around the loop over the items, or where the items lie if one of them was chosen. */
const aroundItems = ({ settings }: Equation, [first]: readonly Axis[], place: Block): Block => {
  const own = first && binding(place, first);
  return own?.loop === first && own?.outer ? own.outer : binding(place, axisSetting(settings, "to"));
};

export const tallyWithoutText = (w: Writer, equation: Equation, place: Block): string => {
  const [code = noCode(), number = noCode(), ...chances] = equation.inputs;
  const path = pathOf(equation);
  const around = aroundItems(equation, path, place);
  const name = gathered(w, chances, path, around);
  const key = `without ${name} ${keyOfAtom(code)}`;
  const k = chances.length;
  let table = find(around, (b) => b.names.get(key));
  if (table === undefined) {
    table = w.fresh("w");
    w.root.lines.push(`const ${table} = [];`);
    const f = w.slots.functions.index(talliedWithout);
    around.lines.push(`f${f}(${table}, ${name}, ${name}n / ${k}, ${k}, ${w.value(code, around)});`);
    around.names.set(key, table);
  }
  return `${table}[${w.value(number, place)} * ${k} + ${Number(equation.settings.kind)}]`;
};
