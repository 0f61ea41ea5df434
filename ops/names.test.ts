import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { gradient, parameter } from "../core/index.ts";
import { count, filter, map, sum } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

type Odd = Readonly<Record<string, number>>;

const hostile = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "length",
  "then",
  'a"b',
  "a'b",
  "a\\b",
  "1; drop table x",
  "",
  " ",
  "😀",
  "\u2028",
  "\ud800",
  "x];process.exit(9);//",
  "*/",
  "`$" + "{1}`",
  "a\nb",
  "return",
  "undefined",
  "x".repeat(10_000),
];

const rows = (name: string): readonly Odd[] =>
  [1, 2, 3].map((x) => JSON.parse(`{${JSON.stringify(name)}: ${x}, "other": 10}`));

/** A lambda that reads the column of this name. */
const reading = (name: string, rest: string): ((ev: Odd) => number) =>
  Function(`return (ev) => ev[${JSON.stringify(name)}] ${rest}`)();

describe("a column of any name", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();

  it.each(hostile)("can be read, filtered and summed: %j", async (name) => {
    const stream = eventsOf(rows(name)).pipe(filter(reading(name, "> 1") as never), sum(reading(name, "* 2")));
    expect(await lastValueFrom(stream)).toMatchObject({ value: 10, entries: 2 });
  });

  it.each(hostile)("can be made by a map and taken apart: %j", async (name) => {
    const make = Function(`return (ev) => ({ [${JSON.stringify(name)}]: ev.other })`)() as (ev: Odd) => Odd;
    const take = Function(`return ({ ${JSON.stringify(name)}: q }) => q`)() as (ev: Odd) => number;
    const stream = eventsOf(rows("x")).pipe(map(make), sum(take));
    expect((await lastValueFrom(stream)).value).toBe(30);
  });

  it("leaves prototypes alone", () => {
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });

  it("may be one character among lists and records", async () => {
    const stream = eventsOf([{ '"': [{ "'": [1, 2] }, { "'": [3] }] }]).pipe(
      sum((ev) => ev['"'].map((m) => m["'"].length)),
    );
    expect((await lastValueFrom(stream)).value).toBe(3);
  });
});

describe("a parameter of any name", () => {
  it.each(["__proto__", "constructor", 'a"b', "x];process.exit(9);//"])("can be differentiated: %j", async (name) => {
    const p = parameter(name, 2, { width: 1 });
    const scope = JSON.parse(`{${JSON.stringify(name)}: 0}`);
    Object.defineProperty(scope, name, { value: p, enumerable: true });
    const f = Function(`return (ev, scope) => ev.x * scope[${JSON.stringify(name)}] ** 2`)() as (ev: {
      readonly x: number;
    }) => number;
    const stream = eventsOf([{ x: 1 }, { x: 5 }]).pipe(sum(f, scope));
    expect((await gradient(stream, Object.fromEntries([["p", p]]))).p).toBe(24);
  });

  it("may be the name under which a derivative is asked for", async () => {
    const p = parameter("p", 2);
    const stream = eventsOf([{ x: 1 }]).pipe(sum((ev, { p }) => ev.x * p, { p }));
    const asked = Object.fromEntries([["__proto__", p]]);
    const slopes = await gradient(stream, asked);
    expect(Object.getOwnPropertyDescriptor(slopes, "__proto__")?.value).toBe(1);
  });
});

it("a result called then is not taken for a promise", async () => {
  const stream = eventsOf(rows("then")).pipe(
    map(Function('return (ev) => ({ "then": ev.then })')() as (ev: Odd) => Odd),
    count(),
  );
  expect((await lastValueFrom(stream)).value).toBe(3);
});
