import { fail } from "../../core/index.ts";

/** Types of Arrow by their number in a schema. */
const kinds = [
  "none",
  "null",
  "int",
  "float",
  "binary",
  "utf8",
  "bool",
  "decimal",
  "date",
  "time",
  "timestamp",
  "interval",
  "list",
  "struct",
  "union",
  "fixed-size binary",
  "fixed-size list",
  "map",
  "duration",
  "large binary",
  "large utf8",
  "large list",
  "run-end encoded",
  "binary view",
  "utf8 view",
  "list view",
  "large list view",
] as const;

export type Kind = (typeof kinds)[number];

/** What a schema says of a type besides its number; each type uses some. */
export interface TypeSettings {
  readonly bitWidth: number;
  readonly signed: boolean;
  readonly precision: number;
  readonly unit: number;
  readonly mode: number;
  readonly size: number;
  readonly zone: string | undefined;
}

export interface ArrowType {
  readonly kind: Kind;
  /** Bits of one row in the buffer of values, where rows have a fixed size. */
  readonly bits: number;
  /** Items of a fixed-size list. */
  readonly size: number;
  readonly dense: boolean;
  /** The type as messages and tables name it: `int32`, `float16`, `timestamp with a zone`. */
  readonly text: string;
}

type Details = (settings: TypeSettings) => { readonly bits?: number; readonly text?: string };

const units = ["s", "ms", "us", "ns"];
const halves = [16, 32, 64];

const details: Partial<Readonly<Record<Kind, Details>>> = {
  int: ({ bitWidth, signed }) => ({ bits: bitWidth, text: `${signed ? "" : "u"}int${bitWidth}` }),
  float: ({ precision }) => ({ bits: halves[precision] ?? 0, text: `float${halves[precision]}` }),
  bool: () => ({ bits: 1 }),
  decimal: ({ bitWidth }) => ({ bits: bitWidth, text: `decimal${bitWidth}` }),
  date: ({ unit }) => (unit === 0 ? { bits: 32, text: "date32" } : { bits: 64, text: "date64" }),
  time: ({ bitWidth, unit }) => ({ bits: bitWidth, text: `time${bitWidth}[${units[unit]}]` }),
  timestamp: ({ unit, zone }) => ({ bits: 64, text: zone ? "timestamp with a zone" : `timestamp[${units[unit]}]` }),
  duration: ({ unit }) => ({ bits: 64, text: `duration[${units[unit]}]` }),
  interval: ({ unit }) => ({ bits: [32, 64, 128][unit] ?? 0 }),
  "fixed-size binary": ({ size }) => ({ bits: 8 * size }),
  "binary view": () => ({ bits: 128 }),
  "utf8 view": () => ({ bits: 128 }),
};

const wholeWidths: Partial<Readonly<Record<Kind, readonly number[]>>> = {
  int: [8, 16, 32, 64],
  float: halves,
  time: [32, 64],
  decimal: [32, 64, 128, 256],
  interval: [32, 64, 128],
};

/** @throws E_TYPE for a number that is no type; E_FILE for settings that a type cannot have */
export const arrowType = (number: number, settings: TypeSettings, where: string): ArrowType => {
  const kind = kinds[number];
  if (kind === undefined || kind === "none")
    throw fail("E_TYPE", { what: `type number ${number} of Arrow is not known here`, where });
  const { bits = 0, text = kind } = details[kind]?.(settings) ?? {};
  const { size, mode } = settings;
  if (wholeWidths[kind]?.includes(bits) === false || size < 0)
    throw fail("E_FILE", { what: `a type ${kind} of ${bits} bits does not exist`, where });
  return { kind, bits, size, dense: mode === 1, text };
};
