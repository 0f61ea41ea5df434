export { expanded } from "./forward.ts";
export { jvp, replay } from "./jvp.ts";
export { zeroLike } from "./partial.ts";
export { type Pullback, type ReverseOptions, vjp } from "./vjp.ts";
export { withoutCalls } from "./without-calls.ts";
