import { describe, expect, it } from "vitest";
import { and, gt, lt, or, position, size } from "../primitives/index.ts";
import { type Atom, type Axis, builder, constant, type Equation } from "../program/index.ts";
import { loopStart } from "./loop-starts.ts";

const b = builder();
const events = b.axis("event", { kind: "events" }, {});
const column = (name: string, onto: Axis["onto"]): Axis => b.axis(name, { kind: "column", slot: name }, onto);
const numberOf = (axis: Axis, owner: Axis = axis.onto.parent ?? events): Atom => b.emit(position, [], { axis, owner });
const where = (mask: Atom, parent: Axis): Axis => b.axis("where", { kind: "where", mask }, { parent });

const outer = column("muon", { parent: events });
const inner = column("muon", { parent: outer, base: events });
const [i, j] = [numberOf(outer), numberOf(inner)];
const isAfter = b.emit(gt.primitive, [j, i]);
const some = b.emit(gt.primitive, [j, constant(2)]);

const startOf = (path: readonly Axis[]) => {
  const masks = path.flatMap(({ extent }) => (extent.kind === "where" ? [extent.mask] : []));
  const { equations } = b.program([...masks, i, j]);
  return loopStart(new Map(equations.map((e: Equation) => [e.output.id, e] as const)), path);
};

describe("the loop over the second of a pair", () => {
  it.each([
    ["is demanded to be after the first", isAfter],
    ["is demanded to have the first before it", b.emit(lt.primitive, [i, j])],
    ["is demanded to be after it and something else", b.emit(and.primitive, [some, isAfter])],
  ])("begins after the first where it %s", (_what, mask) => {
    const pairs = where(mask, inner);
    expect(startOf([inner, pairs])).toEqual({ condition: pairs, after: i });
  });

  it("begins there under another condition, too", () => {
    const kept = where(some, inner);
    const pairs = where(isAfter, kept);
    expect(startOf([inner, kept, pairs])).toEqual({ condition: pairs, after: i });
  });

  it("begins after the turn of a loop that counts", () => {
    const last = b.emit(size, [], { axis: outer });
    const turns = b.axis("k", { kind: "range", first: constant(-1, "i32"), last }, { parent: outer });
    const pairs = where(b.emit(gt.primitive, [numberOf(turns), i]), turns);
    expect(startOf([turns, pairs])).toEqual({ condition: pairs, after: i });
  });

  it.each([
    ["nothing is demanded", [inner]],
    ["one of two things is demanded", [inner, where(b.emit(or.primitive, [some, isAfter]), inner)]],
    ["it is demanded to be before the first", [inner, where(b.emit(lt.primitive, [j, i]), inner)]],
    ["a number above a constant is demanded", [inner, where(some, inner)]],
    ["the condition is on items of its items", [inner, column("hit", { parent: inner })]],
  ])("begins at the first item where %s", (_what, path) => {
    expect(startOf(path)).toBeUndefined();
  });

  it("begins at the first item where the number is that of a turn, which may be below zero", () => {
    const turns = b.axis(
      "k",
      { kind: "range", first: constant(-3, "i32"), last: constant(2, "i32") },
      { parent: events },
    );
    const list = column("muon", { parent: turns, base: events });
    const pairs = where(b.emit(gt.primitive, [numberOf(list), numberOf(turns)]), list);
    expect(startOf([list, pairs])).toBeUndefined();
  });
});
