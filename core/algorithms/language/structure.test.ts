import { describe, expect, it } from "vitest";
import { arrayBuilder } from "../builder.ts";
import { type Block, blocksOf, type Statement } from "../statement.ts";
import { elaborateBlock, parseType } from "./index.ts";

const blockOf = (text: string, ...types: readonly string[]): Block => {
  const f: object = Function(`return (${text})`)();
  return elaborateBlock(arrayBuilder(), f, types.map(parseType), {}).block;
};

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

const kinds = (block: Block): readonly string[] => all(block).map(({ kind }) => kind);

const carried = (block: Block): readonly number[] =>
  all(block).flatMap((s) => (s.kind === "loop" || s.kind === "while" ? [s.initial.length] : []));

const checked = (block: Block): readonly boolean[] => all(block).flatMap((s) => (s.kind === "read" ? [s.checked] : []));

describe("a variable that is only added to", () => {
  it.each([
    ["(x) => { let s = 0; for (const v of x) s += v; return s; }"],
    ["(x) => { let s = 0; for (const v of x) s = s + v - 1; return s; }"],
    ["(x) => { let s = 0; for (const v of x) { if (v > 0) s += v; else s -= v; } return s; }"],
    ["(x) => { let s = 0; for (const v of x) v > 0 && (s += v); return s; }"],
    ["(x) => { let s = 0; for (const v of x) for (const w of x) s += v * w; return s; }"],
    ["(x) => { let s = 0, n = 0; for (const v of x) { if (v > 3) continue; n++; s = v + s; } return s / n; }"],
    ["(x) => x.reduce((s, v) => s + v, 0)"],
    ["(x) => x.reduce((s, v) => (v > 0 ? s + v : s), 0)"],
    ["(x) => x.reduce((s, v) => { const w = v * v; return s + w; }, 0)"],
    ["(x) => { let all = x.map(() => 0); for (const v of x) all = all.map((s, j) => s + v * x[j]); return all; }"],
    ["(x) => { let all = [0, 1]; for (const v of x) all = all.map((s, j) => s + v * j); return all; }"],
    [
      "(x) => { let A = x.map((v) => x); for (const v of x) A = A.map((r, i) => r.map((s, j) => s + v * x[i] * j)); return A; }",
    ],
    ["(x) => x.reduce((all, v) => all.map((s, j) => (v > 0 ? s + v * j : s)), x)"],
    ["(x) => x.reduce((s, v) => s + x.reduce((t, w) => t + v * w, 0), 0)"],
  ])("keeps no turn waiting: %s", (text) => {
    const block = blockOf(text, "f64[n]");
    expect(carried(block).length).toBeGreaterThan(0);
    expect(Math.max(...carried(block))).toBe(0);
    expect(kinds(block)).toContain("accumulate");
  });

  it.each([
    ["(x) => { let s = 0; for (const v of x) s += s * v; return s; }"],
    ["(x) => { let s = 0; for (const v of x) { s += v; if (s > 3) s = s - 1; } return s; }"],
    ["(x) => { let s = 0; for (const v of x) s = 2 * s + v; return s; }"],
    ["(x) => { let s = 0, t = 0; for (const v of x) { t = t + s; s += v; } return t; }"],
    ["(x) => x.reduce((s, v) => s + s * v, 0)"],
    ["(x) => x.reduce((all, v) => all.map((s, j) => s + v * all[0]), x)"],
    ["(x) => { let all = x; for (const v of x) all = all.map((s, j) => s * v); return all; }"],
    ["(x) => x.reduce((s, v) => Math.max(s, v), 0)"],
  ])("is handed on where it is also read: %s", (text) => {
    expect(Math.max(...carried(blockOf(text, "f64[n]")))).toBe(1);
  });
});

