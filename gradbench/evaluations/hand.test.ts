import { describe, expect, it } from "vitest";
import type { Matrix, Vector } from "../arrays.ts";
import { far } from "../far.ts";
import { misses } from "./hand.ts";
import { type HandInput, handInput } from "./hand-input.ts";
import { measurementOf } from "./measurement.ts";
import { rotation } from "./rotation.ts";

const at = (A: Matrix, row: number, column: number): number => A[row]?.[column] ?? Number.NaN;

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => (b[0] ?? []).map((_, k) => row.reduce((sum, v, j) => sum + v * at(b, j, k), 0)));

const about = (axis: "x" | "z", angle: number): Matrix => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turns = {
    x: [
      [1, 0, 0, 0],
      [0, c, -s, 0],
      [0, s, c, 0],
      [0, 0, 0, 1],
    ],
    z: [
      [c, -s, 0, 0],
      [s, c, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ],
  };
  return turns[axis];
};

/** All vertices, bone after bone, with a list of the angles of each bone, as the suite's texts go. */
const vertices = ({ theta, data: { model } }: HandInput): Matrix => {
  const angles = model.parents.map(() => ({ x: 0, z: 0 }));
  let next = 6;
  for (let finger = 0; finger < 5; finger++)
    for (let joint = 1; joint <= 3; joint++) {
      const bends = angles[1 + 4 * finger + joint];
      if (!bends) throw new Error("a bone is missing");
      bends.x = theta[next++] ?? 0;
      if (joint === 1) bends.z = theta[next++] ?? 0;
    }
  expect(next).toBe(26);
  const absolutes: Matrix[] = [];
  model.parents.forEach((parent, bone) => {
    const { x = 0, z = 0 } = angles[bone] ?? {};
    const posed = times(model.base_relatives[bone] ?? [], times(about("z", z), about("x", x)));
    absolutes.push(parent < 0 ? posed : times(absolutes[parent] ?? [], posed));
  });
  const places = model.base_positions.map(() => [0, 0, 0]);
  absolutes.forEach((absolute, bone) => {
    const transform = times(absolute, model.inverse_base_absolutes[bone] ?? []);
    model.base_positions.forEach((rest, vertex) => {
      const moved = times(
        transform,
        rest.map((v) => [v]),
      );
      const place = places[vertex] ?? [];
      for (const axis of [0, 1, 2])
        place[axis] = (place[axis] ?? 0) + at(model.weights, vertex, bone) * at(moved, axis, 0);
    });
  });
  const turn = rotation(theta[0] ?? 0, theta[1] ?? 0, theta[2] ?? 0);
  return places.map(([x = 0, y = 0, z = 0]) => {
    const mirrored = model.is_mirrored ? -x : x;
    return turn.map(
      (row, axis) => (row[0] ?? 0) * mirrored + (row[1] ?? 0) * y + (row[2] ?? 0) * z + (theta[3 + axis] ?? 0),
    );
  });
};

const found = (input: HandInput): Matrix => {
  const { theta, measurement, corners, shares } = measurementOf(input);
  return misses(theta, measurement, corners, shares, { rotation });
};

const mirrored = (input: HandInput): HandInput => ({
  ...input,
  data: { ...input.data, model: { ...input.data.model, is_mirrored: true } },
});

describe("a hand", () => {
  it.each([
    ["as it is", handInput(12, 5, false)],
    ["mirrored", mirrored(handInput(12, 5, false))],
  ])("%s: points are compared with vertices that were moved bone by bone", (_, input) => {
    const places = vertices(input);
    const wanted = input.data.points.map((point, i) =>
      point.map((v, axis) => v - at(places, input.data.correspondences[i] ?? -1, axis)),
    );
    expect(far(found(input), wanted)).toBeLessThan(1e-14);
  });

  it("points inside triangles are compared with means of their corners", () => {
    const input = handInput(12, 5, true);
    const places = vertices(input);
    const wanted = input.data.points.map((point, i) => {
      const [a = 0, b = 0, c = 0] = input.data.model.triangles[input.data.correspondences[i] ?? -1] ?? [];
      const [u = 0, v = 0] = input.us[i] ?? [];
      return point.map(
        (x, axis) => x - (u * at(places, a, axis) + v * at(places, b, axis) + (1 - u - v) * at(places, c, axis)),
      );
    });
    expect(far(found(input), wanted)).toBeLessThan(1e-14);
  });

  it("that does not move has its vertices where they were", () => {
    const input = { ...handInput(9, 9, false), theta: Array<number>(26).fill(0) };
    const wanted = input.data.points.map((point, i) =>
      point.map((v, axis) => v - at(input.data.model.base_positions, input.data.correspondences[i] ?? -1, axis)),
    );
    expect(far(found(input), wanted)).toBeLessThan(1e-14);
  });
});

it("a turn keeps lengths, and its axis", () => {
  const axis: Vector = [0.3, -1.1, 0.8];
  const turn = rotation(0.3, -1.1, 0.8);
  const turned = turn.map((row) => row.reduce((sum, v, j) => sum + v * (axis[j] ?? 0), 0));
  expect(far(turned, axis)).toBeLessThan(1e-15);
  const transposed = turn.map((_, i) => turn.map((row) => row[i] ?? 0));
  expect(
    far(times(turn, transposed), [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
  ).toBeLessThan(1e-15);
});
