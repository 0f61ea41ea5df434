import type { Node } from "../../backends/index.ts";
import { independent, type Loop } from "./independent.ts";
import { isLiteral, type Step } from "./low.ts";
import { bytesIn, copiesOf, mostBytes } from "./wasm-copies.ts";
import { delaysOf, finishLate, goOn, late, startLate } from "./wasm-delays.ts";
import { elementwisePair, elementwisePairs } from "./wasm-elementwise.ts";
import {
  chosenPair,
  loadPair,
  numbersOf,
  ofVector,
  pairAs,
  type Turns,
  truthsOf,
  turnsFrom,
  wholePair,
} from "./wasm-pairs.ts";
import { gather, partialsOf, reduce, start, type Way } from "./wasm-reductions.ts";
import { put } from "./wasm-stores.ts";
import { getter, simple, type Writer, whole } from "./wasm-writer.ts";

/** So many steps of a known number of turns are written one after the other, without a loop. */
const mostWritten = 100;

/** Fewer turns than this are not worth a loop of pairs. */
const fewTurns = 4;

/** Longer branches are left out where they hold in neither turn. */
const shortBranch = 16;

const isShort = (steps: readonly Step[]): boolean =>
  steps.length <= shortBranch && !steps.some((step) => step.do === "elementwise" && (step.primitive.ulp ?? 0) > 0);

/** What a branch sets, where it holds. */
const writeBranch = (t: Turns, steps: readonly Step[], mask: Node, way: Way): void => {
  const { op, push } = t.w.body.write;
  if (isShort(steps)) {
    writePairs(t, steps, way);
    return;
  }
  push(simple(t.w, "v128.any_true", "i32", mask));
  op("if");
  t.branches.push({});
  writePairs(t, steps, way);
  t.branches.pop();
  op("end");
};

/** Computes both branches, and takes of what they set the one that holds. */
const choose = (t: Turns, { test, yes, no }: Extract<Step, { do: "if" }>, way: Way): void => {
  const { w, pairs, lanes } = t;
  const holds = truthsOf(t, test);
  w.body.write.settle(holds);
  const fails = lanes.not(holds);
  const before = new Map(pairs);
  const under = (mask: Node): Way => {
    const both = way.mask ? lanes.and(way.mask, mask) : mask;
    w.body.write.settle(both);
    return { ...way, mask: both };
  };
  writeBranch(t, yes, holds, under(holds));
  const ifSo = new Map(pairs);
  for (const [id, pair] of before) pairs.set(id, pair);
  w.body.write.settle(fails);
  writeBranch(t, no, fails, under(fails));
  for (const [id, pair] of ifSo) {
    const other = pairs.get(id);
    if (other && other !== pair) pairs.set(id, chosenPair(t, holds, pair, other));
  }
};

const writePair = (t: Turns, step: Step, way: Way): void => {
  const { w, pairs } = t;
  const reduction = way.parts.reductions.get(step);
  const delay = way.parts.delayed.get(step);
  if (way.parts.parts.has(step)) return;
  if (delay) goOn(t, delay, way.delays);
  else if (reduction) reduce(t, reduction, way);
  else if (step.do === "elementwise") pairs.set(step.out.id, elementwisePair(t, step));
  else if (step.do === "whole") pairs.set(step.out.id, wholePair(t, step));
  else if (step.do === "load") pairs.set(step.out.id, loadPair(t, step.from, step.out.kind));
  else if (step.do === "store" || step.do === "gain") put(t, step);
  else if (step.do === "set") pairs.set(step.target.id, pairAs(t, step.value, step.target.kind));
  else if (step.do === "if") choose(t, step, way);
  else if (step.do === "sum") {
    const next = simple(w, "f64x2.add", "v128", numbersOf(t, step.target), numbersOf(t, step.value));
    pairs.set(step.target.id, ofVector(t, "f64", next));
  }
};

const writePairs = (t: Turns, steps: readonly Step[], way: Way): void => {
  for (const step of steps)
    t.w.body.scope(() => {
      writePair(t, step, way);
      for (const delay of way.parts.known.get(step) ?? []) late(t, delay, way.delays);
    });
};

/** Writes several pairs of turns, step by step; the steps of an elementary function are done side by side. */
const writeAll = (all: readonly { readonly t: Turns; readonly way: Way }[], steps: readonly Step[]): void => {
  const [first] = all;
  if (!first) return;
  const { w } = first.t;
  for (const step of steps)
    if (all.length > 1 && step.do === "elementwise" && w.m.bytesOf(step.primitive, step.inputs) > 0)
      w.body.scope(() => {
        const made = elementwisePairs(
          all.map(({ t }) => t),
          step,
        );
        for (const [k, pair] of made.entries()) all[k]?.t.pairs.set(step.out.id, pair);
      });
    else for (const { t, way } of all) writePairs(t, [step], way);
};

