import type { Matrix, Vector } from "../arrays.ts";

/** What the suite sends for a hand, of numbers that a formula makes. */
export interface HandInput {
  readonly theta: Vector;
  readonly us: Matrix;
  readonly data: {
    readonly model: {
      readonly parents: Vector;
      readonly base_relatives: readonly Matrix[];
      readonly inverse_base_absolutes: readonly Matrix[];
      readonly base_positions: Matrix;
      readonly weights: Matrix;
      readonly triangles: Matrix;
      readonly is_mirrored: boolean;
    };
    readonly correspondences: Vector;
    readonly points: Matrix;
  };
}

const wave = (size: number, from: number): Vector => Array.from({ length: size }, (_, i) => Math.sin(from + 1.7 * i));

/** A wrist, four bones for each of five fingers, and a forearm. */
const parents = Array.from({ length: 22 }, (_, bone) => (bone === 0 ? -1 : bone % 4 === 1 ? 0 : bone - 1));

const relative = (bone: number): Matrix => {
  const [c, s] = [Math.cos(0.2 * bone), Math.sin(0.2 * bone)];
  const [x = 0, y = 0, z = 0] = wave(3, bone);
  return [
    [c, 0, s, x],
    [0, 1, 0, y],
    [-s, 0, c, z],
    [0, 0, 0, 1],
  ];
};

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => row.map((_, k) => row.reduce((sum, v, j) => sum + v * (b[j]?.[k] ?? 0), 0)));

/** The inverse of a turn and a shift. */
const inverse = (a: Matrix): Matrix => {
  const turn = [0, 1, 2].map((i) => [0, 1, 2].map((j) => a[j]?.[i] ?? 0));
  return [...turn.map((row) => [...row, -row.reduce((sum, v, j) => sum + v * (a[j]?.[3] ?? 0), 0)]), [0, 0, 0, 1]];
};

/**
 * A hand of 22 bones with so many vertices, measured at so many points.
 * @param inside - whether points lie inside triangles, with two coordinates each, and not on vertices
 */
export const handInput = (vertices: number, points: number, inside: boolean): HandInput => {
  const relatives = parents.map((_, bone) => relative(bone));
  const absolute = (bone: number): Matrix => {
    const own = relative(bone);
    const parent = parents[bone] ?? -1;
    return parent < 0 ? own : times(absolute(parent), own);
  };
  return {
    theta: wave(26, 1),
    us: inside ? Array.from({ length: points }, (_, i) => [0.2 + 0.1 * Math.sin(i), 0.3 + 0.1 * Math.cos(i)]) : [],
    data: {
      model: {
        parents,
        base_relatives: relatives,
        inverse_base_absolutes: parents.map((_, bone) => inverse(absolute(bone))),
        base_positions: Array.from({ length: vertices }, (_, i) => [...wave(3, i), 1]),
        weights: Array.from({ length: vertices }, (_, i) => {
          const shares = parents.map((_, bone) => Math.max(0, Math.sin(i + 2.3 * bone) - 0.5));
          const all = shares.reduce((sum, share) => sum + share, 0);
          return shares.map((share) => share / all);
        }),
        triangles: Array.from({ length: vertices }, (_, i) => [i, (i + 1) % vertices, (i + 2) % vertices]),
        is_mirrored: false,
      },
      correspondences: Array.from({ length: points }, (_, i) => (7 * i) % vertices),
      points: Array.from({ length: points }, (_, i) => wave(3, 2 * i)),
    },
  };
};
