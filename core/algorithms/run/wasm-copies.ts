import { eachStep } from "./each-step.ts";
import type { Independent, Loop } from "./independent.ts";
import { isLiteral, type Step } from "./low.ts";
import type { Writer } from "./wasm-writer.ts";

/** Elementary functions of so many bytes together are written into a loop: what is constant in them then stands before it. */
export const mostBytes = 2000;
/** So many bytes of all pairs that are gone through at once. */
const mostAtOnce = 2400;

export const bytesIn = (w: Writer, body: readonly Step[]): number => {
  let sum = 0;
  eachStep(body, (step) => {
    if (step.do === "elementwise" && step.primitive.lower) sum += w.m.bytesOf(step.primitive, step.inputs);
  });
  return sum;
};

/**
 * How many pairs of turns are gone through at once: sums wait for each other, an elementary function for its own steps, and
 * short loops for their condition.
 */
export const copiesOf = (bytes: number, { first, count, body }: Loop, { reductions, delayed }: Independent): number => {
  const isLong =
    body.length > 24 ||
    delayed.size > 0 ||
    body.some((step) => step.do === "if" || (step.do === "elementwise" && step.primitive.lower === undefined));
  const most = isLiteral(count) ? Math.floor((count.literal - first) / 2) : 8;
  // what is long to write is gone through twice at least
  const fit = [4, 2].find((many) => many * bytes <= mostAtOnce && (bytes === 0 || 2 * many <= most)) ?? 1;
  const wanted = isLong ? 1 : reductions.size > 0 || bytes > 0 ? fit : 2;
  return wanted <= most ? wanted : most >= 2 && wanted > 1 ? 2 : 1;
};
