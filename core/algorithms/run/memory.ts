import { fail } from "../../errors.ts";

/** Numbers that procedures work on, one after the other; what they leave is copied out. */
export interface Memory {
  /** All of it; another array after it has grown. */
  readonly floats: () => Float64Array;
  /**
   * Makes room for so many numbers.
   * @throws E_LIMIT where there is not so much memory
   */
  readonly grow: (numbers: number) => void;
  /** Where free memory begins for a procedure that is run inside another one. */
  top: number;
  /** The memory as WebAssembly knows it, where there is WebAssembly. */
  readonly pages: WebAssembly.Memory | undefined;
}

/** How many numbers at the start of memory are left to products of matrices, which work with them. */
export const workNumbers = 18_000;

const pageSize = 8192;
const mostPages = 65_536;
const firstPages = 64;

const tooMuch = (numbers: number, cause?: unknown) =>
  fail("E_LIMIT", {
    what: `a procedure needs ${(numbers / 2 ** 27).toFixed(1)} GiB of memory, which cannot be had`,
    cure: "grad(f, { memory: bytes }), which keeps less of what loops carry, or `checkpoint`",
    cause,
  });

const inPages = (): Memory => {
  const pages = new WebAssembly.Memory({ initial: firstPages, maximum: mostPages });
  let floats = new Float64Array(pages.buffer);
  return {
    pages,
    top: workNumbers,
    floats: () => {
      // memory that has grown leaves nothing in what was handed out before
      if (floats.length === 0) floats = new Float64Array(pages.buffer);
      return floats;
    },
    grow: (numbers) => {
      if (numbers <= floats.length) return;
      const now = pages.buffer.byteLength / 8 / pageSize;
      const needed = Math.ceil(numbers / pageSize);
      if (needed <= now) return;
      if (needed > mostPages) throw tooMuch(numbers);
      try {
        pages.grow(Math.min(mostPages, Math.max(needed, 2 * now)) - now);
      } catch (cause) {
        throw tooMuch(numbers, cause);
      }
    },
  };
};

const inOneArray = (): Memory => {
  let floats = new Float64Array(firstPages * pageSize);
  return {
    pages: undefined,
    top: 0,
    floats: () => floats,
    grow: (numbers) => {
      if (numbers <= floats.length) return;
      try {
        const larger = new Float64Array(Math.max(numbers, 2 * floats.length));
        larger.set(floats);
        floats = larger;
      } catch (cause) {
        throw tooMuch(numbers, cause);
      }
    },
  };
};

let shared: Memory | undefined;

/** The memory that all procedures share, since they run one after the other. */
export const sharedMemory = (): Memory => {
  shared ??= typeof WebAssembly === "object" ? inPages() : inOneArray();
  return shared;
};

/**
 * Does work on the numbers of a memory, which grows if the work runs a procedure that needs more: what was handed out
 * before is lost then.
 * @returns whether the numbers are still those that were handed out
 */
export const isStable = (memory: Memory, work: (floats: Float64Array) => void): boolean => {
  const floats = memory.floats();
  try {
    work(floats);
  } catch (error) {
    if (memory.floats() === floats) throw error;
  }
  return memory.floats() === floats;
};
