import type { Case } from "./case.ts";
import { casesOfElements } from "./cases-of-elements.ts";
import { casesOfTurns } from "./cases-of-turns.ts";

export { type Case, dense, doubling, words } from "./case.ts";

/** Statements of every kind, with what plain JavaScript gives for them. */
export const cases: readonly Case[] = [...casesOfTurns, ...casesOfElements];
