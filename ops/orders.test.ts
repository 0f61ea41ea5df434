import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  argmax,
  checkGradients,
  explain,
  gradient,
  hold,
  max,
  nuisance,
  parameter,
  valueAndGradient,
} from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";

interface Jet {
  pt: number;
  tag: number;
  soft: boolean;
}

const rows: readonly { jet: Jet[] }[] = [
  { jet: [3, 5, 4].map((pt, k) => ({ pt, tag: k + 1, soft: k > 0 })) },
  { jet: [] },
  { jet: [2, 2.5].map((pt, k) => ({ pt, tag: k + 1, soft: k > 0 })) },
];
const events = eventsOf(rows);

const scale = parameter("scale", 1.5, { width: 0.1 });
const shift = nuisance("shift", 1.5, { sigma: 0.1 });

/** The scaled momentum, times its tag, of the jet that is hardest at this scale: in plain JavaScript. */
const hardestAt = (s: number): number => {
  const key = ({ pt, soft }: Jet): number => (soft ? pt : s * pt);
  return rows.reduce((sum, { jet }) => {
    const [best] = jet.toSorted((a, b) => key(b) - key(a));
    return sum + (best ? s * best.pt * best.tag : 0);
  }, 0);
};

const byPlace = events.pipe(
  diff.sum(
    (ev, { argmax, scale }) => {
      const { pt, tag } = ev.jet.at(argmax(ev.jet, (j) => (j.soft ? j.pt : scale * j.pt)));
      return scale * pt * tag;
    },
    { argmax, scale },
  ),
);
const byOrder = events.pipe(
  diff.map((ev, { scale }) => ({ jet: ev.jet.map((j) => ({ ...j, key: j.soft ? j.pt : scale * j.pt })) }), { scale }),
  diff.sum(
    (ev, { scale }) => {
      const { pt, tag } = ev.jet.toSorted((a, b) => b.key - a.key)[0];
      return scale * pt * tag;
    },
    { scale },
  ),
);

describe("an order of items that depends on a choice", () => {
  it.each([
    ["the place of the extreme", byPlace],
    ["a sorted list", byOrder],
  ])(
    "is hard: %s at the value of the choice, with the derivative of the items that it takes",
    async (_what, stream) => {
      for (const at of [1.2, 1.5, 1.8]) {
        const { value, gradient: slopes } = await valueAndGradient(stream, { scale }, { at: { scale: at } });
        expect(value).toBeCloseTo(hardestAt(at), 12);
        expect(slopes.scale).toBeCloseTo(hardestAt(at) / at, 12);
      }
      expect(hardestAt(1.2) / 1.2).not.toBeCloseTo(hardestAt(1.8) / 1.8, 1);
      expect((await checkGradients(stream, { scale })).maxRelativeError).toBeLessThan(1e-9);
    },
  );

  it.each([
    ["argmax(ev.jet, (j) =>", byPlace],
    ["ev.jet.toSorted((a, b) => b.key - a.key)", byOrder],
  ])("is named by explain: %s", async (text, stream) => {
    const { steps } = await explain(stream);
    const orders = steps.filter(({ kind }) => kind === "order");
    expect(orders.map((step) => [step.treatment, step.choices])).toEqual([["hard", ["scale"]]]);
    expect(orders[0]?.text).toContain(text);
    expect(String(await explain(stream))).toContain(" -> hard order, though scale may change it");
  });

  it("is named once, and not for what it asks about its list", async () => {
    const guarded = events.pipe(
      diff.sum((ev, { argmax, scale }) => scale * (ev.jet.at(argmax(ev.jet, (j) => scale * j.pt)).pt ?? 0), {
        argmax,
        scale,
      }),
    );
    expect((await explain(guarded)).steps.map(({ kind }) => kind)).toEqual(["order"]);
  });

  it("is not named as one that may change where the choice is held", async () => {
    const held = events.pipe(
      diff.sum((ev, { argmax, scale }) => ev.jet.at(argmax(ev.jet, (j) => scale * j.pt)).tag, {
        argmax,
        scale: hold(scale),
      }),
    );
    expect(String(await explain(held))).toMatch(/argmax.* -> hard order$/m);
  });

  it("is also that of the largest of numbers, whose value has no steps", async () => {
    const largest = events.pipe(
      diff.sum((ev, { max, scale }) => max(ev.jet.map((j) => (j.soft ? j.pt : scale * j.pt))), { max, scale }),
    );
    expect(String(await explain(largest))).toMatch(/max\(.* -> hard order, though scale may change it/);
    expect(await gradient(largest, { scale })).toEqual({ scale: 2 });
  });

  it("refuses the derivative by a choice that does nothing else, and by a nuisance", async () => {
    const tagged = events.pipe(
      diff.sum((ev, { argmax, scale }) => ev.jet.at(argmax(ev.jet, (j) => (j.soft ? 1 : scale) * j.pt)).tag, {
        argmax,
        scale,
      }),
    );
    expect((await lastValueFrom(tagged)).value).toBe(3);
    await expect(gradient(tagged, { scale })).rejects.toMatchObject({
      code: "E_FLAT",
      where: expect.stringContaining("argmax"),
      cure: expect.stringContaining("{ noise: width }"),
    });
    const shifted = events.pipe(
      diff.sum((ev, { argmax, shift }) => shift * ev.jet.at(argmax(ev.jet, (j) => (j.soft ? j.pt : shift * j.pt))).pt, {
        argmax,
        shift,
      }),
    );
    await expect(gradient(shifted, { shift })).rejects.toMatchObject({ code: "E_FLAT" });
  });
});
