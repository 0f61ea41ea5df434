import { types } from "./bytes.ts";
import { instruction } from "./code.ts";

/** How numbers are held: two in a vector, with products and sums rounded at once where the engine can, or one by one. */
export type Width = "f64x2+fma" | "f64x2" | "f64";

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module of one function, which gives a vector and has a local one: the sections of types, functions and code. */
const probe = (code: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(
    ...header,
    ...[1, 5, 1, 0x60, 0, 1, types.v128],
    ...[3, 2, 1, 0],
    ...[10, code.length + 6, 1, code.length + 4, 1, 1, types.v128, ...code, 0x0b],
  );

/** An engine may know the format and still be forbidden to compile: by a policy of the page, or by its settings. */
const mayCompile = (): boolean => {
  try {
    return new WebAssembly.Module(Uint8Array.from(header)) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
};

const vector = instruction("local.get", 0);

const widths: Readonly<Record<Width, () => boolean>> = {
  "f64x2+fma": () =>
    WebAssembly.validate(probe([...vector, ...vector, ...vector, ...instruction("f64x2.relaxed_madd")])),
  f64x2: () => WebAssembly.validate(probe([...vector, ...vector, ...instruction("f64x2.add")])),
  f64: () => true,
};

let found: { readonly width: Width | undefined } | undefined;

/** The widest numbers that this engine has; undefined where it has no WebAssembly, or may not compile it. */
export const widest = (): Width | undefined => {
  found ??= {
    width: mayCompile() ? (["f64x2+fma", "f64x2", "f64"] as const).find((width) => widths[width]()) : undefined,
  };
  return found.width;
};
