// W2: pairs of opposite charge. Buffers: offsets (int32), pt, eta, phi, charge, bins.
// Numbers: whether derivatives are wanted, events, cut, slope, scale.
// Columns are read up to a whole vector past their end; an event has at most MUONS muons.
#include "spectrum.h"
#define TILE 256
#define MUONS 16
#define PAIRS (MUONS * (MUONS - 1) / 2)

static const moves moved[2] = {{.weight = 1}, {.weight = 1, .place = 1}};

INLINE void run(void **buffers, const double *numbers, int parameters) {
  const int *offsets = buffers[0];
  const double *pt = buffers[1], *eta = buffers[2], *phi = buffers[3], *charge = buffers[4];
  double *bins = buffers[5], cut = numbers[2], slope = numbers[3], scale = 1 + numbers[4];
  static double kept[TILE * MUONS + LANES], muon_cut[TILE * MUONS + LANES], muon_scale[TILE * MUONS + LANES];
  static double product[TILE * PAIRS + LANES], eta_apart[TILE * PAIRS + LANES], phi_apart[TILE * PAIRS + LANES];
  static double w[TILE * PAIRS + LANES], by_cut[TILE * PAIRS + LANES], by_scale[TILE * PAIRS + LANES];
  int events = numbers[1];
  for (int first = 0; first < events; first += TILE) {
    int end = first + TILE < events ? first + TILE : events, from = offsets[first], muons = offsets[end] - from, pairs = 0;
    for (int i = 0; i < muons; i += LANES) {
      vec p = load(pt + from + i), s = sigmoid(slope * (p * scale - cut));
      store(kept + i, s);
      if (!parameters) continue;
      vec g = slope * s * (1.0 - s);
      store(muon_cut + i, -g);
      store(muon_scale + i, g * p);
    }
    for (int event = first; event < end; event++)
      for (int a = offsets[event]; a < offsets[event + 1]; a++)
        for (int b = a + 1; b < offsets[event + 1]; b++) { // every pair is written, the next one over it unless it counts
          int i = a - from, j = b - from;
          product[pairs] = pt[a] * pt[b];
          eta_apart[pairs] = eta[a] - eta[b];
          phi_apart[pairs] = phi[a] - phi[b];
          w[pairs] = kept[i] * kept[j];
          if (parameters) {
            by_cut[pairs] = muon_cut[i] * kept[j] + kept[i] * muon_cut[j];
            by_scale[pairs] = muon_scale[i] * kept[j] + kept[i] * muon_scale[j];
          }
          pairs += charge[a] * charge[b] < 0;
        }
    for (int k = 0; k < pairs; k += LANES)
      store(product + k, root(2.0 * load(product + k) * (hyperbolic_cosine(load(eta_apart + k)) - cosine(load(phi_apart + k)))));
    for (int k = 0; k < pairs; k++) {
      double m = product[k], x = m * scale;
      if (within_reach(x))
        fill(bins, x, w[k], parameters, moved, (double[]){by_cut[k], by_scale[k]}, (double[]){0, -BELL * w[k] * m});
    }
  }
}
void kernel(void **buffers, const double *numbers) {
  if (numbers[0]) run(buffers, numbers, 2);
  else run(buffers, numbers, 0);
}
