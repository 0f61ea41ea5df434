/**
 * What is computed when it is asked for, and then known: where that happened in a branch, it is computed again after it.
 * @param branches - the branches around, now
 */
export const once = <T>(branches: readonly object[], make: () => T): (() => T) => {
  let known: { readonly value: T; readonly branch: object | undefined } | undefined;
  return () => {
    if (!known || (known.branch && !branches.includes(known.branch)))
      known = { value: make(), branch: branches.at(-1) };
    return known.value;
  };
};
