import { compile, grad, jvp } from "jagrad/algorithms";
import { dense, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation, Prepare } from "../evaluation.ts";
import { matrix, record } from "../fields.ts";

/** The sum over the points of the squared distance to the nearest centroid. */
export const cost = (centroids: Matrix, points: Matrix): number => {
  const distance = (p: Vector, c: Vector): number => {
    let sum = 0;
    for (let i = 0; i < p.length; i++) sum = sum + ((p[i] as number) - (c[i] as number)) ** 2;
    return sum;
  };
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as Vector;
    let nearest = 0;
    let least = Infinity;
    for (let j = 0; j < centroids.length; j++) {
      const found = distance(point, centroids[j] as Vector);
      if (found < least) {
        least = found;
        nearest = j;
      }
    }
    sum = sum + distance(point, centroids[nearest] as Vector);
  }
  return sum;
};

const scope = { cost, grad, jvp };

/** The gradient over the second derivatives, which are those along a vector of ones: no two centroids share a point. */
export const direction = (centroids: Matrix, points: Matrix, { cost, grad, jvp }: typeof scope): Matrix => {
  const slope = grad((places: Matrix) => cost(places, points));
  const ones = centroids.map((place) => place.map(() => 1));
  const { value, tangent } = jvp(slope, [centroids], [ones]);
  return value.map((row, j) => Array.from(row, (v, i) => v / (tangent[j]?.[i] as number)));
};

const read = record({ points: matrix, centroids: matrix });
const of =
  (make: (types: readonly string[]) => (centroids: Float64Array, points: Float64Array) => unknown): Prepare =>
  (input) => {
    const { points, centroids } = read(input, "");
    const [d, other] = [centroids, points].map((rows) => rows[0]?.length ?? 0) as [number, number];
    if (d !== other) throw new Error(`points[0]: ${d} numbers are needed, and there are ${other}`);
    const [f, places, all] = [make([`f64[k, ${d}]`, `f64[n, ${d}]`]), dense(centroids), dense(points)];
    return () => f(places, all);
  };

export const kmeans: Evaluation = {
  cost: of((types) => compile(cost, types)),
  dir: of((types) => compile(direction, types, { scope })),
};
