import type { Pass } from "../program/index.ts";
import { interpreterLane } from "./interpreter-lane.ts";
import type { Kernel, Lane } from "./lane.ts";
import { structureOf } from "./structure.ts";

/** A kernel, and the variables under whose numbers it is handed the values of its inputs. */
export interface Prepared {
  readonly kernel: Kernel;
  /** In the order of the inputs of the pass. */
  readonly inputs: readonly number[];
}

interface Kept extends Prepared {
  readonly lane: Lane;
  /** That of its pass, found when there is another one to compare with. */
  readonly structure: () => Int32Array;
}

const structureLater = (pass: Pass): (() => Int32Array) => {
  let from: Pass | undefined = pass;
  let found: Int32Array | undefined;
  return () => {
    found ??= from ? structureOf(from) : new Int32Array();
    from = undefined;
    return found;
  };
};

/** How many kernels are kept, and how many numbers their structures may have in all. */
const most = { kernels: 32, numbers: 2 ** 22 } as const;

/** The one used last comes first. */
const known: Kept[] = [];

/** Forgets the kernels that were used longest ago, down to so many, and to so many numbers. */
const forget = (kernels: number, numbers: number): void => {
  let sum = 0;
  const end = known.findIndex(({ structure }, k) => {
    sum += structure().length;
    return k >= kernels || sum > numbers;
  });
  if (end >= 0) known.splice(end);
};

/**
 * Forgets compiled kernels that are kept for pipelines yet to come, and frees their memory; pipelines at hand keep theirs.
 * @example
 * forgetKernels();
 */
export const forgetKernels = (): void => forget(0, 0);

const areSame = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((x, k) => x === b[k]);

/**
 * A kernel for a pass: the one of an earlier pass that does the same, so that pipelines which differ in names and values of
 * parameters are compiled once. The reference is always made anew.
 */
export const prepared = (lane: Lane, pass: Pass): Prepared => {
  const own = (): Prepared => ({
    kernel: lane.prepare(pass),
    inputs: pass.program.inputs.map(({ variable }) => variable.id),
  });
  if (lane === interpreterLane) return own();
  const structure = structureLater(pass);
  const place = known.findIndex((each) => each.lane === lane && areSame(each.structure(), structure()));
  const found: Kept = (place >= 0 ? known.splice(place, 1)[0] : undefined) ?? { ...own(), lane, structure };
  known.unshift(found);
  if (known.length > 1) forget(most.kernels, most.numbers);
  return found;
};
