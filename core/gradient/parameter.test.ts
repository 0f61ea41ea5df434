import { describe, expect, it } from "vitest";
import { hold, nuisance, parameter } from "./parameter.ts";

describe("a choice", () => {
  it("keeps what it was given", () => {
    expect(parameter("cut", 20, { unit: "GeV", width: 2, limits: [5, 60] })).toEqual({
      kind: "choice",
      name: "cut",
      value: 20,
      width: 2,
      unit: "GeV",
      limits: [5, 60],
    });
    expect(parameter("w", -1)).toMatchObject({ value: -1, width: undefined, limits: undefined });
  });

  it.each<[string, () => unknown, string, RegExp]>([
    ["a value that is NaN", () => parameter("p", Number.NaN), "E_NONFINITE", /the value of "p" is NaN/],
    [
      "an infinite value",
      () => parameter("p", Number.POSITIVE_INFINITY),
      "E_NONFINITE",
      /the value of "p" is Infinity/,
    ],
    ["a negative width", () => parameter("p", 1, { width: -1 }), "E_PARAMETER", /the width of "p" is negative: -1/],
    [
      "an infinite width",
      () => parameter("p", 1, { width: Number.POSITIVE_INFINITY }),
      "E_NONFINITE",
      /the width of "p"/,
    ],
    ["a width that is NaN", () => parameter("p", 1, { width: Number.NaN }), "E_NONFINITE", /the width of "p"/],
    [
      "limits out of order",
      () => parameter("p", 1, { limits: [2, 1] }),
      "E_PARAMETER",
      /the limits of "p" are out of order: 2, 1/,
    ],
    ["limits that are NaN", () => parameter("p", 1, { limits: [Number.NaN, 1] }), "E_PARAMETER", /out of order/],
    [
      "a nuisance without a finite value",
      () => nuisance("n", Number.NaN, { sigma: 1 }),
      "E_NONFINITE",
      /the value of "n"/,
    ],
    ["a negative sigma", () => nuisance("n", 1, { sigma: -0.5 }), "E_PARAMETER", /sigma of "n" is negative/],
    ["a sigma that is NaN", () => nuisance("n", 1, { sigma: Number.NaN }), "E_NONFINITE", /sigma of "n"/],
  ])("is refused with %s", (_what, make, code, message) => {
    expect(make).toThrow(expect.objectContaining({ code }));
    expect(make).toThrow(message);
  });

  it("may have a width of 0, and equal limits", () => {
    expect(parameter("p", 1, { width: 0, limits: [1, 1] })).toMatchObject({ width: 0, limits: [1, 1] });
  });

  it("is wrapped by hold", () => {
    const p = parameter("p", 1);
    expect(hold(p)).toEqual({ kind: "held", parameter: p });
  });
});

describe("a nuisance", () => {
  it("keeps what it was given", () => {
    expect(nuisance("scale", 1, { sigma: 0.002, unit: "1" })).toEqual({
      kind: "nuisance",
      name: "scale",
      value: 1,
      sigma: 0.002,
      unit: "1",
    });
  });
});
