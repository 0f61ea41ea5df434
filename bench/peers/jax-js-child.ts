import { cotangent, edges } from "../workloads/spectrum.ts";
import { flatEvents } from "../workloads/w1-events.ts";
import { labelledEvents, layersOf } from "../workloads/w3-events.ts";
import { answer, installed, type Runs } from "./answer.ts";

/** An array of jax-js; every use but the last is of `ref`. */
interface Arr {
  readonly ref: Arr;
  add(other: Arr | number): Arr;
  sub(other: Arr | number): Arr;
  mul(other: Arr | number): Arr;
  neg(): Arr;
  sum(): Arr;
  slice(...ranges: readonly (readonly [number, number] | readonly [])[]): Arr;
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

type Loss = (...parameters: readonly Arr[]) => Arr;

interface Jax {
  readonly init: (device: string) => Promise<unknown>;
  readonly defaultDevice: (device: string) => unknown;
  readonly jit: <F>(f: F) => F;
  readonly valueAndGrad: (
    f: Loss,
    options: { readonly argnums: readonly number[] },
  ) => (...parameters: readonly Arr[]) => [Arr, readonly Arr[]];
  readonly nn: { readonly sigmoid: (x: Arr) => Arr; readonly softplus: (x: Arr) => Arr };
  readonly lax: { readonly erf: (x: Arr) => Arr };
  readonly numpy: {
    readonly array: (
      values: ArrayLike<number>,
      options: { readonly shape: readonly number[]; readonly dtype: string },
    ) => Arr;
    readonly tanh: (x: Arr) => Arr;
    readonly matmul: (a: Arr, b: Arr) => Arr;
  };
}

const [workload = "W1", size = "0", home = "", name = ""] = process.argv.slice(2);
const events = Number(size);
const dtype = name.endsWith("f64") ? "float64" : "float32";

const typed = (values: ArrayLike<number>): ArrayLike<number> =>
  dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values);

const numbersOf = async (arrays: readonly Arr[]): Promise<readonly number[]> => {
  const all: number[] = [];
  for (const array of arrays) all.push(...Array.from(await array.data()));
  return all;
};

const runsOf = (
  { jit, valueAndGrad }: Jax,
  loss: Loss,
  parameters: readonly Arr[],
  read: (all: readonly number[]) => readonly number[],
): Runs => {
  const gradient = jit(valueAndGrad(loss, { argnums: parameters.map((_, k) => k) }));
  const value = jit(loss);
  const given = (): readonly Arr[] => parameters.map(({ ref }) => ref);
  return {
    gradient: async () => {
      const [found, slopes] = gradient(...given());
      return read(await numbersOf([found, ...slopes]));
    },
    value: async () => numbersOf([value(...given())]),
  };
};

const w1 = (jax: Jax): Runs => {
  const { array } = jax.numpy;
  const { met, mass, weight } = flatEvents(events);
  const [mets, masses, weights] = [met, mass, weight].map((values) =>
    array(typed(values), { shape: [1, events], dtype }),
  );
  const bounds = array(typed(edges), { shape: [edges.length, 1], dtype });
  const factors = Array.from(edges, (_, k) => (cotangent[k - 1] ?? 0) - (cotangent[k] ?? 0));
  const factor = array(typed(factors), { shape: [edges.length, 1], dtype });
  if (!mets || !masses || !weights) throw new Error("a column is missing");
  const loss: Loss = (cut, shift) => {
    if (!cut || !shift) throw new Error("a parameter is missing");
    const kept = weights.ref.mul(jax.nn.sigmoid(mets.ref.sub(cut).mul(0.1)));
    const z = bounds.ref.sub(masses.ref.mul(shift.add(1)));
    const under = jax.lax.erf(z.mul(Math.SQRT1_2)).add(1).mul(0.5);
    return under.mul(kept).mul(factor.ref).sum();
  };
  const scalar = (value: number): Arr => array(typed([value]), { shape: [], dtype });
  return runsOf(jax, loss, [scalar(50), scalar(0.01)], (all) => all);
};

const w3 = (jax: Jax): Runs => {
  const { array, matmul, tanh } = jax.numpy;
  const { x, y, weights } = labelledEvents(events);
  const [inputs, targets] = [
    array(typed(x), { shape: [events, 8], dtype }),
    array(typed(y), { shape: [events, 1], dtype }),
  ];
  const shapes = { w1: [8, 32], b1: [1, 32], w2: [32, 32], b2: [1, 32], w3: [32, 1], b3: [1, 1] } as const;
  const layers = layersOf(weights);
  const parameters = (Object.keys(shapes) as (keyof typeof shapes)[]).map((key) =>
    array(typed(layers[key]), { shape: shapes[key], dtype }),
  );
  const loss: Loss = (...given) => {
    const [m1, r1, m2, r2, m3, r3] = given;
    if (!m1 || !r1 || !m2 || !r2 || !m3 || !r3) throw new Error("a layer is missing");
    const h1 = tanh(matmul(inputs.ref, m1).add(r1));
    const h2 = tanh(matmul(h1, m2).add(r2));
    const z = matmul(h2, m3).add(r3);
    return jax.nn.softplus(z.ref).sub(z.mul(targets.ref)).sum();
  };
  return runsOf(jax, loss, parameters, ([value = 0, ...slopes]) => [
    value,
    Math.hypot(...slopes),
    slopes.reduce((sum, slope) => sum + slope, 0),
  ]);
};

await answer(async () => {
  const jax = await installed<Jax>(home, "@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return workload === "W1" ? w1(jax) : w3(jax);
});
