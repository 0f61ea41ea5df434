import { body, type Width, widest } from "../../backends/index.ts";
import { fail } from "../../errors.ts";
import { multiplyIn } from "../products/index.ts";
import type { Block } from "../statement.ts";
import { eachStep } from "./each-step.ts";
import { generated, type Kernel } from "./generated.ts";
import type { Callee, Routine } from "./low.ts";
import { lower } from "./lower.ts";
import { isStable, type Memory, sharedMemory } from "./memory.ts";
import { plainMultiply } from "./plain-multiply.ts";
import { tooManyTurns } from "./too-many-turns.ts";
import type { Procedure } from "./values.ts";
import { type Callable, type Module, moduleOf } from "./wasm-module.ts";
import { countUses, writeSteps } from "./wasm-steps.ts";
import { lanesIn, type Writer } from "./wasm-writer.ts";

/** Bytes of a number. */
const unit = 8;

/** Engines refuse functions with more local variables. */
const mostLocals = 40_000;

/**
 * What is left free at the end of memory, in bytes: the end of four gigabytes has no address, and a read that stands before
 * a loop of no turns may lie past the end of its array.
 */
const spare = 4096;

/** How many inputs a product of matrices has, and which of those after the first are addresses. */
const multiplyInputs = 13;
const addresses: ReadonlySet<number> = new Set([3, 6, 9]);

/** How far arrays reach, in bytes. */
const limitOf = (memory: Memory): number => memory.floats().byteLength - spare;

/** Calls what works on memory, again if the memory has grown meanwhile. */
const calling = (memory: Memory, callee: Callee) => {
  return (top: number, ...inputs: readonly number[]): number => {
    const before = memory.top;
    const given = inputs.map((input) => input >>> 0);
    memory.top = Math.ceil((top >>> 0) / unit);
    while (!isStable(memory, (floats) => callee(floats, given)));
    memory.top = before;
    return limitOf(memory);
  };
};

/** What multiplies matrices in a memory: a function of another module where there are vectors. */
const multiplying = (memory: Memory, width: Width): Callable =>
  (memory.pages && multiplyIn(memory.pages, width)) ??
  ((adds, ...inputs) => {
    const given = inputs.map((input, k) => (addresses.has(k) ? input >>> 0 : input));
    plainMultiply(memory.floats(), adds !== 0, given, unit);
    return 0;
  });

/** Tells a module all that it will call outside of itself. */
const collect = (m: Module, { steps }: Routine, memory: Memory): void => {
  m.outside("grow", ["f64"], (needed = 0) => {
    memory.grow(Math.ceil((needed + spare) / unit));
    return limitOf(memory);
  });
  m.outside("stop", ["f64", "f64"], (place = 0, most = 0) => {
    throw tooManyTurns(most, m.origins[place]);
  });
  eachStep(steps, (step) => {
    if (step.do === "multiply")
      m.outside("multiply", new Array<"i32">(multiplyInputs).fill("i32"), multiplying(memory, m.width));
    if (step.do === "elementwise") m.collect(step.primitive, step.inputs);
    if (step.do === "call")
      m.outside(step.callee, ["i32", ...step.inputs.map(() => "i32" as const)], calling(memory, step.callee));
  });
};

/** The bytes of a module with the procedure, and what it is handed. */
export const wasmModule = (routine: Routine, width: Width, memory: Memory) => {
  const m = moduleOf(width);
  collect(m, routine, memory);
  const made = body(3);
  let keys = 0;
  const w: Writer = {
    m,
    body: made,
    scalars: lanesIn(made, "f64"),
    vectors: lanesIn(made, width),
    values: new Map(),
    places: new Map([[routine.base.id, 0]]),
    uses: countUses(routine.steps),
    steps: (steps) => writeSteps(w, steps),
    unique: () => ++keys,
  };
  w.steps(routine.steps);
  made.write.op("i32.const", 0);
  const { code, locals } = made.finish();
  const bytes = m.bytes({ name: "run", inputs: ["i32", "i32", "i32"], output: "i32", locals, code });
  return { bytes, callables: m.callables, locals: locals.length };
};

const instantiate = (bytes: Uint8Array<ArrayBuffer>, callables: Module["callables"], memory: Memory): Kernel => {
  const env: WebAssembly.ModuleImports = { memory: memory.pages as WebAssembly.Memory };
  for (const [k, f] of callables.entries()) env[`f${k}`] = f;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
    const run = exports.run as (base: number, top: number, limit: number) => number;
    return (base, top) => {
      run(base * unit, top * unit, limitOf(memory));
    };
  } catch (cause) {
    throw fail("E_UPSTREAM", { what: "a procedure in WebAssembly could not be made", cause });
  }
};

/** A block as WebAssembly; undefined where the engine has none, or the block is too large for a function of it. */
export const wasmProcedure = (block: Block, width: Width | undefined = widest()): Procedure | undefined => {
  const memory = sharedMemory();
  if (width === undefined || !memory.pages) return undefined;
  const routine = lower(block, unit);
  const { bytes, callables, locals } = wasmModule(routine, width, memory);
  if (locals > mostLocals) return undefined;
  return generated(block, routine, memory, unit, instantiate(bytes, callables, memory));
};
