import { describe, expect, it } from "vitest";
import type { PostedKernel } from "../../core/backends/index.ts";
import { kernelAt, libraryIn, numberAt } from "./library.ts";

const places = { size: 64, header: 8, tail: 16, given: [], accumulators: [{ at: 32, size: 2 }] };

const kernel = (bytes: readonly number[], starts: readonly number[] = [0, 0]): PostedKernel => ({
  bytes: Uint8Array.from(bytes),
  places,
  functions: ["log"],
  starts,
});

const memory = (most = 2 ** 16): SharedArrayBuffer => new SharedArrayBuffer(2 ** 10, { maxByteLength: most });

const numbered = (shared: SharedArrayBuffer, at: number | undefined): number | undefined =>
  at === undefined ? undefined : numberAt(shared, at);

describe("kernels in shared memory", () => {
  it("are read as they were written", () => {
    const shared = memory();
    const library = libraryIn(shared);
    const given = [kernel([1, 2, 3]), kernel([4, 5, 6, 7], [1, 2])];
    const found = given.map(library.place).map((at) => at !== undefined && kernelAt(shared, at));
    expect(found).toEqual(given);
  });

  it("are there once where their bytes and all else are the same, and keep their number", () => {
    const shared = memory();
    const { place } = libraryIn(shared);
    const first = place(kernel([1, 2, 3]));
    const others = [kernel([1, 2, 4]), kernel([1, 2, 3, 0]), kernel([1, 2, 3], [0, 1])].map(place);
    expect(place(kernel([1, 2, 3]))).toBe(first);
    expect(new Set([first, ...others].map((at) => numbered(shared, at))).size).toBe(4);
  });

  it("are forgotten where they are many, and then have new numbers", () => {
    const shared = memory(2 ** 24);
    const { place, tidy } = libraryIn(shared);
    const before = numbered(shared, place(kernel([1])));
    tidy();
    expect(numbered(shared, place(kernel([1])))).toBe(before);
    place({ ...kernel([]), bytes: new Uint8Array(2 ** 23) });
    tidy();
    expect(numbered(shared, place(kernel([1])))).not.toBe(before);
  });

  it("have no place where there is no room", () => {
    expect(libraryIn(memory(2 ** 12)).place({ ...kernel([]), bytes: new Uint8Array(2 ** 13) })).toBeUndefined();
  });
});
