import { isAbsolute } from "node:path";
import { expect, test } from "vitest";
import { inCi, sharedData } from "./shared-data.ts";

test.runIf(inCi)("in CI the shared test data is there", () => {
  expect(sharedData(".")).toSatisfy(isAbsolute);
});

test("a file that is absent is undefined", () => {
  expect(sharedData("no/such/file")).toBeUndefined();
});
