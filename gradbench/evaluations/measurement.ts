import type { Matrix, Vector } from "../arrays.ts";
import { count, listOf, matrix, type Reader, record, truth, vector, vectorOf } from "../fields.ts";
import type { Measurement } from "./hand.ts";

/** What is compared of a hand: points with means of vertices. */
export interface Measured {
  readonly theta: Vector;
  readonly us: Matrix;
  readonly measurement: Measurement;
  /** For each point, one vertex or three. */
  readonly corners: Matrix;
  /** For each point, the share of each of its vertices. */
  readonly shares: Matrix;
}

const parent: Reader<number> = (value, path) => (value === -1 ? -1 : count(value, path));

const read = record({
  theta: vectorOf(26),
  us: matrix,
  data: record({
    correspondences: listOf(count),
    points: listOf(vectorOf(3)),
    model: record({
      parents: listOf(parent),
      base_relatives: listOf(matrix),
      inverse_base_absolutes: listOf(matrix),
      base_positions: listOf(vectorOf(4)),
      weights: matrix,
      triangles: listOf(listOf(count)),
      is_mirrored: truth,
    }),
  }),
});

const checkCount = (path: string, found: number, wanted: number): void => {
  if (found !== wanted) throw new Error(`${path}: ${wanted} items are needed, and there are ${found}`);
};

const checkBelow = (path: string, places: Vector, limit: number): void => {
  const i = places.findIndex((place) => place >= limit);
  if (i >= 0) throw new Error(`${path}[${i}]: ${places[i]} is too large, there are ${limit}`);
};

const checkSquare = (path: string, all: readonly Matrix[]): void => {
  all.forEach((A, i) => {
    checkCount(`${path}[${i}]`, A.length, 4);
    checkCount(`${path}[${i}][0]`, vector(A[0], path).length, 4);
  });
};

/**
 * Reads what the suite sends for a hand.
 * @throws Error naming the part that is missing, of another size, or points to a bone or vertex that there is not
 */
export const measurementOf = (input: unknown): Measured => {
  const { theta, us, data } = read(input, "");
  const { correspondences, points, model } = data;
  const { parents, base_relatives, inverse_base_absolutes, base_positions, weights, triangles } = model;
  const bones = parents.length;
  checkCount("data.model.base_relatives", base_relatives.length, bones);
  checkCount("data.model.inverse_base_absolutes", inverse_base_absolutes.length, bones);
  checkSquare("data.model.base_relatives", base_relatives);
  checkSquare("data.model.inverse_base_absolutes", inverse_base_absolutes);
  checkCount("data.model.weights", weights.length, base_positions.length);
  checkCount("data.model.weights[0]", weights[0]?.length ?? 0, bones);
  parents.forEach((bone, i) => {
    if (bone >= i) throw new Error(`data.model.parents[${i}]: ${bone} does not stand earlier in the list`);
  });
  checkCount("data.correspondences", correspondences.length, points.length);
  const isInside = us.length > 0;
  checkBelow("data.correspondences", correspondences, isInside ? triangles.length : base_positions.length);
  if (isInside) {
    checkCount("us", us.length, points.length);
    checkCount("us[0]", us[0]?.length ?? 0, 2);
    triangles.forEach((triangle, i) => {
      checkCount(`data.model.triangles[${i}]`, triangle.length, 3);
      checkBelow(`data.model.triangles[${i}]`, triangle, base_positions.length);
    });
  }
  return {
    theta,
    us,
    measurement: {
      points,
      hand: {
        parents,
        relatives: base_relatives,
        inverses: inverse_base_absolutes,
        positions: base_positions,
        weights,
        mirror: model.is_mirrored ? -1 : 1,
      },
    },
    corners: isInside ? correspondences.map((i) => triangles[i] as Vector) : correspondences.map((i) => [i]),
    shares: isInside ? us.map(([u = 0, v = 0]) => [u, v, 1 - u - v]) : correspondences.map(() => [1]),
  };
};
