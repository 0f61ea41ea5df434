import { describe, expect, it } from "vitest";
import type { Matrix, Vector } from "../arrays.ts";
import { far } from "../far.ts";
import { sent } from "../sent.ts";
import { misses } from "./hand.ts";
import { type HandInput, handInput } from "./hand-input.ts";
import { ht } from "./ht.ts";
import { measurementOf } from "./measurement.ts";
import { rotation } from "./rotation.ts";

const output = <T>(name: "objective" | "jacobian", input: unknown): T => {
  const run = ht[name]?.(input);
  if (!run) throw new Error(`there is no function ${name}`);
  return sent(run()) as T;
};

/** The residuals of the lambda as it is, without compilation. */
const residuals = (input: HandInput): Vector => {
  const { theta, measurement, corners, shares } = measurementOf(input);
  return misses(theta, measurement, corners, shares, { rotation }).flat();
};

/** Slopes of the residuals by differences of fourth order, where a number of the input is moved. */
const slopes = (moved: (by: number) => HandInput): Vector => {
  const at = (h: number): Vector => {
    const [up, down] = [residuals(moved(h)), residuals(moved(-h))];
    return up.map((value, i) => (value - (down[i] ?? 0)) / (2 * h));
  };
  const [coarse, fine] = [at(2e-3), at(1e-3)];
  return fine.map((slope, i) => (4 * slope - (coarse[i] ?? 0)) / 3);
};

const byTheta = (input: HandInput): readonly Vector[] =>
  input.theta.map((_, k) =>
    slopes((by) => ({ ...input, theta: input.theta.map((angle, i) => (i === k ? angle + by : angle)) })),
  );

const transposed = (columns: readonly Vector[]): Matrix =>
  (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? Number.NaN));

describe("ht", () => {
  it("on vertices: three rows of 26 for each point, as differences say", () => {
    const input = handInput(10, 4, false);
    expect(residuals(input)).toHaveLength(12);
    expect(far(output("objective", input), residuals(input))).toBeLessThan(1e-14);
    expect(far(output("jacobian", input), transposed(byTheta(input)))).toBeLessThan(1e-9);
  });

  it("inside triangles: two columns more, for the coordinates of the row's own point", () => {
    const input = handInput(10, 4, true);
    expect(far(output("objective", input), residuals(input))).toBeLessThan(1e-14);
    const own = [0, 1].map((axis) =>
      slopes((by) => ({ ...input, us: input.us.map((u) => u.map((v, i) => (i === axis ? v + by : v))) })),
    );
    expect(far(output("jacobian", input), transposed([...own, ...byTheta(input)]))).toBeLessThan(1e-9);
  });

  it("a hand that is not turned has derivatives by its rotation", () => {
    const given = handInput(10, 4, false);
    const input = { ...given, theta: given.theta.map((angle, i) => (i < 3 ? 0 : angle)) };
    const found = output<Matrix>("jacobian", input);
    const wanted = transposed(byTheta(input));
    expect(Math.hypot(...wanted.flatMap((row) => row.slice(0, 3)))).toBeGreaterThan(1);
    expect(far(found, wanted)).toBeLessThan(1e-9);
  });
});

const wrong = handInput(10, 4, true);
const { data } = wrong;
const { model } = data;
const inModel = (part: object) => ({ ...wrong, data: { ...data, model: { ...model, ...part } } });

it.each<[string, unknown, string]>([
  ["25 angles", { ...wrong, theta: wrong.theta.slice(1) }, "theta: 26 numbers are needed, and there are 25"],
  ["a bone that stands after its own", inModel({ parents: [...model.parents.slice(0, 21), 21] }), "parents[21]"],
  [
    "a triangle of vertices that there are not",
    inModel({ triangles: model.triangles.map(() => [0, 1, 10]) }),
    "triangles[0][2]: 10 is too large",
  ],
  [
    "a transform of three rows",
    inModel({ base_relatives: model.base_relatives.map((rows) => rows.slice(1)) }),
    "base_relatives[0]: 4 items",
  ],
  [
    "fewer weights than vertices",
    inModel({ weights: model.weights.slice(1) }),
    "weights: 10 items are needed, and there are 9",
  ],
  [
    "a point of no triangle",
    { ...wrong, data: { ...data, correspondences: [0, 1, 2, 10] } },
    "correspondences[3]: 10 is too large",
  ],
  ["coordinates of other points", { ...wrong, us: wrong.us.slice(1) }, "us: 4 items are needed, and there are 3"],
])("%s is refused by its place", (_, input, message) => {
  expect(() => ht.objective?.(input)).toThrow(message);
});
