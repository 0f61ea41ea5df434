import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { buildSync } from "esbuild";
import * as rx from "rxjs";
import { from, lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Events, rows } from "../adapters/rows/index.ts";
import { type Choice, gradient, parameter, type Scalar } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";

interface Muon {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly charge: number;
}
interface Collision {
  readonly met: number;
  readonly muon: readonly Muon[];
}

let state = 7;
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const collisions: readonly Collision[] = Array.from({ length: 4000 }, () => ({
  met: -20 * Math.log(1 - random()),
  muon: Array.from({ length: Math.floor(4 * random()) }, () => ({
    pt: 5 - 25 * Math.log(1 - random()),
    eta: 5 * random() - 2.5,
    phi: 6 * random() - 3,
    charge: random() < 0.5 ? 1 : -1,
  })),
}));

/** The operators of one package: RxJS has these names too. */
type Operators = Pick<typeof hard, "count" | "filter" | "map" | "reduce">;

const dimuons = ({ filter, map }: Operators, events: Events<Collision>) =>
  events.pipe(
    filter((ev) => ev.muon.length >= 2 && ev.muon[0].charge !== ev.muon[1].charge),
    filter((ev) => Math.min(ev.muon[0].pt, ev.muon[1].pt) > 20 && ev.met < 60),
    map((ev) => ({
      met: ev.met,
      m: Math.sqrt(
        2 *
          ev.muon[0].pt *
          ev.muon[1].pt *
          (Math.cosh(ev.muon[0].eta - ev.muon[1].eta) - Math.cos(ev.muon[0].phi - ev.muon[1].phi)),
      ),
      pts: ev.muon.filter((mu) => mu.pt > 10).map((mu) => mu.pt),
    })),
  );

const analyses = {
  "a count": (op: Operators, events: Events<Collision>) => dimuons(op, events).pipe(op.count()),
  "a sum": (op: Operators, events: Events<Collision>) =>
    dimuons(op, events).pipe(op.reduce((total, { m }) => total + m, 0)),
  "a sum with a condition": (op: Operators, events: Events<Collision>) =>
    dimuons(op, events).pipe(op.reduce((total, { m, met }) => (met > 10 ? total + m : total), 100)),
  "a sum over lists": (op: Operators, events: Events<Collision>) =>
    dimuons(op, events).pipe(op.reduce((total, { pts }) => total + pts.reduce((sum, pt) => sum + pt, 0), 0)),
} satisfies Record<string, (op: Operators, events: Events<Collision>) => Observable<Scalar>>;

/** RxJS itself, taken for these operators: the analyses call nothing that it does not have. */
const rxOperators = rx as unknown as Operators;
const rxEvents = from(collisions) as unknown as Events<Collision>;
const resultOf = async (stream: Observable<Scalar | number>): Promise<number> => {
  const result = await lastValueFrom(stream);
  return typeof result === "number" ? result : result.value;
};

/** Two orders of adding n positive numbers differ by at most 2 (n - 1) u times their sum. */
const rounding = (n: number, total: number): number => 2 * n * 2 ** -53 * Math.abs(total);

describe("an RxJS analysis moves over by changing its imports and its source", () => {
  it.each(Object.keys(analyses) as (keyof typeof analyses)[])("%s", async (name) => {
    const analysis = analyses[name];
    const rowByRow = await resultOf(analysis(rxOperators, rxEvents));
    expect(rowByRow).toBeGreaterThan(100);
    for (const operators of [hard, diff])
      for (const batchSize of [1000, 65_536]) {
        const found = await resultOf(analysis(operators, rows(collisions, { batchSize })));
        if (name === "a count") expect(found).toBe(rowByRow);
        else expect(Math.abs(found - rowByRow)).toBeLessThanOrEqual(rounding(3 * collisions.length, rowByRow));
      }
  });

  it("is the same text but for two lines", () => {
    const text = `
      import { lastValueFrom } from "rxjs";
      import { count, filter, map, reduce } from "rxjs";
      import { from as source } from "rxjs";
      const collisions = JSON.parse(process.env.COLLISIONS);
      const pairs = () => source(collisions).pipe(
        filter((ev) => ev.muon.length >= 2 && ev.met > 5),
        map((ev) => ({ ht: ev.muon[0].pt + ev.muon[1].pt })),
      );
      const n = await lastValueFrom(pairs().pipe(filter((ev) => ev.ht > 60), count()));
      const ht = await lastValueFrom(pairs().pipe(reduce((total, ev) => total + ev.ht, 0)));
      console.log(JSON.stringify([n, ht].map((x) => x.value ?? x)));
    `;
    const run = (operators: string, source: string): readonly number[] => {
      const contents = text
        .replace('reduce } from "rxjs"', `reduce } from "${operators}"`)
        .replace('import { from as source } from "rxjs"', source);
      const { outputFiles } = buildSync({
        stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
        bundle: true,
        format: "esm",
        platform: "node",
        write: false,
      });
      const { stdout, stderr } = spawnSync(execPath, ["--input-type=module", "-"], {
        input: outputFiles[0]?.text ?? "",
        encoding: "utf8",
        env: { COLLISIONS: JSON.stringify(collisions.slice(0, 300)) },
      });
      if (stdout === "") throw new Error(stderr);
      return JSON.parse(stdout);
    };
    const [n, ht] = run("rxjs", 'import { from as source } from "rxjs"');
    expect(n).toBeGreaterThan(10);
    for (const flavour of ["hard", "diff"]) {
      const [n2, ht2] = run(`../ops/${flavour}.ts`, 'import { rows as source } from "../adapters/rows/index.ts"');
      expect(n2).toBe(n);
      expect(Math.abs((ht2 ?? Number.NaN) - (ht ?? Number.NaN))).toBeLessThanOrEqual(rounding(300, ht ?? 0));
    }
  });
});

