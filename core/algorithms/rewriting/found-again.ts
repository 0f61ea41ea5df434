import type { Atom, Var } from "../../program/index.ts";
import { isDear } from "../dear.ts";
import { hasEffect } from "../free.ts";
import { type ArrayVar, type Block, isArray, type LoopStatement, outputsOf, type Statement } from "../statement.ts";
import { isFlat, type Numbering } from "./numbering.ts";
import { substitutedIn } from "./substituted.ts";

/** An array of what turns computed: the number of its elements, and those of the turns. */
interface Elements {
  readonly array: ArrayVar;
  readonly of: number;
  readonly turns: readonly number[];
}

/** What is known where a statement stands, by number; inner blocks know what outer ones do. */
interface Known {
  readonly values: Map<number, Var>;
  readonly elements: Map<number, Elements>;
  /** The turns of the loops around. */
  readonly turns: ReadonlyMap<number, Var>;
}

const within = ({ values, elements, turns }: Known, turn?: readonly [number, Var]): Known => ({
  values: new Map(values),
  elements: new Map(elements),
  turns: turn ? new Map([...turns, turn]) : turns,
});

const isSought = (statement: Statement): boolean =>
  statement.kind === "equation"
    ? isDear(statement.equation)
    : statement.kind === "operation" || (statement.kind === "loop" && isFlat(statement) && !hasEffect(statement));

/**
 * The block without what is computed again where it is known: operations and loops that are equal to earlier ones, and
 * dear numbers that a variable or an array holds.
 */
export const foundAgain = ({ numberOf }: Numbering, block: Block): Block => {
  const replaced = new Map<number, Var>();
  const of = (atom: Atom): Atom => (atom.kind === "var" ? (replaced.get(atom.id) ?? atom) : atom);
  const held = new Map<number, Elements>();

  /** Whether all that a statement gives is known. */
  const isKnown = (outputs: readonly Var[], { values }: Known): boolean => {
    const before = outputs.flatMap((output) => values.get(numberOf(output)) ?? []);
    if (outputs.length === 0 || before.length < outputs.length) return false;
    for (const [k, { id }] of outputs.entries()) if (before[k]) replaced.set(id, before[k]);
    return true;
  };
  const readInstead = (output: Var, { elements, turns }: Known): Statement | undefined => {
    const found = elements.get(numberOf(output));
    const indices = found?.turns.flatMap((turn) => turns.get(turn) ?? []);
    if (!found || indices?.length !== found.turns.length) return undefined;
    return { kind: "read", array: found.array, indices, checked: false, output };
  };
  const hold = ({ outputs, body, initial }: LoopStatement, turn: number, { elements }: Known): void => {
    for (const [k, output] of outputs.entries()) {
      const item = k < initial.length ? undefined : body.results[k];
      if (item?.kind !== "var" || !isArray(output)) continue;
      const inner = isArray(item) ? held.get(item.id) : { of: numberOf(item), turns: [] };
      if (!inner) continue;
      const made = { array: output, of: inner.of, turns: [turn, ...inner.turns] };
      held.set(output.id, made);
      elements.set(inner.of, made);
    }
  };
  /** Arrays that are equal are one. */
  const withoutDoubles = (statement: LoopStatement): LoopStatement => {
    const { body, outputs } = statement;
    const firsts = outputs.map((output) => outputs.find((other) => numberOf(other) === numberOf(output)) ?? output);
    const isFirst = (_: unknown, k: number): boolean => firsts[k] === outputs[k];
    for (const [k, { id }] of outputs.entries()) if (firsts[k] && !isFirst(0, k)) replaced.set(id, firsts[k]);
    return {
      ...statement,
      body: { ...body, results: body.results.filter(isFirst) },
      outputs: outputs.filter(isFirst),
    };
  };
  const loop = (statement: LoopStatement, known: Known): Statement => {
    const [turn] = statement.body.params;
    if (!turn) return statement;
    const number = numberOf(turn);
    const made = withoutDoubles({ ...statement, body: inBlock(statement.body, within(known, [number, turn])) });
    hold(made, number, known);
    return made;
  };
  const inBlock = (inner: Block, known: Known): Block => ({
    params: inner.params,
    statements: inner.statements.flatMap((statement): readonly Statement[] => {
      const outputs = outputsOf(statement);
      const sought = isSought(statement);
      if (sought && isKnown(outputs, known)) return [];
      const read = sought && statement.kind === "equation" ? readInstead(statement.equation.output, known) : undefined;
      if (sought) for (const output of outputs) known.values.set(numberOf(output), output);
      return [read ?? rebuilt(substitutedIn(statement, of), known)];
    }),
    results: inner.results.map(of),
  });
  const rebuilt = (statement: Statement, known: Known): Statement => {
    switch (statement.kind) {
      case "loop":
        return loop(statement, known);
      case "while":
        return {
          ...statement,
          test: inBlock(statement.test, within(known)),
          body: inBlock(statement.body, within(known)),
        };
      case "cond":
        return { ...statement, yes: inBlock(statement.yes, within(known)), no: inBlock(statement.no, within(known)) };
      default:
        return statement;
    }
  };
  return inBlock(block, { values: new Map(), elements: new Map(), turns: new Map() });
};
