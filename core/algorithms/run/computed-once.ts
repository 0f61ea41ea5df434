import { type Atom, keyOfAtom, type Var } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import {
  type ArrayVar,
  type Block,
  isArray,
  type LoopStatement,
  outputsOf,
  type Statement,
  shapeOf,
} from "../statement.ts";
import { isDear } from "./dear.ts";

/** What is kept of a loop: a number of each turn, as an array. */
interface Kept {
  readonly item: Var;
  readonly array: ArrayVar;
}

/** What is found in a block, and the numbers that loops keep. */
interface Search {
  /** Equations that read what an earlier loop has kept, by their output. */
  readonly reads: Map<number, Kept>;
  readonly kept: Map<Statement, Kept[]>;
  /** A number for a text or an object. */
  readonly numberOf: (value: unknown) => number;
  readonly arrayOf: (item: Var, count: Atom) => ArrayVar;
}

/** What is known where a statement stands. */
interface Around {
  /** Sizes of arrays that are there anyhow. */
  readonly sizes: ReadonlySet<string>;
  /** The turns of earlier loops: what they compute, by its key. */
  readonly dear: ReadonlyMap<string, Source>;
}

interface Source {
  readonly loop: LoopStatement;
  readonly item: Var;
}

/** What the equations of a turn compute, as keys that are equal where the numbers are. */
const keysIn = (search: Search, { body }: LoopStatement): ReadonlyMap<number, string> => {
  const [turn] = body.params;
  const keys = new Map<number, string>();
  const inner = new Set([...body.params, ...body.statements.flatMap(outputsOf)].map(({ id }) => id));
  if (turn) keys.set(turn.id, "turn");
  const keyOf = (atom: Atom): string | undefined =>
    atom.kind === "var" && inner.has(atom.id) ? keys.get(atom.id) : keyOfAtom(atom);
  const remember = (output: Var, what: unknown, atoms: readonly Atom[], isCommutative: boolean): void => {
    const inputs = atoms.map(keyOf);
    if (!inputs.every((key) => key !== undefined)) return;
    const ordered = isCommutative ? inputs.toSorted() : inputs;
    keys.set(output.id, `#${search.numberOf([search.numberOf(what), ...ordered].join(" "))}`);
  };
  for (const s of body.statements) {
    if (s.kind === "equation") {
      const { primitive, inputs, output } = s.equation;
      remember(output, primitive, inputs, primitive.kind === "elementwise" && primitive.commutative);
    } else if (s.kind === "read") remember(s.output, s.checked ? "read?" : "read", [s.array, ...s.indices], false);
  }
  return keys;
};

const sizesIn = (variables: readonly Var[]): readonly string[] => variables.flatMap(shapeOf).map(keyOfAtom);

/** Finds what a loop computes that an earlier one has computed, and adds what it computes itself. */
const searchLoop = (search: Search, loop: LoopStatement, { sizes, dear }: Around): ReadonlyMap<string, Source> => {
  const count = keyOfAtom(loop.count);
  if (!sizes.has(count)) return dear;
  const found = new Map(dear);
  const keys = keysIn(search, loop);
  for (const s of loop.body.statements) {
    if (s.kind !== "equation" || !isDear(s.equation)) continue;
    const { output } = s.equation;
    const key = keys.get(output.id);
    if (key === undefined) continue;
    const inAll = `${count} ${key}`;
    const source = found.get(inAll);
    if (!source) found.set(inAll, { loop, item: output });
    else {
      const of = search.kept.get(source.loop) ?? [];
      const kept = of.find(({ item }) => item === source.item) ?? {
        item: source.item,
        array: search.arrayOf(source.item, loop.count),
      };
      if (!of.includes(kept)) search.kept.set(source.loop, [...of, kept]);
      search.reads.set(output.id, kept);
    }
  }
  return found;
};

const searchBlock = (search: Search, block: Block, around: Around): void => {
  const sizes = new Set([...around.sizes, ...sizesIn(block.params)]);
  let { dear } = around;
  for (const statement of block.statements) {
    const now: Around = { sizes, dear };
    if (statement.kind === "loop") {
      dear = searchLoop(search, statement, now);
      searchBlock(search, statement.body, now);
    } else if (statement.kind === "while") searchBlock(search, statement.body, now);
    else if (statement.kind === "cond") {
      searchBlock(search, statement.yes, now);
      searchBlock(search, statement.no, now);
    }
    for (const size of sizesIn(outputsOf(statement))) sizes.add(size);
  }
};

const rebuilt = (search: Search, block: Block, turn: Var | undefined): Block => ({
  ...block,
  statements: block.statements.map((statement): Statement => {
    switch (statement.kind) {
      case "equation": {
        const { output } = statement.equation;
        const kept = search.reads.get(output.id);
        return kept && turn ? { kind: "read", array: kept.array, indices: [turn], checked: false, output } : statement;
      }
      case "loop": {
        const kept = search.kept.get(statement) ?? [];
        const body = rebuilt(search, statement.body, statement.body.params[0]);
        return {
          ...statement,
          body: { ...body, results: [...body.results, ...kept.map(({ item }) => item)] },
          outputs: [...statement.outputs, ...kept.map(({ array }) => array)],
        };
      }
      case "while":
        return { ...statement, body: rebuilt(search, statement.body, undefined) };
      case "cond":
        return {
          ...statement,
          yes: rebuilt(search, statement.yes, undefined),
          no: rebuilt(search, statement.no, undefined),
        };
      default:
        return statement;
    }
  }),
});

/**
 * The block with each elementary function computed once where two loops over the same elements, one after the other,
 * compute it of the same numbers: the first loop keeps it. As many numbers are kept as some array has that is there
 * anyhow; what calls compute, as those that are checkpoints, is left to them.
 */
export const computedOnce = (block: Block): Block => {
  const b = arrayBuilder();
  const numbers = new Map<unknown, number>();
  const search: Search = {
    reads: new Map(),
    kept: new Map(),
    numberOf: (value) => {
      const number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      return number;
    },
    arrayOf: (item, count) => {
      const array = b.variable(item.dtype, [count]);
      if (isArray(array)) return array;
      throw new TypeError("unreachable");
    },
  };
  searchBlock(search, block, { sizes: new Set(), dear: new Map() });
  return search.kept.size === 0 ? block : rebuilt(search, block, undefined);
};
