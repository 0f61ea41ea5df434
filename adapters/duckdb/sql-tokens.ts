const quoted = [
  String.raw`[eE]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)`,
  "'(?:[^']|'')*(?:'|$)",
  '"(?:[^"]|"")*(?:"|$)',
  String.raw`\$(?<tag>(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?(?:\$\k<tag>\$|$(?![\s\S]))`,
].join("|");
const plain = String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*`;
const token = new RegExp(`(?<line>--[^\\n\\r]*)|(?<quote>${quoted})|(?<open>/\\*)|(?<plain>${plain})|[\\s\\S]`, "y");

/** A stretch of SQL that is a quotation or a comment, or else plain. */
export interface SqlToken {
  readonly kind: "plain" | "quote" | "comment";
  readonly start: number;
  readonly end: number;
}

const endOfComment = (text: string, open: number): number => {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = open;
  for (let depth = 0, mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
};

/** The tokens of a text; a quotation or a comment that is not closed reaches to its end. */
export function* sqlTokens(text: string): Generator<SqlToken> {
  for (let start = 0; start < text.length; ) {
    token.lastIndex = start;
    const groups = token.exec(text)?.groups ?? {};
    const comment = groups.line !== undefined || groups.open !== undefined;
    const end = groups.open === undefined ? token.lastIndex : endOfComment(text, start);
    yield { kind: comment ? "comment" : groups.quote === undefined ? "plain" : "quote", start, end };
    start = end;
  }
}
