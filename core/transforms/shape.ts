import { fail, isJagradError } from "../errors.ts";
import { always, describe, emit, type Value } from "../lambda/index.ts";
import { and } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant, type Rewriter } from "../program/index.ts";

/** A number, truth value or word per element. */
export interface LeafShape {
  readonly kind: "leaf";
  readonly atom: Atom;
  readonly present: Atom;
  /** The word that every element is, for one written out in a lambda. */
  readonly word?: string;
}

/** The elements of `axis` under one element of `owner`; none where the list is not there. */
export interface ListShape {
  readonly kind: "list";
  readonly axis: Axis;
  readonly owner: Axis | null;
  readonly present: Atom;
  readonly item: Shape;
}

export interface RecordShape {
  readonly kind: "record";
  readonly present: Atom;
  readonly fields: ReadonlyMap<string, Shape>;
}

/** What an event became, member by member, as atoms: the columns that can be made of it. */
export type Shape = LeafShape | ListShape | RecordShape;

const refused = (value: Value, path: string): never => {
  throw fail("E_TYPE", {
    what: `${describe(value)} has no column`,
    where: path || "the event",
    cure: "give numbers, truth values, lists and objects of these: map((ev) => ({ pt: ev.muon[0].pt }))",
  });
};

/**
 * The shape of a value; its members are missing where the value around them is.
 * @throws E_TYPE for functions and arrays written out; E_COLUMN for a member of the source that was not read
 */
export const shapeOf = (b: Builder, value: Value, path = "", around: Atom = always): Shape => {
  switch (value.kind) {
    case "number":
      return { kind: "leaf", atom: value.atom, present: emit(b, and, around, value.present) };
    case "missing":
      return { kind: "leaf", atom: constant(Number.NaN), present: constant(false) };
    case "text":
      return { kind: "leaf", atom: constant(0, "string"), present: around, word: value.text };
    case "list":
      return {
        kind: "list",
        axis: value.axis,
        owner: value.owner,
        present: around,
        item: shapeOf(
          b,
          at(`${path}[]`, () => value.item),
          `${path}[]`,
        ),
      };
    case "record": {
      const present = emit(b, and, around, value.present ?? always);
      const fields = value.names.map((name) => {
        const inner = path ? `${path}.${name}` : name;
        return [name, shapeOf(b, at(inner, () => value.get(name)) ?? notRead(inner), inner, present)] as const;
      });
      return { kind: "record", present, fields: new Map(fields) };
    }
    default:
      return refused(value, path);
  }
};

/** Names the member at which an error came that does not know its place. */
const at = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!isJagradError(error) || error.where !== undefined) throw error;
    const what = error.message.split("\n")[0]?.replace(/^E_\w+: /, "") ?? "";
    throw fail(error.code, { what, where: path, cure: error.cure, cause: error });
  }
};

const notRead = (path: string): never => {
  throw fail("E_COLUMN", {
    what: "this member of the events was not read",
    where: path,
    cure: "name the members that are wanted in a map before, or subscribe to the source anew",
  });
};

/** The leaves of a shape, outermost first. */
export const leavesOf = (shape: Shape): readonly LeafShape[] =>
  shape.kind === "leaf"
    ? [shape]
    : shape.kind === "list"
      ? leavesOf(shape.item)
      : [...shape.fields.values()].flatMap(leavesOf);

/** Everything that a shape is made of: values, presences, and what its lists go through. */
export const atomsOfShape = (shape: Shape): readonly Atom[] => {
  if (shape.kind === "leaf") return [shape.atom, shape.present];
  if (shape.kind === "list") return [shape.present, ...atomsOfShape(shape.item)];
  return [shape.present, ...[...shape.fields.values()].flatMap(atomsOfShape)];
};

/** The axes of the lists of a shape. */
export const listsOf = (shape: Shape): readonly Axis[] => {
  if (shape.kind === "list") return [shape.axis, ...listsOf(shape.item)];
  return shape.kind === "record" ? [...shape.fields.values()].flatMap(listsOf) : [];
};

/** A shape with its atoms and axes made anew. */
export const rewrittenShape = (shape: Shape, now: Rewriter): Shape => {
  const present = now.atom(shape.present);
  if (shape.kind === "leaf") return { ...shape, atom: now.atom(shape.atom), present };
  if (shape.kind === "list")
    return {
      kind: "list",
      axis: now.axis(shape.axis),
      owner: shape.owner && now.axis(shape.owner),
      present,
      item: rewrittenShape(shape.item, now),
    };
  return {
    kind: "record",
    present,
    fields: new Map([...shape.fields].map(([name, field]) => [name, rewrittenShape(field, now)])),
  };
};

/** True if two shapes are made of the same atoms and lists. */
export const sameShape = (a: Shape, b: Shape): boolean => {
  const [x, y] = [atomsOfShape(a), atomsOfShape(b)];
  const [u, v] = [listsOf(a), listsOf(b)];
  return x.every((atom, k) => isSame(atom, y[k])) && u.every((axis, k) => axis === v[k]);
};

const isSame = (a: Atom, b: Atom | undefined): boolean =>
  a === b || (a.kind === "const" && b?.kind === "const" && Object.is(a.value, b.value) && a.dtype === b.dtype);
