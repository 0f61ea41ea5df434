import type { Value } from "../../lambda/index.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { type Flat, leavesOf, withLeaves } from "./arrays.ts";
import { fit } from "./fit.ts";
import { isAlike, join, type Layout } from "./layout.ts";
import { knownAround } from "./sizes.ts";

/** Thrown to do something again with another layout; it never leaves this room. */
export interface Wider {
  readonly wider: Layout;
}

export const isWider = (thrown: unknown): thrown is Wider =>
  typeof thrown === "object" && thrown !== null && "wider" in thrown;

const attempts = 5;

/** One of two values, of which only one is computed. */
export const branch = (b: ArrayBuilder, condition: Atom, yes: () => Value, no: () => Value): Value => {
  if (condition.kind === "const") return condition.value === true ? yes() : no();
  let wanted: Layout | undefined;
  for (let attempt = 0; ; attempt++) {
    let first: Flat | undefined;
    const leaves = (work: () => Value): readonly Atom[] => {
      const value = work();
      return wanted ? fit(b, value, wanted) : leavesOf(b, value).leaves;
    };
    try {
      const atoms = b.cond(
        condition,
        () => {
          if (wanted) return leaves(yes);
          first = leavesOf(b, yes());
          return first.leaves;
        },
        () => {
          if (wanted || !first) return leaves(no);
          const second = leavesOf(b, no());
          knownAround(b, first.layout);
          knownAround(b, second.layout);
          const both = join(b, first.layout, second.layout);
          if (isAlike(b, first.layout, both) && isAlike(b, second.layout, both)) return second.leaves;
          throw { wider: both } satisfies Wider;
        },
      );
      const layout = wanted ?? first?.layout;
      return layout ? withLeaves(b, layout, atoms) : yes();
    } catch (thrown) {
      if (!isWider(thrown) || attempt > attempts) throw thrown;
      wanted = thrown.wider;
    }
  }
};
