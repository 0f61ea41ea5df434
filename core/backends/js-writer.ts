import type { Atom, Axis, Equation, InputSource, Pass } from "../program/index.ts";
import { type Homes, homesOf, type Read } from "./homes.ts";
import { type Block, block } from "./js-block.ts";
import type { LoopStart } from "./loop-starts.ts";
import { type Register, register, type Slots } from "./slots.ts";

/** What is written, and what the parts of the writer ask of each other. */
export interface Writer {
  readonly pass: Pass;
  readonly homes: Homes;
  readonly definitions: ReadonlyMap<number, Equation>;
  readonly sources: ReadonlyMap<number, InputSource>;
  readonly root: Block;
  readonly slots: { readonly [K in keyof Slots]: Register<Slots[K][number]> };
  /** The names of numbers, which a loop computes. */
  readonly numbers: Set<string>;
  readonly fresh: (prefix: string) => string;
  /** The text of a value; what it needs is written into the blocks around. */
  readonly value: (atom: Atom, from: Block) => string;
  readonly open: (axis: Axis, outer: Block, start?: LoopStart) => Opened;
}

/** A loop or condition whose body is still to be written. */
export interface Opened {
  readonly inner: Block;
  readonly header: string;
}

export const writer = (
  pass: Pass,
  parts: (self: () => Writer) => Pick<Writer, "value" | "open">,
  reads: readonly Read[] = [],
): Writer => {
  let names = 0;
  const self: Writer = {
    pass,
    homes: homesOf(pass.program, reads),
    definitions: new Map(pass.program.equations.map((equation) => [equation.output.id, equation])),
    sources: new Map(pass.program.inputs.map(({ variable, source }) => [variable.id, source])),
    root: block(undefined, []),
    slots: {
      leaves: register(),
      lists: register(),
      validities: register(),
      given: register(),
      constants: register(),
      functions: register(),
    },
    numbers: new Set(),
    fresh: (prefix) => `${prefix}${names++}`,
    ...parts(() => self),
  };
  return self;
};
