import { fail } from "../errors.ts";
import { tallied } from "../primitives/index.ts";
import { axisSetting, type Equation, pathBetween } from "../program/index.ts";
import type { Block } from "./js-block.ts";
import { along } from "./js-loops.ts";
import type { Writer } from "./js-writer.ts";

/** Gathers the probabilities of the items, kind by kind, and hands them to `tallied`. */
export const tallyText = (w: Writer, { inputs, settings }: Equation, place: Block): string => {
  const [code, ...chances] = inputs;
  if (!code) throw fail("E_SHAPE", { what: "a tally is of a joint count" });
  const [gathered, n] = [w.fresh("w"), w.fresh("n")];
  w.root.lines.push(`const ${gathered} = [];`);
  place.lines.push(`let ${n} = 0;`);
  along(w, pathBetween(axisSetting(settings, "to"), axisSetting(settings, "from")), place, (inner) => {
    for (const p of chances) inner.lines.push(`${gathered}[${n}++] = ${w.value(p, inner)};`);
  });
  const items = `${n} / ${chances.length}`;
  return `f${w.slots.functions.index(tallied)}(${gathered}, ${items}, ${chances.length}, ${w.value(code, place)})`;
};
