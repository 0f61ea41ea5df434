import { fail, type JagradError } from "../errors.ts";
import { and, eq } from "../primitives/index.ts";
import { type Atom, type Builder, constant } from "../program/index.ts";
import { describe, type NumberValue, type Value } from "./value.ts";

const severalColumns = (): JagradError =>
  fail("E_TYPE", {
    what: "strings of two columns are not compared",
    cure: 'compare each with a word: ev.channel === "ee"',
  });

/** The column of strings that a string came from. */
const slotOf = (b: Builder, atom: Atom): string => {
  const slots = b
    .program([atom])
    .inputs.flatMap(({ variable, source }) =>
      source.kind === "column" && variable.dtype === "string" ? [source.slot] : [],
    );
  const [slot, ...more] = new Set(slots);
  if (slot === undefined || more.length > 0) throw severalColumns();
  return slot;
};

const isString = (value: Value): value is NumberValue => value.kind === "number" && value.atom.dtype === "string";

const both = (b: Builder, x: Atom, y: Atom): Atom => b.emit(and.primitive, [x, y]);
const same = (b: Builder, x: Atom, y: Atom): Atom => b.emit(eq.primitive, [x, y]);

/**
 * Equality where a side is a string: with a word, by the code that the word has in the dictionary of each batch.
 * @returns undefined where neither side is a string
 */
export const equalWords = (b: Builder, left: Value, right: Value): Atom | undefined => {
  if (left.kind === "text" && right.kind === "text") return constant(left.text === right.text);
  if (isString(left) && isString(right)) {
    if (slotOf(b, left.atom) !== slotOf(b, right.atom)) throw severalColumns();
    return both(b, both(b, left.present, right.present), same(b, left.atom, right.atom));
  }
  const [word, other] = left.kind === "text" ? [left, right] : [right, left];
  if (word.kind !== "text") {
    const [strange] = [left, right].filter(isString);
    if (!strange) return undefined;
    const rest = strange === left ? right : left;
    throw fail("E_TYPE", {
      what: `a string is never equal to ${describe(rest)}`,
      cure: 'compare it with a word: "ee"',
    });
  }
  if (other.kind === "missing") return constant(false);
  if (!isString(other)) throw fail("E_TYPE", { what: `a word is never equal to ${describe(other)}` });
  const code = b.input({ kind: "code", slot: slotOf(b, other.atom), word: word.text }, "i32", null);
  return both(b, other.present, same(b, other.atom, code));
};
