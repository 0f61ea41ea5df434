import { compile, grad } from "jagrad/algorithms";
import { dense, joined, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { matrix, record } from "../fields.ts";

/** What a layer remembers of the characters before. */
interface Memory {
  readonly hidden: Vector;
  readonly cell: Vector;
}

/** The negative log likelihood per character of a sequence, by a stack of recurrent layers of which each is elementwise. */
export const loss = (main: Matrix, extra: Matrix, state: Matrix, sequence: Matrix): number => {
  const [into, out, bias] = [extra[0] as Vector, extra[1] as Vector, extra[2] as Vector];
  const [size, layers] = [into.length, main.length / 2];
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const begun = (layer: number): readonly Memory[] =>
    layer === layers
      ? []
      : [{ hidden: state[2 * layer] as Vector, cell: state[2 * layer + 1] as Vector }, ...begun(layer + 1)];
  const advanced = (layer: number, signal: Vector, before: readonly Memory[]): readonly Memory[] => {
    if (layer === layers) return [];
    const { hidden, cell } = before[layer] as Memory;
    const [weights, biases] = [main[2 * layer] as Vector, main[2 * layer + 1] as Vector];
    const gate = (k: number, i: number, x: number): number =>
      x * (weights[k * size + i] as number) + (biases[k * size + i] as number);
    const next = cell.map((c, i) => {
      const [x, h] = [signal[i] as number, hidden[i] as number];
      return c * sigmoid(gate(0, i, x)) + sigmoid(gate(1, i, h)) * Math.tanh(gate(3, i, h));
    });
    const after = next.map((c, i) => sigmoid(gate(2, i, signal[i] as number)) * Math.tanh(c));
    return [{ hidden: after, cell: next }, ...advanced(layer + 1, after, before)];
  };
  let memory = begun(0);
  let sum = 0;
  for (let t = 0; t < sequence.length - 1; t++) {
    const signal = (sequence[t] as Vector).map((v, i) => v * (into[i] as number));
    memory = advanced(0, signal, memory);
    const { hidden } = memory[layers - 1] as Memory;
    const predicted = hidden.map((h, i) => h * (out[i] as number) + (bias[i] as number));
    const norm = Math.log(2 + predicted.reduce((s, v) => s + Math.exp(v), 0));
    const wanted = sequence[t + 1] as Vector;
    sum = sum + predicted.reduce((s, v, i) => s + (wanted[i] as number) * (v - norm), 0);
  }
  return -sum / (size * (sequence.length - 1));
};

const read = record({ main_params: matrix, extra_params: matrix, state: matrix, sequence: matrix });

/** Inputs, and their types: how many layers there are is a part of them. */
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
