import { compile, grad } from "jagrad/algorithms";
import { dense, joined, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { matrix, record } from "../fields.ts";

/** The negative log likelihood per character of a sequence, by a stack of recurrent layers of which each is elementwise. */
export const loss = (main: Matrix, extra: Matrix, state: Matrix, sequence: Matrix): number => {
  const [into, out, bias] = [extra[0] as Vector, extra[1] as Vector, extra[2] as Vector];
  const size = into.length;
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const given = sequence.slice(0, sequence.length - 1);
  let signals: Matrix = given.map((characters) => characters.map((v, i) => v * (into[i] as number)));
  for (let layer = 0; layer < main.length / 2; layer++) {
    const [weights, biases] = [main[2 * layer] as Vector, main[2 * layer + 1] as Vector];
    let hidden = state[2 * layer] as Vector;
    let cell = state[2 * layer + 1] as Vector;
    signals = signals.map((signal) => {
      const gate = (k: number, i: number, x: number): number =>
        x * (weights[k * size + i] as number) + (biases[k * size + i] as number);
      const next = cell.map((c, i) => {
        const [x, h] = [signal[i] as number, hidden[i] as number];
        return c * sigmoid(gate(0, i, x)) + sigmoid(gate(1, i, h)) * Math.tanh(gate(3, i, h));
      });
      hidden = next.map((c, i) => sigmoid(gate(2, i, signal[i] as number)) * Math.tanh(c));
      cell = next;
      return hidden;
    });
  }
  let sum = 0;
  for (let t = 0; t < signals.length; t++) {
    const predicted = (signals[t] as Vector).map((h, i) => h * (out[i] as number) + (bias[i] as number));
    const norm = Math.log(2 + predicted.reduce((s, v) => s + Math.exp(v), 0));
    sum = sum + predicted.reduce((s, v, i) => s + (sequence[t + 1]?.[i] as number) * (v - norm), 0);
  }
  return -sum / (size * signals.length);
};

const read = record({ main_params: matrix, extra_params: matrix, state: matrix, sequence: matrix });

/** Inputs, and their types. */
const given = (input: unknown) => {
  const { main_params, extra_params, state, sequence } = read(input, "");
  const rows = main_params.length;
  const size = extra_params[0]?.length ?? 0;
  return {
    types: [`f64[${rows}, ${4 * size}]`, `f64[3, ${size}]`, `f64[${rows}, ${size}]`, `f64[c, ${size}]`],
    arrays: [dense(main_params), dense(extra_params), dense(state), dense(sequence)] as const,
  };
};

export const lstm: Evaluation = {
  objective: (input) => {
    const { types, arrays } = given(input);
    const f = compile(loss, types);
    return () => f(...arrays);
  },
  jacobian: (input) => {
    const { types, arrays } = given(input);
    const f = compile(grad(loss, { wrt: ["main", "extra"] }), types);
    return () => {
      const { main, extra } = f(...arrays);
      return [...joined(main), ...joined(extra)];
    };
  },
};
