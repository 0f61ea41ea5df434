import type { Atom } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import {
  type AccumulateStatement,
  type Block,
  isArray,
  type OperationStatement,
  type Statement,
} from "../statement.ts";

const isUsed = (statement: Statement, atom: Atom): boolean =>
  freeIn(statement).includes(atom) || (statement.kind === "accumulator" && statement.output === atom);

/** What adds the one result of an operation to a whole array, where nothing else uses it, nor the array before. */
const adderOf = (
  { outputs }: OperationStatement,
  after: readonly Statement[],
  results: readonly Atom[],
): AccumulateStatement | undefined => {
  const [output] = outputs;
  if (!output || !isArray(output) || outputs.length > 1 || results.includes(output)) return undefined;
  const [adder, ...others] = after.filter((s) => isUsed(s, output));
  if (adder?.kind !== "accumulate" || adder.value !== output || adder.indices.length > 0 || others.length > 0)
    return undefined;
  return after.find((s) => isUsed(s, adder.into)) === adder ? adder : undefined;
};

/** Operations of a block that may add to an array what they come to, by the statement that would do so. */
export const addedDirectly = ({ statements, results }: Block): ReadonlyMap<Statement, AccumulateStatement> => {
  const found = new Map<Statement, AccumulateStatement>();
  statements.forEach((s, k) => {
    const adder = s.kind === "operation" ? adderOf(s, statements.slice(k + 1), results) : undefined;
    if (adder) found.set(s, adder);
  });
  return found;
};
