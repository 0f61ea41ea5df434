/** Four 32-bit words. */
export type Words = readonly [number, number, number, number];

const rounds = 10;

/** The upper 32 bits of the product of two 32-bit numbers. */
const high = (a: number, b: number): number => {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const carry = (middle & 0xffff) + al * bh;
  return (ah * bh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
};

/**
 * The counter-based generator Philox4x32-10: random words that are a function of a counter and a key alone.
 * @source Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC11, doi 10.1145/2063384.2063405
 */
export const philox = (counter: Words, key0: number, key1: number): Words => {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = [key0 >>> 0, key1 >>> 0];
  for (let round = 0; round < rounds; round++) {
    const [h0, l0] = [high(0xd2511f53, c0 >>> 0), Math.imul(0xd2511f53, c0)];
    const [h1, l1] = [high(0xcd9e8d57, c2 >>> 0), Math.imul(0xcd9e8d57, c2)];
    [c0, c1, c2, c3] = [(h1 ^ c1 ^ k0) >>> 0, l1 >>> 0, (h0 ^ c3 ^ k1) >>> 0, l0 >>> 0];
    [k0, k1] = [(k0 + 0x9e3779b9) >>> 0, (k1 + 0xbb67ae85) >>> 0];
  }
  return [c0, c1, c2, c3];
};

const low32 = (x: number): number => x >>> 0;
const high32 = (x: number): number => Math.floor(x / 4294967296) >>> 0;

/** The words of a key, an event and an item, whole numbers below 2^53 in size. */
export const drawWords = (key: number, event: number, item: number): Words =>
  philox([low32(event), high32(event), low32(item), high32(item)], low32(key), high32(key));

/** A number in (0, 1) from two words: 53 random bits, and never 0. */
export const openUnit = (a: number, b: number): number => ((a >>> 5) * 67108864 + (b >>> 6) + 0.5) / 9007199254740992;
