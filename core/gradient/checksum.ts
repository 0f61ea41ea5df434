import type { Batch, Column } from "../columns/index.ts";

/** Tells whether a stream that was read twice was the same, however it was cut. */
export interface Checksum {
  readonly add: (batch: Batch) => void;
  readonly value: () => string;
}

/** The sums of all numbers of a stream, column by column in order, and of the lengths of its lists. */
export const checksum = (): Checksum => {
  const sums = new Map<string, number>();
  const plus = (path: string, sum: (before: number) => number): void => {
    sums.set(path, sum(sums.get(path) ?? 0));
  };
  const visit = (column: Column, path: string, from: number, to: number): void => {
    if (column.kind === "record") for (const [name, field] of column.fields) visit(field, `${path}.${name}`, from, to);
    else if (column.kind === "list") {
      const [first, last] = [column.offsets[from] ?? 0, column.offsets[to] ?? 0];
      plus(path, (before) => before + last - first);
      visit(column.item, `${path}[]`, first, last);
    } else {
      const { values } = column;
      plus(path, (before) => {
        let sum = before;
        for (let i = from; i < to; i++) {
          const x = Number(values[i]);
          if (x - x === 0) sum += x;
        }
        return sum;
      });
    }
  };
  return {
    add: (batch) => visit(batch.columns, "", 0, batch.size),
    value: () => [...sums].map(([path, sum]) => `${path} ${sum}`).join("\n"),
  };
};
