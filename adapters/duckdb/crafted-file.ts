/** A value of the compact protocol of Thrift: a structure is an array of its fields with their numbers. */
type Thrift = number | bigint | string | Fields | { readonly of: 5 | 8 | 12; readonly items: readonly Thrift[] };
type Fields = readonly (readonly [id: number, value: Thrift])[];

const varint = (n: bigint): readonly number[] =>
  n < 128n ? [Number(n)] : [Number(n & 127n) | 128, ...varint(n >> 7n)];
const zigzag = (n: bigint): bigint => (n >= 0n ? 2n * n : -2n * n - 1n);
const isFields = (value: Thrift): value is Fields => Array.isArray(value);
const types = { number: 5, bigint: 6, string: 8 } as const;
const typeOf = (value: Thrift): number => {
  if (typeof value === "object") return isFields(value) ? 12 : 9;
  return types[typeof value as keyof typeof types];
};

const written = (value: Thrift): readonly number[] => {
  if (typeof value === "number" || typeof value === "bigint") return varint(zigzag(BigInt(value)));
  if (typeof value === "string") return [...varint(BigInt(value.length)), ...Buffer.from(value)];
  if (!isFields(value)) return [(value.items.length << 4) | value.of, ...value.items.flatMap(written)];
  const fields = value.flatMap(([id, field], k) => [
    ((id - (value[k - 1]?.[0] ?? 0)) << 4) | typeOf(field),
    ...written(field),
  ]);
  return [...fields, 0];
};

const int = (n: number): Uint8Array => Uint8Array.from([n, n >> 8, n >> 16, n >> 24]);

/** The same number `count` times, as run-length encoding says it in a few bytes. */
export const run = (count: number, value: number): readonly number[] => [...varint(2n * BigInt(count)), value];

/** Repetition or definition levels: runs behind their length. */
export const levels = (...runs: readonly (readonly [count: number, level: number])[]): readonly number[] => {
  const bytes = runs.flatMap(([count, level]) => run(count, level));
  return [...int(bytes.length), ...bytes];
};

/** The one column of a crafted file, and what the file says of it, true or not. */
export interface Crafted {
  /** Schema elements below the root, depth first. */
  readonly schema: readonly Fields[];
  readonly path: readonly string[];
  /** 2: INT64, 6: bytes */
  readonly type: 2 | 6;
  /** How many values the page and its chunk announce. */
  readonly values: number;
  readonly page: Uint8Array | readonly number[];
  /** 0: plain, 8: indices of a dictionary whose one entry is 0 */
  readonly encoding: 0 | 8;
  /** 6: Zstandard, with the bytes that the page has without it */
  readonly zstd?: number;
  /** Rows of the row group, and of the file if it says otherwise. */
  readonly rows: number;
  readonly rowsOfFile?: number;
}

const dictionary = new Uint8Array(8);

/** A Parquet file of one column and one page, byte by byte: what no writer would write. */
export const craftedFile = (column: Crafted): Uint8Array => {
  const { schema, path, type, values, page, encoding, zstd, rows, rowsOfFile = rows } = column;
  const hasDictionary = encoding === 8;
  const entries = written([
    [1, 2],
    [2, 8],
    [3, 8],
    [
      7,
      [
        [1, 1],
        [2, 0],
      ],
    ],
  ]);
  const words = hasDictionary ? [Uint8Array.from(entries), dictionary] : [];
  const header = written([
    [1, 0],
    [2, zstd ?? page.length],
    [3, page.length],
    [
      5,
      [
        [1, values],
        [2, encoding],
        [3, 3],
        [4, 3],
      ],
    ],
  ]);
  const body = [...words, Uint8Array.from(header), Uint8Array.from(page)];
  const size = BigInt(body.reduce((sum, { length }) => sum + length, 0));
  const dataAt = BigInt(4 + words.reduce((sum, { length }) => sum + length, 0));
  const chunk: Fields = [
    [1, type],
    [2, { of: 5, items: [0, 3, 8] }],
    [3, { of: 8, items: path }],
    [4, zstd === undefined ? 0 : 6],
    [5, BigInt(values)],
    [6, size],
    [7, size],
    [9, dataAt],
    ...(hasDictionary ? [[11, 4n] as const] : []),
  ];
  const group: Fields = [
    [
      1,
      {
        of: 12,
        items: [
          [
            [2, 4n],
            [3, chunk],
          ],
        ],
      },
    ],
    [2, size],
    [3, BigInt(rows)],
  ];
  const root: Fields = [
    [4, "root"],
    [5, 1],
  ];
  const footer = Uint8Array.from(
    written([
      [1, 1],
      [2, { of: 12, items: [root, ...schema] }],
      [3, BigInt(rowsOfFile)],
      [4, { of: 12, items: [group] }],
    ]),
  );
  const magic = Buffer.from("PAR1");
  return Buffer.concat([magic, ...body, footer, int(footer.length), magic]);
};

const required = 0;
const repeated = 2;

/** A column `x` of INT64 without nulls. */
export const flat: Pick<Crafted, "schema" | "path" | "type"> = {
  schema: [
    [
      [1, 2],
      [3, required],
      [4, "x"],
    ],
  ],
  path: ["x"],
  type: 2,
};

/** A column `l` of lists of INT64, neither of them with nulls. */
export const listed: Pick<Crafted, "schema" | "path" | "type"> = {
  schema: [
    [
      [3, required],
      [4, "l"],
      [5, 1],
      [6, 3],
    ],
    [
      [3, repeated],
      [4, "list"],
      [5, 1],
    ],
    [
      [1, 2],
      [3, required],
      [4, "element"],
    ],
  ],
  path: ["l", "list", "element"],
  type: 2,
};

/** A column `w` of strings without nulls. */
export const text: Pick<Crafted, "schema" | "path" | "type"> = {
  schema: [
    [
      [1, 6],
      [3, required],
      [4, "w"],
      [6, 0],
    ],
  ],
  path: ["w"],
  type: 6,
};
