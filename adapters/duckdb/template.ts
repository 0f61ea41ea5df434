import { caret, fail } from "../../core/index.ts";
import { partsOfValue } from "./interpolation.ts";
import type { QueryPart } from "./query-part.ts";
import { placeIn, renderQuery } from "./rendered-query.ts";
import { sqlTokens } from "./sql-tokens.ts";

/** Stands for a value while the text around it is looked at; no text may hold it. */
const mark = "\0";

/** What a value is shown as where it has no parts yet. */
const hole = "$".concat("{...}");

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

const placeOf = (texts: readonly string[], k: number): string => {
  const before = texts.slice(0, k + 1).join(hole);
  return caret(texts.join(hole), before.length, before.length + hole.length);
};

/** Interpolations in quotation marks or comments would be text, not values. */
const checkQuotes = (text: string, parts: readonly QueryPart[], starts: readonly number[]): void => {
  let found = false;
  for (const { kind, start, end } of sqlTokens(text)) {
    const piece = text.slice(start, end);
    found ||= kind === "quote" || (kind === "plain" && /[^\s;]/.test(piece));
    const inside = kind === "plain" ? -1 : piece.indexOf(mark);
    if (inside < 0) continue;
    const rendered = renderQuery(parts);
    const count = text.slice(0, start + inside).split(mark).length - 1;
    const place = rendered.places[starts[count] ?? 0];
    throw fail("E_QUERY", {
      what: `a value stands inside a ${kind === "quote" ? "quotation" : "comment"}, where it would be text`,
      where: placeIn(rendered, place?.at ?? 0),
      cure: kind === "quote" ? "leave the quotation marks out: values are bound, names are quoted" : "end the comment",
    });
  }
  if (!found) throw fail("E_QUERY", { what: "the query is empty", cure: "one select statement" });
};

/**
 * The parts of a query from its text and what was put into it. The text counts as it is written: a backslash is one.
 * @throws E_QUERY where a value stands inside a quotation or a comment, or the text is empty or holds NUL; for values
 * as `partsOfValue` does
 */
export const queryParts = (texts: readonly string[], values: readonly unknown[]): readonly QueryPart[] => {
  checkNul(texts);
  const parts: QueryPart[] = [];
  const starts: number[] = [];
  texts.forEach((text, k) => {
    const whole = k === texts.length - 1 ? text.replace(/[;\s]+$/, "") : text;
    parts.push({ kind: "text", text: whole });
    if (k === texts.length - 1) return;
    starts.push(parts.length);
    parts.push(...partsOfValue(values[k], () => placeOf(texts, k)));
  });
  checkQuotes(texts.join(mark), parts, starts);
  return parts;
};
