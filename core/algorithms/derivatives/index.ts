export { expanded } from "./forward.ts";
export { jvp, replay } from "./jvp.ts";
export { type Pullback, type ReverseOptions, vjp } from "./vjp.ts";
