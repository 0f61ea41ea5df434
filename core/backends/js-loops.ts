import { fail } from "../errors.ts";
import { type Axis, pathBetween } from "../program/index.ts";
import { type Block, binding, block, close, rowOf } from "./js-block.ts";
import type { Opened, Writer } from "./js-writer.ts";
import { type LoopStart, loopStart } from "./loop-starts.ts";

/** The loops of the list that a sorted axis orders. */
const ofPath = (axis: Axis): readonly Axis[] =>
  axis.onto.of ? pathBetween(axis.onto.parent ?? null, axis.onto.of) : [];

/** The axes that an element at the end of a path is an element of: the path, and what sorted axes enumerate. */
export const openOn = (path: readonly Axis[]): readonly Axis[] =>
  path.flatMap((axis) => [...openOn(ofPath(axis)), axis]);

/** Those of them whose elements have a row or a number of their own. */
export const numbered = (path: readonly Axis[]): readonly Axis[] =>
  openOn(path).filter(({ extent }) => extent.kind !== "where" && extent.kind !== "events");

const noLoop = (axis: Axis): never => {
  throw fail("E_SHAPE", { what: `the array ${axis.name} is no loop over events` });
};

/** The axis whose rows the offsets of a list belong to. */
export const listedBy = (axis: Axis): Axis => axis.onto.base ?? axis.onto.parent ?? axis;

/** The rows at which lists begin, where their outer rows are known. */
export const startsOf = (w: Writer, rows: ReadonlyMap<Axis, string>, place: Block): ReadonlyMap<Axis, string> =>
  new Map(
    [...rows.keys()].flatMap((axis) => {
      if (axis.extent.kind !== "column") return [];
      const outer = rows.get(listedBy(axis)) ?? rowOf(place, listedBy(axis));
      return [[axis, `${offsetsOf(w, axis)}[${outer}]`] as const];
    }),
  );

type Opener = (w: Writer, axis: Axis, outer: Block, after: string | undefined) => Opened;

/** How each kind of axis is opened; `after` is the number of the element after which its loop begins. */
const openers: Readonly<Record<Axis["extent"]["kind"], Opener>> = {
  events: (_w, axis, outer) => ({
    inner: block(outer, [axis], new Map([[axis, "e"]]), undefined, axis),
    header: "for (let e = from; e < to; e++)",
  }),
  fixed: (_w, axis) => noLoop(axis),
  column: (w, axis, outer, after) => {
    const list = offsetsOf(w, axis);
    const row = rowOf(outer, listedBy(axis));
    const [i, start, end] = [w.fresh("i"), w.fresh("i"), w.fresh("i")];
    outer.lines.push(`const ${start} = ${list}[${row}], ${end} = ${list}[${row} + 1];`);
    return {
      inner: block(outer, [axis], new Map([[axis, i]]), new Map([[axis, start]]), axis),
      header: `for (let ${i} = ${after === undefined ? start : `${start} + ${after} + 1`}; ${i} < ${end}; ${i}++)`,
    };
  },
  where: (w, axis, outer) => {
    const { extent } = axis;
    const mask = extent.kind === "where" ? w.value(extent.mask, outer) : "true";
    return { inner: block(outer, [axis], undefined, undefined, axis), header: `if (${mask})` };
  },
  range: (w, axis, outer, after) => {
    const { extent } = axis;
    if (extent.kind !== "range") return noLoop(axis);
    const k = w.fresh("k");
    const [first, last] = [w.value(extent.first, outer), w.value(extent.last, outer)];
    return {
      inner: block(outer, [axis], new Map([[axis, k]]), undefined, axis),
      header: `for (let ${k} = ${after === undefined ? first : `Math.max(${first}, ${after} + 1)`}; ${k} < ${last}; ${k}++)`,
    };
  },
  sorted: (w, axis, outer, after) => {
    const j = w.fresh("j");
    const { rows, lines, count } = orderedRows(w, axis, j, outer);
    const inner = block(outer, openOn([axis]), rows, startsOf(w, rows, outer), axis);
    inner.lines.push(...lines);
    return { inner, header: `for (let ${j} = ${after === undefined ? 0 : `${after} + 1`}; ${j} < ${count}; ${j}++)` };
  },
};

