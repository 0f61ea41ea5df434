import { describe, expect, it } from "vitest";
import { giveBack, isSeenAlone, lend, seenAlone } from "./lending.ts";
import { columnOf } from "./rows.ts";

const record = () => ({ kind: "record", fields: new Map([["x", columnOf([1])]]) }) as const;

describe("lent columns", () => {
  it("are given back once", () => {
    let given = 0;
    const columns = record();
    lend(columns, () => given++);
    giveBack(columns);
    giveBack(columns);
    giveBack(record());
    expect(given).toBe(1);
  });

  it("go along streams that are marked", () => {
    const stream = {};
    expect(isSeenAlone(stream)).toBe(false);
    expect(seenAlone(stream)).toBe(stream);
    expect(isSeenAlone(stream)).toBe(true);
  });
});
