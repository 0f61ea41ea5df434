import { add } from "../../primitives/index.ts";
import type { Atom, Axis, Equation, Program } from "../../program/index.ts";
import { type Form, formsIn, isUniform } from "./linear-forms.ts";
import { type LoopOf, readHere, stepsFor } from "./steps.ts";

/** Sums of products of the same numbers of an element with other coefficients: a vector times a matrix. */
export interface Block {
  readonly factors: readonly Atom[];
  readonly forms: readonly Form[];
}

/** A part of a loop: loops that leave numbers in memory, and blocks that are computed of them. */
export interface Part {
  readonly left: readonly Atom[];
  readonly blocks: readonly Block[];
  /** What is in memory by then, and no later part reads. */
  readonly done: readonly Atom[];
}

/** With fewer products, a block is computed like everything else. */
const fewest = 16;

/** Additions in blocks of as many products: all but one of the four or more terms of each form. */
const fewestAdditions = 0.75 * fewest;

const keyOf = ({ terms }: Form): string =>
  terms
    .map(({ factor }) => (factor.kind === "var" ? factor.id : 0))
    .sort((a, b) => a - b)
    .join(" ");

const hasEachOnce = ({ terms }: Form): boolean => new Set(terms.map(({ factor }) => factor)).size === terms.length;

const blockOf = (forms: readonly Form[]): Block => ({
  factors: forms[0]?.terms.map(({ factor }) => factor) ?? [],
  forms,
});

/** False where a glance shows that a program has no blocks over an axis. */
export const mayHaveBlocks = ({ equations }: Program, axis: Axis): boolean => {
  let additions = 0;
  for (const { primitive, output } of equations)
    if (primitive === add.primitive && output.axis === axis) additions += 1;
  return additions >= fewestAdditions;
};

/**
 * The parts of a loop before its last one.
 * @param results - what the loop is there for, in its last part
 * @param kept - what has to be in memory before that
 */
export const partsOf = (loop: LoopOf, results: readonly Atom[], kept: readonly Atom[]): readonly Part[] => {
  const { origin } = loop.schedule;
  const equations = stepsFor(loop, [...results, ...kept]).map(({ equation }) => equation);
  const groups = Map.groupBy(formsIn(loop, equations, [...results, ...kept]).filter(hasEachOnce), keyOf);
  const forms = [...groups.values()].filter((group) => group.length * (group[0]?.terms.length ?? 0) >= fewest).flat();
  const formOf = new Map(forms.map((form) => [form.output, form]));
  const readBy = (equation: Equation): readonly Atom[] => {
    const form = formOf.get(equation.output);
    return form ? [...form.terms.map(({ factor }) => factor), ...form.others] : readHere(equation).map(origin);
  };

  /** The first part in which an atom can be read, one that a block computes in the part after it. */
  const ready = new Map<Atom, number>();
  const readyAt = (atoms: readonly Atom[]): number => Math.max(0, ...atoms.map((atom) => ready.get(origin(atom)) ?? 0));
  const blockAt = new Map<Form, number>();
  for (const equation of equations) {
    const from = readyAt(readBy(equation));
    const form = formOf.get(equation.output);
    if (form) blockAt.set(form, from);
    ready.set(equation.output, form ? from + 1 : from);
  }
  const lastKept = readyAt(kept);
  const last = Math.max(readyAt(results), kept.length > 0 ? lastKept + 1 : 0);

  /** The part that computes an atom, and the last one that reads it. */
  const computed = new Map<Atom, number>();
  const lastRead = new Map<Atom, number>();
  const inMemory = new Set<Atom>();
  const read = (atom: Atom, part: number): void => {
    const from = origin(atom);
    computed.set(from, Math.min(computed.get(from) ?? part, part));
    lastRead.set(from, Math.max(lastRead.get(from) ?? part, part));
  };
  const readInMemory = (atom: Atom, part: number): void => {
    read(atom, part);
    if (!isUniform(loop.schedule, atom)) inMemory.add(origin(atom));
  };
  for (const atom of results) read(atom, last);
  for (const atom of kept) {
    readInMemory(atom, lastKept);
    read(atom, last);
  }
  for (const equation of equations.toReversed()) {
    const part = computed.get(equation.output);
    const form = formOf.get(equation.output);
    if (part === undefined) continue;
    const place = form && blockAt.get(form);
    for (const atom of readBy(equation))
      if (place === undefined) read(atom, part);
      else readInMemory(atom, place);
    if ((lastRead.get(equation.output) ?? part) > part) inMemory.add(equation.output);
  }

  return Array.from({ length: last }, (_, part) => ({
    left: [...inMemory].filter((atom) => computed.get(atom) === part && !formOf.has(atom)),
    blocks: [
      ...Map.groupBy(
        forms.filter((form) => blockAt.get(form) === part),
        keyOf,
      ).values(),
    ].map(blockOf),
    done: [...lastRead].flatMap(([atom, at]) => (at === part ? [atom] : [])),
  }));
};
