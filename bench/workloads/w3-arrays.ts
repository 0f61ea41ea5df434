import { compile, contract, valueAndGrad } from "jagrad/algorithms";
import { softplus } from "jagrad/core";
import { inputs, type Labelled, layersOf, nodes } from "./w3-events.ts";

type Vector = readonly number[];
type Matrix = readonly Vector[];

interface Weights {
  readonly w1: Matrix;
  readonly b1: Vector;
  readonly w2: Matrix;
  readonly b2: Vector;
  readonly w3: Vector;
  readonly b3: Vector;
}

interface Tools {
  readonly contract: typeof contract;
  readonly softplus: typeof softplus;
}

const loss = (w: Weights, x: readonly Matrix[], y: readonly Vector[], { contract, softplus }: Tools): number => {
  let s = 0;
  for (let c = 0; c < x.length; c++) {
    const z1 = contract("ij,jk->ik", x[c] ?? [], w.w1);
    const h1 = z1.map((row) => row.map((z, k) => Math.tanh(z + (w.b1[k] ?? 0))));
    const z2 = contract("ij,jk->ik", h1, w.w2);
    const h2 = z2.map((row) => row.map((z, k) => Math.tanh(z + (w.b2[k] ?? 0))));
    const z3 = contract("ij,j->i", h2, w.w3);
    const labels = y[c] ?? [];
    s += z3.reduce((t, z, i) => t + softplus(z + (w.b3[0] ?? 0)) - (z + (w.b3[0] ?? 0)) * (labels[i] ?? 0), 0);
  }
  return s;
};

/** As many events as stay in the cache with what is computed of them. */
const most = 256;

const chunkOf = (events: number): number => {
  let chunk = Math.min(most, events);
  while (events % chunk !== 0) chunk--;
  return chunk;
};

interface Slopes {
  readonly value: number;
  readonly gradient: Readonly<Record<keyof Weights, Float64Array | readonly Float64Array[]>>;
}

/** The network as a function of arrays: the loss, and the loss with its derivatives by all weights in their order. */
export const overArrays = (events: number) => {
  const chunk = chunkOf(events);
  const types = [
    {
      w1: `f64[${inputs}, ${nodes}]`,
      b1: `f64[${nodes}]`,
      w2: `f64[${nodes}, ${nodes}]`,
      b2: `f64[${nodes}]`,
      w3: `f64[${nodes}]`,
      b3: "f64[1]",
    },
    `f64[c, ${chunk}, ${inputs}]`,
    `f64[c, ${chunk}]`,
  ];
  const scope = { contract, softplus };
  const value = compile(loss, types, { scope }) as unknown as (...given: readonly unknown[]) => number;
  const both = compile(valueAndGrad(loss, { scope }), types) as unknown as (...given: readonly unknown[]) => Slopes;
  const given = ({ x, y, weights }: Labelled) => [
    layersOf(weights),
    x.subarray(0, events * inputs),
    y.subarray(0, events),
  ];
  return {
    value: (data: Labelled): number => value(...given(data)),
    gradient: (data: Labelled): { readonly loss: number; readonly slopes: readonly number[] } => {
      const { value: total, gradient } = both(...given(data));
      const slopes = Object.values(gradient).flatMap((part) =>
        part instanceof Float64Array ? [...part] : part.flatMap((row) => [...row]),
      );
      return { loss: total, slopes };
    },
  };
};
