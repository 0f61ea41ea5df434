import { expect, test } from "vitest";
import type { Matrix, Vector } from "../arrays.ts";
import { far } from "../far.ts";
import { loss, lstm } from "./lstm.ts";

const wave = (rows: number, columns: number, from: number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => Math.sin(from + 3 * i + 0.7 * j)));

/** Character after character, as the suite's texts go, with states that are written over. */
const byCharacters = (main: Matrix, extra: Matrix, state: Matrix, sequence: Matrix): number => {
  const size = extra[0]?.length ?? 0;
  const at = (A: Matrix, row: number, column: number): number => A[row]?.[column] ?? Number.NaN;
  const now = state.map((row) => Float64Array.from(row));
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let total = 0;
  for (let t = 0; t + 1 < sequence.length; t++) {
    let signal: Vector = (sequence[t] ?? []).map((v, i) => v * at(extra, 0, i));
    for (let layer = 0; 2 * layer < main.length; layer++) {
      const [hidden, cell] = [now[2 * layer], now[2 * layer + 1]];
      if (!hidden || !cell) throw new Error("a state is missing");
      signal = signal.map((x, i) => {
        const h = hidden[i] ?? 0;
        const gate = (k: number, v: number) =>
          v * at(main, 2 * layer, k * size + i) + at(main, 2 * layer + 1, k * size + i);
        cell[i] = (cell[i] ?? 0) * sigmoid(gate(0, x)) + sigmoid(gate(1, h)) * Math.tanh(gate(3, h));
        hidden[i] = sigmoid(gate(2, x)) * Math.tanh(cell[i] ?? 0);
        return hidden[i] ?? 0;
      });
    }
    const predicted = signal.map((h, i) => h * at(extra, 1, i) + at(extra, 2, i));
    const norm = Math.log(predicted.reduce((sum, v) => sum + Math.exp(v), 2));
    predicted.forEach((v, i) => {
      total += at(sequence, t + 1, i) * (v - norm);
    });
  }
  return -total / (size * (sequence.length - 1));
};

test.each([
  [1, 2],
  [2, 9],
  [3, 5],
])("%i layers and %i characters: the loss of a loop over characters", (layers, characters) => {
  const given = [wave(2 * layers, 12, 1), wave(3, 3, 2), wave(2 * layers, 3, 3), wave(characters, 3, 4)] as const;
  expect(far(loss(...given), byCharacters(...given))).toBeLessThan(1e-14);
});

test("the norm of a prediction counts two more than its exponentials", () => {
  const none = wave(2, 4, 0).map((row) => row.map(() => 0));
  const found = loss(none, [[0], [0], [0]], [[0], [0]], [[1], [1]]);
  expect(found).toBeCloseTo(Math.log(3), 15);
});

test("derivatives by all main and extra parameters, row by row, as differences say", () => {
  const [main, extra, state, sequence] = [wave(4, 12, 1), wave(3, 3, 2), wave(4, 3, 3), wave(7, 3, 4)];
  const at = (rows: Matrix, k: number, by: number): Matrix =>
    rows.map((row, i) => row.map((v, j) => (i * row.length + j === k ? v + by : v)));
  const slope = (f: (by: number) => number): number => {
    const central = (h: number) => (f(h) - f(-h)) / (2 * h);
    return (4 * central(1e-3) - central(2e-3)) / 3;
  };
  const wanted = [
    ...main.flat().map((_, k) => slope((by) => loss(at(main, k, by), extra, state, sequence))),
    ...extra.flat().map((_, k) => slope((by) => loss(main, at(extra, k, by), state, sequence))),
  ];
  const input = { main_params: main, extra_params: extra, state, sequence };
  expect(far(lstm.objective?.(input)(), loss(main, extra, state, sequence))).toBeLessThan(1e-14);
  expect(Math.hypot(...wanted)).toBeGreaterThan(1e-3);
  expect(far(lstm.jacobian?.(input)(), wanted)).toBeLessThan(1e-10);
});
