import { describe, expect, it } from "vitest";
import { barChart } from "./bar-chart.ts";
import { barLines } from "./bar-lines.ts";
import { escapeHtml } from "./escape.ts";
import { showNumber } from "./show-number.ts";
import { tableHtml } from "./table.ts";
import { ticksIn } from "./ticks.ts";

describe("showNumber", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [1.5, "1.5"],
    [1 / 3, "0.333333"],
    [123456789, "123457000"],
    [0.0001, "0.0001"],
    [0.00001234567, "1.23457e-5"],
    [-3e-17, "-3e-17"],
    [2.5e300, "2.5e+300"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("writes %d as %s", (x, text) => expect(showNumber(x)).toBe(text));
});

describe("escapeHtml", () => {
  it("leaves nothing that a browser would take for a tag, an attribute or an entity", () => {
    expect(escapeHtml(`<b title="x" id='y'>&amp;`)).toBe("&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
    expect(tableHtml(["<i>"], [["&"]])).toBe(
      "<table><thead><tr><th>&lt;i&gt;</th></tr></thead><tbody><tr><td>&amp;</td></tr></tbody></table>",
    );
  });
});

describe("ticks", () => {
  it.each([
    [60, 120, 6, [60, 70, 80, 90, 100, 110, 120]],
    [0, 1052, 8, [0, 200, 400, 600, 800, 1000]],
    [-4, 7, 8, [-4, -2, 0, 2, 4, 6]],
    [3, 3, 5, []],
    [0, Number.POSITIVE_INFINITY, 5, []],
  ])("from %d to %d are round numbers", (first, last, count, ticks) =>
    expect(ticksIn(first, last, count)).toEqual(ticks),
  );
});

describe("bars", () => {
  const bar = (value: number, k = 0) => ({ from: k, to: k + 1, value, error: 0 });

  it("may be none, and as many as a hundred thousand", () => {
    expect(barLines([])).toEqual([]);
    expect(barChart([])).not.toMatch(/NaN|Infinity/);
    const many = Array.from({ length: 200_000 }, (_, k) => bar(1, k));
    expect(barLines(many)).toHaveLength(40);
    expect(barChart(many)).toMatch(/^<svg .*<\/svg>$/);
  });
});
