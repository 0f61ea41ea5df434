// 30 bins of width 2 from 60, smeared with a standard deviation of 1 over the edges within 6 of an entry.
#pragma once
#include "lanes.h"

#define BINS 30
#define FROM 60.0
#define WIDTH 2.0
#define REACH 6.0
#define EDGES 8               // edges in a window of 2 * REACH
#define GUARD 8               // bins before the first and after the last, so that no store needs a condition
#define STRIDE (BINS + 2 * GUARD + 2)
#define BELL 0.3989422804014327

// What a parameter moves of an entry; a constant where `fill` is inlined.
typedef struct { int weight, place; } moves;

INLINE int first_edge(double x) { return (int)floor((x - REACH - FROM) / WIDTH); }
INLINE int within_reach(double x) {
  double q = (x - REACH - FROM) / WIDTH;
  return q > -EDGES && q < BINS;
}

// Adds an entry at x: contents at bins[0 ...], and per parameter its derivatives a stride further on each.
// weights, places: the derivatives of the weight, and of the place times -weight * BELL, by each parameter.
INLINE void fill(double *bins, double x, double weight, int parameters, const moves *moved, const double *weights, const double *places) {
  int q = first_edge(x);
  vec bell[EDGES / LANES], under[EDGES / LANES], edge;
  for (int i = 0; i < LANES; i++) edge[i] = FROM - x + WIDTH * (q + i);
#pragma GCC unroll 8
  for (int v = 0; v < EDGES / LANES; v++) {
    vec z = edge + v * LANES * WIDTH;
    bell[v] = exponential(most(-0.5 * z * z, all(-350)));
    under[v] = below(z, bell[v]);
  }
#pragma GCC unroll 8
  for (int v = 0; v < EDGES / LANES; v++) {
    int last = v == EDGES / LANES - 1;
    vec mass = following(under[v], under[last ? v : v + 1]) - under[v];
    vec slope = following(bell[v], bell[last ? v : v + 1]) - bell[v];
    if (last) mass[LANES - 1] = slope[LANES - 1] = 0;
    double *at = bins + GUARD + q + v * LANES;
    store(at, load(at) + weight * mass);
#pragma GCC unroll 8
    for (int p = 0; p < parameters; p++) {
      double *d = at + (p + 1) * STRIDE;
      vec sum = load(d);
      if (moved[p].weight) sum += weights[p] * mass;
      if (moved[p].place) sum += places[p] * slope;
      store(d, sum);
    }
  }
}
