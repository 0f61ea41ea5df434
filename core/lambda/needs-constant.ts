const constantsNeeded = new WeakSet<object>();

/** Marks an error that goes away where a number is a constant, as in a loop that is written out turn by turn. */
export const needsConstant = <E extends object>(error: E): E => {
  constantsNeeded.add(error);
  return error;
};

export const isConstantNeeded = (error: unknown): boolean =>
  typeof error === "object" && error !== null && constantsNeeded.has(error);
