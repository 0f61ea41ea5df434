import { expect, it, vi } from "vitest";
import { copyNumbers, type Numbers } from "./copied.ts";

type Bytes = ArrayBuffer | SharedArrayBuffer;

const memories: Readonly<Record<string, (bytes: number) => Bytes>> = {
  "its own memory": (bytes) => new ArrayBuffer(bytes),
  "shared memory": (bytes) => new SharedArrayBuffer(bytes),
  "shared memory that grows": (bytes) => new SharedArrayBuffer(bytes, { maxByteLength: 4 * bytes }),
  "the memory of a kernel": () => new WebAssembly.Memory({ initial: 1 }).buffer,
};

const kinds: readonly ((buffer: Bytes, at: number, length: number) => Numbers)[] = [
  (buffer, at, length) => new Float64Array(buffer, at, length),
  (buffer, at, length) => new Float32Array(buffer, at, length),
  (buffer, at, length) => new Int32Array(buffer, at, length),
  (buffer, at, length) => new BigInt64Array(buffer, at, length),
  (buffer, at, length) => new Uint8Array(buffer, at, length),
];

const names = Object.keys(memories);
const pairs = names.flatMap((from) => names.map((to) => [from, to] as const));

/** The numbers of a part, each told by its place. */
const marked = (numbers: Numbers): Uint8Array => {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  for (let k = 0; k < bytes.length; k++) bytes[k] = (37 * k + 11) % 251;
  return bytes;
};

const expectCopies = (from: string, to: string): void => {
  for (const kind of kinds)
    for (const [first, end, at] of [
      [0, 64, 0],
      [3, 40, 5],
      [63, 64, 63],
      [7, 7, 7],
    ] as const) {
      const [source, target] = [from, to].map((name) => kind(memories[name]?.(2048) as Bytes, 512, 64));
      if (!source || !target) throw new TypeError("there are two memories");
      const size = source.BYTES_PER_ELEMENT;
      const bytes = marked(source).slice();
      copyNumbers(source, first, end, target, at);
      const wanted = new Uint8Array(target.buffer.byteLength);
      wanted.set(bytes.subarray(size * first, size * end), 512 + size * at);
      expect(new Uint8Array(target.buffer)).toEqual(wanted);
    }
};

it.each(pairs)("numbers are copied bit by bit from %s to %s, and nothing beside them", expectCopies);

it("numbers are copied in an engine that has no buffers of Node", async () => {
  vi.stubGlobal("Buffer", undefined);
  vi.resetModules();
  const plain = await import("./copied.ts");
  vi.unstubAllGlobals();
  const source: Float64Array = Float64Array.of(1, Number.NaN, -0, 4);
  const target: Float64Array = new Float64Array(new SharedArrayBuffer(32));
  plain.copyNumbers(source, 1, 4, target, 0);
  expect(target).toEqual(Float64Array.of(Number.NaN, -0, 4, 0));
});
