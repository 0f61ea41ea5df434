import { eq } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { type Case, dense, words } from "../run/cases.ts";
import { randomOf } from "../run/random-blocks.ts";

/** Loops one after the other that read what others have made at their turn and near it, and add to sums there. */
export const randomLoops = (seed: number): Pick<Case, "block" | "inputs"> => {
  const random = randomOf(seed);
  const below = (k: number): number => Math.floor(random() * k);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const b = arrayBuilder();
  const w = words(b);
  const [n, m] = [b.variable("i32"), b.variable("i32")];
  const x = b.variable("f64", [n]);
  const y = b.variable("f64", [n]);
  const arrays: Atom[] = [x, y];
  const open: Var[] = [];
  /** Numbers that do not grow. */
  const tamed = (value: Atom): Atom => w.div(value, w.add(w.mul(value, value), constant(1)));
  const near = (turn: Var, distance: number): Atom =>
    distance === 0 ? turn : distance < 0 ? w.sub(turn, constant(1)) : w.add(turn, constant(1));
  /** An element near a turn, and something finite beyond the ends. */
  const element = (turn: Var): Atom => {
    const distance = pick([0, 0, 0, -1, -1, 1]);
    const array = random() < 0.7 ? (arrays.at(-1) as Atom) : pick(arrays);
    if (distance === 0) return b.read(array, [turn]);
    const isEnd = distance < 0 ? b.emit(eq.primitive, [turn, constant(0)]) : w.le(w.sub(n, constant(1)), turn);
    const [found] = b.cond(
      isEnd,
      () => [constant(0.5)],
      () => [tamed(b.read(array, [near(turn, distance)], true))],
    );
    return found as Atom;
  };
  const addNear = (sum: Var, turn: Var, value: Atom): void => {
    const distance = pick([0, 0, -1, 1]);
    if (distance === 0) {
      b.accumulate(sum, [turn], value);
      return;
    }
    const place = near(turn, distance);
    b.cond(
      distance < 0 ? w.lt(turn, constant(1)) : w.le(n, place),
      () => [],
      () => {
        b.accumulate(sum, [place], tamed(value));
        return [];
      },
    );
  };
  const loop = (): void => {
    const { collected } = b.loop(
      random() < 0.9 ? n : m,
      [],
      (turn) => {
        let value = w.add(element(turn), w.mul(element(turn), element(turn)));
        for (const sum of open) if (random() < 0.5) addNear(sum, turn, value);
        value = random() < 0.2 ? w.sin(value) : tamed(value);
        return { carried: [], collected: random() < 0.8 ? [value] : [value, w.add(value, turn)] };
      },
      random() < 0.2,
    );
    arrays.push(...collected);
  };
  const steps = (): void => {
    const before = open.length;
    for (let k = 0; k < 7; k++) {
      const kind = random();
      if (kind < 0.2) open.push(b.accumulator([n]));
      else if (kind < 0.4 && open.length > before) arrays.push(b.freeze(open.pop() as Var));
      else loop();
    }
    while (open.length > before) arrays.push(b.freeze(open.pop() as Var));
  };
  const block = b.block([n, m, x, y], () => {
    steps();
    const { carried } = b.loop(constant(2, "i32"), [arrays.at(-1) as Atom], (_turn, states) => {
      const inside = arrays.length;
      arrays.push(...states);
      steps();
      const last = arrays.at(-1) as Atom;
      arrays.splice(inside);
      return { carried: [last], collected: [] };
    });
    return [...carried, ...arrays];
  });
  const size = below(9);
  const numbers = () =>
    dense(
      Array.from({ length: size }, () => 2 * random() - 1),
      size,
    );
  return { block, inputs: [size, size, numbers(), numbers()] };
};
