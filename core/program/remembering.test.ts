import { expect, it } from "vitest";
import { remembering } from "./remembering.ts";

it("values are made once, and the one that was wanted longest ago is forgotten", () => {
  const made: string[] = [];
  const of = remembering<string, { readonly key: string }>(2);
  const wanted = (key: string) =>
    of(key, () => {
      made.push(key);
      return { key };
    });
  const first = wanted("a");
  wanted("b");
  expect(wanted("a")).toBe(first);
  wanted("c");
  expect(wanted("a")).toBe(first);
  expect(wanted("b")).not.toBe(first);
  expect(made).toEqual(["a", "b", "c", "b"]);
});

it("a value that cannot be made is asked for again", () => {
  const of = remembering<string, object>(2);
  expect(() =>
    of("a", () => {
      throw new Error("not now");
    }),
  ).toThrow("not now");
  expect(of("a", () => ({ a: 1 }))).toEqual({ a: 1 });
});
