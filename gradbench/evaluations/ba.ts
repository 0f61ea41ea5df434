/** Rotation (axis times angle), centre, focal length, principal point, radial distortion. */
export type Camera = readonly [number, number, number, number, number, number, number, number, number, number, number];

export type Point = readonly [number, number, number];

export type Feature = readonly [number, number];

/** By how much the projection of a point misses the feature, weighted [pixels]. */
export const reprojectionError = (
  [r1, r2, r3, c1, c2, c3, f, u0, v0, k1, k2]: Camera,
  [X, Y, Z]: Point,
  w: number,
  [u, v]: Feature,
): Feature => {
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
  return [w * (f * stretch * p + u0 - u), w * (f * stretch * q + v0 - v)];
};

/** The residual that keeps a weight near one. */
export const weightError = (w: number): number => 1 - w * w;
