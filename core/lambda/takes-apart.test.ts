import { describe, expect, it } from "vitest";
import { takesApart } from "./takes-apart.ts";

const of = (text: string): boolean => takesApart(Function(`return (${text})`)());

describe("takesApart", () => {
  it.each([
    "(ev) => ev.met",
    "(ev) => ({ x: ev.muon[0] })",
    '(ev) => ev["a b"] + ev?.c',
    "(ev, { f }) => f(ev.muon, ev.jet.map((j) => j.pt + ev.met))",
    "({ met, muon: [first, ...others] }) => met",
    "() => 1",
  ])("is true of %s", (text) => {
    expect(of(text)).toBe(true);
  });

  it.each([
    "(ev) => ev",
    "(ev) => ({ ...ev, x: 1 })",
    "(ev) => ({ ev })",
    "(ev, { f }) => f(ev)",
    "(ev) => { const e = ev; return e.met; }",
    "({ met, ...rest }) => rest",
    "(ev = {}) => ev.met",
    "(ev) => ev.list[ev]",
  ])("is false of %s", (text) => {
    expect(of(text)).toBe(false);
  });
});
