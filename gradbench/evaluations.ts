import type { Evaluation } from "./evaluation.ts";

const modules: Readonly<Record<string, () => Promise<Evaluation>>> = {
  hello: async () => (await import("./evaluations/hello.ts")).hello,
  det: async () => (await import("./evaluations/det.ts")).det,
  gmm: async () => (await import("./evaluations/gmm.ts")).gmm,
  ht: async () => (await import("./evaluations/ht.ts")).ht,
  ba: async () => (await import("./evaluations/ba.ts")).ba,
  kmeans: async () => (await import("./evaluations/kmeans.ts")).kmeans,
  llsq: async () => (await import("./evaluations/llsq.ts")).llsq,
  lse: async () => (await import("./evaluations/lse.ts")).lse,
  lstm: async () => (await import("./evaluations/lstm.ts")).lstm,
  ode: async () => (await import("./evaluations/ode.ts")).ode,
  particle: async () => (await import("./evaluations/particle.ts")).particle,
  saddle: async () => (await import("./evaluations/saddle.ts")).saddle,
};

/** The evaluations that can be served. */
export const names: readonly string[] = Object.keys(modules);

/** The evaluation of a name, loaded when it is asked for. */
export const load = async (name: string): Promise<Evaluation | undefined> =>
  Object.hasOwn(modules, name) ? modules[name]?.() : undefined;
