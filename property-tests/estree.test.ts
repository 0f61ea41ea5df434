import { parseExpressionAt } from "acorn";
import { describe, expect, it } from "vitest";
import { batchOf, columnOf, rowOf } from "../core/columns/index.ts";
import { isJagradError, type JagradError } from "../core/errors.ts";
import { estreeCases, outsideFunctions } from "./arbitraries/estree-cases.ts";
import { kernelOf, numberFrom } from "./kernel-of.ts";
import { expectSame, sameNumber } from "./laws/same-number.ts";
import { lanes } from "./per-event.ts";

const events = [
  { x: 1, n: 1n, t: true, s: "a", l: [1], m: [{ pt: 1, c: [1] }], o: { y: null } },
  {
    x: 3,
    n: 5n,
    t: false,
    s: "b",
    l: [2.5, -1, 2],
    m: [
      { pt: 2, c: [] },
      { pt: -0.5, c: [4, 3] },
    ],
    o: { y: 2 },
  },
  { x: -2, n: 0n, t: true, s: "c", l: [], m: [{ pt: 7, c: [2] }], o: { y: 0 } },
];

const columns = columnOf(events);
if (columns.kind !== "record") throw new TypeError("events are records");
const batch = batchOf(columns, { name: "test", replayable: true });
const scope = { f: (x: number) => x };

/** The function of a text, which need not be strict: a `with` has to parse. */
const functionOf = (text: string): ((...inputs: unknown[]) => unknown) => Function(`return (${text});`)();

/** A text in which the refused place stands between guillemets. */
const marked = (text: string): { readonly text: string; readonly where: string } => {
  const [before = "", place = "", after = ""] = text.split(/[«»]/);
  return {
    text: before + place + after,
    where: `${before}${place}${after}\n${" ".repeat(before.length)}${"^".repeat(place.length)}`,
  };
};

const refusal = (text: string): JagradError => {
  try {
    for (const lane of lanes) kernelOf(functionOf(text), scope, batch, lane);
  } catch (error) {
    if (isJagradError(error)) return error;
    throw error;
  }
  throw new TypeError(`this lambda was understood: ${text}`);
};

const typesIn = (part: unknown, found = new Set<string>()): ReadonlySet<string> => {
  if (Array.isArray(part)) for (const item of part) typesIn(item, found);
  else if (typeof part === "object" && part !== null) {
    if ("type" in part) found.add(String(part.type));
    for (const value of Object.values(part)) typesIn(value, found);
  }
  return found;
};

const all = Object.entries(estreeCases);
const understood = all.flatMap(([type, [texts]]) => texts.map((text) => [type, text] as const));
const refused = all.flatMap(([type, [, texts]]) => texts.map((text) => [type, text] as const));

/** A lambda that gives a number says it itself; another one is called for a number that follows from what it gives. */
const isNumber = (value: unknown): boolean =>
  value === null || ["number", "boolean", "undefined"].includes(typeof value);

describe("a node of ESTree", () => {
  it.each(understood)("has a meaning: %s in %s", (type, text) => {
    expect(typesIn(parseExpressionAt(text, 0, { ecmaVersion: "latest" }))).toContain(type);
    const given = functionOf(text);
    const plain = events.map((_, i) => given(rowOf(batch, i), scope));
    const numbers = plain.every(isNumber);
    const f = numbers
      ? given
      : functionOf(`(ev, { f }) => { const made = (${text})(ev, { f }); return made === undefined ? 1 : 2; }`);
    const wanted = numbers ? plain.map(numberFrom) : plain.map(() => 2);
    for (const lane of lanes) expectSame(text, kernelOf(f, scope, batch, lane), wanted, sameNumber);
  });

  it.each(refused)("is refused with a caret under it and a cure: %s in %s", (type, text) => {
    const { text: plain, where } = marked(text);
    expect(typesIn(parseExpressionAt(plain, 0, { ecmaVersion: "latest" }))).toContain(type);
    const error = refusal(plain);
    expect(["E_LAMBDA", "E_FREE", "E_TYPE"]).toContain(error.code);
    expect(error.where).toBe(where);
    expect(error.cure).toMatch(/./);
  });

  it.each(all)("is tried: %s", (_type, [yes, no]) => {
    expect(yes.length + no.length).toBeGreaterThan(0);
  });

  it("is none of those that no function contains", () => {
    expect(outsideFunctions.filter((type) => type in estreeCases)).toEqual([]);
  });
});
