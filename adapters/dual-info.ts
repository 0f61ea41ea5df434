import { type DualParameter, fail } from "../core/index.ts";

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === "number");

const parsed = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fail("E_FILE", { what: "the metadata of a column with derivatives is no JSON", where: path, cause });
  }
};

/**
 * The parameters that the metadata of a dual column names.
 * @throws E_FILE where it is malformed
 */
export const namesFrom = (text: string, path: string): readonly DualParameter[] => {
  const value = parsed(text, path);
  const member = (key: string): unknown =>
    typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  const [names, widths] = [member("parameters"), member("widths")];
  if (isStrings(names) && isNumbers(widths) && names.length === widths.length)
    return names.map((name, k) => ({ name, width: widths[k] ?? 0 }));
  throw fail("E_FILE", {
    what: "the metadata of a column with derivatives names no parameters and widths",
    where: path,
  });
};

/** The metadata that names some parameters. */
export const textOf = (parameters: readonly DualParameter[]): string =>
  JSON.stringify({
    parameters: parameters.map(({ name }) => name),
    widths: parameters.map(({ width }) => width),
  });
