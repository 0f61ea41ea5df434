import type { Lane } from "../../core/backends/index.ts";
import { add, mul, spreadTo, sumTo } from "../../core/primitives/index.ts";
import { type Atom, axisOf, constant, type StructuralPrimitive, type Var } from "../../core/program/index.ts";
import { jvp } from "../../core/transforms/index.ts";
import { recordOfShape } from "../arbitraries/columns.ts";
import { eventShape, type TestEvent, tame, testEventsArbitrary } from "../arbitraries/events.ts";
import { scrambled } from "../arbitraries/programs.ts";
import { type Site, siteOf, structuralCases } from "../arbitraries/structural-cases.ts";
import type { Law } from "../law.ts";
import { sameOn } from "../per-event.ts";
import { runProgram } from "../run-program.ts";
import { holdsFor } from "../sample.ts";
import { expectSame } from "./same-number.ts";
import { pairing } from "./transposes.ts";

export interface StructuralCase {
  readonly primitive: StructuralPrimitive;
  readonly use: string;
  readonly build: (site: Site) => Atom;
}

/** The cases of some primitives; one without a case throws, so that a new primitive is not forgotten. */
export const casesOf = (primitives: readonly StructuralPrimitive[]): readonly StructuralCase[] =>
  primitives.flatMap((primitive) => {
    const cases = Object.entries(structuralCases[primitive.name] ?? {});
    if (cases.length === 0) throw new Error(`${primitive.name} has no case in structural-cases.ts`);
    return cases.map(([use, build]) => ({ primitive, use, build }));
  });

const array = Float64Array.of(0.5, -1.25, 3, 0.5);
const rounding = 2 ** 10 * 2 ** -53;

const rowsOf = (events: readonly TestEvent[]) => ({
  columns: recordOfShape(eventShape, events),
  from: 0,
  to: events.length,
  first: 0,
});

const inputsOf = ({ b }: Site, output: Atom): readonly Var[] =>
  b
    .program([output])
    .inputs.filter(({ variable, source }) => variable.dtype === "f64" && source.kind !== "array")
    .map(({ variable }) => variable);

const nameOf = ({ primitive, use }: StructuralCase): string => `${primitive.name}: ${use}`;

const expectUse = ({ primitive }: StructuralCase, site: Site, output: Atom): void => {
  const { equations } = site.b.program([output]);
  if (!equations.some((equation) => equation.primitive === primitive) && primitive.name !== "broadcast")
    throw new Error(`the case does not use ${primitive.name}`);
};

export const structuralTransposesLaw = (lanes: readonly Lane[]): Law<StructuralCase> => ({
  name: "structural transposes",
  says: "<J x', y> = <x', J^T y> for each primitive that changes the axis, on every lane",
  nameOf,
  check: (subject, settings) => {
    const arbitrary = testEventsArbitrary(tame);
    holdsFor({ law: "structural transposes", subject: nameOf(subject), arbitrary, samples: 40 }, settings, (events) => {
      const site = siteOf();
      const output = subject.build(site);
      expectUse(subject, site, output);
      const { forward, reverse, scale } = pairing(site.b, [output], inputsOf(site, output));
      const program = site.b.program([forward, reverse, scale]);
      const found = lanes.map((lane) => runProgram(program, lane, rowsOf(events), () => array).map((x) => x[0] ?? 0));
      for (const [x = Number.NaN, y = Number.NaN, z = 0] of found)
        if (!(Math.abs(x - y) <= rounding * z)) throw new Error(`<J x', y> = ${x}, <x', J^T y> = ${y}, of ${z}`);
      for (const [k, lane] of lanes.entries()) expectSame(lane.name, found[k] ?? [], found[0] ?? [], sameOn(lane));
    });
  },
});

/** Steps so small that no extremum changes hands: test data are eighths, and ties move by less than the tolerance. */
const step = 2 ** -12;

export const structuralDirectionsLaw = (lane: Lane): Law<StructuralCase> => ({
  name: "structural directions",
  says: "the derivative through a primitive that changes the axis equals central differences along a direction",
  nameOf,
  check: (subject, settings) => {
    const arbitrary = testEventsArbitrary(tame).filter(isWithoutTies);
    holdsFor({ law: "structural directions", subject: nameOf(subject), arbitrary, samples: 30 }, settings, (events) => {
      const site = siteOf();
      const { b } = site;
      const t = b.input({ kind: "given", name: "t" }, "f64", null);
      const along = (x: Atom, salt: number): Atom =>
        b.emit(add.primitive, [x, b.emit(mul.primitive, [t, scrambled(b, axisOf(x), salt)])]);
      const moving: Site = {
        ...site,
        met: along(site.met, 1),
        pt: along(site.pt, 2),
        track: along(site.track, 3),
        array: along(site.array, 4),
      };
      const output = subject.build(moving);
      const weighted = b.emit(mul.primitive, [output, scrambled(b, axisOf(output), 11)]);
      const value = sumTo(b, spreadTo(b, weighted, axisOf(weighted)), axisOf(weighted), null);
      const [slope] = jvp(b, [value], new Map([[t.id, constant(1)]]));
      const run = (atom: Atom, at: number): number =>
        runProgram(b.program([atom]), lane, rowsOf(events), ({ variable }) => (variable === t ? at : array))[0]?.[0] ??
        0;
      const [above, below] = [run(value, step), run(value, -step)];
      const difference = (above - below) / (2 * step);
      const derivative = slope ? run(slope, 0) : 0;
      const tolerance = (rounding * (Math.abs(above) + 1)) / step;
      if (!(Math.abs(derivative - difference) <= tolerance))
        throw new Error(`the derivative is ${derivative}, differences give ${difference}`);
    });
  },
});

const isWithoutTies = (events: readonly TestEvent[]): boolean =>
  events.every(({ muon }) => new Set(muon?.map((m) => m?.pt)).size === (muon?.length ?? 0));
