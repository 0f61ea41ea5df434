import { fail } from "../errors.ts";
import { add, and, max, min, mul, or, sub, where } from "../primitives/index.ts";
import {
  type Atom,
  type Builder,
  constant,
  type DType,
  type ElementwisePrimitive,
  type Equation,
  type InputSource,
  isConstant,
  keyOfAtom,
  origins,
  type Primitive,
  type Program,
  type Var,
} from "../program/index.ts";
import { isCheap } from "./cheap.ts";
import { freeIn, hasEffect } from "./free.ts";
import type { Operation, Options } from "./operation.ts";
import { type ArrayVar, type Block, type CallRules, isArray, outputsOf, type Statement, shapeOf } from "./statement.ts";

interface Turns {
  readonly carried: readonly Atom[];
  readonly collected: readonly Atom[];
}

/**
 * Collects statements in blocks. What does not change in a loop is made before it: an equation goes to the outermost
 * block in which its inputs are known, but never out of a branch that may not be run. Equal equations are one.
 */
export interface ArrayBuilder extends Builder {
  variable(dtype: DType, shape?: readonly Atom[]): Var;
  data(values: Float64Array, shape?: readonly number[]): ArrayVar;
  read(array: Atom, indices: readonly Atom[], checked?: boolean): Atom;
  /** A loop of `count` turns; `body` gives the carried variables of the next turn, and what is collected. */
  loop(
    count: Atom,
    initial: readonly Atom[],
    body: (turn: Var, carried: readonly Var[]) => Turns,
    descending?: boolean,
  ): Turns;
  /** A loop while `test` holds; `turns` says how many there were. */
  repeat(
    most: Atom,
    initial: readonly Atom[],
    test: (carried: readonly Var[]) => Atom,
    body: (carried: readonly Var[]) => readonly Atom[],
  ): { readonly carried: readonly Atom[]; readonly turns: Atom };
  /** The results of one of two branches, alike in number, type and shape. */
  cond(test: Atom, yes: () => readonly Atom[], no: () => readonly Atom[]): readonly Atom[];
  accumulator(shape: readonly Atom[]): Var;
  accumulate(into: Var, indices: readonly Atom[], value: Atom): void;
  freeze(accumulator: Var): Atom;
  operation(operation: Operation, inputs: readonly Atom[], options?: Options): readonly Atom[];
  /** Has an atom stand, in the block at hand, for what an equation would compute. */
  know(primitive: Primitive, inputs: readonly Atom[], atom: Atom): void;
  /** True for what is made in the block at hand or inside of it, so that it is not known around it. */
  isInner(atom: Atom): boolean;
  /** The results of a block for these inputs, as one step that derivatives compute again or have rules for. */
  call(body: Block, inputs: readonly Atom[], rules?: CallRules): readonly Atom[];
  /** A block of its own, which may use what is known here: its parameters and what it computes of them. */
  block(params: readonly Var[], work: () => readonly Atom[]): Block;
}

interface Frame {
  readonly statements: Statement[];
  readonly known: Map<string, Atom>;
  /** The outermost frame that what is made here may go to: what leaves a branch would be run where it may not be. */
  readonly floor: number;
}

/** Arithmetic of sizes, which is cheap and never fails, also goes out of branches: sizes are known around them. */
const inSizes: ReadonlySet<Primitive> = new Set([add, sub, mul, max, min].map(({ primitive }) => primitive));

let ids = 1_000_000_000;
const nextId = (): number => ++ids;

const unsupported = (what: string) => (): never => {
  throw fail("E_LAMBDA", { what: `${what} has no meaning in a function of arrays` });
};

