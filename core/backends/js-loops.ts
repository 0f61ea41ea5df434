import { fail } from "../errors.ts";
import { type Axis, pathBetween } from "../program/index.ts";
import { type Block, binding, block, close, rowOf } from "./js-block.ts";
import type { Opened, Writer } from "./js-writer.ts";

/** The loops of the list that a sorted axis orders. */
const ofPath = (axis: Axis): readonly Axis[] =>
  axis.onto.of ? pathBetween(axis.onto.parent ?? null, axis.onto.of) : [];

const isList = (axis: Axis): boolean => axis.extent.kind === "column";

/** The axes that an element of an axis is an element of, under an owner. */
export const boundBy = (axis: Axis, owner: Axis | null): readonly Axis[] =>
  axis.extent.kind === "sorted" ? [axis, ...ofPath(axis)] : pathBetween(owner, axis);

/** The rows of an element on those axes. */
export const rowsBy = (axis: Axis, owner: Axis | null, row: string, number: string): ReadonlyMap<Axis, string> => {
  const lists = boundBy(axis, owner).filter(isList);
  const own: readonly (readonly [Axis, string])[] = axis.extent.kind === "sorted" ? [[axis, number]] : [];
  return new Map([...own, ...lists.map((list) => [list, row] as const)]);
};

/** The rows at which the lists of those axes begin. */
export const startsBy = (w: Writer, axis: Axis, owner: Axis | null, place: Block): ReadonlyMap<Axis, string> =>
  new Map(
    boundBy(axis, owner)
      .filter(isList)
      .map((list) => [list, `${offsetsOf(w, list)}[${rowOf(place, list.onto.parent ?? list)}]`] as const),
  );

const noLoop = (axis: Axis): never => {
  throw fail("E_SHAPE", { what: `the array ${axis.name} is no loop over events` });
};

/** How each kind of axis is opened. */
const openers: Readonly<Record<Axis["extent"]["kind"], (w: Writer, axis: Axis, outer: Block) => Opened>> = {
  events: (_w, axis, outer) => ({
    inner: block(outer, [axis], new Map([[axis, "e"]])),
    header: "for (let e = from; e < to; e++)",
  }),
  fixed: (_w, axis) => noLoop(axis),
  column: (w, axis, outer) => {
    const list = offsetsOf(w, axis);
    const row = rowOf(outer, axis.onto.parent ?? axis);
    const [i, start, end] = [w.fresh("i"), w.fresh("i"), w.fresh("i")];
    outer.lines.push(`const ${start} = ${list}[${row}], ${end} = ${list}[${row} + 1];`);
    return {
      inner: block(outer, [axis], new Map([[axis, i]]), new Map([[axis, start]])),
      header: `for (let ${i} = ${start}; ${i} < ${end}; ${i}++)`,
    };
  },
  where: (w, axis, outer) => {
    const { extent } = axis;
    const mask = extent.kind === "where" ? w.value(extent.mask, outer) : "true";
    return { inner: block(outer, [axis]), header: `if (${mask})` };
  },
  range: (w, axis, outer) => {
    const { extent } = axis;
    if (extent.kind !== "range") return noLoop(axis);
    const k = w.fresh("k");
    const [first, last] = [w.value(extent.first, outer), w.value(extent.last, outer)];
    return {
      inner: block(outer, [axis], new Map([[axis, k]])),
      header: `for (let ${k} = ${first}; ${k} < ${last}; ${k}++)`,
    };
  },
  sorted: (w, axis, outer) => {
    const { order, count } = sortedOrder(w, axis, outer);
    const j = w.fresh("j");
    const owner = axis.onto.parent ?? null;
    return {
      inner: block(
        outer,
        boundBy(axis, owner),
        rowsBy(axis, owner, `${order}[${j}]`, j),
        startsBy(w, axis, owner, outer),
      ),
      header: `for (let ${j} = 0; ${j} < ${count}; ${j}++)`,
    };
  },
};

export const openAxis = (w: Writer, axis: Axis, outer: Block): Opened => openers[axis.extent.kind](w, axis, outer);

/** The name of the offsets of a list. */
export const offsetsOf = (w: Writer, { extent, name }: Axis): string => {
  if (extent.kind === "column") return `o${w.slots.lists.index(extent.slot)}`;
  throw fail("E_SHAPE", { what: `${name} is not a list` });
};

/** Opens loops one in the other and writes the innermost one's body. */
const along = (w: Writer, path: readonly Axis[], outer: Block, body: (inner: Block) => void, label = ""): void => {
  const [axis, ...rest] = path;
  if (!axis) {
    body(outer);
    return;
  }
  const { inner, header } = w.open(axis, outer);
  along(w, rest, inner, body);
  close(inner, label + header);
};

/** The one list that a path of lists and conditions goes through. */
const onlyList = (path: readonly Axis[]): Axis => {
  const [list, ...others] = path.filter((axis) => axis.extent.kind !== "where");
  if (list && others.length === 0 && isList(list)) return list;
  throw fail("E_LAMBDA", {
    what: "only a list of the event, or a filtered one, can be sorted or indexed here",
    cure: "sort or index before nesting lists",
  });
};

/** Fills an array with the rows of a list in the order of its key. */
const sortedOrder = (w: Writer, axis: Axis, from: Block): { readonly order: string; readonly count: string } => {
  const place = binding(from, axis.onto.parent ?? null);
  const known = place.names.get(`sorted ${axis.id}`);
  if (known) return { order: known, count: `${known}n` };
  const { extent } = axis;
  if (extent.kind !== "sorted") return noLoop(axis);
  const path = ofPath(axis);
  const list = onlyList(path);
  const order = w.fresh("w");
  w.root.lines.push(`const ${order} = [], ${order}k = [];`);
  place.lines.push(`let ${order}n = 0;`);
  along(w, path, place, (inner) => {
    const key = w.value(extent.key, inner);
    inner.lines.push(`${order}k[${order}n] = ${key};`, `${order}[${order}n++] = ${rowOf(inner, list)};`);
  });
  place.lines.push(`sort(${order}, ${order}k, ${order}n, ${extent.descending});`);
  place.names.set(`sorted ${axis.id}`, order);
  return { order, count: `${order}n` };
};

/** The row of item `k` of a list under its owner, or -1. */
export const chosenRow = (w: Writer, axis: Axis, owner: Axis | null, k: string, place: Block): string => {
  const key = `row ${axis.id} ${owner?.id} ${k}`;
  const known = place.names.get(key);
  if (known) return known;
  const path = pathBetween(owner, axis);
  const row = w.fresh("n");
  place.names.set(key, row);
  if (axis.extent.kind === "sorted") {
    const { order, count } = sortedOrder(w, axis, place);
    place.lines.push(`const ${row} = ${k} >= 0 && ${k} < ${count} ? ${order}[${k}] : -1;`);
  } else if (path.length === 1 && owner) {
    const list = offsetsOf(w, axis);
    const at = rowOf(place, owner);
    place.lines.push(
      `const ${row} = ${k} >= 0 && ${list}[${at}] + ${k} < ${list}[${at} + 1] ? ${list}[${at}] + ${k} : -1;`,
    );
  } else {
    const list = onlyList(path);
    const [left, label] = [w.fresh("n"), w.fresh("search")];
    place.lines.push(`let ${row} = -1, ${left} = ${k};`);
    const stop = (inner: Block): void => {
      inner.lines.push(`if (${left}-- === 0) { ${row} = ${rowOf(inner, list)}; break ${label}; }`);
    };
    along(w, path, place, stop, `${label}: `);
  }
  return row;
};
