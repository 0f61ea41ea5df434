import type { Step } from "./low.ts";
import { addressOf, numbersOf, type Turns } from "./wasm-pairs.ts";

/** Writes a number of each turn: two neighbours at once, others one after the other. */
export const put = (t: Turns, step: Extract<Step, { do: "store" | "gain" }>): void => {
  const { w } = t;
  const { push, op, settle } = w.body.write;
  const { at, next, offset, step: by } = addressOf(t, step.to);
  const value = numbersOf(t, step.value);
  settle(value);
  if (by === 8) {
    push(at);
    if (step.do === "store") push(value);
    else {
      push(at);
      op("v128.load", offset);
      push(value);
      op("f64x2.add");
    }
    op("v128.store", offset);
    return;
  }
  for (const [lane, address] of [at, next].entries()) {
    push(address);
    if (step.do === "gain") {
      push(address);
      op("f64.load", offset);
    }
    push(value);
    op("f64x2.extract_lane", lane);
    if (step.do === "gain") op("f64.add");
    op("f64.store", offset);
  }
};
