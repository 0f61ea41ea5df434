import { describe, expect, it } from "vitest";
import { optionsOf } from "./options.ts";

describe("the command line", () => {
  it("optimises cut and window of a sample by default", () => {
    expect(optionsOf([])).toEqual({
      input: undefined,
      json: false,
      help: false,
      events: 200_000,
      seed: 1,
      optimise: ["cut", "window"],
    });
  });

  it("optimises the window of a file by default", () => {
    expect(optionsOf(["--input", "a.csv", "--json"])).toMatchObject({
      input: "a.csv",
      json: true,
      optimise: ["window"],
    });
  });

  it("refuses the window together with the scale, with the reason", () => {
    const asked = () => optionsOf(["--optimise", "window,scale"]);
    expect(asked).toThrow("E_DEGENERATE");
    expect(asked).toThrow("an exact flat direction");
  });

  it.each(["scale", "cut,scale", "cut"])("allows %s", (optimise) => {
    expect(optionsOf(["--optimise", optimise]).optimise).toEqual(optimise.split(","));
  });

  it.each([
    [["--optimise", "mass"], 'but not "mass"'],
    [["--events", "many"], "whole number"],
    [["--events", "10"], "from 1000"],
    [["--imput", "a"], "--imput"],
    [["a.csv"], "a.csv"],
    [["--input"], "--input"],
  ])("says what is wrong with %j", (argv, message) => {
    expect(() => optionsOf(argv)).toThrow(message);
    expect(() => optionsOf(argv)).toThrow("npm start -- --help");
  });
});
