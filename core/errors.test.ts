import { describe, expect, it } from "vitest";
import { type ErrorCode, errorCodes, fail, isJagradError, JagradError } from "./errors.ts";

describe("an error", () => {
  it("says what, where and what to do, in this order", () => {
    const error = fail("E_FREE", { what: "x is free", where: "x + 1\n^", cure: "hand it in" });
    expect(error.message).toBe("E_FREE: x is free\n  x + 1\n  ^\n  try: hand it in");
    expect(error).toMatchObject({ code: "E_FREE", where: "x + 1\n^", cure: "hand it in", name: "JagradError" });
  });

  it("leaves out what is not known", () => {
    const error = fail("E_SHAPE", { what: "too short" });
    expect(error.message).toBe("E_SHAPE: too short");
    expect([error.where, error.cure, error.cause]).toEqual([undefined, undefined, undefined]);
    expect("cause" in error).toBe(false);
  });

  it("keeps its cause", () => {
    const cause = new TypeError("inner");
    expect(fail("E_UPSTREAM", { what: "it failed", cause }).cause).toBe(cause);
  });

  it("keeps how far the work came", () => {
    expect(fail("E_CONVERGENCE", { what: "too slow", state: { at: 2 } }).state).toEqual({ at: 2 });
  });

  it("is an Error and a JagradError", () => {
    const error = fail("E_TYPE", { what: "w" });
    expect(error).toBeInstanceOf(JagradError);
    expect(error).toBeInstanceOf(Error);
    expect(isJagradError(error)).toBe(true);
  });

  it("is known across two copies of the package", () => {
    const foreign = Object.assign(new Error("E_TYPE: w"), { name: "JagradError", code: "E_TYPE" });
    expect(isJagradError(foreign)).toBe(true);
  });

  it.each([[new Error("E_TYPE: w")], [{ name: "JagradError", code: "E_TYPE" }], [undefined], [null], ["E_TYPE"]])(
    "is not %s",
    (other) => {
      expect(isJagradError(other)).toBe(false);
    },
  );
});

describe("the codes", () => {
  it.each(Object.keys(errorCodes) as ErrorCode[])("have a meaning in words: %s", (code) => {
    expect(code).toMatch(/^E_[A-Z]+$/);
    expect(errorCodes[code].length).toBeGreaterThan(10);
  });
});
