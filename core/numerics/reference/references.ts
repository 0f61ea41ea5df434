/** What each function is, by its name. */
export { cos, sin, tan } from "./angles.ts";
export { acos, asin, atan, atan2, cbrt, hypot } from "./arcs.ts";
export { cosh, exp, expm1, sigmoid, sinh, tanh } from "./exponentials.ts";
export { digamma, lgamma } from "./gamma.ts";
export { acosh, asinh, atanh, log, log1p, log2, log10, pow, softplus } from "./logarithms.ts";
export { erf, erfc, inverseMills, logNormalCdf, normalCdf, normalPdf } from "./normal.ts";
