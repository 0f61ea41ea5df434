import { expect, test } from "vitest";
import { bestOf, scan } from "./index.ts";

test("evaluates a grid in order and returns the best point", async () => {
  const found = await scan(
    async ({ x = 0, y = 0 }) => -((x - 1) ** 2) - y,
    [
      { name: "x", values: [0, 1, 2] },
      { name: "y", values: [5, 3] },
    ],
    { sense: "maximise" },
  );
  expect(found.history.map(({ parameters: { x, y } }) => [x, y])).toEqual([
    [0, 5],
    [0, 3],
    [1, 5],
    [1, 3],
    [2, 5],
    [2, 3],
  ]);
  expect({ ...found.parameters }).toEqual({ x: 1, y: 3 });
  expect([found.value, found.evaluations]).toEqual([-3, 6]);
});

test("refuses an empty grid and repeated names", async () => {
  await expect(scan(() => 0, [])).rejects.toThrow("E_PARAMETER");
  await expect(scan(() => 0, [{ name: "x", values: [] }])).rejects.toThrow("E_PARAMETER");
  await expect(
    scan(
      () => 0,
      [
        { name: "x", values: [1] },
        { name: "x", values: [1] },
      ],
    ),
  ).rejects.toThrow("one name");
});

test("carries the best point when it is cancelled", async () => {
  const stop = new AbortController();
  const error = await scan(({ x = 0 }) => x, [{ name: "x", values: [3, 1, 2] }], {
    signal: stop.signal,
    onStep: ({ step }) => {
      if (step === 1) stop.abort();
    },
  }).catch((e: unknown) => e);
  expect(bestOf(error)?.value).toBe(1);
});
