import { readFileSync } from "node:fs";
import { answer, type Runs } from "../peers/answer.ts";
import { runsOf, type Tensor, type Tensorflow, tensorflow } from "../peers/tensorflow.ts";
import { along } from "./along.ts";

interface Input {
  readonly x: readonly number[];
  readonly n: number;
}

const [name = "", file = "", home = "", library = ""] = process.argv.slice(2);

const numbers = (all: readonly number[]) => [all[0] ?? Number.NaN, ...along(all.slice(1))];

const llsq = (tf: Tensorflow, { x, n }: Input): Runs => {
  const { sub, mul, matMul, pow } = tf;
  const times = Float32Array.from({ length: n }, (_, i) => -1 + (2 * i) / (n - 1));
  const column = tf.tensor(times, [n, 1]);
  const exponents = tf.tensor(Float32Array.from(x.keys()), [1, x.length]);
  const signs = tf.tensor(times.map(Math.sign), [n, 1]);
  const loss = (given: Tensor | undefined): Tensor => {
    if (!given) throw new Error("the coefficients are missing");
    const miss = sub(signs, matMul(pow(column, exponents), given));
    return mul(0.5, tf.sum(mul(miss, miss)));
  };
  return runsOf(tf, loss, [tf.tensor(Float32Array.from(x), [x.length, 1])], numbers);
};

const lse = (tf: Tensorflow, { x }: Input): Runs => {
  const { add, sub } = tf;
  const loss = (given: Tensor | undefined): Tensor => {
    if (!given) throw new Error("the numbers are missing");
    const top = tf.max(given);
    return add(top, tf.log(tf.sum(tf.exp(sub(given, top)))));
  };
  return runsOf(tf, loss, [tf.tensor(Float32Array.from(x), [x.length])], numbers);
};

await answer(async () => {
  const given = JSON.parse(readFileSync(file, "utf8")) as Input;
  return { llsq, lse }[name as "llsq" | "lse"](await tensorflow(home, library === "tfjs-cpu" ? "cpu" : "wasm"), given);
});
