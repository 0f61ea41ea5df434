import { count, listOf, parameter, real, recordOf } from "jagrad/core";
import { checkOperator, checkPlugin } from "jagrad/property-tests";
import { expect, test } from "vitest";
import { breitWigner, isotropic, plugin, sphericity } from "./index.ts";

const events = { jet: listOf(recordOf({ pt: real(20, 200), phi: real(-3.1, 3.1) })) };
const least = parameter("sphericity", 0.4, { width: 0.05, limits: [0, 1] });

checkPlugin(plugin, { test });

checkOperator(
  {
    name: "isotropic",
    operator: isotropic,
    events,
    parameters: { least },
    use:
      (isotropic, { sum }) =>
      (stream) =>
        stream.pipe(
          isotropic((ev) => ev.jet, least),
          sum((ev, { count }) => count(ev.jet), { count }),
        ),
  },
  { test },
);

test("one direction has sphericity 0, all directions have 1", () => {
  const star = Array.from({ length: 5 }, (_, k) => ({ pt: 30, phi: (2 * Math.PI * k) / 5 }));
  expect(sphericity(star)).toBeCloseTo(1, 14);
  expect(
    sphericity([
      { pt: 30, phi: 1 },
      { pt: 12, phi: 1 - Math.PI },
    ]),
  ).toBeCloseTo(0, 14);
});

test("the sphericity is twice the smaller eigenvalue of sum(p n n) over its trace", () => {
  const jets = [
    { pt: 90, phi: 0.3 },
    { pt: 65, phi: 2.9 },
    { pt: 40, phi: -1.4 },
  ];
  const [xx, xy, yy] = [0, 1, 2].map((power) =>
    jets.reduce((sum, { pt, phi }) => sum + pt * Math.cos(phi) ** (2 - power) * Math.sin(phi) ** power, 0),
  ) as [number, number, number];
  const smaller = (xx + yy - Math.sqrt((xx + yy) ** 2 - 4 * (xx * yy - xy * xy))) / 2;
  expect(sphericity(jets)).toBeCloseTo((2 * smaller) / (xx + yy), 13);
});

test("the line shape is 2/(pi G) at its top, and half of that G/2 away", () => {
  expect(breitWigner(91.2, 91.2, 2.5)).toBeCloseTo(2 / (Math.PI * 2.5), 15);
  expect(breitWigner(91.2 + 1.25, 91.2, 2.5) / breitWigner(91.2, 91.2, 2.5)).toBeCloseTo(0.5, 14);
});
