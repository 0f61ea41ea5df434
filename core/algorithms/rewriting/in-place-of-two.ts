import { outputsOf, type Statement } from "../statement.ts";
import { factsOf } from "./group.ts";

/** The statements that have to wait for one before them: they read what it gives, or freeze sums that it adds to. */
const waitingFor = (first: Statement, statements: readonly Statement[]): ReadonlySet<Statement> => {
  const waiting = new Set<Statement>();
  const values = new Set(outputsOf(first).map(({ id }) => id));
  const sums = new Set(factsOf(first).adds.map(({ id }) => id));
  for (const statement of statements) {
    const isReading = [...factsOf(statement).uses].some((id) => values.has(id));
    const isEnding =
      statement.kind === "freeze" && statement.accumulator.kind === "var" && sums.has(statement.accumulator.id);
    if (!isReading && !isEnding) continue;
    waiting.add(statement);
    for (const { id } of outputsOf(statement)) values.add(id);
    for (const { id } of factsOf(statement).adds) sums.add(id);
  }
  return waiting;
};

/**
 * The statements with one in place of two, where the later one does not wait for the earlier one; what waits stands behind.
 * @param at - where the two are
 */
export const inPlaceOfTwo = (
  statements: readonly Statement[],
  [start, end]: readonly [number, number],
  both: (first: Statement, second: Statement) => Statement | undefined,
): readonly Statement[] | undefined => {
  const [first, second] = [statements[start], statements[end]];
  if (!first || !second) return undefined;
  const between = statements.slice(start + 1, end);
  const waiting = waitingFor(first, [...between, second]);
  const one = waiting.has(second) ? undefined : both(first, second);
  return (
    one && [
      ...statements.slice(0, start),
      ...between.filter((s) => !waiting.has(s)),
      one,
      ...between.filter((s) => waiting.has(s)),
      ...statements.slice(end + 1),
    ]
  );
};
