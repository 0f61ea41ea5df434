import { describe, expect, it } from "vitest";
import { constant } from "../program/index.ts";
import { bound, type Environment } from "./environment.ts";
import { numberOf } from "./meaning.ts";

const numbers = [1, 2, 3].map((x) => numberOf(constant(x)));
const [one, two, three] = numbers;
const empty: Environment = new Map();

const named = (count: number): Environment =>
  Array.from({ length: count }, (_, k) => `x${k}`).reduce(
    (names, name) => bound(names, name, one ?? numberOf(constant(0))),
    empty,
  );

describe("names in force", () => {
  it("have one more, and those before it are what they were", () => {
    const before = named(3);
    const after = bound(before, "y", numberOf(constant(5)));
    expect([after.has("y"), before.has("y"), after.has("x2"), after.has("x3")]).toEqual([true, false, true, false]);
    expect(after.get("x0")).toBe(one);
  });

  it("have the last value of a name, however many there are", () => {
    for (const count of [0, 1, 7, 8, 9, 40]) {
      if (!two || !three) continue;
      const first = bound(named(count), "x0", two);
      const second = bound(first, "x0", three);
      expect([first.get("x0"), second.get("x0")]).toEqual([two, three]);
      expect(new Map(second)).toEqual(new Map([...named(count), ["x0", three]]));
      expect([...second.values()].length).toBe(Math.max(1, count));
    }
  });
});
