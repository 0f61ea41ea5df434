import { fail } from "../../errors.ts";
import { putDouble, putUnsigned, signed64, type Type } from "./bytes.ts";
import { instruction, putInstruction } from "./code.ts";
import { type Opcode, opcodes } from "./opcodes.ts";

/** A value of generated code; equal operations of equal values are one. */
export interface Node {
  readonly id: number;
  readonly type: Type;
  readonly inputs: readonly Node[];
  /** Does not change within a call of the function, and is computed once at its start. */
  readonly fixed: boolean;
  /** Writes the operation; its inputs lie on the stack. */
  readonly code: readonly number[] | ((write: Write) => void);
  /** The number, if it is known. */
  readonly known: number | undefined;
}

/** Writes instructions, and values into the stack. */
export interface Write {
  readonly raw: (code: readonly number[]) => void;
  readonly op: (name: Opcode, operand?: number, other?: number) => void;
  /** Leaves a value on the stack. */
  readonly push: (node: Node) => void;
  /** Computes a value now and keeps it: what comes later may stand under a condition. */
  readonly settle: (node: Node) => void;
  /** A new local variable. */
  readonly local: (type: Type) => number;
}

/** A function under construction. */
export interface Body {
  readonly write: Write;
  readonly node: (type: Type, key: string, inputs: readonly Node[], code: Node["code"], fixed?: boolean) => Node;
  readonly constant: (type: "f64" | "i32" | "v128", value: number) => Node;
  /** 64 bits, twice in a vector. */
  readonly bits: (type: "i64" | "v128", value: bigint) => Node;
  /** Writes `work` with values of its own, which are forgotten after it: the body of a loop. */
  readonly scope: (work: () => void) => void;
  /** The same where nothing that is made in it is read behind it: its local variables are used again. */
  readonly turn: (work: () => void) => void;
  /** What `work` writes, instead of writing it here. */
  readonly apart: (work: () => void) => readonly number[];
  readonly finish: () => { readonly code: readonly number[]; readonly locals: readonly Type[] };
}

const constantCode = (type: "f64" | "i32" | "v128", value: number): readonly number[] => {
  if (type === "i32") return instruction("i32.const", value);
  const code: number[] = [];
  putInstruction(code, type === "f64" ? "f64.const" : "v128.const");
  putDouble(code, value);
  if (type === "v128") putDouble(code, value);
  return code;
};

const bitsCode = (type: "i64" | "v128", bits: bigint): readonly number[] => {
  if (type === "i64") return [0x42, ...signed64(bits)];
  const bytes = Array.from({ length: 8 }, (_, k) => Number((bits >> BigInt(8 * k)) & 0xffn));
  return [...instruction("v128.const"), ...bytes, ...bytes];
};

/** What more than half of all instructions are. */
const [localGet] = opcodes["local.get"];

/** In place of the local of a value whose scope has ended. */
const ended = -1;

/** So many bytes are written in one call. */
const atOnce = 4096;

/**
 * Starts a function.
 * @param inputs - how many locals its inputs take
 */
