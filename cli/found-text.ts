import { basename } from "node:path";
import { showName, showSchema } from "../core/index.ts";
import type { Records } from "./propose-records.ts";
import { interfaceText, keyText, schemaText, typeText } from "./type-text.ts";
import type { Found } from "./types.ts";

/** A comment of one line, whatever is in it. */
const comment = (text: string): string => `// ${text.replaceAll(/[\r\n\u2028\u2029]+/g, " ")}`;

const specText = (spec: Records[string]): string =>
  typeof spec === "string"
    ? JSON.stringify(spec)
    : `{ ${Object.entries(spec)
        .map(([field, column]) => `${keyText(field)}: ${JSON.stringify(column)}`)
        .join(", ")} }`;

const recordsText = (records: Records): string => {
  const lines = Object.entries(records).map(([name, spec]) => `  ${keyText(name)}: ${specText(spec)},\n`);
  return lines.length === 0
    ? `${comment("no two columns share what stands before an underscore")}\n`
    : `const records = {\n${lines.join("")}};\n`;
};

/** What a file holds as source text. */
export const foundText = (
  { file, type: { schema, size, unreadable }, records }: Found,
  name: string,
  asValue: boolean,
): string => {
  const described = asValue
    ? schemaText(`${name.charAt(0).toLowerCase()}${name.slice(1)}Schema`, schema)
    : interfaceText(name, schema);
  return [
    comment(size === undefined ? basename(file) : `${basename(file)}: ${size} events`),
    ...(records ? [recordsText(records)] : []),
    described,
    ...unreadable.map((member) => comment(`${showName(member.name)} is left out: ${member.reason}`)),
  ].join("\n");
};

/** What a file holds as data. */
export const dataText = ({ file, format, type: { schema, size, unreadable }, records }: Found): string => {
  const members = schema.kind === "record" ? [...schema.fields] : [];
  return JSON.stringify({
    file,
    format,
    size: size ?? null,
    records: records ?? null,
    members: members.map(([name, member]) => ({ name, type: typeText(member), schema: showSchema(member) })),
    unreadable,
  });
};
