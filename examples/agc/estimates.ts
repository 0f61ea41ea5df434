import type { Events } from "jagrad/adapters/duckdb";
import { isJagradError } from "jagrad/core";
import { type Diagnosis, diagnose } from "jagrad/plugins/diagnose";
import { type Estimator, type EstimatorName, estimators } from "./estimators.ts";
import type { Skimmed } from "./skim.ts";

/** What an estimator predicts beside what the hard analysis does, or why it is refused. */
export type Estimate =
  | { readonly name: EstimatorName; readonly diagnosis: Diagnosis<Estimator["parameters"]> }
  | { readonly name: EstimatorName; readonly refused: string };

const isRefusal = (error: unknown): error is Error =>
  isJagradError(error) && (error.code === "E_SOFT" || error.code === "E_LIMIT");

/** Every estimator on the same events. */
export const estimates = async (events: Events<Skimmed>): Promise<readonly Estimate[]> => {
  const all: Estimate[] = [];
  for (const [key, { yields, parameters }] of Object.entries(estimators)) {
    const name = key as EstimatorName;
    try {
      all.push({ name, diagnosis: await diagnose(yields(events), parameters) });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      all.push({ name, refused: error.message.split("\n")[0] ?? "" });
    }
  }
  return all;
};
