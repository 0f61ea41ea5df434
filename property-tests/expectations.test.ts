import { test } from "vitest";
import { noisyCases } from "./arbitraries/noisy-cases.ts";
import { noisyFrom } from "./arbitraries/random-noisy.ts";
import { uniforms } from "./arbitraries/samples.ts";
import { stateLaw } from "./law.ts";
import { expectationsLaw } from "./laws/expectations.ts";
import { scaled, settings } from "./settings.ts";

const uniform = uniforms(settings.seed);
const tape = (): readonly number[] => Array.from({ length: 60 }, () => Math.floor(uniform() * 9999));
const random = Array.from({ length: scaled(settings, 16) }, (_, k) => noisyFrom(tape(), `random pipeline ${k}`));

stateLaw(expectationsLaw, [...noisyCases, ...random], {
  test: (name, body) => test(name, { timeout: 60_000 }, body),
});
