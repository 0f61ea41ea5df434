import { WriteStream } from "node:tty";
import { describe, expect, it, vi } from "vitest";
import { progressOn } from "./progress.ts";
import { text } from "./svg.ts";
import { table } from "./table.ts";
import { ticks } from "./ticks.ts";

describe("a table", () => {
  it("has its first column to the left and the others to the right", () => {
    expect(
      table([
        ["", "before", "after"],
        ["signal", "1", "20"],
      ]),
    ).toBe("           before   after\n  signal        1      20");
  });
});

describe("the marks of an axis", () => {
  it.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [60, 120, 7, [60, 70, 80, 90, 100, 110, 120]],
    [0, 5.4, 5, [0, 2, 4]],
    [0.1, 0.35, 5, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]],
  ])("from %d to %d are round", (first, last, count, expected) => {
    expect(ticks(first, last, count)).toEqual(expected);
  });
});

it("a text in a picture cannot become a tag", () => {
  expect(text(1, 2, "pt < 5 & <b>")).toBe('<text x="1" y="2">pt &lt; 5 &amp; &lt;b&gt;</text>');
});

describe("progress", () => {
  const shown = (isTTY: boolean, isWanted: boolean): string => {
    let out = "";
    const stream = Object.create(WriteStream.prototype, {
      isTTY: { value: isTTY },
      write: {
        value: (part: string) => {
          out += part;
          return true;
        },
      },
    });
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const progress = progressOn(stream, isWanted);
    const show = progress.begin("climbing", 10);
    for (let k = 1; k <= 10; k++) {
      clock.mockReturnValue(1000 * k);
      show(k, `merit ${k}`);
    }
    progress.end();
    clock.mockRestore();
    return out;
  };

  it("is a bar on a terminal, and goes away", () => {
    expect(shown(true, true)).toContain("████████████░░░░░░░░░░░░ climbing  merit 5");
    expect(shown(true, true).endsWith("\x1b[2K")).toBe(true);
  });

  it("is a line now and then elsewhere", () => {
    expect(shown(false, true).split("\n").slice(0, -1)).toEqual(
      [2, 4, 6, 8, 10].map((k) => `  climbing ${10 * k} %  merit ${k}`),
    );
  });

  it("is nothing where it is not wanted", () => {
    expect(shown(true, false)).toBe("");
  });
});
