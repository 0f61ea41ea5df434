import { handInput } from "../../gradbench/index.ts";
import { baInput, detInput, gmmInput, kmeansInput, llsqInput, lseInput, lstmInput, odeInput } from "./inputs.ts";

const small: Readonly<Record<string, readonly [functions: readonly string[], input: () => unknown]>> = {
  hello: [["square", "double"], () => 1],
  llsq: [["primal", "gradient"], () => llsqInput(16)],
  lse: [["primal", "gradient"], () => lseInput(16)],
  det: [["primal", "gradient"], () => detInput(11)],
  ode: [["primal", "gradient"], () => odeInput(6, 10)],
  kmeans: [["cost", "dir"], () => kmeansInput(3, 10, 2)],
  gmm: [["objective", "jacobian"], () => gmmInput(10, 5, 10)],
  lstm: [["objective", "jacobian"], () => lstmInput(6, 3)],
  ba: [["objective", "jacobian"], () => baInput(1, 1, 1)],
  ht: [["objective", "jacobian"], () => handInput(10, 3, true)],
  particle: [["ff", "fr", "rf", "rr"], () => ({ w: 0 })],
  saddle: [["ff", "fr", "rf", "rr"], () => ({ start: [1, 1] })],
};

/** The functions whose compilation is timed; sizes that are part of a type are the largest ones of the suite. */
export const prepared: readonly (readonly [module: string, name: string])[] = Object.entries(small).flatMap(
  ([module, [functions]]) => functions.map((name) => [module, name] as const),
);

/** A small input of an evaluation. */
export const inputOf = (module: string): unknown => small[module]?.[1]();
