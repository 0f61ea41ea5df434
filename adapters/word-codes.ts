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

const hashOf = (seed: number, bytes: Uint8Array, first: number, end: number): number => {
  let hash = step(seed, end - first);
  let i = first;
  for (; i + 4 <= end; i += 4)
    hash = step(
      hash,
      byteAt(bytes, i) | (byteAt(bytes, i + 1) << 8) | (byteAt(bytes, i + 2) << 16) | (byteAt(bytes, i + 3) << 24),
    );
  for (; i < end; i++) hash = step(hash, byteAt(bytes, i));
  return hash;
};

/** A hash table over bytes: no string and no object is made for a word that is known. */
export const wordCodes = (): WordCodes => {
  const seed = Math.floor(Math.random() * 2 ** 32) | 1; // so that no file can choose its collisions
  const dictionary: string[] = [];
  const numbers = new Map<string, number>();
  const spellings: { readonly hash: number; readonly bytes: Uint8Array; readonly code: number }[] = [];
  let slots = new Int32Array(64); // numbers of spellings from 1, each at its hash or behind it

  const find = (hash: number, bytes: Uint8Array, first: number, end: number): number | undefined => {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = spellings[(slots[slot] ?? 0) - 1];
      if (known === undefined) return undefined;
      if (known.hash !== hash || known.bytes.length !== end - first) continue;
      let i = 0;
      while (i < known.bytes.length && known.bytes[i] === bytes[first + i]) i++;
      if (i === known.bytes.length) return known.code;
    }
  };
  const place = (hash: number, number: number): void => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number;
  };
  const add = (hash: number, bytes: Uint8Array): number => {
    const word = decoder.decode(bytes);
    const code = numbers.get(word) ?? dictionary.push(word) - 1;
    numbers.set(word, code);
    spellings.push({ hash, bytes, code });
    if (2 * spellings.length > slots.length) {
      slots = new Int32Array(2 * slots.length);
      spellings.forEach((known, i) => {
        place(known.hash, i + 1);
      });
    } else place(hash, spellings.length);
    return code;
  };
  return {
    dictionary,
    codeOf: (bytes, first, end) => {
      const hash = hashOf(seed, bytes, first, end);
      return find(hash, bytes, first, end) ?? add(hash, bytes.slice(first, end));
    },
  };
};
