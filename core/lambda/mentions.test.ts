import { describe, expect, it } from "vitest";
import { sqrt } from "../primitives/index.ts";
import { lambda, mentionsOf } from "./index.ts";

interface Item {
  readonly pt: number;
  readonly eta: number;
}

const mentions = (text: string): ReadonlySet<string> => mentionsOf(Function(`return (${text})`)(), {}).names;

describe("mentionsOf", () => {
  it.each([
    ["(ev) => ev.met", ["met"]],
    ['(ev) => ev["a b"]', ["a b"]],
    ["({ met, muon: [{ pt }] }) => met + pt", ["met", "muon", "pt"]],
    ["(ev) => ev.muon.filter((m) => m.pt > 3).map((m) => ({ p: m.eta }))", ["muon", "pt", "eta"]],
    ["(ev) => { const { jet: j = 1 } = ev; if (j) return ev.x; }", ["jet", "x"]],
    ["(ev) => ev.__proto__ + ev.constructor", ["__proto__", "constructor"]],
    ['({ ["q"]: r }) => r', ["q"]],
    ["(ev) => ev?.a?.[0]?.b ?? ev.c", ["a", "b", "c"]],
  ])("finds the members that %s reads", (text, names) => {
    const found = mentions(text);
    expect(names.filter((name) => !found.has(name))).toEqual([]);
  });

  it.each([
    ["(ev) => ev.muon.length >= 2 && ev.met > 3", ["muon"]],
    ["(ev) => ev.event.muon?.length", ["muon"]],
    ["(ev) => ev.muon.length + ev.muon[0].pt", []],
    ["(ev) => ev.muon.length + ev.jet.filter((j) => j.muon > 3).length", []],
    ["({ muon }) => muon.length", []],
    ["(ev) => { const { muon } = ev; return ev.muon.length; }", []],
    ["(ev) => ev.muon", []],
    ["(ev) => ev.muon[ev.length]", []],
    ["(ev) => ev.muon.length.x + ev.length", ["muon"]],
    ['(ev) => ev["muon"].length', []],
    ['(ev) => ev.muon["length"]', []],
    ['(ev) => ev.muon.length + ev["muon"].length', []],
  ])("finds that in %s only the number of items is read of these", (text, counted) => {
    const { names, items } = mentionsOf(Function(`return (${text})`)(), {});
    expect([...names].filter((name) => !items.has(name))).toEqual(counted);
  });

  it("finds that a helper reads more than the number of items", () => {
    const f = (ev: { readonly x: readonly Item[] }) => ev.x.length;
    expect(mentionsOf(f, {}).items).not.toContain("x");
    expect(mentionsOf(f, { helper: (ev: { readonly x: readonly Item[] }) => ev.x[0] }).items).toContain("x");
    expect(mentionsOf(f, { name: "x" }).items).toContain("x");
  });

  it("finds what functions of the scope read", () => {
    const helper = (item: Item) => item.pt;
    expect(
      mentionsOf((ev: { readonly x: Item }, { helper }: { readonly helper: (item: Item) => number }) => helper(ev.x), {
        helper,
      }).names,
    ).toContain("pt");
  });

  it("finds what helpers of helpers read", () => {
    const inner = (item: Item) => item.eta;
    const outer = lambda((item: Item, s: { readonly inner: (item: Item) => number }) => s.inner(item) * 2, { inner });
    const f = (ev: { readonly x: Item }, { outer }: { readonly outer: (item: Item) => number }) => outer(ev.x);
    expect(mentionsOf(f, { outer }).names).toContain("eta");
  });

  it("passes over primitives, native functions and plain values", () => {
    const f = (ev: { readonly x: number }, scope: { readonly sqrt: (x: number) => number }) => scope.sqrt(ev.x);
    expect(mentionsOf(f, { sqrt, native: Math.sin, k: 3, list: [1], text: "x" }).names).toContain("x");
  });

  it("finds what functions inside objects of the scope read", () => {
    const f = (ev: { readonly x: Item }, { tools }: { readonly tools: { readonly eta: (item: Item) => number } }) =>
      tools.eta(ev.x);
    expect(mentionsOf(f, { tools: { of: (item: { readonly phi: number }) => item.phi } }).names).toContain("phi");
  });

  it("finds the names that strings of the scope are", () => {
    const f = (ev: Readonly<Record<string, number>>, { name }: { readonly name: string }) => ev[name];
    expect(mentionsOf(f, { name: "met" }).names).toContain("met");
  });

  it("goes once through a helper that calls itself, and through a scope that contains itself", () => {
    const scope: Record<string, unknown> = { k: 1 };
    const again = lambda(
      (item: Item, s: { readonly again: (item: Item) => number }) => s.again(item) * item.eta,
      scope as never,
    );
    scope.again = again;
    scope.self = scope;
    expect(mentionsOf((ev: { readonly x: Item }) => ev.x, scope).names).toContain("eta");
  });

  it("goes through a scope of any depth", () => {
    let deep: object = { last: (item: Item) => item.pt };
    for (let level = 0; level < 100_000; level++) deep = level % 2 ? { deep } : [deep];
    expect(mentionsOf((ev: { readonly x: Item }) => ev.x, { deep }).names).toContain("pt");
  });
});
