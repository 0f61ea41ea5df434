import { count as countAll, from, mergeMap, of } from "rxjs";
import { expect, test } from "vitest";
import { interpreterLane, jsLane } from "../core/backends/index.ts";
import type { Lowering } from "../core/numerics/index.ts";
import { type Definition, definePrimitive, real, stopGradient } from "../core/primitives/index.ts";
import type { ElementwisePrimitive } from "../core/program/index.ts";
import type { OperatorUse } from "./arbitraries/pipelines.ts";
import { differentiate } from "./differences.ts";
import { type Law, stateLaw } from "./law.ts";
import { compiledPartialsLaw, secondPartialsLaw } from "./laws/compiled-partials.ts";
import { cutsLaw } from "./laws/cuts.ts";
import { flavoursLaw, pairsOf } from "./laws/flavours.ts";
import { lanesLaw } from "./laws/lanes.ts";
import { loweringsLaw } from "./laws/lowerings.ts";
import { partialsLaw, partialsOf } from "./laws/partials.ts";
import { streamKinds, streamsLaw } from "./laws/streams.ts";
import { isLowered, loweredBy } from "./lowered-by.ts";
import { settings } from "./settings.ts";

const domain = [real(-2, 2)];
const cube = (x: number): number => x * x * x;

const breaks = async <S>(law: Law<S>, subjects: readonly S[]): Promise<void> => {
  expect(subjects.length).toBeGreaterThan(0);
  for (const subject of subjects) await expect((async () => law.check(subject, settings))()).rejects.toThrow();
};

test("a wrong partial derivative breaks the law of partials", async () => {
  const { primitive } = definePrimitive({
    name: "wrong cube",
    evaluate: cube,
    partials: [(x) => 3.00001 * x * x],
    domain,
  });
  await breaks(partialsLaw, partialsOf([primitive]));
});

test("a rule that is flat where it should not be breaks the law of second partials", async () => {
  const { primitive } = definePrimitive({
    name: "flat cube",
    evaluate: cube,
    partials: [(x, { stopGradient }) => 3 * x * stopGradient(x)],
    scope: () => ({ stopGradient }),
    domain,
  });
  await breaks(secondPartialsLaw, partialsOf([primitive]));
});

test("a rule that is not the text it is compiled from breaks the law of compiled partials", async () => {
  const { primitive } = definePrimitive({ name: "cube", evaluate: cube, partials: [(x) => 3 * x * x], domain });
  const others = partialsOf([primitive]).map((subject) => ({ ...subject, primitive: withRule(primitive) }));
  await breaks(compiledPartialsLaw, others);
});

/** The same primitive with a rule that differs from the one the law runs as JavaScript. */
const withRule = (primitive: ElementwisePrimitive): ElementwisePrimitive => ({
  ...primitive,
  partials: [(x) => 3.0000000000001 * x * x],
});

test("JavaScript text that differs from the primitive breaks the law of lanes", async () => {
  const { primitive } = definePrimitive({
    name: "other text",
    evaluate: (x: number) => x + 1,
    partials: [() => 1],
    domain,
    lower: (l, x) => l.add(l.add(l.k(1), x), l.mul(l.k(1e-16), x)),
  });
  await breaks(lanesLaw, [{ primitive, lane: jsLane }]);
  await lanesLaw.check({ primitive, lane: interpreterLane }, settings);
});

const rounded = {
  name: "shifted",
  evaluate: (x: number) => x + 1,
  partials: [() => 1],
  domain,
  lower: (l, x) => l.add(l.add(x, l.k(1e6)), l.k(1 - 1e6)),
} satisfies Definition<(x: number) => number>;

test.each([
  ["is not what the primitive evaluates to", rounded],
  ["is further off than it states", { ...rounded, ulp: 4 }],
  ["swallows NaN", { ...rounded, lower: ((l, x) => l.atLeast(l.k(-Infinity), l.add(x, l.k(1)))) satisfies Lowering }],
])("a lowering that %s breaks the law of lowerings", async (_what, definition) => {
  const subjects = [definePrimitive(definition).primitive].filter(isLowered);
  await breaks(
    loweringsLaw,
    subjects.flatMap((primitive) => loweredBy.map((by) => ({ primitive, by }))),
  );
});

const use = (pipeline: OperatorUse["pipeline"]): OperatorUse => ({
  operator: "control",
  use: "of a fault",
  flavour: "hard",
  pipeline,
});

test("an operator that counts batches breaks the law of cuts", async () => {
  await breaks(cutsLaw, [use((events) => events.pipe(countAll()))]);
});

test("an operator that emits twice or swallows errors breaks the law of streams", async () => {
  const twice = use((events) =>
    events.pipe(
      countAll(),
      mergeMap((n) => from([n, n])),
    ),
  );
  const deaf = use(() => of(0));
  const kinds = streamKinds.filter(({ kind }) => kind.startsWith("a source of one") || kind.startsWith("an error"));
  await breaks(
    streamsLaw,
    [{ use: twice, over: kinds[0] }, ...kinds.map((over) => ({ use: deaf, over }))].filter(hasKind),
  );
});

const hasKind = <T extends { readonly over: unknown }>(entry: T): entry is T & { over: (typeof streamKinds)[number] } =>
  entry.over !== undefined;

test("a name that one flavour lacks breaks the law of flavours", async () => {
  await breaks(flavoursLaw, pairsOf({ sum: (x: number) => x }, { sum: (x: number, y: number) => x + y, count: 1 }));
});

const statements = async (law: Law<string>, subjects: readonly string[]): Promise<readonly string[]> => {
  const failed: string[] = [];
  const bodies: (() => Promise<void>)[] = [];
  const runner = {
    test: (name: string, body: () => void | Promise<void>) =>
      bodies.push(async () => {
        try {
          await body();
        } catch {
          failed.push(name);
        }
      }),
    report: () => undefined,
  };
  stateLaw(law, subjects, runner);
  for (const body of bodies) await body();
  return failed;
};

const plain: Law<string> = { name: "control", says: "", nameOf: (name) => name, check: () => undefined };

test("a law without subjects fails, and one with a broken subject fails there", async () => {
  expect(await statements(plain, [])).toEqual(["control met at least one subject"]);
  expect(await statements(plain, ["one"])).toEqual([]);
  const broken: Law<string> = {
    ...plain,
    check: (name) => {
      if (name === "two") throw new Error("broken");
    },
  };
  expect(await statements(broken, ["one", "two"])).toEqual(["control: two"]);
});

test("an exemption for a subject that is not there fails", async () => {
  const other: Law<string> = { ...plain, name: "structural transposes" };
  expect(await statements(other, ["one"])).toEqual(["structural transposes met at least one subject"]);
});

test.each([
  [Math.sin, 1.1, Math.cos(1.1)],
  [Math.exp, -3, Math.exp(-3)],
  [(x: number) => x ** 7, 0.9, 7 * 0.9 ** 6],
  [Math.abs, 1e-3, 1],
])("differences know their own error (%s at %d)", (f, x, derivative) => {
  const { value, error } = differentiate(f, x, 0.25);
  expect(Math.abs(value - derivative)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-9);
});