/** Writes a loop whose turns do not depend on each other, some pairs at a time; false where it is no such loop. */
export const vectorLoop = (w: Writer, loop: Loop): boolean => {
  if (w.m.width === "f64" || (isLiteral(loop.count) && loop.count.literal - loop.first < fewTurns)) return false;
  const parts = independent(loop, w.uses);
  if (!parts) return false;
  const { turn, first, count, body, descending } = loop;
  const { op, push, settle, local, raw } = w.body.write;
  const constant = (value: number): Node => w.body.constant("i32", value);
  const n = whole(w, count);
  if (n.inputs.length > 0) settle(n);
  const i = local("i32");
  const now = (): Node => getter("i32", i);
  const bytes = bytesIn(w, body);
  const copies = copiesOf(bytes, loop, parts);
  const partials = partialsOf(parts.reductions.values(), copies, local);

  const delays = delaysOf(w, parts, descending);
  const { isDown } = delays;
  const prelude: (readonly number[])[] = [];
  const before = (make: () => Node): Node => {
    let made: Node | undefined;
    prelude.push(
      w.body.apart(() =>
        w.body.scope(() => {
          made = make();
          settle(made);
        }),
      ),
    );
    return made as Node;
  };
  const outside: Turns["outside"] = new Map();
  const { vectors: lanes } = w;
  const isInPlace = bytes <= mostBytes;
  const turns = (ahead: Turns["ahead"]): Turns => ({
    w,
    lanes,
    isInPlace,
    pairs: new Map(),
    outside,
    ahead,
    before,
    branches: [],
  });
  /** So many pairs of turns, some at once. */
  const pairs = (many: number, total = many): readonly number[] =>
    w.body.apart(() =>
      w.body.scope(() => {
        const turnNow = now();
        settle(turnNow);
        let of: Turns | undefined;
        for (let done = 0; done < total; done += many) {
          const all = Array.from({ length: Math.min(many, total - done) }, (_, copy) => {
            const by = 2 * (done + copy);
            const t = turns(of && { of, by });
            of ??= t;
            t.pairs.set(turn.id, turnsFrom(t, turnNow, by));
            return { t, way: { parts, partials, delays, copy, mask: undefined } };
          });
          writeAll(all, body);
        }
      }),
    );
  const move = (by: number): void => {
    push(simple(w, "i32.add", "i32", now(), constant(by)));
    op("local.set", i);
  };
  /** Goes on while there are so many pairs left. */
  const loopOf = (many: number): void => {
    const code = pairs(many);
    const holds = (): void => {
      push(simple(w, "i32.add", "i32", now(), constant(isDown ? -2 * many : 2 * many - 1)));
      push(isDown ? constant(first) : n);
      op(isDown ? "i32.ge_s" : "i32.lt_s");
    };
    holds();
    op("if");
    op("loop");
    if (isDown) move(-2 * many);
    raw(code);
    if (!isDown) move(2 * many);
    holds();
    op("br_if", 0);
    op("end");
    op("end");
  };
  const known = isLiteral(count) ? Math.floor((count.literal - first) / 2) : 0;
  const isWrittenOut = !isDown && known > 0 && known * body.length <= mostWritten;
  const main = w.body.apart(() => {
    if (isWrittenOut) {
      raw(pairs(copies, known));
      move(2 * known);
      return;
    }
    if (copies > 1) loopOf(copies);
    if (copies === 1 || !isLiteral(count) || known % copies > 0) loopOf(1);
  });
  w.body.scope(() => {
    push(isDown ? n : constant(first));
    op("local.set", i);
    push(n);
    push(constant(first + 1));
    op("i32.gt_s");
    op("if");
    start(w, partials);
    startLate(w, delays);
    for (const code of prelude) raw(code);
    raw(main);
    gather(w, partials);
    finishLate(w, delays);
    op("end");
    if (isLiteral(count) && (count.literal - first) % 2 === 0) return;
    w.places.set(turn.id, i);
    push(now());
    push(isDown ? constant(first) : n);
    op(isDown ? "i32.gt_s" : "i32.lt_s");
    op("if");
    if (isDown) move(-1);
    w.steps(body);
    op("end");
  });
  return true;
};
