let depth = 0;

/** True while a lambda runs as JavaScript, where derivatives are numerical. */
export const isPlain = (): boolean => depth > 0;

/**
 * Runs a lambda as JavaScript, with derivatives inside it by differences: what its compiled form is compared with.
 * @example
 * plainly(() => f(2, { grad }));
 */
export const plainly = <R>(work: () => R): R => {
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
};
