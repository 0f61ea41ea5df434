import type { Lanes } from "../../numerics/index.ts";
import type { Axis, Pass, Primal } from "../../program/index.ts";
import type { Schedule } from "../schedule.ts";
import { type Register, register } from "../slots.ts";
import type { Width } from "./features.ts";
import type { Body, Node } from "./graph.ts";
import type { Layout } from "./layout.ts";
import type { LeafSlot } from "./slots.ts";

/** A JavaScript function that is called for single numbers. */
export interface Called {
  readonly f: (...inputs: readonly never[]) => Primal;
  readonly inputs: readonly ("number" | "truth")[];
  readonly isTruth: boolean;
}

/** What is written into a kernel, and what the parts of the writer ask of each other. */
export interface Writer {
  readonly pass: Pass;
  readonly schedule: Schedule;
  readonly layout: Layout;
  readonly body: Body;
  readonly width: Width;
  /** How many elements are treated at once. */
  readonly count: 1 | 2;
  readonly lanes: Lanes<Node>;
  /** The same for one number at a time. */
  readonly scalars: Lanes<Node>;
  readonly leaves: Register<LeafSlot>;
  readonly lists: Register<string>;
  readonly called: Register<Called>;
  /** Single numbers and arrays that are handed in: the place of the first. */
  readonly given: (id: number, size: number) => number;
  /** The local that holds how many elements of an axis a tile has. */
  readonly countOf: (axis: Axis) => number;
  /** The value of an address of a column or list that is handed in. */
  readonly base: (kind: "leaf" | "list", index: number) => Node;
  /** Leaves the kernel with an answer, before anything is added up. */
  readonly giveUp: (answer: number) => readonly number[];
  /** Tables that something reads; those that nothing reads are not made. */
  readonly wanted: Set<string>;
}

/** The input of the kernel: the first row of the tile among the events in memory, and the number of its events. */
export const firstEvent = 0;
export const eventCount = 1;

export const registers = () => ({
  leaves: register<LeafSlot>(({ kind, slot }) => `${kind} ${slot}`),
  lists: register<string>(),
  called: register<Called>(({ f }) => f),
});
