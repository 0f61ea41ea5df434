import { encode, type Func, type Type } from "./bytes.ts";
import { instruction } from "./code.ts";

/** How numbers are held: two in a vector, with products and sums rounded at once where the engine can, or one by one. */
export type Width = "f64x2+fma" | "f64x2" | "f64";

const tried = (output: Type, code: readonly number[]): boolean => {
  const probe: Func = { name: "probe", inputs: [], output, locals: ["v128"], code };
  return WebAssembly.validate(encode([], [probe], { pages: 0, shared: false }));
};

/** An engine may know the format and still be forbidden to compile: by a policy of the page, or by its settings. */
const mayCompile = (): boolean => {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
};

const vector = [...instruction("local.get", 0)];

const widths: Readonly<Record<Width, () => boolean>> = {
  "f64x2+fma": () => tried("v128", [...vector, ...vector, ...vector, ...instruction("f64x2.relaxed_madd")]),
  f64x2: () => tried("v128", [...vector, ...vector, ...instruction("f64x2.add")]),
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