export const body = (inputs: number): Body => {
  const locals: Type[] = [];
  const prelude: number[] = [];
  const main: number[] = [];
  let out = main;
  const fixedNodes = new Map<string, Node>();
  const constants = {
    f64: new Map<number | string, Node>(),
    i32: new Map<number | string, Node>(),
    v128: new Map<number | string, Node>(),
  };
  let nodes = new Map<string, Node>();
  /** By the number of a node: the local that holds it, and how many read it. */
  const [places, uses]: [(number | undefined)[], number[]] = [[], []];

  const local = (type: Type): number => inputs + locals.push(type) - 1;
  /** Locals of values whose scope has ended, and the numbers of values that have one and whose scope has not. */
  const [idle, kept]: [Map<Type, number[]>, number[]] = [new Map(), []];
  const localFor = (node: Node): number => {
    kept.push(node.id);
    return idle.get(node.type)?.pop() ?? local(node.type);
  };
  /** Frees the locals of values from a number on, among those that were kept from a place on. */
  const release = (id: number, from: number): void => {
    const own = kept.splice(from);
    for (const each of own) {
      const place = places[each];
      const type = place === undefined ? undefined : locals[place - inputs];
      if (each < id || place === undefined || type === undefined) kept.push(each);
      else {
        const free = idle.get(type);
        if (free) free.push(place);
        else idle.set(type, [place]);
        places[each] = ended;
      }
    }
  };
  const raw = (code: readonly number[]): void => {
    if (code.length <= atOnce) out.push(...code);
    else for (let from = 0; from < code.length; from += atOnce) out.push(...code.slice(from, from + atOnce));
  };
  const op: Write["op"] = (name, operand, other) => putInstruction(out, name, operand, other);
  const get = (place: number): void => {
    if (place === ended) throw fail("E_SHAPE", { what: "a value of a loop is read behind it" });
    out.push(localGet);
    putUnsigned(out, place);
  };

  const compute = (node: Node): void => {
    if (typeof node.code === "function") node.code(write);
    else {
      node.inputs.forEach(push);
      raw(node.code);
    }
  };
  const hoist = (node: Node): number => {
    const place = local(node.type);
    places[node.id] = place;
    const before = out;
    out = [];
    compute(node);
    op("local.set", place);
    prelude.push(...out);
    out = before;
    return place;
  };
  const keep = (node: Node, name: "local.tee" | "local.set"): void => {
    const place = localFor(node);
    compute(node);
    op(name, place);
    places[node.id] = place;
  };
  const push = (node: Node): void => {
    const place = places[node.id] ?? (node.fixed && node.type !== "i32" ? hoist(node) : undefined);
    if (place !== undefined) get(place);
    else if (node.fixed && node.known === undefined) get(hoist(node));
    else if (node.known === undefined && (uses[node.id] ?? 0) > 1) keep(node, "local.tee");
    else compute(node);
  };
  const write: Write = {
    raw,
    op,
    push,
    settle: (node) => {
      if (places[node.id] === undefined && !node.fixed) keep(node, "local.set");
    },
    local,
  };

  const node: Body["node"] = (type, key, inputs, code, fixed) => {
    let isFixed = fixed ?? true;
    let whole = `${type} ${key}`;
    for (let k = 0; k < inputs.length; k++) {
      const input = inputs[k];
      if (!input) continue;
      whole += ` ${input.id}`;
      if (fixed === undefined && !input.fixed) isFixed = false;
    }
    const table = isFixed ? fixedNodes : nodes;
    const known = table.get(whole);
    if (known) return known;
    const id = uses.push(0) - 1;
    places.push(undefined);
    const made: Node = { id, type, inputs, fixed: isFixed, code, known: undefined };
    table.set(whole, made);
    for (let k = 0; k < inputs.length; k++) {
      const input = inputs[k];
      if (input) uses[input.id] = (uses[input.id] ?? 0) + 1;
    }
    return made;
  };

  const self: Body = {
    write,
    node,
    constant: (type, value) => {
      const key = Object.is(value, -0) ? "-0" : value;
      const found = constants[type].get(key);
      if (found) return found;
      const id = uses.push(0) - 1;
      places.push(undefined);
      const made: Node = { id, type, inputs: [], fixed: true, code: constantCode(type, value), known: value };
      constants[type].set(key, made);
      return made;
    },
    bits: (type, value) => node(type, `bits ${value}`, [], bitsCode(type, value), true),
    scope: (work) => {
      const before = nodes;
      nodes = new Map();
      work();
      nodes = before;
    },
    turn: (work) => {
      const [id, from] = [uses.length, kept.length];
      self.scope(work);
      release(id, from);
    },
    apart: (work) => {
      const before = out;
      out = [];
      work();
      const code = out;
      out = before;
      return code;
    },
    finish: () => ({ code: prelude.concat(main), locals }),
  };
  return self;
};
