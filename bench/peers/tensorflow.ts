import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { installed, type Runs } from "./answer.ts";

export interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Binary = (a: Tensor | number, b: Tensor | number) => Tensor;

export type Loss = (...parameters: readonly Tensor[]) => Tensor;

/** What is used of TensorFlow.js. */
export interface Tensorflow {
  readonly setBackend: (name: string) => Promise<boolean>;
  readonly ready: () => Promise<void>;
  readonly tensor: (values: Float32Array, shape: readonly number[]) => Tensor;
  readonly scalar: (value: number) => Tensor;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly matMul: (a: Tensor, b: Tensor) => Tensor;
  readonly pow: (a: Tensor, b: Tensor) => Tensor;
  readonly sum: (x: Tensor) => Tensor;
  readonly max: (x: Tensor) => Tensor;
  readonly exp: (x: Tensor) => Tensor;
  readonly log: (x: Tensor) => Tensor;
  readonly sigmoid: (x: Tensor) => Tensor;
  readonly tanh: (x: Tensor) => Tensor;
  readonly erf: (x: Tensor) => Tensor;
  readonly softplus: (x: Tensor) => Tensor;
  readonly tidy: <T>(f: () => T) => T;
  readonly valueAndGrads: (
    f: Loss,
  ) => (parameters: readonly Tensor[]) => { readonly value: Tensor; readonly grads: readonly Tensor[] };
}

const onWasm = async (home: string, tf: Tensorflow): Promise<void> => {
  const wasm = await installed<{ readonly setWasmPaths: (folder: string) => void }>(
    home,
    "@tensorflow/tfjs-backend-wasm",
  );
  const main = createRequire(join(home, "package.json")).resolve("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`${dirname(main)}/`);
  if (!(await tf.setBackend("wasm"))) throw new Error("its wasm back end cannot start");
};

/** TensorFlow.js on one of its back ends; @throws where that cannot start */
export const tensorflow = async (home: string, backend: "wasm" | "cpu" = "wasm"): Promise<Tensorflow> => {
  const tf = await installed<Tensorflow>(home, "@tensorflow/tfjs");
  if (backend === "wasm") await onWasm(home, tf);
  else await tf.setBackend("cpu");
  await tf.ready();
  return tf;
};

/** A loss and its derivatives; `read` makes the numbers that are compared. */
export const runsOf = (
  tf: Tensorflow,
  loss: Loss,
  parameters: readonly Tensor[],
  read: (all: readonly number[]) => readonly number[],
): Runs => {
  const numbersOf = async (tensors: readonly Tensor[]): Promise<readonly number[]> => {
    const all: number[] = [];
    for (const tensor of tensors) {
      for (const number of await tensor.data()) all.push(number);
      tensor.dispose();
    }
    return all;
  };
  return {
    gradient: async () => {
      const { value, grads } = tf.tidy(() => tf.valueAndGrads(loss)(parameters));
      return read(await numbersOf([value, ...grads]));
    },
    value: async () => numbersOf([tf.tidy(() => loss(...parameters))]),
  };
};
