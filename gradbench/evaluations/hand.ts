import type { Matrix, Vector } from "../arrays.ts";
import { rotation } from "./rotation.ts";

/** A hand at rest: a tree of bones with homogeneous transforms, and vertices that follow them by weights. */
export interface Hand {
  /** The bone from which each comes, -1 for none; it stands earlier in the list. */
  readonly parents: Vector;
  /** From a bone to its parent. */
  readonly relatives: readonly Matrix[];
  /** From space to a bone. */
  readonly inverses: readonly Matrix[];
  /** Four numbers a vertex, of which the last is 1. */
  readonly positions: Matrix;
  /** By vertex and bone. */
  readonly weights: Matrix;
  /** 1, or -1 where the first coordinate changes its sign. */
  readonly mirror: number;
}

/** Which points were measured, and what they are points of: vertices or triangles of vertices. */
export interface Measurement {
  readonly hand: Hand;
  readonly points: Matrix;
}

const scope = { rotation };

/**
 * Measured points less the places of chosen vertices, or of points inside triangles of vertices.
 * @param theta - global rotation (axis times angle) and translation, and four angles for each finger
 * @param corners - for each measured point, three vertices
 * @param barycentric - for each measured point, the weights of these vertices
 */
export const misses = (
  theta: Vector,
  { hand, points }: Measurement,
  corners: Matrix,
  barycentric: Matrix,
  { rotation }: typeof scope,
): Matrix => {
  const { parents, relatives, inverses, positions, weights, mirror } = hand;
  const product = (a: Matrix, b: Matrix): Matrix =>
    a.map((row) => b.map((_, k) => row.reduce((sum, v, j) => sum + v * (b[j]?.[k] as number), 0)));
  const turned = (bone: number): Matrix => {
    const joint = (bone - 1) % 4;
    const first = 6 + 4 * Math.floor((bone - 1) / 4);
    const bends = bone > 0 && joint > 0 && first < 26;
    const x = bends ? (theta[first + (joint === 1 ? 0 : joint)] as number) : 0;
    const z = bends && joint === 1 ? (theta[first + 1] as number) : 0;
    const [sx, cx, sz, cz] = [Math.sin(x), Math.cos(x), Math.sin(z), Math.cos(z)];
    return [
      [cz, -sz * cx, sz * sx, 0],
      [sz, cz * cx, -cz * sx, 0],
      [0, sx, cx, 0],
      [0, 0, 0, 1],
    ];
  };
  const posed = relatives.map((relative, bone) => product(relative, turned(bone)));
  const moved = posed.map((own, bone) => {
    let all = own;
    let parent = parents[bone] as number;
    while (parent >= 0) {
      all = product(posed[parent] as Matrix, all);
      parent = parents[parent] as number;
    }
    return product(all, inverses[bone] as Matrix);
  });
  const turn = rotation(theta[0] as number, theta[1] as number, theta[2] as number);
  const place = (vertex: number): Vector => {
    const [rest, shares] = [positions[vertex] as Vector, weights[vertex] as Vector];
    const local = [0, 1, 2].map((axis) =>
      moved.reduce((sum, transform, bone) => {
        const along = (transform[axis] as Vector).reduce((s, v, j) => s + v * (rest[j] as number), 0);
        return sum + (shares[bone] as number) * along;
      }, 0),
    );
    return turn.map(
      (row, axis) =>
        (row[0] as number) * mirror * (local[0] as number) +
        (row[1] as number) * (local[1] as number) +
        (row[2] as number) * (local[2] as number) +
        (theta[3 + axis] as number),
    );
  };
  return points.map((point, i) => {
    const [vertices, shares] = [corners[i] as Vector, barycentric[i] as Vector];
    const places = vertices.map((vertex) => place(vertex));
    return point.map((v, axis) => v - shares.reduce((sum, share, k) => sum + share * (places[k]?.[axis] as number), 0));
  });
};
