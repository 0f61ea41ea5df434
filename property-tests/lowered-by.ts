import { jsLanes, register, type Width, wasmLaneOf, widest } from "../core/backends/index.ts";
import { fused, type Lowering, plainLanes } from "../core/numerics/index.ts";
import { div } from "../core/primitives/index.ts";
import { constant, type ElementwisePrimitive, type Primal } from "../core/program/index.ts";
import { atPoints } from "./per-event.ts";

export type Lowered = ElementwisePrimitive & { readonly lower: Lowering };

export const isLowered = (primitive: ElementwisePrimitive): primitive is Lowered => primitive.lower !== undefined;

/** A way to compute the lowering of a primitive. */
export interface LoweredBy {
  readonly name: string;
  /** How many points of a domain it computes in reasonable time. */
  readonly points: number;
  readonly values: (primitive: Lowered, points: readonly (readonly Primal[])[]) => ArrayLike<number>;
}

const byNumbers = (name: string, lanes: ReturnType<typeof plainLanes>): LoweredBy => ({
  name,
  points: 400,
  values: ({ lower }, points) => points.map((point) => Number(lower(lanes, ...point))),
});

const byText: LoweredBy = {
  name: "JavaScript",
  points: 100_000,
  values: ({ lower, domain }, points) => {
    const lines: string[] = [];
    const functions = register<ElementwisePrimitive["evaluate"]>();
    let names = 0;
    const lanes = jsLanes({ lines, functions, fresh: (prefix) => `${prefix}${names++}` });
    const inputs = domain.map((_, k) => `x[${k}]`);
    const result = lower(lanes, ...inputs.map(lanes.let));
    const handed = functions.items.map((_, k) => `const f${k} = F[${k}];`);
    const body = [...handed, "return points.map((x) => {", ...lines, `return Number(${result});`, "});"].join("\n");
    return new Function("points", "F", body)(points, functions.items);
  },
};

const byWasm = (width: Width): LoweredBy => ({
  name: `WebAssembly, ${width}`,
  points: 4000,
  values: (primitive, points) => {
    const [values = [], reciprocals = []] = atPoints(wasmLaneOf(width), points, (b, inputs) => {
      const value = b.emit(primitive, inputs);
      return [value, ...(value.dtype === "f64" ? [b.emit(div.primitive, [constant(1), value])] : [])];
    });
    return Array.from(values, (x, i) => (x === 0 && (reciprocals[i] ?? 0) < 0 ? -0 : x));
  },
});

const numbers = byNumbers("numbers", plainLanes());
const fusedNumbers = byNumbers("numbers, products added with one rounding", plainLanes(fused));
const widths = [...new Set<Width>(["f64", "f64x2", widest() ?? "f64"])].map(byWasm);

/** Every back end that computes lowerings. */
export const loweredBy: readonly LoweredBy[] = [numbers, fusedNumbers, byText, ...widths];

/** Plain numbers, with those back ends that add products as they do, and within 1 / reach and reach, to the same bits. */
export const sameBitsBy = [
  { numbers, same: [byText, ...widths.slice(0, 2)], reach: Number.POSITIVE_INFINITY },
  { numbers: fusedNumbers, same: widths.slice(2), reach: 1e70 },
].filter(({ same }) => same.length > 0);
