import { about, aboutMultiples, bothWays, linear, magnitudes, near, type Piece } from "./points.ts";

type Domain = readonly (readonly Piece[])[];

const least = 5e-324;
const most = 1.79e308;
const small = bothWays(least, 1e-3);
const quarterTurn = Math.PI / 2;
const angles = [
  linear(-10, 10),
  linear(-1e5, 1e5),
  aboutMultiples(quarterTurn, 1e5),
  aboutMultiples(quarterTurn, 20),
  small,
];
const positive = [magnitudes(least, most), linear(0.5, 2), linear(0, 20), about(1), magnitudes(least, 2 ** -1022)];
const unit = [linear(-1, 1), about(0.5, 0.1), about(-0.5, 0.1), near(1, -1), small];
const exponential = [linear(-2, 2), linear(-708, 709.7), linear(-745.1, -708), about(0), small];
const hyperbolic = [linear(-2, 2), linear(-25, 25), linear(-710.4, 710.4), about(0), small];
const wide = [linear(-3, 3), bothWays(1e-3, most), about(1), about(-1), small];
const bases = [magnitudes(least, most), linear(0.5, 2), about(1), linear(0, 20)];
const exponents = [linear(-9, 9), bothWays(1e-6, 1), linear(-300, 300), bothWays(1, 1e6)];
const coordinates = [linear(-9, 9), bothWays(least, most), bothWays(1e-3, 1e3)];

/** Where elementary functions are sampled: pieces for each input, dense where they are hard. */
export const elementary = {
  exp: [exponential],
  expm1: [exponential],
  log: [positive],
  log1p: [[linear(-1, 3), magnitudes(1, most), about(0), near(-1, 1), small]],
  log2: [positive],
  log10: [positive],
  cbrt: [[...positive, linear(-3, 3)]],
  sin: [angles],
  cos: [angles],
  tan: [angles],
  asin: [unit],
  acos: [unit],
  atan: [wide],
  sinh: [hyperbolic],
  cosh: [hyperbolic],
  tanh: [hyperbolic],
  asinh: [wide],
  acosh: [[linear(1, 3), linear(1, 100), magnitudes(1, most), near(1, 1)]],
  atanh: [unit],
  pow: [bases, exponents],
  atan2: [coordinates, coordinates],
  hypot: [coordinates, coordinates],
} as const satisfies Readonly<Record<string, Domain>>;

const normal = [linear(-2, 2), linear(-9, 9), linear(-38.4, -5), linear(-38.4, -37), small];
const upper = linear(5, 38.4);
const lower = magnitudes(-38, -1e9);
const logistic = [linear(-2, 2), linear(-40, 40), linear(-745, -40), linear(-745, -700), small];
const stretches = [linear(0, 1), linear(1, 3), linear(3, 13), linear(13, 200)];
/** A double next to the zero of digamma; 20 bits of the distance are kept, since references are absolute there. */
const zeroOfDigamma = 1.4616321449683622;

/** The same of special functions. */
export const special = {
  erf: [[linear(-1, 1), linear(-3, 3), linear(-6.5, 6.5), about(1), small]],
  erfc: [[linear(-1, 1), linear(-6, 4), linear(4, 26.5), linear(26, 27.2), small]],
  normalPdf: [[...normal, upper]],
  normalCdf: [normal],
  logNormalCdf: [[...normal, upper, lower]],
  inverseMills: [[...normal, upper, lower]],
  sigmoid: [logistic],
  softplus: [logistic],
  lgamma: [[...stretches, about(1), about(2), magnitudes(least, 2e305)]],
  digamma: [[...stretches, near(zeroOfDigamma, 1, 20), near(zeroOfDigamma, -1, 20), magnitudes(least, most)]],
} as const satisfies Readonly<Record<string, Domain>>;

const pole = aboutMultiples(1, 20, 40);

/** Negative numbers, poles included, of functions that are reflected there. */
export const negative: Domain = [
  [linear(-2, 0), linear(-30, -2), linear(-1e4, -30), magnitudes(-least, -1e-3), (u, v) => -Math.abs(pole(u, v))],
];
