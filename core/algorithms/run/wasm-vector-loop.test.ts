import { describe, expect, it } from "vitest";
import { eq, lgamma, max, min, mod, pow } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { pruned } from "../rewriting/prune.ts";
import type { Block } from "../statement.ts";
import { dense, words } from "./cases.ts";
import { eachStep } from "./each-step.ts";
import { independent } from "./independent.ts";
import { interpreted } from "./interpret.ts";
import { lower } from "./lower.ts";
import { plain } from "./plain.ts";
import { randomOf } from "./random-blocks.ts";
import { wasmProcedure } from "./wasm-procedure.ts";
import { countUses } from "./wasm-steps.ts";

const int = (n: number): Atom => constant(n, "i32");

interface Given {
  readonly b: ArrayBuilder;
  readonly w: ReturnType<typeof words>;
  readonly n: Var;
  readonly x: Var;
  readonly y: Var;
  readonly places: Var;
  readonly m: Var;
  readonly truths: Var;
  readonly s: Var;
}

/** A loop over `n`, and what it gives. */
type Loop = (given: Given, collect: (item: (i: Atom) => Atom | readonly Atom[]) => readonly Atom[]) => readonly Atom[];

const summed = ({ b, n }: Given, shape: readonly Atom[], add: (sum: Var, i: Atom) => void): Atom => {
  const sum = b.accumulator(shape);
  b.loop(n, [], (i) => {
    add(sum, i);
    return { carried: [], collected: [] };
  });
  return b.freeze(sum);
};

