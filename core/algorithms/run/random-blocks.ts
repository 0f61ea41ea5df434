import { eq } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { isArray, shapeOf } from "../statement.ts";
import { type Case, dense, doubling, words } from "./cases.ts";
import type { Value } from "./values.ts";

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

interface Turn {
  readonly turn: Atom;
  readonly count: Atom;
}

/** What is known at a place of a block under construction. */
interface Scope {
  readonly numbers: Atom[];
  readonly truths: Atom[];
  readonly arrays: Atom[];
  readonly turns: Turn[];
  readonly sums: Var[];
}

const inner = ({ numbers, truths, arrays, turns, sums }: Scope): Scope => ({
  numbers: [...numbers],
  truths: [...truths],
  arrays: [...arrays],
  turns: [...turns],
  sums: [...sums],
});

const int = (k: number): Atom => constant(k, "i32");

/** A block of all kinds of statements, and inputs for it; the same for the same seed. */
export const randomBlock = (seed: number): Pick<Case, "block" | "inputs"> => {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const b: ArrayBuilder = arrayBuilder();
  const w = words(b);
  const n = b.variable("i32");
  const sizes = [n, int(3), int(2)];
  let budget = 60;

  const same = (p: Atom, q: Atom): boolean =>
    p === q || (p.kind === "const" && q.kind === "const" && p.value === q.value);
  const alike = (p: Atom, q: Atom): boolean =>
    shapeOf(p).length === shapeOf(q).length && shapeOf(p).every((size, k) => same(size, shapeOf(q)[k] ?? size));
  const number = (s: Scope): Atom => (random() < 0.15 ? constant(below(7) - 3) : pick(s.numbers));
  /** An index below a size: the number of a turn, or a constant. */
  const index = (s: Scope, size: Atom): Atom | undefined => {
    const turns = s.turns.filter(({ count }) => same(count, size));
    if (turns.length > 0 && random() < 0.8) return pick(turns).turn;
    return size.kind === "const" ? int(below(Number(size.value))) : undefined;
  };
  const indices = (s: Scope, shape: readonly Atom[]): readonly Atom[] | undefined => {
    const found = shape.map((size) => index(s, size));
    return found.every((atom) => atom !== undefined) ? (found as readonly Atom[]) : undefined;
  };
  const arrayLike = (s: Scope, atom: Atom): Atom => pick(s.arrays.filter((other) => alike(other, atom)).concat(atom));

  const makers: readonly ((s: Scope, depth: number) => void)[] = [
    (s) => s.numbers.push(w.add(number(s), number(s))),
    (s) => s.numbers.push(w.sub(number(s), number(s))),
    (s) => s.numbers.push(w.sin(w.mul(number(s), number(s)))),
    (s) => s.numbers.push(w.where(pick(s.truths), number(s), number(s))),
    (s) => s.numbers.push(w.exp(w.sin(number(s)))),
    (s) => s.truths.push(random() < 0.5 ? w.lt(number(s), number(s)) : w.le(number(s), number(s))),
    (s) => {
      const array = pick(s.arrays);
      const found = indices(s, shapeOf(array).slice(0, 1 + below(shapeOf(array).length)));
      if (!found || found.length === 0) return;
      const part = b.read(array, found);
      (isArray(part) ? s.arrays : s.numbers).push(part);
    },
    (s) => {
      if (s.turns.length === 0) return;
      const { turn, count } = pick(s.turns);
      const isFirst = random() < 0.5 ? b.emit(eq.primitive, [turn, constant(0)]) : w.lt(turn, constant(1));
      s.truths.push(isFirst, w.lt(turn, count));
      const array = s.arrays.find((other) => same(shapeOf(other)[0] ?? constant(0), count));
      if (!array || shapeOf(array).length !== 1) return;
      const [x] = b.cond(
        isFirst,
        () => [w.sin(number(s))],
        () => [w.exp(w.sin(b.read(array, [w.sub(turn, constant(1))], true)))],
      );
      s.numbers.push(x as Atom);
    },
    (s) => {
      const array = pick(s.arrays);
      const part = b.read(
        array,
        shapeOf(array).map(() => number(s)),
        true,
      );
      s.numbers.push(w.where(w.lt(part, constant(1e9)), part, constant(0.5)));
    },
    (s) => s.numbers.push(b.operation(doubling, [pick(s.arrays)])[1] as Atom),
    (s) => s.arrays.push(b.operation(doubling, [pick(s.arrays)])[0] as Atom),
    (s) => {
      if (s.sums.length === 0) return;
      const sum = pick(s.sums);
      const shape = shapeOf(sum);
      const found = indices(s, shape.slice(0, below(shape.length + 1)));
      if (!found) return;
      const rest = shape.slice(found.length);
      const value = rest.length === 0 ? number(s) : s.arrays.find((array) => alike(array, b.variable("f64", rest)));
      if (value) b.accumulate(sum, found, value);
    },
    (s, depth) => {
      if (depth >= 3) return;
      const shape = [[], [pick(sizes)], [pick(sizes), pick(sizes)]][below(3)] ?? [];
      const sum = b.accumulator(shape);
      const during = inner(s);
      during.sums.push(sum);
      fill(during, depth, 6);
      const made = b.freeze(sum);
      (isArray(made) ? s.arrays : s.numbers).push(made);
    },
    (s, depth) => loop(s, depth),
    (s, depth) => loop(s, depth),
    (s, depth) => {
      if (depth >= 3) return;
      const initial = [constant(0), number(s), pick(s.arrays)];
      const most = below(4);
      const done = b.repeat(
        int(100),
        initial,
        ([k]) => w.lt(k as Atom, constant(most)),
        ([k, x, v]) => {
          const during = inner(s);
          during.numbers.push(x as Atom, k as Atom);
          during.arrays.push(v as Atom);
          fill(during, depth + 1, 4);
          return [w.add(k as Atom, constant(1)), w.sin(number(during)), arrayLike(during, v as Atom)];
        },
      );
      s.numbers.push(done.carried[1] as Atom, done.turns);
      s.arrays.push(done.carried[2] as Atom);
    },
    (s, depth) => {
      if (depth >= 3) return;
      const model = pick(s.arrays);
      const branch = () => {
        const during = inner(s);
        fill(during, depth + 1, 8);
        return [w.sin(number(during)), arrayLike(during, model)];
      };
      const [x, v] = b.cond(pick(s.truths), branch, branch);
      s.numbers.push(x as Atom);
      s.arrays.push(v as Atom);
    },
    (s) => s.arrays.push(b.data(Float64Array.of(random(), random(), random()), [3])),
  ];
  const loop = (s: Scope, depth: number): void => {
    if (depth >= 3) return;
    const count = pick(sizes);
    const initial: readonly Atom[] =
      [[], [number(s)], [pick(s.arrays)], [number(s), pick(s.arrays), number(s)]][below(4)] ?? [];
    const { carried, collected } = b.loop(
      count,
      initial,
      (turn, states) => {
        const during = inner(s);
        during.turns.push({ turn, count });
        during.numbers.push(turn);
        for (const state of states) (isArray(state) ? during.arrays : during.numbers).push(state);
        fill(during, depth + 1, 6);
        return {
          carried: states.map((state) => {
            if (isArray(state)) return arrayLike(during, state);
            const others = states.filter((other) => !isArray(other));
            return random() < 0.4 ? pick(others) : w.sin(number(during));
          }),
          collected: [number(during), ...(random() < 0.5 ? [pick(during.arrays)] : [])],
        };
      },
      random() < 0.3,
    );
    for (const atom of [...carried, ...collected])
      if (!isArray(atom)) s.numbers.push(atom);
      else if (shapeOf(atom).length < 4) s.arrays.push(atom);
  };
  const fill = (s: Scope, depth: number, steps: number): void => {
    for (let k = 0; k < steps && budget > 0; k++) {
      budget--;
      pick(makers)(s, depth);
    }
  };

  const [x, y, c] = [b.variable("f64"), b.variable("f64"), b.variable("bool")];
  const arrays = [[n], [int(3)], [n, int(3)], [int(2), n]].map((shape) => b.variable("f64", shape));
  const size = below(8);
  const block = b.block([n, x, y, c, ...arrays], () => {
    const scope: Scope = { numbers: [x, y, n], truths: [c], arrays: [...arrays], turns: [], sums: [] };
    fill(scope, 0, 40);
    return [...scope.numbers, ...scope.truths, ...scope.arrays];
  });
  const numbers = (...shape: readonly number[]): Value =>
    dense(
      Array.from({ length: shape.reduce((product, k) => product * k, 1) }, () => 4 * random() - 1),
      ...shape,
    );
  return {
    block,
    inputs: [size, random(), -random(), random() < 0.5, numbers(size), numbers(3), numbers(size, 3), numbers(2, size)],
  };
};
