import {
  type Body,
  body,
  encode,
  type Func,
  type Import,
  instruction,
  type Node,
  type Type,
  type Width,
  wasmLanes,
} from "../../backends/index.ts";
import { fail } from "../../errors.ts";
import { pow } from "../../primitives/index.ts";
import type { ElementwisePrimitive, Origin, Primal } from "../../program/index.ts";
import { isShortPower } from "../short-power.ts";
import { isLiteral, type Operand } from "./low.ts";

/** What a module calls outside of it. */
export type Callable = (...inputs: readonly number[]) => number;

/** A module under construction: what it is handed, and the functions that procedures share. */
export interface Module {
  readonly width: Width;
  /** The index of a function outside; new ones are taken only before the first function of the module is made. */
  readonly outside: (key: unknown, inputs: readonly Type[], f: Callable) => number;
  /** Takes what a primitive calls outside of the module; before the first function is made. */
  readonly collect: (primitive: ElementwisePrimitive, inputs: readonly Operand[]) => void;
  /** The index of an elementary function of numbers or of vectors; undefined where its steps are written in place. */
  readonly elementary: (
    primitive: ElementwisePrimitive,
    inputs: readonly Operand[],
    width: Width,
  ) => number | undefined;
  /** The bytes of an elementary function that is called, and calls nothing outside; infinite where it does. */
  readonly bytesOf: (primitive: ElementwisePrimitive, inputs: readonly Operand[]) => number;
  /** The index of a function of the module by its name. */
  readonly inside: (name: string, make: () => Omit<Func, "name">) => number;
  /** The number of a place in a lambda. */
  readonly place: (from: Origin | undefined) => number;
  readonly origins: readonly (Origin | undefined)[];
  readonly callables: readonly Callable[];
  readonly bytes: (main: Func) => Uint8Array<ArrayBuffer>;
}

const isShort = (primitive: ElementwisePrimitive, inputs: readonly Operand[]): boolean => {
  const [, y] = inputs;
  return primitive === pow.primitive && y !== undefined && isLiteral(y) && isShortPower(y.literal);
};

/** An input as a local variable that is never set. */
const inputNode = (made: Body, type: Type, k: number): Node =>
  made.node(type, `input ${k}`, [], instruction("local.get", k));

/** The code of an elementary function; inputs that are known are no inputs of it. */
const written = (primitive: ElementwisePrimitive, inputs: readonly Operand[], width: Width, indexOf: IndexOf) => {
  const { lower } = primitive;
  if (!lower) return undefined;
  const type = width === "f64" ? "f64" : "v128";
  const free = inputs.filter((input) => !isLiteral(input));
  const made = body(free.length);
  const lanes = wasmLanes(made, width, indexOf);
  let next = 0;
  const given = inputs.map((input) => (isLiteral(input) ? lanes.k(input.literal) : inputNode(made, type, next++)));
  made.write.push(lower(lanes, ...given));
  return { inputs: free.map(() => type), output: type, ...made.finish() } as const;
};

type Draft = ReturnType<typeof written>;

type IndexOf = (f: (...inputs: number[]) => number, inputs: number) => number;

const keyOf = ({ name }: ElementwisePrimitive, inputs: readonly Operand[]): string =>
  [name, ...inputs.map((input) => (isLiteral(input) ? `${input.literal}` : "_"))].join(" ");

/** A function of JavaScript for a primitive without instructions. */
export const calledFor = ({ evaluate, domain }: ElementwisePrimitive): Callable => {
  const call = evaluate as unknown as (...given: readonly Primal[]) => Primal;
  return (...given) => Number(call(...given.map((x, k) => (domain[k]?.kind === "bool" ? x !== 0 : x))));
};

export const moduleOf = (width: Width): Module => {
  const imports: Import[] = [];
  const callables: Callable[] = [];
  const origins: (Origin | undefined)[] = [];
  const indices = new Map<unknown, number>();
  const functions: Func[] = [];
  const named = new Map<string, number>();
  const drafts = new Map<string, { readonly made: Draft; readonly hasCalls: boolean; readonly isInPlace: boolean }>();

  const outside: Module["outside"] = (key, inputs, f) => {
    const known = indices.get(key);
    if (known !== undefined) return known;
    if (functions.length > 0) throw fail("E_UPSTREAM", { what: "a module was handed a function too late" });
    const index = imports.push({ name: `f${imports.length}`, inputs, output: "f64" }) - 1;
    callables.push(f);
    indices.set(key, index);
    return index;
  };
  const indexOf: IndexOf = (f, inputs) => outside(f, new Array<Type>(inputs).fill("f64"), f as Callable);
  /** A primitive as a function of numbers, and whether its steps are written where it is used: few, and without calls. */
  const draftOf = (primitive: ElementwisePrimitive, inputs: readonly Operand[]) => {
    const key = keyOf(primitive, inputs);
    const known = drafts.get(key);
    if (known) return known;
    let hasCalls = false;
    const made = written(primitive, inputs, "f64", (f, count) => {
      hasCalls = true;
      return indexOf(f, count);
    });
    const draft = { made, hasCalls, isInPlace: !made || (primitive.ulp === 0 && !hasCalls) };
    drafts.set(key, draft);
    return draft;
  };
  const isPlain = (primitive: ElementwisePrimitive, inputs: readonly Operand[]): boolean =>
    primitive.lower === undefined || primitive.ulp === undefined || isShort(primitive, inputs);
  const inside: Module["inside"] = (name, make) => {
    const known = named.get(name);
    if (known !== undefined) return known;
    const func = { name: `g${functions.length}`, ...make() };
    const index = imports.length + functions.push(func) - 1;
    named.set(name, index);
    return index;
  };
  return {
    width,
    outside,
    inside,
    place: (from) => origins.push(from) - 1,
    origins,
    callables,
    collect: (primitive, inputs) => {
      if (primitive.lower === undefined)
        outside(
          primitive,
          primitive.domain.map(({ kind }) => (kind === "bool" ? "i32" : "f64")),
          calledFor(primitive),
        );
      else if (!isPlain(primitive, inputs)) draftOf(primitive, inputs);
    },
    elementary: (primitive, inputs, wide) => {
      if (isPlain(primitive, inputs)) return undefined;
      const draft = draftOf(primitive, inputs);
      if (draft.isInPlace) return undefined;
      return inside(`${wide} ${keyOf(primitive, inputs)}`, () => {
        const made = wide === "f64" ? draft.made : written(primitive, inputs, wide, indexOf);
        if (made) return made;
        throw fail("E_UPSTREAM", { what: `${primitive.name} has no instructions` });
      });
    },
    bytesOf: (primitive, inputs) => {
      if (isPlain(primitive, inputs)) return 0;
      const { made, hasCalls, isInPlace } = draftOf(primitive, inputs);
      return isInPlace ? 0 : hasCalls ? Number.POSITIVE_INFINITY : (made?.code.length ?? 0);
    },
    bytes: (main) => encode(imports, [...functions, main], { pages: 0, shared: false }),
  };
};
