import type { Atom, Var } from "../../program/index.ts";

/** What variables of a block stand for where its statements are made anew; what is not named stands for itself. */
export interface Names {
  readonly of: (atom: Atom) => Atom;
  readonly set: (variable: Var, atom: Atom) => void;
  /** Whether a variable is named, other than around. */
  readonly has: (variable: Var) => boolean;
  /** Names for a block inside, which are forgotten with it. */
  readonly inner: () => Names;
}

export const names = (around?: Names): Names => {
  const own = new Map<number, Atom>();
  const self: Names = {
    of: (atom) => (atom.kind === "const" ? atom : (own.get(atom.id) ?? around?.of(atom) ?? atom)),
    set: (variable, atom) => {
      own.set(variable.id, atom);
    },
    has: ({ id }) => own.has(id),
    inner: () => names(self),
  };
  return self;
};

/** Names the variables after the atoms, one by one. */
export const nameAll = (names: Names, variables: readonly Var[], atoms: readonly Atom[]): void => {
  for (const [k, variable] of variables.entries()) {
    const atom = atoms[k];
    if (atom) names.set(variable, atom);
  }
};
