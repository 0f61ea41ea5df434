/** What DuckDB says about a failure. */
export interface Said {
  /** Its own class of errors: `Parser`, `Binder`, `Catalog`, `Out of Memory`, ... */
  readonly kind: string;
  readonly message: string;
  /** Where in the statement, as an index of its text; undefined where DuckDB gives no place. */
  readonly at: number | undefined;
}

const member = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text.slice(text.indexOf("{")));
  } catch {
    return undefined;
  }
};

const encoder = new TextEncoder();

/** The parser counts characters, whatever comes after it counts bytes of UTF-8. */
const indexOf = (statement: string, kind: string, position: number): number => {
  const width = (character: string): number => (kind === "Parser" ? 1 : encoder.encode(character).length);
  let before = 0;
  let index = 0;
  for (const character of statement) {
    if (before >= position) break;
    before += width(character);
    index += character.length;
  }
  return index;
};

/** Reads an error of a session, in which `errors_as_json` is set. */
export const saidBy = (error: unknown, statement = ""): Said => {
  const text = error instanceof Error ? error.message : String(error);
  const json = parsed(text);
  const [kind, message, position] = ["exception_type", "exception_message", "position"].map((key) => member(json, key));
  if (typeof kind !== "string" || typeof message !== "string") return { kind: "", message: text, at: undefined };
  const at = typeof position === "string" && statement !== "" ? indexOf(statement, kind, Number(position)) : undefined;
  return { kind, message, at };
};

/** A message in one line, without the advice that DuckDB gives for statements of one's own. */
export const inOneLine = (message: string): string => {
  const [said = ""] = message.split(/\n\s*\n|\nLINE \d|\nPossible /, 1);
  const short = said.replace(/(Original Line: [\s\S]{80})[\s\S]+(\n[^\n]*)$/, "$1...$2");
  return short.replaceAll(/\s*\n\s*/g, "; ").slice(0, 300);
};