const loops: Readonly<Record<string, Loop>> = {
  "a sum of products": (g) => [
    summed(g, [], (sum, i) => g.b.accumulate(sum, [], g.w.mul(g.b.read(g.x, [i]), g.b.read(g.y, [i])))),
  ],
  "extremes and sums that are carried": ({ b, w, n, x, y, s }) =>
    b.loop(n, [constant(Number.NEGATIVE_INFINITY), s, constant(0.5)], (i, [p = s, q = s, r = s]) => {
      const [v, u] = [b.read(x, [i]), b.read(y, [i])];
      return {
        carried: [b.emit(max.primitive, [p, w.mul(v, u)]), b.emit(min.primitive, [v, q]), w.add(r, w.mul(v, v))],
        collected: [],
      };
    }).carried,
  "a carried number that others read": ({ b, w, n, x, s }) => {
    const { carried, collected } = b.loop(n, [s], (i, [p = s]) => ({
      carried: [b.emit(max.primitive, [p, b.read(x, [i])])],
      collected: [w.add(p, constant(1))],
    }));
    return [...carried, ...collected];
  },
  "elementary functions, conditions and powers": ({ b, w, x, y, s }, collect) =>
    collect((i) => {
      const [v, u] = [b.read(x, [i]), b.read(y, [i])];
      const size = w.exp(w.where(w.gt(v, u), v, w.mul(u, s)));
      const p = [2, 2.5, -3].map((k) => b.emit(pow.primitive, [size, constant(k)]));
      return [size, ...p, b.emit(lgamma.primitive, [size]), w.sin(u), b.emit(mod.primitive, [i, constant(3)])];
    }),
  "elementary functions that call nothing, few and many": ({ b, w, x, y }, collect) => [
    ...collect((i) => [w.exp(b.read(x, [i])), w.div(w.exp(w.mul(b.read(y, [i]), b.read(x, [i]))), constant(3))]),
    ...collect((i) => {
      const [v, u] = [w.exp(b.read(x, [i])), w.exp(b.read(y, [i]))];
      return [w.exp(v), w.exp(u), w.exp(w.add(v, u)), w.exp(w.sub(v, u)), w.exp(w.mul(v, u))];
    }),
  ],
  "truth values": ({ b, w, x, truths, s }, collect) =>
    collect((i) => {
      const holds = b.read(truths, [i]);
      const isSmall = w.lt(b.read(x, [i]), s);
      return [holds, isSmall, w.where(holds, isSmall, w.gt(s, constant(0))), w.add(holds, w.mul(isSmall, constant(2)))];
    }),
  "numbers of turns as numbers": ({ b, w, n, s }, collect) =>
    collect((i) => [w.mul(i, s), w.lt(i, constant(3)), b.emit(eq.primitive, [i, w.sub(n, int(2))]), w.sub(n, i)]),
  "elements across rows, and anywhere": ({ b, w, n, x, m, places }, collect) =>
    collect((i) => [
      b.read(m, [i, int(1)]),
      b.read(x, [w.sub(w.sub(n, int(1)), i)]),
      b.read(x, [b.read(places, [i])]),
      b.read(m, [i, b.emit(mod.primitive, [i, constant(3)])]),
    ]),
  "neighbours, and none at the ends": ({ b, w, x, truths, s }, collect) =>
    collect((i) => [
      b.read(x, [w.sub(i, int(1))], true),
      b.read(x, [w.add(i, int(1))], true),
      b.read(x, [w.mul(i, s)], true),
      b.read(truths, [w.add(i, int(2))], true),
    ]),
  "sums into neighbours, columns and anywhere": (g) => {
    const { b, w, n, x, places } = g;
    return [
      summed(g, [w.add(n, int(1))], (sum, i) => {
        b.accumulate(sum, [i], b.read(x, [i]));
        b.accumulate(sum, [w.add(i, int(1))], w.mul(b.read(x, [i]), constant(10)));
      }),
      summed(g, [n, int(3)], (sum, i) => b.accumulate(sum, [i, int(2)], b.read(x, [i]))),
      summed(g, [n], (sum, i) => b.accumulate(sum, [b.read(places, [i])], b.read(x, [i]))),
      summed(g, [int(2)], (sum, i) => b.accumulate(sum, [int(1)], b.read(x, [i]))),
    ];
  },
  "conditions of which both sides are computed": (g) => {
    const { b, w, n, x, y, truths } = g;
    const { collected } = b.loop(n, [], (i) => {
      const [v, u] = [b.read(x, [i]), b.read(y, [i])];
      const [p, q, holds] = b.cond(
        w.gt(v, u),
        () => {
          const [deep] = b.cond(
            b.read(truths, [i]),
            () => [w.sin(w.mul(v, u))],
            () => [w.div(constant(1), w.sub(v, v))],
          );
          return [deep as Atom, w.exp(w.mul(v, u)), w.lt(v, constant(1))];
        },
        () => [w.mul(w.mul(v, v), w.mul(u, u)), constant(2), b.read(truths, [w.add(i, int(1))], true)],
      );
      return { carried: [], collected: [p as Atom, w.add(p as Atom, q as Atom), holds as Atom] };
    });
    const sum = summed(g, [], (total, i) => {
      const v = b.read(x, [i]);
      b.cond(
        w.gt(v, constant(0)),
        () => {
          b.accumulate(total, [], w.div(constant(1), w.exp(v)));
          return [];
        },
        () => {
          b.accumulate(total, [], w.sin(b.read(y, [i])));
          return [];
        },
      );
    });
    const { collected: each } = b.loop(n, [], (i) => {
      const own = b.accumulator([]);
      b.accumulate(own, [], b.read(y, [i]));
      b.cond(
        b.read(truths, [i]),
        () => {
          b.accumulate(own, [], w.exp(b.read(x, [i])));
          return [];
        },
        () => [],
      );
      return { carried: [], collected: [b.freeze(own)] };
    });
    return [...collected, sum, ...each];
  },
  "branches that are left out where they hold in neither turn": (g) => {
    const { b, w, n, x, y, truths } = g;
    // what is first used in a branch is used after it, too
    const long = (start: Atom, i: Atom): Atom =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce<Atom>(
        (sum, k) => w.mul(w.add(sum, w.mul(i, constant(0.1))), constant(1 / k)),
        start,
      );
    const { collected } = b.loop(n, [], (i) => {
      const [v, u, later] = [b.read(x, [i]), b.read(y, [i]), w.add(i, int(3))];
      const [p, q] = b.cond(
        b.read(truths, [i]),
        () => {
          const [inner] = b.cond(
            w.gt(u, constant(1)),
            () => [long(w.exp(v), later)],
            () => [w.sin(u)],
          );
          return [long(v, i), inner as Atom];
        },
        () => [w.sin(v), long(u, later)],
      );
      return { carried: [], collected: [p as Atom, w.mul(q as Atom, i), w.mul(v, later)] };
    });
    const sum = summed(g, [], (total, i) => {
      b.cond(
        b.read(truths, [i]),
        () => {
          b.accumulate(total, [], long(b.read(x, [i]), i));
          return [];
        },
        () => [],
      );
    });
    return [...collected, sum];
  },
  "numbers that are a turn late, up and down": ({ b, w, n, x, y, s }) =>
    [false, true].flatMap((isDown) => {
      const { carried, collected } = b.loop(
        n,
        [s, constant(Number.NaN), constant(2)],
        (i, [p = s, q = s, r = s]) => {
          const [v, u] = [b.read(x, [i]), b.read(y, [i])];
          const square = w.mul(v, w.add(v, u));
          const next = w.add(w.mul(square, constant(0.5)), p);
          const [chosen] = b.cond(
            w.gt(v, u),
            () => [w.exp(w.sub(next, q))],
            () => [w.mul(next, constant(3))],
          );
          return { carried: [square, next, chosen as Atom], collected: [next, w.add(r, q), chosen as Atom] };
        },
        isDown,
      );
      return [...carried, ...collected];
    }),
  "rows of products, forwards and backwards": (g) => {
    const { b, w, n, x, y, m } = g;
    return [
      ...b.loop(int(3), [], (j) => ({
        carried: [],
        collected: [summed(g, [], (sum, i) => b.accumulate(sum, [], w.mul(b.read(m, [i, j]), b.read(x, [i]))))],
      })).collected,
      ...b.loop(n, [], (i) => ({
        carried: [],
        collected: b.loop(n, [], (j) => ({ carried: [], collected: [w.sub(b.read(x, [i]), b.read(y, [j]))] }), true)
          .collected,
      })).collected,
    ];
  },
};

