import { fail, type LeafColumn } from "jagrad/core";
import type { BranchType } from "./branches.ts";
import type { Entry } from "./jsroot.ts";

const whole = ["Int32Array", "Int16Array", "Int8Array", "Uint16Array", "Uint8Array"];

/** The arrays in which values of a type arrive, and those in which they are kept. */
const kinds = {
  f32: { from: ["Float32Array"], make: (values: readonly number[]) => Float32Array.from(values) },
  i32: { from: whole, make: (values: readonly number[]) => Int32Array.from(values) },
  bool: { from: ["Uint8Array"], make: (values: readonly number[]) => Uint8Array.from(values) },
} as const satisfies Readonly<Record<BranchType, unknown>>;

/** The values of a branch of lists, entry by entry. */
export interface Growing {
  /** @throws E_TYPE for anything but a list of the type, E_SHAPE where its length is not `length` */
  readonly add: (entry: Entry | undefined, length: number) => void;
  readonly column: () => LeafColumn;
}

export const growing = (name: string, type: BranchType): Growing => {
  const { from, make } = kinds[type];
  const all: number[] = [];
  return {
    add: (entry, length) => {
      const found = typeof entry === "object" ? entry.constructor.name : typeof entry;
      if (typeof entry !== "object" || !from.some((array) => array === found))
        throw fail("E_TYPE", { what: `the branch ${name} holds ${found}, expected ${from.join(" or ")}`, where: name });
      if (entry.length !== length)
        throw fail("E_SHAPE", {
          what: `${name} has ${entry.length} items where its counter says ${length}`,
          where: name,
        });
      for (let k = 0; k < entry.length; k++) all.push(entry[k] ?? Number.NaN);
    },
    column: () => ({ kind: "leaf", dtype: type, values: make(all) }),
  };
};
