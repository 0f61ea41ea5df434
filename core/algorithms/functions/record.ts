import type { Value } from "../../lambda/index.ts";

/** An object of these values. */
export const recordOf = (fields: Readonly<Record<string, Value>>): Value => ({
  kind: "record",
  names: Object.keys(fields),
  get: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
});