const made = (loop: Loop): Block => {
  const b = arrayBuilder();
  const n = b.variable("i32");
  const [x, y, places] = [b.variable("f64", [n]), b.variable("f64", [n]), b.variable("i32", [n])];
  const [m, truths, s] = [b.variable("f64", [n, int(3)]), b.variable("bool", [n]), b.variable("f64")];
  if (![x, y, places, m, truths].every((array) => "shape" in array)) throw new TypeError("arrays have sizes");
  const given: Given = { b, w: words(b), n, x, y, places, m, truths, s };
  const collect = (item: (i: Atom) => Atom | readonly Atom[]): readonly Atom[] =>
    b.loop(n, [], (i) => ({ carried: [], collected: [item(i)].flat() as Atom[] })).collected;
  return pruned(b.block([n, x, y, places, m, truths, s], () => loop(given, collect)));
};

const inputsOf = (n: number) => {
  const random = randomOf(n);
  const numbers = (size: number): number[] => Array.from({ length: size }, () => 4 * random() - 2);
  const matrix = { values: Float64Array.from(numbers(3 * n)), offset: 0, shape: [n, 3] };
  const places = Array.from({ length: n }, () => Math.floor(random() * n));
  const truths = places.map((place) => place % 2);
  return [n, dense(numbers(n)), dense(numbers(n)), dense(places), matrix, dense(truths), 0.5] as const;
};

/** The largest difference, of numbers of order 1, where the same are NaN. */
const difference = (p: readonly number[], q: readonly number[]): number =>
  p.length === q.length
    ? Math.max(0, ...p.map((x, k) => (Object.is(x, q[k]) ? 0 : Math.abs(x - (q[k] ?? 0)) / (1 + Math.abs(x)))))
    : Number.POSITIVE_INFINITY;

describe("loops whose turns are independent", () => {
  it.each(Object.entries(loops))("give what single turns give: %s", (_name, loop) => {
    const block = made(loop);
    const [interpreter, ...procedures] = [
      interpreted(block),
      wasmProcedure(block),
      wasmProcedure(block, "f64x2"),
      wasmProcedure(block, "f64"),
    ].map(
      (procedure) => (n: number) => (procedure?.run(inputsOf(n)) ?? []).flatMap((v) => [plain(v)].flat().map(Number)),
    );
    for (let n = 0; n < 20; n++)
      for (const run of procedures) expect(difference(run(n), interpreter?.(n) ?? []), `n = ${n}`).toBeLessThan(2e-14);
  });

  it.each(Object.entries(loops))("are found where nothing is carried that others read: %s", (name, loop) => {
    const found: boolean[] = [];
    const { steps } = lower(made(loop), 8);
    const uses = countUses(steps);
    eachStep(steps, (step) => {
      if (step.do === "for" && step.body.every((inner) => inner.do !== "for")) found.push(!!independent(step, uses));
    });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(Boolean)).toBe(name !== "a carried number that others read");
  });

  it("give the same where the number of turns is known, with and without a turn that is left over", () => {
    for (let count = 1; count <= 26; count++) {
      const b = arrayBuilder();
      const w = words(b);
      const [x, y] = [b.variable("f64", [int(count)]), b.variable("f64", [int(count)])];
      const block = b.block([x, y], () => {
        const sum = b.accumulator([]);
        const { carried, collected } = b.loop(int(count), [constant(-Infinity), constant(1)], (i, [p, q]) => {
          const [v, u] = [b.read(x, [i]), b.read(y, [i])];
          b.accumulate(sum, [], w.mul(v, w.sub(u, i)));
          const most = b.emit(max.primitive, [p as Atom, w.mul(v, u)]);
          return {
            carried: [most, w.add(q as Atom, u)],
            collected: [w.add(v, i), w.sub(u, b.read(x, [w.add(i, int(1))], true))],
          };
        });
        return [b.freeze(sum), ...carried, ...collected];
      });
      const inputs = [1, 2].map((k) => dense(Array.from({ length: count }, (_, i) => Math.sin(k * i + k))));
      const [expected, found] = [interpreted(block), wasmProcedure(block)].map((procedure) =>
        (procedure?.run(inputs) ?? []).flatMap((v) => [plain(v)].flat().map(Number)),
      );
      expect(difference(found ?? [], expected ?? []), `${count} turns`).toBeLessThan(2e-14);
    }
  });
});
