import { fail } from "../errors.ts";
import type { Scope, Value } from "../lambda/index.ts";
import type { Bindings } from "./bindings.ts";
import { type Derive, evaluateMembers } from "./objective.ts";
import { type Result, resultOf } from "./results.ts";

/** What a result is made of besides what a lambda computes. */
type Given<R extends Result> = Partial<Omit<R, "trace">> & Pick<R, "kind" | "entries" | "skipped">;

const membersIn = (value: Value): ReadonlyMap<string, Value> => {
  if (value.kind !== "record") throw fail("E_TYPE", { what: "a result is made of named members" });
  return new Map(
    value.names.flatMap((name) => {
      const member = value.get(name);
      return member ? [[name, member] as const] : [];
    }),
  );
};

/**
 * A result whose members a lambda computes from other results: a mean from sums, or one template from two. It is
 * evaluated on expectations, and carries their derivatives.
 * @param f - a lambda of the results that gives an object of numbers and arrays
 * @throws E_SOFT where a contrast of it is asked for: half a difference is taken of sums only
 */
export const derived = <R extends Result>(
  given: Given<R>,
  f: object,
  scope: Scope,
  results: unknown,
  bindings: Bindings,
  derive: Derive | undefined,
): R => {
  const label = given.kind;
  if (bindings.meaning?.kind === "contrast")
    throw fail("E_SOFT", {
      what: `the contrast of a ${label} that is computed from sums is not taken`,
      cure: "fill the sums that it is made of, and combine them in an objective",
    });
  const { members, trace } = evaluateMembers(f, scope, results, bindings, label, derive, membersIn);
  const lost = Object.keys(given).filter((name) => name !== "kind");
  return resultOf<R>({
    ...given,
    ...Object.fromEntries(members),
    trace: trace.kind === "diff" ? { ...trace, lost } : trace,
  } as unknown as R);
};
