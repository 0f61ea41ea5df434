import type { Matrix } from "../arrays.ts";

/** The matrix that turns about an axis by an angle that is the length of the axis [rad], with its derivative at zero. */
export const rotation = (a: number, b: number, c: number): Matrix => {
  const square = a * a + b * b + c * c;
  if (square === 0)
    return [
      [1, -c, b],
      [c, 1, -a],
      [-b, a, 1],
    ];
  const angle = Math.sqrt(square);
  const [x, y, z] = [a / angle, b / angle, c / angle];
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const rest = 1 - cosine;
  return [
    [cosine + x * x * rest, x * y * rest - z * sine, x * z * rest + y * sine],
    [x * y * rest + z * sine, cosine + y * y * rest, y * z * rest - x * sine],
    [x * z * rest - y * sine, y * z * rest + x * sine, cosine + z * z * rest],
  ];
};
