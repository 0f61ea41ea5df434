import { add, mul, sub } from "../../primitives/index.ts";
import type { Atom, Primitive } from "../../program/index.ts";
import { type Block, blocksOf, eachRead, type Statement, shapeOf } from "../statement.ts";

/** Primitives that are the same modulo 2^32. */
export const ringNames: ReadonlyMap<Primitive, "add" | "sub" | "mul"> = new Map<Primitive, "add" | "sub" | "mul">([
  [add.primitive, "add"],
  [sub.primitive, "sub"],
  [mul.primitive, "mul"],
]);

/** The indices of a statement that are known to be those of an element. */
const sureIndices = (statement: Statement): readonly Atom[] =>
  (statement.kind === "read" && !statement.checked) || statement.kind === "accumulate" ? statement.indices : [];

/**
 * The variables that do nothing but find elements, by sums and products: these may be computed modulo 2^32, for the
 * element exists.
 */
export const findsPlacesOnly = (block: Block): ReadonlySet<number> => {
  const candidates = new Set<number>();
  const others = new Set<number>();
  const steps: { readonly output: number; readonly inputs: readonly Atom[] }[] = [];
  const other = (atom: Atom | undefined): void => {
    if (atom?.kind === "var") others.add(atom.id);
  };
  const look = ({ statements, results }: Block): void => {
    results.forEach(other);
    for (const statement of statements) {
      if (statement.kind === "equation") {
        const { primitive, inputs, output } = statement.equation;
        if (ringNames.has(primitive)) steps.push({ output: output.id, inputs });
        else inputs.forEach(other);
        continue;
      }
      const sure = sureIndices(statement);
      for (const atom of sure) if (atom.kind === "var") candidates.add(atom.id);
      eachRead(statement, (atom) => {
        if (!sure.includes(atom)) other(atom);
      });
      for (const inner of blocksOf(statement)) look(inner);
      if (statement.kind === "accumulate") other(statement.value);
    }
  };
  look(block);
  /** Inner steps of a sum stand before it. */
  for (const { output, inputs } of steps.toReversed()) {
    const isFree = !candidates.has(output) || others.has(output);
    for (const input of inputs)
      if (input.kind === "var")
        if (isFree) others.add(input.id);
        else candidates.add(input.id);
  }
  return new Set([...candidates].filter((id) => !others.has(id)));
};

/** The variables that are indices and nothing else, also of elements that may not exist. */
export const findsElementsOnly = (block: Block): ReadonlySet<number> => {
  const [indices, others] = [new Set<number>(), new Set<number>()];
  const note = (set: Set<number>, atoms: readonly Atom[]): void => {
    for (const atom of atoms) if (atom.kind === "var") set.add(atom.id);
  };
  const other = (atom: Atom): void => {
    if (atom.kind === "var") others.add(atom.id);
  };
  const look = ({ statements, results }: Block): void => {
    note(others, results);
    for (const statement of statements) {
      if (statement.kind === "read") {
        note(indices, statement.indices);
        note(others, shapeOf(statement.output));
      } else eachRead(statement, other);
      for (const inner of blocksOf(statement)) look(inner);
    }
  };
  look(block);
  return new Set([...indices].filter((id) => !others.has(id)));
};
