import type { Matrix, Vector } from "../arrays.ts";

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
