import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { observed } from "./observed.ts";
import { type Histogram, isResult, resultOf, type Scalar } from "./results.ts";

const trace = { kind: "hard", stage: "histogram", reads: new Map() } as const;
const counts = { underflow: 3, overflow: 4, entries: 14, skipped: 2, trace };

const histogram = (values: readonly number[], variances = values): Histogram =>
  resultOf<Histogram>({
    kind: "histogram",
    edges: Float64Array.from({ length: values.length + 1 }, (_, k) => 60 + 2 * k),
    values: Float64Array.from(values),
    variances: Float64Array.from(variances),
    ...counts,
  });

const scalar = resultOf<Scalar>({ kind: "scalar", value: 1234.5678, variance: 1225, entries: 1225, skipped: 1, trace });

interface Jupyter {
  readonly [form: string]: string;
}
const inJupyter = (value: object): Jupyter => Reflect.get(value, Symbol.for("Jupyter.display")).call(value);

describe("a histogram", () => {
  it("shows its bins, errors and what fell outside", () => {
    expect(String(histogram([1, 4, 2]))).toMatchInlineSnapshot(`
      "histogram of 3 bins, 60 to 66
      [60, 62)  1 ± 1    ██████████
      [62, 64)  4 ± 2    ████████████████████████████████████████
      [64, 66)  2 ± 1.41 ████████████████████
      underflow 3, overflow 4, entries 14, skipped 2"
    `);
    expect(inspect(histogram([1, 4, 2]))).toBe(String(histogram([1, 4, 2])));
  });

  it("is one line inside another value", () => {
    expect(inspect({ mass: histogram([1, 4, 2]), list: [histogram([1])] }, { breakLength: 200 })).toBe(
      "{ mass: histogram(3 bins, 60 to 66, sum 7), list: [ histogram(1 bin, 60 to 62, sum 1) ] }",
    );
  });

  it("puts neighbours of many bins on one line, errors in quadrature, and says so", () => {
    const lines = String(
      histogram(
        Array.from({ length: 100 }, () => 3),
        Array.from({ length: 100 }, () => 3),
      ),
    ).split("\n");
    expect(lines[0]).toBe("histogram of 100 bins, 60 to 260, 3 bins a line");
    expect(lines[1]).toMatch(/^\[60, 66\) +9 ± 3 +█{40}$/);
    expect(lines.at(-2)).toMatch(/^\[258, 260\) +3 ± 1\.73 +█{13}▍?$/);
    expect(lines).toHaveLength(2 + 34);
  });

  it("shows contents that are negative, not finite, or all zero", () => {
    const odd = histogram([-2, Number.NaN, 4], [1, 0, 0]);
    expect(String(odd)).toMatch(/-2 ± 1 -{20}\n.*NaN\n.*4 +█{40}\n/);
    for (const h of [odd, histogram([0, 0]), histogram([-1]), histogram([Number.NaN]), histogram([1e300, -1e300])])
      expect(inJupyter(h)["image/svg+xml"]).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("draws bars as high as their contents", () => {
    const svg = inJupyter(histogram([1, 4, 2]))["image/svg+xml"] ?? "";
    const outline = /<path d="([^"]+)" fill="#4682b4"/.exec(svg)?.[1] ?? "";
    const heights = [...outline.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    const [base = 0] = heights;
    const [one = 0, four = 0, two = 0] = [1, 3, 5].map((k) => base - (heights[k] ?? 0));
    expect([four / one, two / one]).toEqual([expect.closeTo(4, 2), expect.closeTo(2, 2)]);
  });

  it("is a picture and a table in Jupyter and in a page", () => {
    const forms = inJupyter(histogram([1, 4, 2]));
    expect(Object.keys(forms)).toEqual(["text/plain", "text/html", "image/svg+xml"]);
    expect(forms["text/html"]).toBe(histogram([1, 4, 2]).toHTML());
    expect(forms["text/html"]).toContain("<tr><td>62</td><td>64</td><td>4</td><td>2</td></tr>");
    expect(forms["text/html"]).toContain(forms["image/svg+xml"]);
  });

  it("is plain data in JSON, without the way to its derivatives", () => {
    expect(JSON.parse(JSON.stringify(histogram([1, 4])))).toEqual({
      kind: "histogram",
      edges: [60, 62, 64],
      values: [1, 4],
      variances: [1, 4],
      underflow: 3,
      overflow: 4,
      entries: 14,
      skipped: 2,
    });
  });
});

describe("a scalar", () => {
  it("shows its value, the error of a sum and its entries", () => {
    expect(inspect(scalar)).toBe("1234.57 ± 35 (1225 entries)");
    expect(String(resultOf<Scalar>({ ...scalar, variance: 0, entries: 0 }))).toBe("1234.57");
    expect(scalar.toHTML()).toBe("<span>1234.57 ± 35 (1225 entries)</span>");
    expect(Object.keys(inJupyter(scalar))).toEqual(["text/plain", "text/html"]);
    expect(JSON.stringify(scalar)).toBe(
      '{"kind":"scalar","value":1234.5678,"variance":1225,"entries":1225,"skipped":1}',
    );
  });
});

describe("how results show themselves", () => {
  it("is not seen by a spread, entries or a loop, and is kept by observed", () => {
    expect(Object.keys({ ...scalar })).toEqual(["kind", "value", "variance", "entries", "skipped", "trace"]);
    const looped: string[] = [];
    for (const name in scalar) looped.push(name);
    expect(looped).toEqual(Object.keys(scalar));
    expect(isResult(observed(scalar))).toBe(true);
    expect(String(observed(scalar))).toBe(String(scalar));
    expect(String(observed(histogram([1, 2])))).toBe(String(histogram([1, 2])));
  });
});
