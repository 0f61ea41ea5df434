export { jvp, replay } from "./jvp.ts";
export { type Pullback, vjp } from "./vjp.ts";
