import { test } from "vitest";
import { noisyCases } from "./arbitraries/noisy-cases.ts";
import { noisyFrom } from "./arbitraries/random-noisy.ts";
import { uniforms } from "./arbitraries/samples.ts";
import { stateLaw } from "./law.ts";
import { conservationLaw, fillsOnce, finiteLaw, infiniteLaw, limitsLaw, tiesLaw } from "./laws/limits.ts";
import { modesLaw } from "./laws/modes.ts";
import { scaled, settings } from "./settings.ts";

const uniform = uniforms(settings.seed);
const tape = (): readonly number[] => Array.from({ length: 60 }, () => Math.floor(uniform() * 9999));
const random = Array.from({ length: scaled(settings, 16) }, (_, k) => noisyFrom(tape(), `random pipeline ${k}`));
const all = [...noisyCases, ...random];
const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };

stateLaw(modesLaw, all, runner);
stateLaw(limitsLaw, all, runner);
stateLaw(tiesLaw, all, runner);
stateLaw(infiniteLaw, noisyCases, runner);
stateLaw(finiteLaw, all, runner);
stateLaw(conservationLaw, all.filter(fillsOnce), runner);
