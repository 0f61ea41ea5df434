import type { InputDomain } from "../../core/index.ts";
import { wholeBatch } from "../arbitraries/batches.ts";
import type { Shape } from "../arbitraries/columns.ts";
import { inputsIn, shapeAt, shapeOf } from "../arbitraries/inputs.ts";
import { type Call, calledOn, callsOf, columnsOfCalls, numberAt, type Slot, slotsOf } from "../called.ts";
import { differentiate } from "../differences.ts";
import type { FunctionSubject } from "../function-subjects.ts";
import type { Law } from "../law.ts";
import { lanes, sameOn } from "../per-event.ts";
import { holdsFor } from "../sample.ts";
import { callsIn, samplesOf } from "./functions.ts";
import { expectSame } from "./same-number.ts";

type Sample = readonly unknown[];

const zeroed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(zeroed);
  if (typeof value !== "object" || value === null) return typeof value === "number" ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, zeroed(member)]));
};

/** Events in each of which one number moves: every number of every sample once, and one event for a sample of none. */
const movingOne = (samples: readonly Sample[], shapes: readonly Shape[]) => {
  const counts = samples.map((sample) => Math.max(1, slotsOf(columnsOfCalls([sample], shapes, "x"), 0).length));
  const rows = samples.flatMap((sample, i) => Array<Sample>(counts[i] ?? 0).fill(sample));
  const moved = counts.flatMap((count) => Array.from({ length: count }, (_, k) => k));
  const [inputs, directions] = [columnsOfCalls(rows, shapes, "x"), columnsOfCalls(rows.map(zeroedAll), shapes, "d")];
  moved.forEach((k, row) => {
    const slot = slotsOf(directions, row)[k];
    if (slot) slot.values[slot.index] = 1;
  });
  const columns = { kind: "record", fields: new Map([...inputs.fields, ...directions.fields]) } as const;
  return { columns, inputs, moved, size: rows.length };
};

const zeroedAll = (sample: Sample): Sample => sample.map(zeroed);

const domainAt = (domains: readonly InputDomain[], [first, ...rest]: Slot["path"]): InputDomain | undefined =>
  rest.reduce<InputDomain | undefined>(
    (domain, part) =>
      domain?.kind === "list" ? domain.item : domain?.kind === "record" ? domain.members[String(part)] : undefined,
    domains[Number(String(first).slice(1))],
  );

const extentOf = (domain: InputDomain | undefined): number => (domain?.kind === "real" ? domain.max - domain.min : 0);

/** How far a number may move, of the extent of its domain. */
const reach = 1e-4;

const showPath = ([first, ...rest]: Slot["path"]): string =>
  `input ${Number(String(first).slice(1)) + 1}${rest.map((part) => (part === 0 ? "[]" : `.${part}`)).join("")}`;

/** The rounding of a derivative in units in the last place, of what it computes or of the inputs that may cancel in it. */
const rounding = 64 * 2 ** -53;
/** Differences that are worse than this, of the slope or of the value over the domain, say nothing: a kink is near. */
const useful = 1e-6;
/** At most so many of the derivatives may be near a kink. */
const mostNearKinks = 0.1;

interface Tally {
  compared: number;
  near: number;
}

const compareSlopes = (subject: FunctionSubject, call: Call, samples: readonly Sample[], tally: Tally): void => {
  const { f, domains } = subject;
  const { columns, inputs, moved, size } = movingOne(samples, domains.map(shapeOf));
  const events = wholeBatch(inputs, size);
  const found = lanes.map((lane) => ({ lane, ...calledOn(lane, call, f, columns, size) }));
  moved.forEach((k, row) => {
    const slots = slotsOf(inputs, row);
    const slot = slots[k];
    const extent = slot ? extentOf(domainAt(domains, slot.path)) : 0;
    if (!slot || extent === 0) return;
    const at = slot.values[slot.index] ?? Number.NaN;
    const along = (x: number): number => {
      slot.values[slot.index] = x;
      const y = numberAt(call, f, events, row);
      slot.values[slot.index] = at;
      return y;
    };
    const y = along(at);
    if (!Number.isFinite(y))
      throw new Error(`the value is ${y} inside the domain: narrow it to where there is a number`);
    const scale = 1 + Math.max(...slots.map(({ values, index }) => Math.abs(values[index] ?? 0)));
    const scaled = differentiate((x) => along(x) / scale, at, reach * extent);
    const [value, error] = [scale * scaled.value, scale * scaled.error];
    tally.compared += 1;
    if (!(error <= useful * (1 + Math.abs(value) + Math.abs(y) / extent))) {
      tally.near += 1;
      return;
    }
    const tolerance = error + rounding * scale * (1 + Math.abs(value));
    for (const { lane, forward, reverse } of found)
      for (const [mode, slope = Number.NaN] of Object.entries({ forward: forward[row], reverse: reverse[row] }))
        if (!(Math.abs(slope - value) <= tolerance))
          throw new Error(
            `${mode} on ${lane.name}, ${showPath(slot.path)} at ${at}: the derivative is ${slope}, differences give ${value} +- ${error}`,
          );
  });
};

export const slopesLaw: Law<FunctionSubject> = {
  name: "slopes of functions",
  says: "forward and reverse derivatives of a closed lambda on every lane equal central differences of it as JavaScript",
  nameOf: ({ name }) => name,
  check: (subject, settings) => {
    for (const call of callsIn(subject, settings.seed)) {
      const tally: Tally = { compared: 0, near: 0 };
      holdsFor(samplesOf(subject, "slopes of functions", inputsIn(subject.domains), 12), settings, (samples) =>
        compareSlopes(subject, call, samples, tally),
      );
      if (tally.compared === 0) throw new Error("no input moves: give the domain of a number, real(min, max)");
      if (tally.near > mostNearKinks * tally.compared)
        throw new Error(`${tally.near} of ${tally.compared} differences do not converge: is the function rough?`);
    }
  },
};

/** A function at one of its singular points. */
export interface SingularPoint {
  readonly subject: FunctionSubject;
  readonly point: readonly unknown[];
}

export const singularPointsOf = (subjects: readonly FunctionSubject[]): readonly SingularPoint[] =>
  subjects.flatMap((subject) => subject.points.map((point) => ({ subject, point })));

export const finitePointsLaw: Law<SingularPoint> = {
  name: "finite points",
  says: "at the points that a plugin declares, a closed lambda and its derivatives are finite, on every lane in both modes",
  nameOf: ({ subject, point }) => `${subject.name} at ${JSON.stringify(point)}`,
  check: ({ subject, point }) => {
    const { f, domains } = subject;
    const shapes = domains.map((domain, k) => shapeAt(domain, point[k]));
    for (const call of callsOf(subject, [point])) {
      const { columns, size } = movingOne([point], shapes);
      const wanted = numberAt(call, f, wholeBatch(columns, size), 0);
      if (!Number.isFinite(wanted)) throw new Error(`the value is ${wanted}`);
      for (const lane of lanes) {
        const { value, forward, reverse } = calledOn(lane, call, f, columns, size);
        expectSame(lane.name, value, new Float64Array(size).fill(wanted), sameOn(lane));
        for (const [mode, slopes] of Object.entries({ forward, reverse }))
          if (!slopes.every(Number.isFinite)) throw new Error(`${mode} on ${lane.name}: ${slopes.join(", ")}`);
      }
    }
  },
};
