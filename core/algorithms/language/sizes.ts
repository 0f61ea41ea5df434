import { fail } from "../../errors.ts";
import { needsConstant } from "../../lambda/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Layout } from "./layout.ts";

/**
 * Makes sure that the lengths of the arrays in a value are known around the loop or the branch that makes it.
 * @throws E_SHAPE for a length that is computed there
 */
export const knownAround = (b: ArrayBuilder, layout: Layout): void => {
  if (layout.kind === "record") for (const field of layout.fields.values()) knownAround(b, field);
  if (layout.kind === "tuple") for (const item of layout.items) knownAround(b, item);
  if (layout.kind !== "array") return;
  if (b.isInner(layout.length))
    throw needsConstant(
      fail("E_SHAPE", {
        what: "the length of this array is known only inside the loop or the condition that makes it",
        cure: "give it one length, and fill up with zeros",
      }),
    );
  knownAround(b, layout.item);
};
