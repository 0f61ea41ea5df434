import { type Equation, type Pass, pathBetween } from "../program/index.ts";
import { innermost, type Read } from "./homes.ts";
import { openAxis } from "./js-loops.ts";
import { inParts } from "./js-parts.ts";
import { share, stepOf } from "./js-reductions.ts";
import { valueText } from "./js-values.ts";
import { type Writer, writer } from "./js-writer.ts";
import type { Slots } from "./slots.ts";

/** Generated JavaScript and what has to be handed to it. */
export interface Source {
  readonly text: string;
  readonly slots: Slots;
}

const isArray = ({ output }: Equation): boolean => output.axis !== null;

const givenLine = ({ pass, slots }: Writer, k: number): string => {
  const id = slots.given.items[k];
  const variable = pass.program.inputs.find((input) => input.variable.id === id)?.variable;
  if (variable?.axis) return `const a${k} = V[${k}];`;
  return `const s${k} = V[${k}][0]${variable?.dtype === "bool" ? " === 1" : ""};`;
};

/** Takes what was handed in out of its arrays. */
const preamble = (w: Writer): readonly string[] => {
  const { leaves, lists, validities, given, constants, functions } = w.slots;
  return [
    ...leaves.items.map((_, k) => `const l${k} = L[${k}];`),
    ...lists.items.map((_, k) => `const o${k} = O[${k}];`),
    ...validities.items.map((_, k) => `const q${k} = Q[${k}];`),
    ...given.items.map((_, k) => givenLine(w, k)),
    ...constants.items.map((_, k) => `const c${k} = C[${k}];`),
    ...functions.items.map((_, k) => `const f${k} = F[${k}];`),
  ];
};

/** A writer of the values and loops of a pass; `reads` are those outside its equations. */
export const writerOf = (pass: Pass, reads: readonly Read[] = []): Writer =>
  writer(
    pass,
    (self) => ({
      value: (atom, from) => valueText(self(), atom, from),
      open: (axis, outer, start) => openAxis(self(), axis, outer, start),
    }),
    reads,
  );

/** What was written, between lines of its own, and what has to be handed to it. */
export const sourceOf = (w: Writer, before: readonly string[], after: readonly string[]): Source => {
  const { leaves, lists, validities, given, constants, functions } = w.slots;
  const parts = inParts(w.root.lines, (name) => w.numbers.has(name));
  return {
    text: [...before, ...preamble(w), ...parts.before, ...parts.lines, ...after].join("\n"),
    slots: {
      leaves: leaves.items,
      lists: lists.items,
      validities: validities.items,
      given: given.items,
      constants: constants.items,
      functions: functions.items,
    },
  };
};

/** More sums than these are in an array: they are in no registers anyway, and functions may share it. */
const mostTotals = 64;

/**
 * Writes the loop of a pass as JavaScript, everything fused: one loop over events, inner loops shared where they can be.
 * @returns the body of a function of from, to, first, N, L, O, Q, V, A, C, F, digitize and sort
 */
export const writeJs = (pass: Pass): Source => {
  const w = writerOf(pass);
  const sinks = pass.accumulators;
  const isLong = sinks.length > mostTotals;
  const totalOf = (k: number): string => (isLong ? `T[${k}]` : `t${k}`);
  const tasks = sinks.map((equation, k) => ({
    path: pathBetween(null, innermost(equation)),
    write: stepOf(w, equation, isArray(equation) ? `t${k}` : totalOf(k)),
  }));
  share(w, tasks, w.root);
  const before = sinks.map((equation, k) =>
    isArray(equation) ? `const t${k} = A[${k}];` : `${isLong ? "" : "let "}${totalOf(k)} = A[${k}][0];`,
  );
  const after = sinks.flatMap((equation, k) => (isArray(equation) ? [] : [`A[${k}][0] = ${totalOf(k)};`]));
  return sourceOf(w, isLong ? [`const T = new Float64Array(${sinks.length});`, ...before] : before, after);
};
