/** Words under numbers in the order in which they were first met. */
export interface WordCodes {
  readonly dictionary: readonly string[];
  /** The number of the word in bytes `first` to `end - 1`, which are UTF-8. */
  readonly codeOf: (bytes: Uint8Array, first: number, end: number) => number;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const step = (hash: number, bits: number): number => {
  const mixed = Math.imul(hash ^ bits, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 15);
};

const byteAt = (bytes: Uint8Array, i: number): number => bytes[i] ?? 0;

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** Four bytes at a time; the last four of a word overlap with those before. */
const hashOf = (seed: number, bytes: DataView, first: number, end: number): number => {
  let hash = step(seed, end - first);
  if (end - first < 4) for (let i = first; i < end; i++) hash = step(hash, bytes.getUint8(i));
  else {
    for (let i = first; i < end - 4; i += 4) hash = step(hash, bytes.getInt32(i, true));
    hash = step(hash, bytes.getInt32(end - 4, true));
  }
  return hash;
};

const isSame = (a: DataView, first: number, b: DataView, start: number, length: number): boolean => {
  if (length < 4) {
    for (let i = 0; i < length; i++) if (a.getUint8(first + i) !== b.getUint8(start + i)) return false;
    return true;
  }
  for (let i = 0; i < length - 4; i += 4) if (a.getInt32(first + i, true) !== b.getInt32(start + i, true)) return false;
  return a.getInt32(first + length - 4, true) === b.getInt32(start + length - 4, true);
};

const isAscii = (bytes: Uint8Array, first: number, end: number): boolean => {
  let all = 0;
  for (let i = first; i < end; i++) all |= byteAt(bytes, i);
  return all < 128;
};

/** A hash table over bytes: no string and no object is made for a word that is known. */
export const wordCodes = (): WordCodes => {
  const seed = Math.floor(Math.random() * 2 ** 32) | 1; // so that no file can choose its collisions
  const dictionary: string[] = [];
  const numbers = new Map<string, number>(); // of words beyond ASCII: bytes that are no UTF-8 have one word in common
  // spelling k is the bytes starts[k] to starts[k + 1] - 1 of `text`
  let text = new Uint8Array(1024);
  let textView = viewOf(text);
  const starts = [0];
  const hashes: number[] = [];
  const codes: number[] = [];
  let slots = new Int32Array(64); // numbers of spellings from 1, each at its hash or behind it

  const find = (hash: number, bytes: DataView, first: number, end: number): number => {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const k = (slots[slot] ?? 0) - 1;
      if (k < 0) return -1;
      const start = starts[k] ?? 0;
      if (hashes[k] !== hash || (starts[k + 1] ?? 0) - start !== end - first) continue;
      if (isSame(bytes, first, textView, start, end - first)) return codes[k] ?? -1;
    }
  };
  const place = (hash: number, number: number): void => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number;
  };
  const copy = (bytes: Uint8Array, first: number, end: number): void => {
    const start = starts[starts.length - 1] ?? 0;
    const total = start + end - first;
    if (total > text.length) {
      const larger = new Uint8Array(2 * total);
      larger.set(text);
      text = larger;
      textView = viewOf(text);
    }
    for (let i = first; i < end; i++) text[start + i - first] = byteAt(bytes, i);
    starts.push(total);
  };
  const numberOf = (bytes: Uint8Array, first: number, end: number): number => {
    const spelling = bytes.subarray(first, end);
    if (spelling.length <= 64 && isAscii(bytes, first, end))
      return dictionary.push(String.fromCharCode(...spelling)) - 1;
    const word = decoder.decode(spelling);
    const code = numbers.get(word) ?? dictionary.push(word) - 1;
    numbers.set(word, code);
    return code;
  };
  const add = (hash: number, bytes: Uint8Array, first: number, end: number): number => {
    const code = numberOf(bytes, first, end);
    copy(bytes, first, end);
    hashes.push(hash);
    codes.push(code);
    if (2 * hashes.length > slots.length) {
      slots = new Int32Array(2 * slots.length);
      for (let k = 0; k < hashes.length; k++) place(hashes[k] ?? 0, k + 1);
    } else place(hash, hashes.length);
    return code;
  };
  let seen: Uint8Array = text;
  let view = textView;
  return {
    dictionary,
    codeOf: (bytes, first, end) => {
      if (bytes !== seen) {
        seen = bytes;
        view = viewOf(bytes);
      }
      const hash = hashOf(seed, view, first, end);
      const known = find(hash, view, first, end);
      return known < 0 ? add(hash, bytes, first, end) : known;
    },
  };
};
