import { caret, fail } from "../../core/index.ts";
import { partsOfValue } from "./interpolation.ts";
import type { QueryPart } from "./query-part.ts";
import { sqlTokens } from "./sql-tokens.ts";

/** Stands for a value while the text around it is looked at; no text may hold it. */
const mark = "\0";

/** What a value is shown as. */
const hole = "$".concat("{...}");

const shown = (marked: string): string => marked.replaceAll(mark, hole);

/** The line of a template that holds a place, with a caret under the place. */
const placeIn = (marked: string, at: number): string => {
  const start = shown(marked.slice(0, at)).length;
  return caret(shown(marked), start, start + (marked[at] === mark ? hole.length : 1));
};

const checkNul = (texts: readonly string[]): void => {
  for (const text of texts) {
    const at = text.indexOf(mark);
    if (at >= 0)
      throw fail("E_QUERY", {
        what: "the text of a query holds a NUL character, which would end it",
        where: caret(text.replaceAll(mark, "\u2400"), at, at + 1),
      });
  }
};

const cures = {
  quote: "leave the quotation marks out: values are bound, names are quoted",
  comment: "end the comment before the value",
} as const;

/**
 * Values in quotations or comments would be text, and a quotation that is not closed would go on in the text around the
 * query.
 */
const checkQuotes = (marked: string): void => {
  let found = false;
  for (const { kind, start, end } of sqlTokens(`${marked} `)) {
    const piece = marked.slice(start, end);
    found ||= kind === "quote" || (kind === "plain" && /[^\s;]/.test(piece));
    if (kind === "plain") continue;
    const inside = piece.indexOf(mark);
    const name = kind === "quote" ? "quotation" : "comment";
    if (inside >= 0)
      throw fail("E_QUERY", {
        what: `a value stands inside a ${name}, where it would be text`,
        where: placeIn(marked, start + inside),
        cure: cures[kind],
      });
    if (end > marked.length && !piece.startsWith("--"))
      throw fail("E_QUERY", { what: `a ${name} is not closed`, where: placeIn(marked, start) });
  }
  if (!found) throw fail("E_QUERY", { what: "the query is empty", cure: "one select statement" });
};

/**
 * The parts of a query from its text and what was put into it. The text counts as it is written: a backslash is one.
 * @throws E_QUERY where a value stands inside a quotation or a comment, one of these is not closed, or the text is empty
 * or holds NUL; for values as `partsOfValue` does
 */
export const queryParts = (texts: readonly string[], values: readonly unknown[]): readonly QueryPart[] => {
  checkNul(texts);
  const marked = texts.join(mark);
  checkQuotes(marked);
  let at = -1;
  return texts.flatMap((text, k): readonly QueryPart[] => {
    at += text.length + 1;
    const place = at;
    return k < texts.length - 1
      ? [{ kind: "text", text }, ...partsOfValue(values[k], () => placeIn(marked, place))]
      : [{ kind: "text", text: text.replace(/[;\s]+$/, "") }];
  });
};
