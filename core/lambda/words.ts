import { fail, type JagradError } from "../errors.ts";
import { and, eq, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant } from "../program/index.ts";
import { describe, type EitherValue, type NumberValue, type Value } from "./value.ts";

const severalColumns = (): JagradError =>
  fail("E_TYPE", {
    what: "strings of two columns are not compared",
    cure: 'compare each with a word: ev.channel === "ee"',
  });

/** The columns of strings that some strings came from. */
const slotsOf = (b: Builder, ...atoms: readonly Atom[]): ReadonlySet<string> =>
  new Set(
    b
      .program(atoms)
      .inputs.flatMap(({ variable, source }) =>
        source.kind === "column" && variable.dtype === "string" ? [source.slot] : [],
      ),
  );

const slotOf = (b: Builder, atom: Atom): string => {
  const [slot, ...more] = slotsOf(b, atom);
  if (slot === undefined || more.length > 0) throw severalColumns();
  return slot;
};

const isString = (value: Value): value is NumberValue => value.kind === "number" && value.atom.dtype === "string";

const both = (b: Builder, x: Atom, y: Atom): Atom => b.emit(and.primitive, [x, y]);
const same = (b: Builder, x: Atom, y: Atom): Atom => b.emit(eq.primitive, [x, y]);

/** What is true of either string is true of the one that the condition takes, if that is there. */
export const ofEither = (
  b: Builder,
  { condition, present, yes, no }: EitherValue,
  holds: (value: Value) => Atom,
): Atom => both(b, present, b.emit(where.primitive, [condition, holds(yes), holds(no)]));

const isWord = (value: Value): boolean => value.kind === "text" || value.kind === "either" || isString(value);

/** True for two outcomes of a condition of which one is a string, and that are not codes of one column. */
export const areWords = (b: Builder, x: Value, y: Value): boolean => {
  if (isString(x) && isString(y)) return slotsOf(b, x.atom, y.atom).size > 1;
  if (isString(x) || isString(y)) return isWord(x) && isWord(y);
  return [x, y].some(isWord) && [x, y].every((value) => isWord(value) || value.kind === "missing");
};

/**
 * Equality where a side is a string: with a word, by the code that the word has in the dictionary of each batch.
 * @returns undefined where neither side is a string
 */
export const equalWords = (b: Builder, left: Value, right: Value): Atom | undefined => {
  const [either, against] = left.kind === "either" ? [left, right] : [right, left];
  if (either.kind === "either")
    return ofEither(b, either, (each) =>
      each.kind === "missing" || against.kind === "missing"
        ? constant(false)
        : (equalWords(b, each, against) ?? constant(false)),
    );
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
