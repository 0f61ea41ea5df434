import { type ColumnDType, type Schema, showName } from "../core/index.ts";

/** How a type is written: as a type of TypeScript, or as a value of `jagrad/core`. */
interface Dialect {
  readonly leaves: Readonly<Record<ColumnDType, string>>;
  readonly list: (item: string) => string;
  readonly open: string;
  readonly close: string;
  readonly between: string;
  readonly key: (name: string) => string;
}

/** A name as the key of an object literal, where `__proto__` is no name. */
export const keyText = (name: string): string => (name === "__proto__" ? '["__proto__"]' : showName(name));

const typescript: Dialect = {
  leaves: { f64: "number", f32: "number", i32: "number", i64: "bigint", bool: "boolean", string: "string" },
  list: (item) => `${item}[]`,
  open: "{",
  close: "}",
  between: ";",
  key: showName,
};

const value: Dialect = {
  leaves: { f64: "f64", f32: "f32", i32: "i32", i64: "i64", bool: "boolean", string: "string" },
  list: (item) => `list(${item})`,
  open: "record({",
  close: "})",
  between: ",",
  key: keyText,
};

const widest = 100;

const write = (schema: Schema, dialect: Dialect, depth: number, most: number): string => {
  const { leaves, list, open, close, between, key } = dialect;
  if (schema.kind === "leaf") return leaves[schema.dtype];
  if (schema.kind === "list") return list(write(schema.item, dialect, depth, most));
  if (schema.fields.size === 0) return `${open}${close}`;
  const members = (below: number, width: number): readonly string[] =>
    [...schema.fields].map(([name, field]) => `${key(name)}: ${write(field, dialect, below, width)}`);
  const line = `${open} ${members(depth, Number.POSITIVE_INFINITY).join(`${between} `)} ${close}`;
  if (line.length + 2 * depth <= most && (depth > 0 || most > widest)) return line;
  const inner = "  ".repeat(depth + 1);
  return `${open}\n${members(depth + 1, most)
    .map((member) => `${inner}${member}${between}\n`)
    .join("")}${"  ".repeat(depth)}${close}`;
};

/** A type as TypeScript has it, on one line: what a lambda sees. */
export const typeText = (schema: Schema): string => write(schema, typescript, 0, Number.POSITIVE_INFINITY);

/** The interface of events. */
export const interfaceText = (name: string, schema: Schema): string =>
  `interface ${name} ${write(schema, typescript, 0, widest)}`;

const namesIn = (schema: Schema): readonly string[] => {
  if (schema.kind === "leaf") return [value.leaves[schema.dtype]];
  if (schema.kind === "list") return ["list", ...namesIn(schema.item)];
  return ["record", ...[...schema.fields.values()].flatMap(namesIn)];
};

/** The schema of events as a value, and the import that it needs. */
export const schemaText = (name: string, schema: Schema): string =>
  `import { ${[...new Set(namesIn(schema))].sort().join(", ")} } from "jagrad/core";\n\n` +
  `const ${name} = ${write(schema, value, 0, widest)};`;
