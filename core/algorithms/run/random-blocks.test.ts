import { describe, expect, it } from "vitest";
import { pruned, rewritten, withSharedLoops } from "../rewriting/index.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { lower } from "./lower.ts";
import { plain } from "./plain.ts";
import { randomBlock } from "./random-blocks.ts";
import { isDense, type Procedure, type Value } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

const seeds = Array.from({ length: 120 }, (_, k) => k + 1);

/** The largest difference of two numbers, in units of their size and of 1. */
const distance = (p: readonly Value[], q: readonly Value[]): number => {
  const [x, y] = [p, q].map((values) => values.flatMap((value) => [plain(value)].flat().map(Number)));
  if (!x || !y || x.length !== y.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    0,
    ...x.map((a, k) => {
      const b = y[k] ?? Number.NaN;
      return Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / (1 + Math.abs(a));
    }),
  );
};

const shapes = (values: readonly Value[]) => values.map((value) => (isDense(value) ? value.shape : typeof value));

const ways: Readonly<Record<string, (block: ReturnType<typeof randomBlock>["block"]) => Procedure | undefined>> = {
  pruned: (block) => interpreted(pruned(block)),
  "what is done twice": (block) => interpreted(withSharedLoops(pruned(block))),
  rewritten: (block) => interpreted(rewritten(block)),
  "javascript, rewritten": (block) => jsProcedure(rewritten(block)),
  "webassembly, rewritten": (block) => wasmProcedure(rewritten(block)),
  javascript: (block) => jsProcedure(block),
  "javascript, pruned": (block) => jsProcedure(pruned(block)),
  webassembly: (block) => wasmProcedure(block),
  "webassembly by single numbers": (block) => wasmProcedure(block, "f64"),
};

describe("random blocks", () => {
  it.each(Object.entries(ways))("give by %s what the interpreter gives", (_name, prepare) => {
    for (const seed of seeds) {
      const { block, inputs } = randomBlock(seed);
      const expected = interpreted(block).run(inputs);
      const procedure = prepare(block);
      for (const run of [1, 2]) {
        const found = procedure?.run(inputs) ?? [];
        expect(shapes(found), `seed ${seed}, run ${run}`).toEqual(shapes(expected));
        expect(distance(found, expected), `seed ${seed}, run ${run}`).toBeLessThan(1e-10);
      }
    }
  });

  it("have statements of every kind, and steps of every kind", () => {
    const kinds = new Set<string>();
    const steps = new Set<string>();
    for (const seed of seeds) {
      const { block } = randomBlock(seed);
      JSON.stringify(block.statements, (key, value) => {
        if (key === "kind" && typeof value === "string") kinds.add(value);
        return key === "primitive" || key === "operation" ? undefined : value;
      });
      JSON.stringify(lower(block, 1).steps, (key, value) => {
        if (key === "do") steps.add(value);
        return key === "primitive" ? undefined : value;
      });
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        "equation",
        "data",
        "read",
        "loop",
        "while",
        "cond",
        "accumulator",
        "accumulate",
        "freeze",
        "operation",
      ]),
    );
    expect(steps.size).toBe(17);
  });
});
