import { fail } from "../../errors.ts";
import { procedureOf } from "../../lambda/index.ts";
import type { Builder } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";

/**
 * The builder of a lambda that uses a function of this room.
 * @throws E_LAMBDA in a lambda of events
 */
export const arrayBuilderIn = (b: Builder, label: string): ArrayBuilder => {
  if (procedureOf(b)) return b as ArrayBuilder;
  throw fail("E_LAMBDA", {
    what: `${label} has no meaning in a lambda of events`,
    cure: "ask for derivatives of what the events are filled into: gradient(stream, parameters)",
  });
};
