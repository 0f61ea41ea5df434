import type { Column } from "./column.ts";
import type { Schema } from "./schema.ts";

const plainName = /^[A-Za-z_$][\w$]*$/;

/** The name of a member as it stands in a type or an object: quoted where it is no identifier. */
export const showName = (name: string): string => (plainName.test(name) ? name : JSON.stringify(name));

const isMissable = (type: Schema | Column): boolean =>
  "nullable" in type ? type.nullable : type.validity !== undefined;

const leafText = (leaf: Extract<Schema | Column, { kind: "leaf" }>): string =>
  "tangent" in leaf && leaf.tangent ? `dual[${leaf.tangent.length}] ${leaf.dtype}` : leaf.dtype;

/** A type, or that of a column, as people write it: `{met: f64, muon: var * {pt: f32, charge: i32}}`. */
export const showSchema = (type: Schema | Column): string => {
  const option = isMissable(type) ? "?" : "";
  switch (type.kind) {
    case "leaf":
      return option + leafText(type);
    case "list":
      return `${option}var * ${showSchema(type.item)}`;
    case "record": {
      const fields = [...type.fields].map(([name, field]) => `${showName(name)}: ${showSchema(field)}`);
      return `${option}{${fields.join(", ")}}`;
    }
  }
};