export const arrayBuilder = (): ArrayBuilder => {
  const root: Frame = { statements: [], known: new Map(), floor: 0 };
  const frames: Frame[] = [root];
  const depths = new Map<number, number>();
  const definitions = new Map<number, Equation>();
  const sources = new Map<number, InputSource>();
  const sizes = new Set<number>();
  const places = origins();

  const top = (): number => frames.length - 1;
  const deepestOf = (atoms: readonly Atom[], least: number): number => {
    let deepest = least;
    atoms.forEach((atom) => {
      deepest = Math.max(deepest, depthOf(atom));
    });
    return deepest;
  };
  const depthOf = (atom: Atom): number => {
    if (atom.kind === "const") return 0;
    const own = depths.get(atom.id) ?? 0;
    return isArray(atom) ? deepestOf(atom.shape, own) : own;
  };
  const home = (atoms: readonly Atom[]): number => Math.min(top(), deepestOf(atoms, frames.at(-1)?.floor ?? 0));
  const isSize = (atom: Atom): boolean => (atom.kind === "const" ? Number.isInteger(atom.value) : sizes.has(atom.id));
  const put = (statement: Statement, depth: number): void => {
    outputsOf(statement).forEach(({ id }) => {
      depths.set(id, depth);
    });
    frames[depth]?.statements.push(statement);
  };
  const known = (key: string, depth: number): Atom | undefined => {
    for (let d = depth; d >= 0; d--) {
      const found = frames[d]?.known.get(key);
      if (found) return found;
    }
    return undefined;
  };
  const remember = (key: string, depth: number, atom: Atom): void => {
    frames[depth]?.known.set(key, atom);
  };
  const variable = (dtype: DType, shape: readonly Atom[] = []): Var => {
    const made: Var = { kind: "var", id: nextId(), dtype, axis: null };
    if (dtype === "i32" && shape.length === 0) sizes.add(made.id);
    return shape.length > 0 ? ({ ...made, shape } as ArrayVar) : made;
  };
  const like = (atom: Atom): Var => variable(atom.dtype, shapeOf(atom));

  const block = (params: readonly Var[], closed: boolean, work: () => readonly Atom[]): Block => {
    const frame: Frame = {
      statements: [],
      known: new Map(),
      floor: closed ? frames.length : (frames.at(-1)?.floor ?? 0),
    };
    frames.push(frame);
    for (const { id } of params) depths.set(id, top());
    try {
      const results = work();
      return { params, statements: frame.statements, results };
    } finally {
      frames.pop();
    }
  };

  /** A statement of blocks goes out of the loops it does not depend on, unless it adds to something. */
  const place = (statement: Statement): void => put(statement, hasEffect(statement) ? top() : home(freeIn(statement)));

  const rank = (atom: Atom): number => (atom.kind === "var" ? atom.id : Number.POSITIVE_INFINITY);
  const ordered = ({ commutative }: ElementwisePrimitive, inputs: readonly Atom[]): readonly Atom[] => {
    const [x, y] = inputs;
    return commutative && x && y && rank(y) < rank(x) ? [y, x] : inputs;
  };
  const keyOf = ({ name }: Primitive, inputs: readonly Atom[]): string => {
    let key = name;
    for (let k = 0; k < inputs.length; k++) {
      const input = inputs[k];
      if (input) key += ` ${keyOfAtom(input)}`;
    }
    return key;
  };

  const emit = (primitive: Primitive, unordered: readonly Atom[]): Atom => {
    if (primitive.kind === "structural") return unsupported(primitive.name)();
    const inputs = ordered(primitive, unordered);
    const simpler = primitive.simplify?.(inputs, {}, self);
    if (simpler) return simpler;
    const dtype = primitive.dtype(inputs.map((atom) => atom.dtype));
    if (inputs.every((atom) => atom.kind === "const")) return folded(primitive, inputs, dtype);
    const key = keyOf(primitive, inputs);
    const isOfSizes = inSizes.has(primitive) && inputs.every(isSize);
    const depth = isOfSizes ? Math.min(top(), Math.max(1, ...inputs.map(depthOf))) : home(inputs);
    const before = known(key, depth);
    if (before && definitions.get((before as Var).id)?.primitive === primitive) return before;
    const output = variable(dtype);
    if (isOfSizes) sizes.add(output.id);
    const equation: Equation = { primitive, inputs, settings: {}, output, from: places.origin };
    definitions.set(output.id, equation);
    put({ kind: "equation", equation }, depth);
    remember(key, depth, output);
    return output;
  };

  /** The equations of a block, made in the block at hand. */
  const inlined = ({ statements, results }: Block): readonly Atom[] => {
    const now = new Map<number, Atom>();
    const of = (atom: Atom): Atom => (atom.kind === "var" ? (now.get(atom.id) ?? atom) : atom);
    for (const statement of statements) {
      if (statement.kind === "equation") {
        const { primitive, inputs, output } = statement.equation;
        now.set(output.id, emit(primitive, inputs.map(of)));
      }
      if (statement.kind === "read") {
        const { array, indices, checked, output } = statement;
        now.set(output.id, self.read(of(array), indices.map(of), checked));
      }
    }
    return results.map(of);
  };

  const taken = (test: Atom, x: Atom, y: Atom): Atom => {
    if (isConstant(y, false)) return emit(and.primitive, [test, x]);
    if (isConstant(x, true)) return emit(or.primitive, [test, y]);
    return emit(where.primitive, [test, x, y]);
  };

  const self: ArrayBuilder = {
    emit,
    variable,
    data: (values, shape = [values.length]) => {
      const output = variable(
        "f64",
        shape.map((size) => constant(size, "i32")),
      ) as ArrayVar;
      put({ kind: "data", values, output }, Math.min(1, top()));
      return output;
    },
    read: (array, indices, checked = false) => {
      if (indices.length === 0) return array;
      if (!isArray(array)) throw fail("E_TYPE", { what: "a single number has no elements" });
      const shape = array.shape.slice(indices.length);
      const key = `read${checked ? "?" : ""} ${array.id} ${indices.map(keyOfAtom).join(" ")}`;
      const depth = home(indices.concat(array));
      const before = known(key, depth);
      if (before) return before;
      const output = variable(array.dtype, shape);
      put({ kind: "read", array, indices, checked, output }, depth);
      remember(key, depth, output);
      return output;
    },
    loop: (count, initial, body, descending = false) => {
      const turn = variable("i32");
      const carried = initial.map(like);
      const made = block([turn, ...carried], false, () => {
        const next = body(turn, carried);
        return [...next.carried, ...next.collected];
      });
      const finals = initial.map(like);
      const arrays = made.results.slice(initial.length).map((item) => variable(item.dtype, [count, ...shapeOf(item)]));
      place({
        kind: "loop",
        count,
        descending,
        initial,
        body: made,
        outputs: [...finals, ...arrays],
        from: places.origin,
      });
      return { carried: finals, collected: arrays };
    },
    repeat: (most, initial, test, body) => {
      const states = [initial.map(like), initial.map(like)] as const;
      const tested = block(states[0], false, () => [test(states[0])]);
      const made = block(states[1], false, () => body(states[1]));
      const finals = initial.map(like);
      const turns = variable("i32");
      place({
        kind: "while",
        most,
        initial,
        test: tested,
        body: made,
        outputs: [...finals, turns],
        from: places.origin,
      });
      return { carried: finals, turns };
    },
    cond: (test, yes, no) => {
      if (test.kind === "const") return test.value === true ? yes() : no();
      const [p, q] = [block([], true, yes), block([], true, no)];
      if (isCheap(p) && isCheap(q)) {
        const [ifSo, ifNot] = [inlined(p), inlined(q)];
        return ifSo.map((result, k) => taken(test, result, ifNot[k] ?? result));
      }
      const outputs = p.results.map((result, k) => {
        const other = q.results[k];
        return variable(result.dtype === other?.dtype ? result.dtype : "f64", shapeOf(result));
      });
      place({ kind: "cond", test, yes: p, no: q, outputs, from: places.origin });
      return outputs.map((output, k) => (p.results[k] === q.results[k] ? (p.results[k] ?? output) : output));
    },
    accumulator: (shape) => {
      const output = variable("f64", shape);
      put({ kind: "accumulator", output }, top());
      return output;
    },
    accumulate: (into, indices, value) => put({ kind: "accumulate", into, indices, value }, top()),
    freeze: (accumulator) => {
      const output = like(accumulator);
      put({ kind: "freeze", accumulator, output }, top());
      return output;
    },
    operation: (operation, inputs, settings = {}) => {
      const outputs = operation.shapes(inputs, settings).map((shape) => variable("f64", shape));
      put({ kind: "operation", operation, inputs, settings, outputs, from: places.origin }, home(inputs));
      return outputs;
    },
    know: (primitive, unordered, atom) => {
      if (atom.kind === "const" || primitive.kind === "structural") return;
      const inputs = ordered(primitive, unordered);
      definitions.set(atom.id, { primitive, inputs, settings: {}, output: atom, from: places.origin });
      remember(keyOf(primitive, inputs), top(), atom);
    },
    isInner: (atom) => atom.kind === "var" && depthOf(atom) >= top(),
    call: (body, inputs, rules = {}) => {
      const outputs = body.results.map(like);
      place({ kind: "call", body, inputs, outputs, rules, from: places.origin });
      return outputs;
    },
    block: (params, work) => block(params, true, work),
    input: (source, dtype) => {
      const made = variable(dtype);
      sources.set(made.id, source);
      return made;
    },
    axis: unsupported("a list of events"),
    definition: (atom) => (atom.kind === "var" ? definitions.get(atom.id) : undefined),
    sourceOf: (atom) => (atom.kind === "var" ? sources.get(atom.id) : undefined),
    from: places.from,
    get origin() {
      return places.origin;
    },
    inside: (_axis, work) => work(),
    open: null,
    program: unsupported("a program of events") as (outputs: readonly Atom[]) => Program,
  };
  return self;
};

const folded = (primitive: ElementwisePrimitive, inputs: readonly Atom[], dtype: DType): Atom => {
  const evaluate = primitive.evaluate as (...values: readonly (number | boolean)[]) => number | boolean;
  return constant(evaluate(...inputs.map((atom) => (atom.kind === "const" ? atom.value : Number.NaN))), dtype);
};