export const openAxis = (w: Writer, axis: Axis, outer: Block, start?: LoopStart): Opened => {
  const { inner, header } = openers[axis.extent.kind](w, axis, outer, start && w.value(start.after, outer));
  return { inner: start ? { ...inner, skips: start.condition } : inner, header };
};

/** The name of the offsets of a list. */
export const offsetsOf = (w: Writer, { extent, name }: Axis): string => {
  if (extent.kind === "column") return `o${w.slots.lists.index(extent.slot)}`;
  throw fail("E_SHAPE", { what: `${name} is not a list` });
};

/** Opens loops one in the other and writes the innermost one's body. */
export const along = (
  w: Writer,
  path: readonly Axis[],
  outer: Block,
  body: (inner: Block) => void,
  label = "",
): void => {
  const [axis, ...rest] = path;
  if (!axis) {
    body(outer);
    return;
  }
  const { inner, header } = w.open(axis, outer, loopStart(w.definitions, path));
  along(w, rest, inner, body);
  close(inner, label + header);
};

/**
 * Writes the order of a list by its key: an array of places, beside it the rows of the elements and their number.
 * @returns the name of the array
 */
const sortedOrder = (w: Writer, axis: Axis, from: Block): string => {
  const place = binding(from, axis.onto.parent ?? null);
  const known = place.names.get(`sorted ${axis.id}`);
  if (known) return known;
  const { extent } = axis;
  if (extent.kind !== "sorted") return noLoop(axis);
  const path = ofPath(axis);
  const order = w.fresh("w");
  const parts = numbered(path);
  w.root.lines.push(`const ${order} = [], ${["k", ...parts.keys()].map((k) => `${order}_${k} = []`).join(", ")};`);
  place.lines.push(`let ${order}_n = 0;`);
  along(w, path, place, (inner) => {
    const key = w.value(extent.key, inner);
    for (const [k, part] of parts.entries()) inner.lines.push(`${order}_${k}[${order}_n] = ${rowOf(inner, part)};`);
    inner.lines.push(`${order}_k[${order}_n] = ${key};`, `${order}[${order}_n] = ${order}_n++;`);
  });
  place.lines.push(`sort(${order}, ${order}_k, ${order}_n, ${extent.descending});`);
  place.names.set(`sorted ${axis.id}`, order);
  return order;
};

/** The rows of element `j` of a sorted axis, the lines that read them, and how many elements there are. */
export const orderedRows = (
  w: Writer,
  axis: Axis,
  j: string,
  from: Block,
): { readonly rows: ReadonlyMap<Axis, string>; readonly lines: readonly string[]; readonly count: string } => {
  const order = sortedOrder(w, axis, from);
  const names = numbered(ofPath(axis)).map((part, k) => [part, w.fresh("i"), `${order}_${k}[${order}[${j}]]`] as const);
  return {
    rows: new Map<Axis, string>([...names.map(([part, name]) => [part, name] as const), [axis, j]]),
    lines: names.map(([, name, text]) => `const ${name} = ${text};`),
    count: `${order}_n`,
  };
};

/** Counts the elements of a path up to the one that a block is about. */
export const countedTo = (w: Writer, path: readonly Axis[], place: Block): string => {
  const [count, label] = [w.fresh("p"), w.fresh("count")];
  const parts = numbered(path);
  place.lines.push(`let ${count} = -1;`);
  const step = (inner: Block): void => {
    const same = parts.map((part) => `${rowOf(inner, part)} === ${rowOf(place, part)}`).join(" && ");
    inner.lines.push(`${count}++;`, `if (${same}) break ${label};`);
  };
  along(w, path, place, step, `${label}: `);
  return count;
};

/** Counts the elements of a path, for which something holds, before the one that a block is about. */
export const countedBefore = (
  w: Writer,
  path: readonly Axis[],
  place: Block,
  holds: (inner: Block) => string,
): string => {
  const [count, label] = [w.fresh("p"), w.fresh("count")];
  const parts = numbered(path);
  place.lines.push(`let ${count} = 0;`);
  const step = (inner: Block): void => {
    const same = parts.map((part) => `${rowOf(inner, part)} === ${rowOf(place, part)}`).join(" && ");
    inner.lines.push(`if (${same}) break ${label};`);
    const counts = holds(inner);
    inner.lines.push(`if (${counts}) ${count}++;`);
  };
  along(w, path, place, step, `${label}: `);
  return count;
};