describe("reads", () => {
  it.each([
    ["(x) => { let s = 0; for (let i = 0; i < x.length; i++) s += x[i]; return s; }", "f64[n]"],
    ["(x) => { let s = 0; for (let i = 1; i < x.length; i++) s += x[i] * x[i - 1]; return s; }", "f64[n]"],
    ["(x) => { let s = 0; for (let i = 0; i < x.length - 1; i++) s += x[i + 1]; return s; }", "f64[n]"],
    ["(x) => { let s = 0; for (let i = x.length - 1; i >= 0; i--) s = s * 2 + x[i]; return s; }", "f64[n]"],
    [
      "(x) => { let s = 0; for (let i = 0; i < x.length; i++) for (let j = i; j < x.length; j++) s += x[j]; return s; }",
      "f64[n]",
    ],
    [
      "(x) => { let s = 0; for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) s += x[j]; return s; }",
      "f64[n]",
    ],
    ["(A) => A.map((row, i) => A.map((_, j) => A[j][0] + row[1] + A[i][2]))", "f64[n, 3]"],
    [
      "(x) => { let s = 0; for (let i = 0; i < 4; i++) for (let j = 0; j < 8; j++) s = 2 * s + x[8 * i + j]; return s; }",
      "f64[32]",
    ],
    ["(x) => x.slice(1).map((v, i) => v - x[i])", "f64[n]"],
    ["(x) => { for (let i = 0; i < x.length; i++) { if (x[i] > 2) return i; } return -1; }", "f64[n]"],
  ])("are not checked where the index is in range: %s", (text, type) => {
    const reads = checked(blockOf(text, type));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads).not.toContain(true);
  });

  it("of a matrix that lies in a list are not checked either", () => {
    const text = "(x, n, m) => Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => i * m + j))";
    expect(kinds(blockOf(text, "f64[k]", "i32", "i32")).filter((kind) => kind === "loop")).toHaveLength(2);
  });

  it.each([
    ["(x) => { let s = 0; for (let i = 0; i <= x.length; i++) s += x[i]; return s; }"],
    ["(x) => { let s = 0; for (let i = 0; i < x.length; i++) s += x[i - 1]; return s; }"],
    ["(x) => { let s = 0; for (let i = 0; i < x.length; i++) s += x[i / 2]; return s; }"],
    ["(x) => x[0]"],
    ["(x) => { let s = 0; for (let i = 0; i < x.length; i++) s += x[Math.floor(i)]; return s; }"],
  ])("are checked where it may be out of range: %s", (text) => {
    expect(checked(blockOf(text, "f64[n]"))).toContain(true);
  });
});

describe("conditions", () => {
  it("of costly outcomes compute one of them", () => {
    expect(kinds(blockOf("(x) => (x > 0 ? Math.log(x) : Math.exp(x))", "f64"))).toContain("cond");
  });

  it("of cheap outcomes compute both", () => {
    expect(kinds(blockOf("(x) => (x > 0 ? x + 1 : -x)", "f64"))).not.toContain("cond");
  });

  it("that are known leave one outcome", () => {
    const kept = kinds(blockOf("(x) => { if (x.length > 3) return Math.log(x[0]); return Math.exp(x[1]); }", "f64[5]"));
    expect(kept).toEqual(["read", "equation"]);
  });
});

describe("loops", () => {
  it.each([
    ["of four turns are written out", "for (let i = 0; i < 4; i++) s = s * x + i;", 0],
    ["of five turns are not", "for (let i = 0; i < 5; i++) s = s * x + i;", 1],
    [
      "inside each other are, as long as they are small",
      "for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) s = s * x + j;",
      0,
    ],
    [
      "deep inside each other are not",
      "for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) for (let k = 0; k < 4; k++) s = s * x + i * j * k;",
      1,
    ],
    ["of a large body are not", `for (let i = 0; i < 4; i++) { ${"s = s * x + i; ".repeat(60)} }`, 1],
  ])("%s", (_, loop, count) => {
    const found = kinds(blockOf(`(x) => { let s = 0; ${loop} return s; }`, "f64")).filter((kind) => kind === "loop");
    expect(found).toHaveLength(count);
  });

  it("that are counted and left by a break are loops with a test", () => {
    const text = "(x) => { let s = 0; for (const v of x) { if (v < 0) break; s += v; } return s; }";
    expect(kinds(blockOf(text, "f64[n]"))).toContain("while");
  });

  it("of a chain of methods are one", () => {
    const text = "(x) => x.map((v) => v * v).slice(1).map((v) => v + 1).reduce((s, v) => s + v, 0)";
    expect(kinds(blockOf(text, "f64[n]")).filter((kind) => kind === "loop")).toHaveLength(1);
  });

  it("take what does not change out of them", () => {
    const block = blockOf("(x, y) => x.map((v) => v + Math.exp(y))", "f64[n]", "f64");
    expect(block.statements.map(({ kind }) => kind)).toEqual(["equation", "loop"]);
  });
});
