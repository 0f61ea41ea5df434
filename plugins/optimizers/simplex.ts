import type { Space } from "./space.ts";

/** A place and its cost, which is smaller the better. */
export interface Vertex {
  readonly place: readonly number[];
  readonly cost: number;
}

/** `n + 1` places about a centre, one step of `size` widths along each parameter, inwards where a limit is near. */
export const simplexAt = (space: Space, centre: readonly number[], size: number): readonly (readonly number[])[] => {
  const moved = centre.map((x, k) => {
    const step = size * (space.widths[k] ?? 1);
    const [up, down] = [x + step, x - step].map((value) => space.project(centre.with(k, value)));
    return up && down && Math.abs((up[k] ?? x) - x) >= Math.abs((down[k] ?? x) - x) ? up : (down ?? centre);
  });
  return [centre, ...moved];
};

/** Vertices from the best to the worst; equal ones keep their order. */
export const ranked = (vertices: readonly Vertex[]): readonly Vertex[] => vertices.toSorted((p, q) => p.cost - q.cost);

export const centroid = (vertices: readonly Vertex[]): readonly number[] =>
  (vertices[0]?.place ?? []).map(
    (_, k) => vertices.reduce((sum, { place }) => sum + (place[k] ?? 0), 0) / vertices.length,
  );

/** The place `factor` times as far from `from` as `to` is, in the direction of `to`. */
export const along = (from: readonly number[], to: readonly number[], factor: number): readonly number[] =>
  from.map((x, k) => x + factor * ((to[k] ?? x) - x));
