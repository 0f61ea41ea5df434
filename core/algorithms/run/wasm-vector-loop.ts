import type { Node } from "../../backends/index.ts";
import { isLiteral, type Step } from "./low.ts";
import {
  elementwisePair,
  loadPair,
  numbersOf,
  ofEach,
  pairOf,
  type Turns,
  vectorLanes,
  wholePair,
} from "./wasm-pairs.ts";
import { as, getter, set, simple, type Writer, whole } from "./wasm-writer.ts";

type Loop = Extract<Step, { do: "for" }>;

const inVectors: ReadonlySet<Step["do"]> = new Set(["elementwise", "whole", "load", "store", "gain", "sum"]);

/** Fewer turns than this are not worth a loop of pairs. */
const fewTurns = 4;

/** Whether no turn waits for another one. */
const isIndependent = ({ count, body }: Loop): boolean =>
  body.every((step) => inVectors.has(step.do) && !(step.do === "load" && step.out.kind === "i32")) &&
  !(isLiteral(count) && count.literal < fewTurns);

/** Writes a number of each turn: two neighbours at once, others one after the other. */
const put = (t: Turns, step: Extract<Step, { do: "store" | "gain" }>): void => {
  const { w } = t;
  const { push, op, settle } = w.body.write;
  const place = pairOf(t, step.to.at);
  const value = numbersOf(t, step.value);
  settle(value);
  const addresses = place.each();
  const { offset } = step.to;
  if (place.step === 8) {
    push(addresses[0]);
    if (step.do === "store") push(value);
    else {
      push(addresses[0]);
      op("v128.load", offset);
      push(value);
      op("f64x2.add");
    }
    op("v128.store", offset);
    return;
  }
  for (const [lane, address] of addresses.entries()) {
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

const writePair = (t: Turns, sums: Map<number, number>, step: Step): void => {
  const { w } = t;
  if (step.do === "elementwise") t.pairs.set(step.out.id, elementwisePair(t, step));
  else if (step.do === "whole") t.pairs.set(step.out.id, wholePair(t, step));
  else if (step.do === "load") t.pairs.set(step.out.id, loadPair(t, step.from, step.out.kind));
  else if (step.do === "store" || step.do === "gain") put(t, step);
  else if (step.do === "sum") {
    const place = sums.get(step.target.id) ?? 0;
    w.body.write.push(simple(w, "f64x2.add", "v128", getter("v128", place), numbersOf(t, step.value)));
    w.body.write.op("local.set", place);
  }
};

/** Writes a loop whose turns do not depend on each other, two at a time; false where it is no such loop. */
export const vectorLoop = (w: Writer, loop: Loop): boolean => {
  if (w.m.width === "f64" || !isIndependent(loop)) return false;
  const { turn, count, body } = loop;
  const { op, push, settle, local, raw } = w.body.write;
  const n = whole(w, count);
  if (n.inputs.length > 0) settle(n);
  const i = local("i32");
  const sums = new Map<number, number>();
  for (const step of body) if (step.do === "sum" && !sums.has(step.target.id)) sums.set(step.target.id, local("v128"));
  const zero = (): Node => w.body.constant("i32", 0);
  const prelude: (readonly number[])[] = [];
  const t: Turns = {
    w,
    lanes: vectorLanes(w),
    pairs: new Map(),
    before: (make) => {
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
    },
  };
  const pairs = w.body.apart(() =>
    w.body.scope(() => {
      const first = getter("i32", i);
      t.pairs.set(turn.id, ofEach(t, "i32", first, simple(w, "i32.add", "i32", first, w.body.constant("i32", 1)), 1));
      for (const step of body) w.body.scope(() => writePair(t, sums, step));
    }),
  );
  w.body.scope(() => {
    push(zero());
    op("local.set", i);
    push(n);
    push(w.body.constant("i32", 1));
    op("i32.gt_s");
    op("if");
    for (const place of sums.values()) {
      push(w.body.constant("v128", 0));
      op("local.set", place);
    }
    for (const code of prelude) raw(code);
    op("loop");
    raw(pairs);
    push(simple(w, "i32.add", "i32", getter("i32", i), w.body.constant("i32", 2)));
    op("local.tee", i);
    push(w.body.constant("i32", 1));
    op("i32.add");
    push(n);
    op("i32.lt_s");
    op("br_if", 0);
    op("end");
    for (const [id, place] of sums) {
      const both = getter("v128", place);
      const [x, y] = [0, 1].map((lane) => w.body.node("f64", `lane ${lane}`, [both], [0xfd, 0x21, lane]));
      const target = as(w, { kind: "f64", id }, "f64");
      set(w, id, "f64", simple(w, "f64.add", "f64", target, simple(w, "f64.add", "f64", x as Node, y as Node)));
    }
    op("end");
    w.places.set(turn.id, i);
    push(getter("i32", i));
    push(n);
    op("i32.lt_s");
    op("if");
    w.steps(body);
    op("end");
  });
  return true;
};
