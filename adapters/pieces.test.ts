import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnOf, giveBack, type RecordColumn } from "../core/index.ts";
import { checkBatchSize, checkFold, folded, numbered, type Piece } from "./pieces.ts";
import { plainRows } from "./plain-rows.ts";

async function* piecesOf(sizes: readonly number[]): AsyncGenerator<Piece> {
  let next = 0;
  for (const size of sizes) {
    const column = columnOf([0, ...Array.from({ length: size }, () => next++)]);
    const fields: RecordColumn["fields"] = new Map([
      ["n", column.kind === "leaf" ? { ...column, values: column.values.subarray(1) } : column],
    ]);
    yield { columns: { kind: "record", fields }, size };
  }
}

const source = { name: "test", replayable: true };

describe("folds", () => {
  it("split the events by their number, however the stream was cut", async () => {
    const sizes = fc.array(fc.nat({ max: 7 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 5 }), async (cuts, of) => {
        const total = cuts.reduce((sum, n) => sum + n, 0);
        for (let index = 0; index < of; index++) {
          const seen: unknown[] = [];
          const firsts: number[] = [];
          for await (const batch of numbered(source, folded(piecesOf(cuts), { of, index }))) {
            firsts.push(batch.first - seen.length);
            seen.push(...plainRows(batch.columns, batch.size));
          }
          const wanted = Array.from({ length: total }, (_, n) => n).filter((n) => n % of === index);
          expect(seen).toEqual(wanted.map((n) => ({ n })));
          expect(firsts.every((gap) => gap === 0)).toBe(true);
        }
      }),
    );
  });

  it("give a piece back as soon as its events are copied", async () => {
    const given: number[] = [];
    const lent = async function* (): AsyncGenerator<Piece> {
      for await (const piece of piecesOf([3, 1, 2])) yield { ...piece, release: () => given.push(piece.size) };
    };
    const seen: unknown[] = [];
    for await (const piece of folded(lent(), { of: 2, index: 0 })) seen.push([piece.size, [...given], piece.release]);
    expect(seen).toEqual([
      [2, [3], undefined],
      [1, [3, 1, 2], undefined],
    ]);
  });

  it("leave out pieces without an event", async () => {
    const sizes: number[] = [];
    for await (const { size } of folded(piecesOf([1, 1, 1]), { of: 3, index: 1 })) sizes.push(size);
    expect(sizes).toEqual([1]);
  });

  it.each([
    { of: 0, index: 0 },
    { of: 2, index: 2 },
    { of: 2, index: -1 },
    { of: 1.5, index: 0 },
    { of: Number.NaN, index: 0 },
  ])("refuse fold $index of $of", (fold) => {
    expect(() => checkFold(fold)).toThrow("E_LIMIT");
  });
});

it("batches of lent pieces are lent, the others are not", async () => {
  const given: number[] = [];
  const some = async function* (): AsyncGenerator<Piece> {
    for await (const piece of piecesOf([1, 2]))
      yield piece.size === 1 ? piece : { ...piece, release: () => given.push(piece.size) };
  };
  for await (const { columns } of numbered(source, some())) giveBack(columns);
  expect(given).toEqual([2]);
});

describe("batch sizes", () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 30])("refuse %s", (size) => {
    expect(() => checkBatchSize(size)).toThrow("E_LIMIT");
  });
});
