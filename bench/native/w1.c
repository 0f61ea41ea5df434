// W1: flat events. Buffers: met, mass, weight, bins. Numbers: whether derivatives are wanted, events, cut, slope, shift.
// Columns are read up to a whole vector past their end.
#include "spectrum.h"
#define TILE 512

static const moves moved[2] = {{.weight = 1}, {.place = 1}};

INLINE void run(void **buffers, const double *numbers, int parameters) {
  const double *met = buffers[0], *mass = buffers[1], *weight = buffers[2];
  double *bins = buffers[3], cut = numbers[2], slope = numbers[3], shift = numbers[4];
  static double x[TILE], w[TILE], by_cut[TILE], by_shift[TILE];
  int events = numbers[1];
  for (int first = 0; first < events; first += TILE) {
    int size = events - first < TILE ? events - first : TILE;
    for (int i = 0; i < size; i += LANES) {
      vec kept = sigmoid(slope * (load(met + first + i) - cut)), amount = load(weight + first + i) * kept;
      vec m = load(mass + first + i);
      store(x + i, m * (1 + shift));
      store(w + i, amount);
      if (parameters) store(by_cut + i, amount * (kept - 1.0) * slope);
      if (parameters) store(by_shift + i, -BELL * amount * m);
    }
    for (int i = 0; i < size; i++)
      if (within_reach(x[i]))
        fill(bins, x[i], w[i], parameters, moved, (double[]){by_cut[i], 0}, (double[]){0, by_shift[i]});
  }
}
void kernel(void **buffers, const double *numbers) {
  if (numbers[0]) run(buffers, numbers, 2);
  else run(buffers, numbers, 0);
}
