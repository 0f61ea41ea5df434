import { drawWords, openUnit } from "../numerics/index.ts";
import { definePrimitive, integer } from "./define.ts";

const counts = [integer(0, 9), integer(0, 99), integer(0, 9)] as const;

/** A key and an event number may be 64-bit whole numbers: then they count as their nearest float64. */
type Draw = (key: number, event: number | bigint, item?: number) => number;

const unit: Draw = (key, event, item = 0) => {
  const [a, b] = drawWords(key, Number(event), item);
  return openUnit(a, b);
};

const gauss: Draw = (key, event, item = 0) => {
  const [a, b, c, d] = drawWords(key, Number(event), item);
  return Math.sqrt(-2 * Math.log(openUnit(a, b))) * Math.cos(2 * Math.PI * openUnit(c, d));
};

/** How often something comes about that comes about once on average. */
const times: Draw = (key, event, item) => {
  const u = unit(key, event, item);
  let [n, term] = [0, Math.exp(-1)];
  for (let below = term; u > below && term > 0; below += term) {
    n += 1;
    term /= n;
  }
  return n;
};

const draw = (name: string, evaluate: Draw) =>
  definePrimitive({ name, evaluate, partials: [undefined, undefined, undefined], domain: counts });

/**
 * A random number between 0 and 1 that is a function of a key, an event number and an item number: the same in every
 * lane, chunk and run.
 * @example
 * events.pipe(filter((ev, { uniform }) => uniform(7, ev.event) < 0.5, { uniform }))
 */
export const uniform = draw("uniform", unit);

/**
 * A standard normal random number that is a function of a key, an event number and an item number.
 * @example
 * events.pipe(map((ev, { normal }) => ev.jet.map((j, i) => j.pt * (1 + 0.05 * normal(7, ev.event, i))), { normal }))
 */
export const normal = draw("normal", gauss);

/**
 * A random whole number of the Poisson distribution of mean 1 that is a function of a key, an event number and an item
 * number: the weight of an event in a replica of a sample.
 * @example
 * events.pipe(weight((ev, { poisson }) => poisson(7, ev.event), { poisson }))
 */
export const poisson = draw("poisson", times);
