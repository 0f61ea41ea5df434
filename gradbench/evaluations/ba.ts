import { compile, jacobian } from "jagrad/algorithms";
import { dense, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { count, number, record, vectorOf } from "../fields.ts";

/** Rotation (axis times angle), centre, focal length, principal point, radial distortion. */
export type Camera = readonly [number, number, number, number, number, number, number, number, number, number, number];

export type Point = readonly [number, number, number];

export type Feature = readonly [number, number];

/** What a residual depends on, as numbers that have derivatives. */
export interface Observation {
  readonly camera: Camera;
  readonly point: Point;
  readonly weight: number;
}

/** By how much the projection of a point misses the feature, weighted [pixels]. */
export const reprojectionError = ({ camera, point, weight }: Observation, [u, v]: Feature): Feature => {
  const [r1, r2, r3, c1, c2, c3, f, u0, v0, k1, k2] = camera;
  const [X, Y, Z] = point;
  const [x, y, z] = [X - c1, Y - c2, Z - c3];
  const square = r1 * r1 + r2 * r2 + r3 * r3;
  const rotated = (): Point => {
    if (square === 0) return [x + r2 * z - r3 * y, y + r3 * x - r1 * z, z + r1 * y - r2 * x];
    const angle = Math.sqrt(square);
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
    const [a, b, c] = [r1 / angle, r2 / angle, r3 / angle];
    const along = (a * x + b * y + c * z) * (1 - cosine);
    return [
      x * cosine + (b * z - c * y) * sine + a * along,
      y * cosine + (c * x - a * z) * sine + b * along,
      z * cosine + (a * y - b * x) * sine + c * along,
    ];
  };
  const [px, py, pz] = rotated();
  const [p, q] = [px / pz, py / pz];
  const radius = p * p + q * q;
  const stretch = 1 + k1 * radius + k2 * radius * radius;
  return [weight * (f * stretch * p + u0 - u), weight * (f * stretch * q + v0 - v)];
};

/** The residual that keeps a weight near one. */
export const weightError = (w: number): number => 1 - w * w;

/** Cameras, points and observations; observation `i` is by camera `i mod n` of point `i mod m`. */
export interface Scene {
  readonly cameras: Matrix;
  readonly points: Matrix;
  readonly weights: Vector;
  readonly features: Matrix;
}

const observed = ({ cameras, points, weights }: Scene, i: number): Observation => ({
  camera: cameras[i % cameras.length] as unknown as Camera,
  point: points[i % points.length] as unknown as Point,
  weight: weights[i] as number,
});

const scope = { observed, reprojectionError, weightError, jacobian };

/** All residuals: the components of the reprojections apart, and those of the weights. */
export const residuals = (scene: Scene, { observed, reprojectionError, weightError }: typeof scope) => {
  const reprojections = scene.features.map((feature, i) =>
    reprojectionError(observed(scene, i), feature as unknown as Feature),
  );
  return {
    u: reprojections.map(([u]) => u),
    v: reprojections.map(([, v]) => v),
    weight: scene.weights.map((weight) => weightError(weight)),
  };
};

/** The derivatives of one component by one parameter each: a list over the observations. */
interface Columns {
  readonly camera: Matrix;
  readonly point: Matrix;
  readonly weight: Vector;
}

/** The derivatives that are not zero: those of both components by all parameters, and those of the weights. */
export const slopes = (scene: Scene, { observed, reprojectionError, weightError, jacobian }: typeof scope) => {
  const all = scene.features.map((feature, i) => {
    const by = jacobian((seen: Observation) => reprojectionError(seen, feature as unknown as Feature));
    return by(observed(scene, i)) as unknown as readonly [Observation, Observation];
  });
  const columns = (of: 0 | 1): Columns => ({
    camera: Array.from({ length: 11 }, (_, k) => all.map((rows) => rows[of].camera[k] as number)),
    point: Array.from({ length: 3 }, (_, k) => all.map((rows) => rows[of].point[k] as number)),
    weight: all.map((rows) => rows[of].weight),
  });
  return {
    u: columns(0),
    v: columns(1),
    weight: scene.weights.map((weight) => jacobian((w: number) => weightError(w))(weight)),
  };
};

const read = record({
  n: count,
  m: count,
  p: count,
  cam: vectorOf(11),
  x: vectorOf(3),
  w: number,
  feat: vectorOf(2),
});

const types = [{ cameras: "f64[n, 11]", points: "f64[m, 3]", weights: "f64[p]", features: "f64[p, 2]" }];

const repeated = (row: Vector, times: number): Float64Array => dense(Array.from({ length: times }, () => row));

const sceneOf = (input: unknown) => {
  const { n, m, p, cam, x, w, feat } = read(input, "");
  if (n * m * p === 0) throw new Error(`n, m, p: ${n}, ${m} and ${p}, of which none can be 0`);
  return {
    n,
    m,
    p,
    scene: {
      cameras: repeated(cam, n),
      points: repeated(x, m),
      weights: new Float64Array(p).fill(w),
      features: repeated(feat, p),
    },
  };
};

const shown = 30;

/** Columns as they are computed. */
interface Found {
  readonly camera: readonly ArrayLike<number>[];
  readonly point: readonly ArrayLike<number>[];
  readonly weight: ArrayLike<number>;
}

const firstOf = ({ camera, point, weight }: Found): Vector =>
  [...camera, ...point, weight].map((column) => column[0] as number);

/** The first entries of a compressed matrix and its last ones: row pointers, columns and values. */
const compressed = (n: number, m: number, p: number, u: Found, v: Found, weight: ArrayLike<number>) => {
  const pointer = (row: number): number => (row <= 2 * p ? 15 * row : 28 * p + row);
  const columns = [
    ...Array.from({ length: 11 }, (_, i) => i),
    ...Array.from({ length: 3 }, (_, i) => 11 * n + i),
    11 * n + 3 * m,
  ];
  return {
    rows: [...Array.from({ length: Math.min(shown, 3 * p) }, (_, row) => pointer(row)), pointer(3 * p)],
    cols: [...columns, ...columns, 11 * n + 3 * m + p - 1],
    vals: [...firstOf(u), ...firstOf(v), weight[p - 1] as number],
  };
};

export const ba: Evaluation = {
  objective: (input) => {
    const { p, scene } = sceneOf(input);
    const f = compile(residuals, types, { scope });
    return () => {
      const { u, v, weight } = f(scene);
      return {
        reproj_error: { elements: [u[0], v[0]], repeated: p },
        w_err: { element: weight[0], repeated: p },
      };
    };
  },
  jacobian: (input) => {
    const { n, m, p, scene } = sceneOf(input);
    const f = compile(slopes, types, { scope });
    return () => {
      const { u, v, weight } = f(scene);
      return compressed(n, m, p, u, v, weight);
    };
  },
};
