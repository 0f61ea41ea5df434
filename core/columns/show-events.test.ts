import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { batchOf, type Stage, withStages } from "./batch.ts";
import type { Column, RecordColumn } from "./column.ts";
import { eventColumns } from "./event-columns.ts";
import { eventsType } from "./events-type.ts";
import { columnOf } from "./rows.ts";
import { leafType, recordType } from "./schema.ts";

const record = (fields: Readonly<Record<string, Column>>): RecordColumn => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});

const eventsOf = (objects: readonly object[]): RecordColumn => {
  const column = columnOf(objects);
  return column.kind === "record" ? column : record({});
};

const source = { name: "some file", replayable: true };
const batchFrom = (objects: readonly object[], first = 0) => batchOf(eventsOf(objects), source, first);

const collisions = Array.from({ length: 7 }, (_, k) => ({
  met: k === 1 ? null : 1.5 * k,
  good: k % 2 === 0,
  run: 9_007_199_254_740_993n,
  word: "a",
  muon: Array.from({ length: k }, (_, j) => ({ pt: 10 * k + j / 3 })),
}));

const stage = (operator: string): Stage => ({ operator, flavour: "hard" });
const inJupyter = (value: object): object => Reflect.get(value, Symbol.for("Jupyter.display")).call(value);

describe("a batch", () => {
  it("has a type that prints as people write it", () => {
    const batch = batchFrom([{ met: 1, muon: [{ pt: 3, charge: 1n }] }]);
    expect(String(batch.type)).toBe("1 * {met: f64, muon: var * {pt: f64, charge: i64}}");
    expect(batch.type.size).toBe(1);
    expect(batch.type.schema.kind).toBe("record");
    expect(inspect(batch.type)).toBe(String(batch.type));
  });

  it("shows its type, where it is from, its first events and how many there are more", () => {
    expect(String(batchFrom(collisions, 100))).toBe(
      [
        "7 * {met: ?f64, good: bool, run: i64, word: string, muon: var * {pt: f64}}",
        "from event 100 of some file",
        '{met: 0, good: true, run: 9007199254740993n, word: "a", muon: []}',
        '{met: missing, good: false, run: 9007199254740993n, word: "a", muon: [{pt: 10}]}',
        '{met: 3, good: true, run: 9007199254740993n, word: "a", muon: [{pt: 20}, {pt: 20.3333}]}',
        '{met: 4.5, good: false, run: 9007199254740993n, word: "a", muon: [{pt: 30}, {pt: 30.3333}, {pt: 30.6667}]}',
        '{met: 6, good: true, run: 9007199254740993n, word: "a", muon: [{pt: 40}, {pt: 40.3333}, {pt: 40.6667}, …1]}',
        "…2 more",
      ].join("\n"),
    );
    expect(inspect(batchFrom(collisions))).toBe(String(batchFrom(collisions)));
    expect(inspect([batchFrom([{ x: 1 }])])).toBe("[ 1 * {x: f64} ]");
  });

  it("names the stages that are pending, and keeps its type and display with other stages", () => {
    const pending = withStages(batchFrom([{ x: 1 }], 3), [stage("filter"), stage("map")]);
    expect(pending).toMatchObject({ first: 3, size: 1, source, stages: [{ operator: "filter" }, { operator: "map" }] });
    expect(String(pending)).toBe("1 * {x: f64}\nfrom event 3 of some file\npending: filter, map\n{x: 1}");
    expect(JSON.stringify(pending)).toBe(
      '{"type":"1 * {x: f64}","first":3,"source":"some file","stages":["filter","map"]}',
    );
  });

  it("treats names and texts of data as text, whatever they say", () => {
    const name = '<script>alert("&")</script>';
    const batch = batchFrom([{ [name]: "</td><img src=x onerror='alert(1)'>", __proto__x: 1 }]);
    const html = batch.toHTML();
    expect(html).not.toMatch(/<(script|img)|<\/script>/);
    expect(html).toContain("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;");
    expect(html).toContain("onerror=&#39;alert(1)&#39;&gt;");
    expect(String(batch)).toContain(`{"<script>alert(\\"&\\")</script>": string, __proto__x: f64}`);
    expect(inJupyter(batch)).toEqual({ "text/plain": String(batch), "text/html": html });
  });

  it("shows columns called __proto__ and toString", () => {
    const odd = batchOf(
      {
        kind: "record",
        fields: new Map([
          ["__proto__", columnOf([1])],
          ["toString", columnOf([2])],
        ]),
      },
      source,
    );
    expect(String(odd)).toContain("1 * {__proto__: f64, toString: f64}");
    expect(String(odd)).toContain("{__proto__: 1, toString: 2}");
  });

  it("stays short for many members, long texts and no events", () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`x${k}`, k]));
    expect(
      String(batchFrom([many]))
        .split("\n")
        .at(-1),
    ).toMatch(/, x19: 19, …10\}$/);
    expect(batchFrom([many]).toHTML()).toContain("<th>x19</th><th>…10</th></tr>");
    expect(String(batchFrom([{ text: "y".repeat(1000) }])).length).toBeLessThan(150);
    expect(inspect([batchFrom([many])])).toMatch(/^\[\s+1 \* \{x0: f64, .{180,200}…\s+\]$/);
    expect(String(batchOf(record({}), source, 0, 0))).toBe("0 * {}\nfrom event 0 of some file");
  });

  it("is spread, looped over and compared as data", () => {
    const batch = batchFrom([{ x: 1 }]);
    expect(Object.keys(batch)).toEqual(["columns", "size", "first", "source", "stages"]);
    expect(withStages(batch, [])).toEqual(batch);
  });
});

describe("columns that a pipeline made", () => {
  const columns = record({
    m: {
      kind: "leaf",
      dtype: "f64",
      values: Float64Array.of(91.25, 1),
      tangent: [Float64Array.of(0.5, 0), Float64Array.of(-2, 0)],
    },
    n: columnOf([1, 2]),
  });
  const parameters = ["cut", "scale"].map((name) => ({ name, width: 1 }));

  it("show their derivatives beside their values", () => {
    expect(String(eventColumns(columns, 2, parameters))).toBe(
      "2 * {m: dual[2] f64, n: f64}\nderivatives: cut, scale\n{m: 91.25 d[0.5, -2], n: 1}\n{m: 1 d[0, 0], n: 2}",
    );
    expect(eventColumns(columns, 2, parameters).toHTML()).toContain("<td>91.25 d[0.5, -2]</td>");
    expect(inspect(eventColumns(columns, 2, []))).toContain("2 * {m: dual[2] f64, n: f64}\n{m: 91.25");
  });
});

describe("a type of events", () => {
  it("says var where their number is not known", () => {
    const type = eventsType(recordType([["a b", leafType("f32", true)]]), undefined);
    expect(`${type}`).toBe('var * {"a b": ?f32}');
    expect(type.toHTML()).toBe("<code>var * {&quot;a b&quot;: ?f32}</code>");
    expect(JSON.stringify({ type })).toBe('{"type":"var * {\\"a b\\": ?f32}"}');
  });
});
