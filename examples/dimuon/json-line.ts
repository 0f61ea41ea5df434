import type { Analysis, Regions } from "./analysis.ts";
import type { Study } from "./study.ts";

const named = <P extends object, T>(parameters: P, f: (name: string) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.keys(parameters).map((name) => [name, f(name)]));

/** The result as one line of JSON. */
export const jsonLine = <R extends Regions>(
  { parameters }: Analysis<R>,
  { before, best, judged, gradientCheck, diagnosis }: Study,
  events: number,
  seconds: number,
): string =>
  JSON.stringify({
    events,
    parameters: named(parameters, (name) => ({
      before: before[name],
      after: best.at[name],
      width: (parameters[name]?.width ?? 0) * best.widthFactor,
      unit: parameters[name]?.unit ?? "",
    })),
    before: judged.before,
    after: judged.after,
    gradientCheck,
    hardCheck: named(parameters, (name) => diagnosis.parameters[name]?.objective),
    seconds,
  });