/** RxJS with lambdas that are given their scope: the numbers that its parameters stand for. */
const numbersOf = (scope: Readonly<Record<string, unknown>> = {}) =>
  Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, (value as Choice).value ?? value]));
type Lambda = (event: unknown, scope: object) => never;
type Fold = (total: never, event: unknown, scope: object) => never;
const rxWithScopes = {
  ...rx,
  filter: (keep: Lambda, scope?: object) => rx.filter((event) => keep(event, numbersOf({ ...scope }))),
  map: (f: Lambda, scope?: object) => rx.map((event) => f(event, numbersOf({ ...scope }))),
  reduce: (f: Fold, seed: never, scope?: object) =>
    rx.reduce((total, event) => f(total, event, numbersOf({ ...scope })), seed),
} as unknown as Operators;

const leading = ({ filter, map }: Operators, events: Events<Collision>, cut: Choice) =>
  events.pipe(
    filter((ev) => ev.muon.length >= 1),
    filter((ev, { cut }) => ev.muon[0].pt > cut, { cut }),
    map((ev) => ({ pt: ev.muon[0].pt, met: ev.met })),
  );
const withCut = {
  "a count": (op: Operators, events: Events<Collision>, cut: Choice) => leading(op, events, cut).pipe(op.count()),
  "a sum": (op: Operators, events: Events<Collision>, cut: Choice) =>
    leading(op, events, cut).pipe(op.reduce((total, { met }) => total + met, 0)),
} as const;

describe("with its cut made a choice", () => {
  const at = 30;
  const lead = collisions.flatMap(({ met, muon: [a] }) => (a ? [{ pt: a.pt, met }] : []));
  const nearest = Math.min(...lead.map(({ pt }) => Math.abs(pt - at)));
  const weightOf = (name: keyof typeof withCut, met: number): number => (name === "a count" ? 1 : met);

  it.each(Object.keys(withCut) as (keyof typeof withCut)[])(
    "%s tends to that of RxJS as the width goes to 0",
    async (name) => {
      const analysis = withCut[name];
      const rowByRow = await resultOf(analysis(rxWithScopes, rxEvents, parameter("cut", at)));
      expect(rowByRow).toBeGreaterThan(100);
      const sums = rounding(lead.length, rowByRow);
      expect(
        Math.abs((await resultOf(analysis(hard, rows(collisions), parameter("cut", at)))) - rowByRow),
      ).toBeLessThanOrEqual(name === "a count" ? 0 : sums);
      let largest = 0;
      for (const width of [4, 1, 0.25, 0.0625, 0.015625, nearest / 40, 0]) {
        const found = await resultOf(analysis(diff, rows(collisions), parameter("cut", at, { width })));
        // The probability of the wrong side at distance d is at most exp(-d^2 / 2 width^2) / 2.
        const bound = lead.reduce(
          (sum, { pt, met }) => sum + (weightOf(name, met) * Math.exp(-0.5 * ((pt - at) / width) ** 2)) / 2,
          0,
        );
        expect(Math.abs(found - rowByRow)).toBeLessThanOrEqual(bound + sums);
        if (width < nearest / 30 && name === "a count") expect(found).toBe(rowByRow);
        largest = Math.max(largest, Math.abs(found - rowByRow));
      }
      expect(largest, "a width of 4 is seen").toBeGreaterThan(1e-3);
    },
  );

  it.each(Object.keys(withCut) as (keyof typeof withCut)[])("%s has the derivative of a smoothed cut", async (name) => {
    for (const width of [4, 0.5, 0.0625]) {
      const cut = parameter("cut", at, { width });
      const stream = withCut[name](diff, rows(collisions), cut);
      const density = (pt: number): number =>
        Math.exp(-0.5 * ((pt - at) / width) ** 2) / (width * Math.sqrt(2 * Math.PI));
      const slope = -lead.reduce((sum, { pt, met }) => sum + weightOf(name, met) * density(pt), 0);
      const found = (await gradient(stream, { cut })).cut;
      // Sums of n terms of one sign, each a few units in the last place of an exponent below 40: under 1e-12.
      expect(Math.abs(found - slope)).toBeLessThanOrEqual(1e-11 * Math.abs(slope));
      expect(slope).toBeLessThan(-1);
    }
  });
});
