import { contests } from "../primitives/index.ts";
import { type Atom, type Axis, axisSetting, type Equation, pathBetween } from "../program/index.ts";
import { innermost } from "./homes.ts";
import { type Block, block, rowOf } from "./js-block.ts";
import { textOf, textsAt } from "./js-lanes.ts";
import { along, listedBy, numbered, offsetsOf, openOn, orderedRows, startsOf } from "./js-loops.ts";
import type { Writer } from "./js-writer.ts";

/** An item chosen by its index: whether it is there, and a block that is about it. */
export interface Chosen {
  readonly found: string;
  readonly inner: () => Block;
}

type Rows = ReadonlyMap<Axis, string>;

const about =
  (w: Writer, path: readonly Axis[], rows: Rows, place: Block, lines: readonly string[] = []) =>
  (): Block => {
    const inner = block(place, openOn(path), rows, startsOf(w, rows, place));
    inner.lines.push(...lines);
    return inner;
  };

const winners = new WeakMap<Writer, Map<Atom, Rows>>();

/**
 * Writes the start of a search for the extreme item of a list.
 * @returns what writes one step of it
 */
export const contest = (w: Writer, equation: Equation, name: string, place: Block): ((inner: Block) => void) => {
  const [key] = equation.inputs;
  const { beats } = contests.get(equation.primitive) ?? {};
  const path = pathBetween(axisSetting(equation.settings, "to"), innermost(equation));
  const [best, count] = [w.fresh("b"), w.fresh("p")];
  const rows = new Map(numbered(path).map((part) => [part, w.fresh("n")] as const));
  const kept = winners.get(w) ?? new Map<Atom, Rows>();
  winners.set(w, kept.set(equation.output, rows));
  place.lines.push(
    `let ${[`${best} = 0`, `${count} = -1`, ...[...rows.values()].map((row) => `${row} = -1`)].join(", ")};`,
  );
  return (inner) => {
    const x = key ? w.value(key, inner) : "0";
    const isBetter = beats ? textOf(textsAt(w, inner), beats, [x, best]) : "false";
    const keep = [...rows].map(([part, row]) => `${row} = ${rowOf(inner, part)}; `).join("");
    inner.lines.push(
      `${count}++;`,
      `if (${count} === 0 || ${isBetter} || (${x} !== ${x} && ${best} === ${best})) { ${best} = ${x}; ${name} = ${count}; ${keep}}`,
    );
  };
};

/** The rows of the extreme item, if an index is the place of that of this very list. */
const winner = (w: Writer, axis: Axis, owner: Axis | null, k: Atom): Rows | undefined => {
  const { settings } = (k.kind === "var" && w.definitions.get(k.id)) || {};
  const rows = winners.get(w)?.get(k);
  return settings?.from === axis && settings.to === owner && rows && rows.size > 0 ? rows : undefined;
};

const searched = (w: Writer, axis: Axis, owner: Axis | null, k: string, place: Block): Chosen => {
  const path = pathBetween(owner, axis);
  if (path.length === 1 && axis.extent.kind === "column" && owner) {
    const [row, list, at] = [w.fresh("n"), offsetsOf(w, axis), rowOf(place, listedBy(axis))];
    place.lines.push(
      `const ${row} = ${k} >= 0 && ${list}[${at}] + ${k} < ${list}[${at} + 1] ? ${list}[${at}] + ${k} : -1;`,
    );
    return { found: `${row} >= 0`, inner: about(w, path, new Map([[axis, row]]), place) };
  }
  if (path.length === 1 && axis.extent.kind === "sorted") {
    const j = w.fresh("n");
    const { count, rows, lines } = orderedRows(w, axis, j, place);
    place.lines.push(`const ${j} = ${k} >= 0 && ${k} < ${count} ? ${k} : -1;`);
    return { found: `${j} >= 0`, inner: about(w, path, rows, place, lines) };
  }
  const [left, found, label] = [w.fresh("n"), w.fresh("n"), w.fresh("search")];
  const rows = new Map(numbered(path).map((part) => [part, w.fresh("n")] as const));
  place.lines.push(
    `let ${left} = ${k}, ${found} = false${[...rows.values()].map((name) => `, ${name} = -1`).join("")};`,
  );
  const stop = (inner: Block): void => {
    const keep = [...rows].map(([part, name]) => `${name} = ${rowOf(inner, part)}; `).join("");
    inner.lines.push(`if (${left}-- === 0) { ${keep}${found} = true; break ${label}; }`);
  };
  along(w, path, place, stop, `${label}: `);
  return { found, inner: about(w, path, rows, place) };
};

const chosen = new WeakMap<Block, Map<string, Chosen>>();

/** Finds element `k` of an axis under one element of its owner. */
export const choose = (w: Writer, axis: Axis, owner: Axis | null, k: Atom, place: Block): Chosen => {
  const index = w.value(k, place);
  const rows = winner(w, axis, owner, k);
  if (rows)
    return {
      found: `${rows.get(axis) ?? [...rows.values()].at(-1)} >= 0`,
      inner: about(w, pathBetween(owner, axis), rows, place),
    };
  const here = chosen.get(place) ?? new Map<string, Chosen>();
  chosen.set(place, here);
  const key = `${axis.id} ${owner?.id} ${index}`;
  const known = here.get(key) ?? searched(w, axis, owner, index, place);
  here.set(key, known);
  return known;
};
