// Vectors of LANES doubles, and the functions of the workloads on them. Compile strictly: fast-math would fold ROUND away.
#pragma once
#include "coefficients.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define ROUND 6755399441055744.0 // 1.5 * 2^52: adding it leaves the nearest integer in the low bits
#define LOG2E 1.4426950408889634
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10

typedef double vec __attribute__((vector_size(LANES * 8)));
typedef int64_t bits __attribute__((vector_size(LANES * 8)));

INLINE vec load(const double *from) { vec v; memcpy(&v, from, sizeof v); return v; }
INLINE void store(double *to, vec v) { memcpy(to, &v, sizeof v); }
INLINE vec all(double x) { return x - (vec){0}; }
INLINE vec choose(bits yes, vec a, vec b) { return (vec)(((bits)a & yes) | ((bits)b & ~yes)); }
INLINE vec least(vec a, vec b) { return choose(b < a, b, a); }
INLINE vec most(vec a, vec b) { return choose(a < b, b, a); }
INLINE vec magnitude(vec a) { return (vec)((bits)a & INT64_MAX); }
INLINE double total(vec v) {
  double sum = 0;
  for (int i = 0; i < LANES; i++) sum += v[i];
  return sum;
}
#if LANES == 8
#define SHIFTED 1, 2, 3, 4, 5, 6, 7, 8
#elif LANES == 4
#define SHIFTED 1, 2, 3, 4
#else
#define SHIFTED 1, 2
#endif
// The lanes of a from the second on, and the first of b.
INLINE vec following(vec a, vec b) { return __builtin_shufflevector(a, b, SHIFTED); }

#define POLYNOMIAL(table, x) polynomial(table, sizeof table / sizeof *table, x)
INLINE vec polynomial(const double *c, int n, vec x) {
  vec sum = all(c[n - 1]);
#pragma GCC unroll 16
  for (int i = n - 2; i >= 0; i--) sum = sum * x + c[i];
  return sum;
}

// exp, for arguments that are clamped to [-708, 709].
INLINE vec exponential(vec x) {
  vec y = least(most(x, all(-708)), all(709)), t = y * LOG2E + ROUND, k = t - ROUND;
  vec r = y - k * LN2_HIGH - k * LN2_LOW;
  return (vec)((bits)POLYNOMIAL(EXP, r) + ((bits)t << 52));
}
INLINE vec sigmoid(vec x) { return 1.0 / (1.0 + exponential(-x)); }
// The normal distribution below z, given exp(-z^2/2).
INLINE vec below(vec z, vec bell) {
  vec u = least(magnitude(z), all(40));
  vec tail = 0.5 * bell * (POLYNOMIAL(MILLS_ABOVE, u) / POLYNOMIAL(MILLS_BELOW, u));
  return choose(z < 0.0, tail, 1.0 - tail);
}
INLINE vec cosine(vec x) {
  vec t = x * 0.6366197723675814 + ROUND, n = t - ROUND;
  vec r = x - n * 1.5707963267341256 - n * 6.077100506303966e-11 - n * 2.0222662487959506e-21, s = r * r;
  vec sine = r + r * s * POLYNOMIAL(SIN, s), cosine = 1.0 - 0.5 * s + s * s * POLYNOMIAL(COS, s);
  bits quadrant = (bits)t;
  return (vec)((bits)choose((quadrant & 1) != 0, -sine, cosine) ^ ((quadrant & 2) << 62));
}
INLINE vec hyperbolic_cosine(vec x) {
  vec e = exponential(x);
  return 0.5 * (e + 1.0 / e);
}
// tanh as expm1(2x)/(expm1(2x) + 2).
INLINE vec hyperbolic_tangent(vec x) {
  vec y = 2.0 * least(most(x, all(-20)), all(20)), t = y * LOG2E + ROUND, k = t - ROUND;
  vec r = y - k * LN2_HIGH - k * LN2_LOW, p = r + r * r * POLYNOMIAL(EXPM1, r);
  vec power = (vec)(((bits)t + 1023) << 52), m = p * power + (power - 1.0);
  return m / (m + 2.0);
}
INLINE vec root(vec x) {
  for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrt(x[i]);
  return x;
}
