import { fail } from "../../errors.ts";
import type { Atom, DType, Var } from "../../program/index.ts";
import { type AccumulateStatement, type Block, type DataStatement, isArray, shapeOf } from "../statement.ts";
import type { Frames } from "./frames.ts";
import { type Address, isLiteral, type Kind, type Literal, type Local, literal, type Operand } from "./low.ts";
import type { Place } from "./places.ts";

/** A sum of single numbers, so far. */
export interface Sum {
  /** The depth of the block that it belongs to. */
  readonly depth: number;
  readonly value: Operand;
  readonly variable: Local | undefined;
}

/** A block on its way to steps. */
export interface Lowering {
  readonly f: Frames;
  readonly base: Local;
  readonly scalars: Map<number, Operand>;
  readonly arrays: Map<number, Place>;
  /** Where arrays are to be computed, by variable. */
  readonly wanted: Map<number, Address>;
  /** The size that the number of a turn is below. */
  readonly below: Map<number, Operand>;
  /** Sums of single numbers: values, or variables where inner blocks add to them. */
  readonly sums: Map<number, Sum>;
  /** How many turns a loop has. */
  readonly counts: Map<object, Operand>;
  readonly findsPlacesOnly: ReadonlySet<number>;
  readonly findsElementsOnly: ReadonlySet<number>;
  readonly data: readonly DataStatement[];
  /** How many parameters the procedure has. */
  readonly params: number;
  /** Frames of loops in which memory is taken every turn. */
  readonly taking: Set<object>;
  /** Sums to which each element is added once now, for the first time. */
  readonly storing: Set<number>;
  /** Lists that lie where others did, which nobody reads any more. */
  readonly heirs: Map<number, number>;
  /** Operations that add what they come to to an array, by the statement that need not do so then. */
  readonly adders: Map<object, AccumulateStatement>;
  readonly block: (block: Block) => void;
}

export const kindOf = (dtype: DType): Kind => (dtype === "bool" || dtype === "i32" ? dtype : "f64");

/**
 * How a value is held that may have come about in several ways: what is declared as a whole number may go on as another
 * number.
 */
export const numberOrTruth = (dtype: DType): "f64" | "bool" => (dtype === "bool" ? "bool" : "f64");

const constantOf = ({ dtype, value }: Extract<Atom, { kind: "const" }>): Literal =>
  literal(Number(value), typeof value === "boolean" ? "bool" : kindOf(dtype));

/** A single number. */
export const scalarOf = ({ scalars }: Lowering, atom: Atom): Operand => {
  if (atom.kind === "const") return constantOf(atom);
  const operand = scalars.get(atom.id);
  if (operand) return operand;
  throw fail("E_SHAPE", { what: `number ${atom.id} is used where it is not known, as the size of an array perhaps` });
};

export const placeOf = ({ arrays }: Lowering, atom: Atom): Place => {
  const place = atom.kind === "var" ? arrays.get(atom.id) : undefined;
  if (place) return place;
  throw fail("E_SHAPE", { what: "an array is used where it is not known" });
};

/** A number without its fraction, modulo 2^32. */
export const wholeOf = (l: Lowering, atom: Atom): Operand => {
  const operand = scalarOf(l, atom);
  if (isLiteral(operand)) return literal(Math.trunc(operand.literal) | 0);
  return operand.kind === "i32" ? operand : l.f.whole("truncate", operand);
};

/** A size: a whole number that is not negative. */
export const sizeOf = (l: Lowering, atom: Atom): Operand => l.f.whole("clamp", wholeOf(l, atom));

export const sizesOf = (l: Lowering, atom: Atom): readonly Operand[] => shapeOf(atom).map((size) => sizeOf(l, size));

/** Memory of the block at hand, which a loop around it gives back after the turn. */
export const reserve = ({ f, taking }: Lowering, sizes: readonly Operand[]): Address => {
  const out = f.local("i32");
  f.push({ do: "reserve", sizes, out });
  for (let depth = f.top(); depth > 0; depth--) {
    const frame = f.frame(depth);
    if (frame.kind !== "branch") {
      taking.add(frame);
      break;
    }
  }
  return { at: out, offset: 0 };
};

/** Where an array is made: where it is wanted, where another one was, or in memory of its own. */
export const placeFor = (l: Lowering, output: Var, id = output.id): Place => {
  const shape = sizesOf(l, output);
  const before = l.heirs.get(id);
  const address = l.wanted.get(id) ?? (before === undefined ? undefined : l.arrays.get(before)?.address);
  const place = { address: address ?? reserve(l, shape), shape, dtype: output.dtype };
  l.arrays.set(output.id, place);
  return place;
};

/** What stands for a variable. */
export const bind = (l: Lowering, variable: Var, value: Operand | Place): void => {
  if ("address" in value) l.arrays.set(variable.id, value);
  else l.scalars.set(variable.id, value);
};

export const valueOfAtom = (l: Lowering, atom: Atom): Operand | Place =>
  isArray(atom) ? placeOf(l, atom) : scalarOf(l, atom);

const isSame = (p: Address, q: Address): boolean => p.offset === q.offset && p.at === q.at;

/** Has an array at a place, by copying it unless it was computed there. */
export const bring = (l: Lowering, { address, shape }: Place, to: Address): void => {
  if (!isSame(address, to)) l.f.push({ do: "copy", to, from: address, sizes: shape });
};

/** Has the array of a block computed at an address, if a statement of the block can do so. */
export const want = (l: Lowering, { statements }: Block, result: Atom | undefined, address: Address): void => {
  if (result?.kind !== "var") return;
  for (const statement of statements) {
    if (statement.kind === "freeze" && statement.output === result && statement.accumulator.kind === "var") {
      const { id } = statement.accumulator;
      const isHere = statements.some((s) => s.kind === "accumulator" && s.output.id === id);
      if (isHere && !l.wanted.has(id)) l.wanted.set(id, address);
    }
    const made =
      statement.kind === "loop"
        ? statement.outputs.slice(statement.initial.length)
        : statement.kind === "cond" || statement.kind === "operation"
          ? statement.outputs
          : [];
    if (made.some(({ id }) => id === result.id) && !l.wanted.has(result.id)) l.wanted.set(result.id, address);
  }
};
