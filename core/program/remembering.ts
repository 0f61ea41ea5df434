/**
 * Makes each value once by its key, and forgets the one that was wanted longest ago where there are too many.
 * @param most - how many are kept
 * @example
 * const squareOf = remembering<number, number>(100);
 * squareOf(3, () => 9); // 9, which is not computed the next time
 */
export const remembering = <K, V extends object>(most: number): ((key: K, make: () => V) => V) => {
  const known = new Map<K, V>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return value;
  };
};
