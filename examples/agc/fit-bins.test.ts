import { rows } from "jagrad/adapters/rows";
import { linspace } from "jagrad/core";
import { histogram, weight } from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { expect, test } from "vitest";
import { fitBins, fitEdges, integral } from "./fit-bins.ts";

test("the fit has eleven bins of 40 GeV from 110 to 550 GeV, their errors the roots of the squared weights", async () => {
  const events = [10, 60, 109, 110, 149, 150, 549, 550].map((x) => ({ x }));
  const filled = await lastValueFrom(
    rows(events).pipe(
      weight(() => 2),
      histogram((ev) => ev.x, { edges: linspace(50, 550, 26) }),
    ),
  );
  const { values, errors } = fitBins(filled);
  expect(fitEdges).toEqual([110, 150, 190, 230, 270, 310, 350, 390, 430, 470, 510]);
  expect(values).toEqual([4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
  expect(errors[0]).toBeCloseTo(Math.sqrt(8), 12);
  expect(errors).toHaveLength(11);
  expect(integral(filled)).toBe(16);
});
