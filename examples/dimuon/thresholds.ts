import { type Choice, type Held, hold, type Nuisance, parameter } from "jagrad/core";
import type { Subject } from "./subjects.ts";

/** What pairs are compared with: pt > cut and low < scale * m < high. */
export interface Thresholds {
  readonly cut: Choice;
  readonly low: Choice;
  readonly high: Choice;
  readonly scale: Choice | Nuisance;
}

/** The same as values of a scope; what is not optimised is held. */
export type Scope = { readonly [K in keyof Thresholds]: Thresholds[K] | Held };

const membersOf: Readonly<Record<Subject, readonly (keyof Thresholds)[]>> = {
  cut: ["cut"],
  window: ["low", "high"],
  scale: ["scale"],
};

/** Thresholds that take part in a search. */
export interface Searched {
  readonly scope: Scope;
  readonly parameters: Readonly<Record<string, Choice>>;
}

/** The measured scale, or one to be chosen. */
export const scaleFor = (measured: Nuisance, subjects: readonly Subject[]): Choice | Nuisance =>
  subjects.includes("scale")
    ? parameter(measured.name, measured.value, { width: 0.005, limits: [0.97, 1.03] })
    : measured;

export const searched = (thresholds: Thresholds, subjects: readonly Subject[]): Searched => {
  const asked = subjects.flatMap((subject) => membersOf[subject]);
  const fixed = <T extends Choice | Nuisance>(name: keyof Thresholds, value: T): T | Held =>
    value.kind === "nuisance" || asked.includes(name) ? value : hold(value);
  const { cut, low, high, scale } = thresholds;
  return {
    scope: { cut: fixed("cut", cut), low: fixed("low", low), high: fixed("high", high), scale: fixed("scale", scale) },
    parameters: Object.fromEntries(
      asked.flatMap((name) => {
        const choice = thresholds[name];
        return choice.kind === "choice" ? [[choice.name, choice]] : [];
      }),
    ),
  };
};
