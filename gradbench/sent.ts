/**
 * A result as it is written in JSON: typed arrays become lists.
 * @throws Error where a number is not finite, for which JSON has no word
 */
export const sent = (value: unknown): unknown => {
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw new Error(`the output has a number that is ${value}`);
  }
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, sent);
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sent(member)]));
  return value;
};
