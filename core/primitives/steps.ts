import { definePrimitive, real } from "./define.ts";

type Unary = (x: number) => number;

const step = (name: keyof Math & string, evaluate: Unary) =>
  definePrimitive({ name, evaluate, partials: [undefined], domain: [real(-5, 5)], js: (x) => `Math.${name}(${x})` });

export const floor = step("floor", Math.floor);
export const ceil = step("ceil", Math.ceil);
export const round = step("round", Math.round);
export const trunc = step("trunc", Math.trunc);
export const sign = step("sign", Math.sign);
