import process from "node:process";
import { afterAll, expect, test } from "vitest";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { usesOf } from "./arbitraries/pipelines.ts";
import { stateLaw } from "./law.ts";
import { cutsLaw, cutsWithNullsLaw } from "./laws/cuts.ts";
import { repeatsLaw } from "./laws/repeats.ts";
import { streamKinds, streamsLaw, throwingSubscriberLaw } from "./laws/streams.ts";
import { uncaught } from "./uncaught.ts";

const uses = [...usesOf("hard", hard), ...usesOf("diff", diff)];
const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };

stateLaw(cutsLaw, uses, runner);
stateLaw(
  cutsWithNullsLaw,
  uses.filter(({ operator, use }) => operator === "sum" && use !== "of a soft number"),
  runner,
);

stateLaw(
  streamsLaw,
  uses.flatMap((use) => streamKinds.map((over) => ({ use, over }))),
  runner,
);

stateLaw(repeatsLaw, uses, runner);
stateLaw(throwingSubscriberLaw(uncaught), uses, runner);

const rejections: unknown[] = [];
process.on("unhandledRejection", (reason) => rejections.push(reason));
afterAll(() => expect(rejections).toEqual([]));
