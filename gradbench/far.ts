const kindOf = (value: unknown): string =>
  Array.isArray(value) || ArrayBuffer.isView(value) ? "list" : value === null ? "null" : typeof value;

/**
 * How far two outputs are apart at most: |x - y| / max(1, |x| + |y|) of the numbers at the same places.
 * @throws Error naming the place, where lists differ in length, objects in their names, or anything else in kind
 */
export const far = (found: unknown, wanted: unknown, path = "output"): number => {
  const kind = kindOf(wanted);
  if (kindOf(found) !== kind) throw new Error(`${path} is a ${kindOf(found)} and not a ${kind}`);
  if (kind === "number") {
    const [x, y] = [Number(found), Number(wanted)];
    const rho = Math.abs(x - y) / Math.max(1, Math.abs(x) + Math.abs(y));
    return Number.isNaN(rho) ? Infinity : rho;
  }
  if (kind === "list") {
    const [one, other] = [found as ArrayLike<unknown>, wanted as ArrayLike<unknown>];
    if (one.length !== other.length) throw new Error(`${path} has ${one.length} items and not ${other.length}`);
    return Array.from(one).reduce((most: number, item, i) => Math.max(most, far(item, other[i], `${path}[${i}]`)), 0);
  }
  const [one, other] = [found as object, wanted as object];
  const [names, others] = [Object.keys(one).sort(), Object.keys(other).sort()];
  if (names.join() !== others.join()) throw new Error(`${path} has ${names} and not ${others}`);
  return names.reduce(
    (most, name) => Math.max(most, far(Reflect.get(one, name), Reflect.get(other, name), `${path}.${name}`)),
    0,
  );
};
