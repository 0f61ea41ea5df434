// W3: a network of 8, 32, 32 and 1 nodes. Buffers: x (8 per event), y, weights (1377), out (1377 derivatives, then the loss).
// Numbers: whether derivatives are wanted, events. The number of events is a multiple of TILE.
#include "lanes.h"
#define TILE 16
#define NODES 32
#define INPUTS 8
#define BLOCK 4 // vectors that are kept in registers for each of two rows

typedef double layer[TILE][NODES] __attribute__((aligned(64)));

// out(r, :) += sum over k of a(r, k) b(k, :), where a(r, k) lies at a[r * row + k * step] and rows of out and b have NODES numbers.
INLINE void multiply(double *out, int rows, const double *a, int row, int step, const double *b, int depth) {
  const int vectors = NODES / LANES < BLOCK ? NODES / LANES : BLOCK;
  for (int r = 0; r < rows; r += 2)
    for (int column = 0; column < NODES; column += vectors * LANES) {
      double *at = out + r * NODES + column;
      vec upper[BLOCK], lower[BLOCK];
#pragma GCC unroll 4
      for (int v = 0; v < vectors; v++) upper[v] = load(at + v * LANES), lower[v] = load(at + NODES + v * LANES);
      for (int k = 0; k < depth; k++) {
        double above = a[r * row + k * step], beneath = a[(r + 1) * row + k * step];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
          vec shared = load(b + k * NODES + column + v * LANES);
          upper[v] += above * shared;
          lower[v] += beneath * shared;
        }
      }
#pragma GCC unroll 4
      for (int v = 0; v < vectors; v++) store(at + v * LANES, upper[v]), store(at + NODES + v * LANES, lower[v]);
    }
}
INLINE void start_from(layer out, const double *bias) {
  for (int t = 0; t < TILE; t++) memcpy(out[t], bias, sizeof *out);
}
INLINE void activate(layer h) {
  for (int i = 0; i < TILE * NODES; i += LANES) store(*h + i, hyperbolic_tangent(load(*h + i)));
}
// Adjoints behind a tanh become those before it; they are added to those of the bias.
INLINE void back_through(layer adjoint, layer h, double *bias) {
  for (int t = 0; t < TILE; t++)
    for (int i = 0; i < NODES; i += LANES) {
      vec value = load(h[t] + i), before = load(adjoint[t] + i) * (1.0 - value * value);
      store(adjoint[t] + i, before);
      store(bias + i, load(bias + i) + before);
    }
}

INLINE void run(void **buffers, const double *numbers, int derivatives) {
  const double *x = buffers[0], *y = buffers[1], *w1 = buffers[2], *b1 = w1 + INPUTS * NODES, *w2 = b1 + NODES;
  const double *b2 = w2 + NODES * NODES, *w3 = b2 + NODES, *b3 = w3 + NODES;
  double *g1 = buffers[3], *c1 = g1 + INPUTS * NODES, *g2 = c1 + NODES, *c2 = g2 + NODES * NODES, *g3 = c2 + NODES, *c3 = g3 + NODES;
  static layer h1, h2, back1, back2;
  static double turned[NODES * NODES];
  int events = numbers[1];
  for (int i = 0; i < NODES; i++)
    for (int j = 0; j < NODES; j++) turned[j * NODES + i] = w2[i * NODES + j];
  for (int first = 0; first < events; first += TILE) {
    const double *inputs = x + first * INPUTS;
    start_from(h1, b1);
    multiply(*h1, TILE, inputs, INPUTS, 1, w1, INPUTS);
    activate(h1);
    start_from(h2, b2);
    multiply(*h2, TILE, *h1, NODES, 1, w2, NODES);
    activate(h2);
    for (int t = 0; t < TILE; t++) {
      vec sum = all(0);
      for (int i = 0; i < NODES; i += LANES) sum += load(h2[t] + i) * load(w3 + i);
      double z = total(sum) + *b3, e = exp(-fabs(z)), target = y[first + t];
      c3[1] += fmax(z, 0) + log1p(e) - z * target;
      if (!derivatives) continue;
      double slope = (z < 0 ? e : 1) / (1 + e) - target;
      *c3 += slope;
      for (int i = 0; i < NODES; i += LANES) {
        store(g3 + i, load(g3 + i) + slope * load(h2[t] + i));
        store(back2[t] + i, slope * load(w3 + i));
      }
    }
    if (!derivatives) continue;
    back_through(back2, h2, c2);
    memset(back1, 0, sizeof back1);
    multiply(*back1, TILE, *back2, NODES, 1, turned, NODES);
    multiply(g2, NODES, *h1, 1, NODES, *back2, TILE);
    back_through(back1, h1, c1);
    multiply(g1, INPUTS, inputs, 1, INPUTS, *back1, TILE);
  }
}
void kernel(void **buffers, const double *numbers) {
  if (numbers[0]) run(buffers, numbers, 1);
  else run(buffers, numbers, 0);
}
