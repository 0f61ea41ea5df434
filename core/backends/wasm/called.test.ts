import { describe, expect, it } from "vitest";
import { plainLanes } from "../../numerics/index.ts";
import { primitives } from "../../primitives/index.ts";
import { namesOf } from "./called.ts";
import { functionsByName } from "./functions.ts";

type Called = (...inputs: number[]) => number;

/** The functions that lowerings call where their own way does not do, each with numbers that it is called with. */
const called = new Map<Called, readonly number[]>();
const plain = plainLanes();
const lanes: typeof plain = {
  ...plain,
  orCall: (_fine, usual, f, inputs) => {
    called.set(f, inputs.map(Number));
    return usual;
  },
};
for (const { lower, domain } of primitives.values())
  lower?.(lanes, ...domain.map((each) => (each.kind === "bool" ? true : (each.min + each.max) / 2)));

describe("functions that other threads find by name", () => {
  it("are all that lowerings call", () => {
    expect(called.size).toBeGreaterThan(5);
    for (const [f, inputs] of called) {
      const names = namesOf([{ f, inputs: inputs.map(() => "number" as const), isTruth: false }]);
      expect([f.name, names]).toEqual([f.name, [expect.any(String)]]);
      for (const given of [inputs, inputs.map((x) => -7.5 * x - 1), inputs.map(() => Number.NaN)])
        expect(functionsByName.get(names?.[0] ?? "")?.(...given)).toBe(f(...given));
    }
  });

  it("are no others", () => {
    const f = (x: number): number => x + 1;
    expect(namesOf([{ f, inputs: ["number"], isTruth: false }])).toBeUndefined();
    for (const name of ["PI", "toString", "", "constructor"]) expect(functionsByName.get(name)).toBeUndefined();
  });
});
