import {
  type EventKernel,
  type EventLane,
  jsEventLane,
  type KeptEvents,
  slotBehind,
  type WeighedRows,
} from "../backends/index.ts";
import { type Batch, type ColumnDType, type Schema, schemaOf, showSchema } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { pathOfSlot } from "../lambda/index.ts";
import { type Axis, atomsOfAxis, type Builder, chainOf, type Parameter } from "../program/index.ts";
import {
  atomsOfShape,
  type EventRows,
  elaboratePipeline,
  type LeafShape,
  leavesOf,
  listsOf,
} from "../transforms/index.ts";
import type { Bindings } from "./bindings.ts";
import { merged } from "./blocks.ts";
import { checkNames } from "./compile-fills.ts";
import { keepingByStages, type Made } from "./keeping.ts";
import { hardRowFlavour, type RowFlavour } from "./row-flavour.ts";
import { supplyOf } from "./runner.ts";

/** A pipeline whose events can be evaluated. */
interface Compiled {
  readonly kernel: EventKernel;
  readonly parameters: readonly Parameter[];
}

/** The events that a pipeline made of a batch, and the parameters of their tangents. */
export interface Evaluated extends KeptEvents {
  readonly parameters: readonly Parameter[];
}

/** Evaluates the events of one subscription, batch by batch. */
export type Evaluation = (bindings: Bindings) => (batch: Batch) => Evaluated;

/** True for what has rows of its own: a record of nothing has none. */
const hasRows = (schema: Schema): boolean => schema.kind !== "record" || [...schema.fields.values()].some(hasRows);

/** The schema in which any member may be missing: what is computed is the same whether nulls come in a batch or not. */
const sparse = (schema: Schema, nullable = hasRows(schema)): Schema => {
  if (schema.kind === "leaf") return { ...schema, nullable };
  if (schema.kind === "list") return { ...schema, item: sparse(schema.item), nullable };
  const fields = new Map([...schema.fields].map(([name, field]) => [name, sparse(field)]));
  return { ...schema, fields, nullable: schema.nullable || nullable };
};

const member = (schema: Schema | undefined, part: string | 0): Schema | undefined => {
  if (part === 0) return schema?.kind === "list" ? schema.item : undefined;
  return schema?.kind === "record" ? schema.fields.get(part) : undefined;
};

const typeOf = (b: Builder, schema: Schema, { atom, word }: LeafShape): ColumnDType => {
  if (word !== undefined) return "string";
  const slot = slotBehind(b, atom);
  const column = slot === undefined ? undefined : pathOfSlot(slot).reduce<Schema | undefined>(member, schema);
  if (column?.kind === "leaf") return column.dtype;
  if (atom.dtype !== "i64" && atom.dtype !== "string") return atom.dtype;
  throw fail("E_TYPE", {
    what: `a choice between different columns of ${atom.dtype === "i64" ? "64-bit whole numbers" : "strings"} has no column`,
    cure: "give each of them a member of its own",
  });
};

const around = (axis: Axis): readonly Axis[] =>
  chainOf(axis).flatMap((a) => [a, ...(a.onto.of ? around(a.onto.of) : [])]);

const always = { kind: "const", dtype: "bool", value: true } as const;

const weighed = (rows: EventRows): WeighedRows => ({
  ...rows,
  weight: { kind: "leaf", atom: rows.weight, present: always },
});

const leavesIn = ({ shape, weight }: WeighedRows): readonly LeafShape[] => [...leavesOf(shape), weight];

/**
 * Makes the evaluation of pending pipelines, which are compiled once for each schema.
 * @param wanted - the parameters whose tangents are asked for; all that matter where absent
 * @param check - looks at what the events are before they are evaluated
 * @throws in each evaluation: E_SOFT for a value that depends on a relaxed comparison; E_TYPE for what has no column;
 * E_SCHEMA where columns change; E_WIDTH, E_FLAT for a parameter asked for that has no derivative
 */
export const evaluation = (
  flavour: RowFlavour,
  wanted?: readonly Parameter[],
  check: (rows: EventRows) => void = () => undefined,
  lane: EventLane = jsEventLane,
): Evaluation => {
  const kept = keepingByStages<Compiled>();

  const compile = (schema: Schema, { stages, source }: Batch, used: RowFlavour): Made<Compiled> => {
    const { b, made } = elaboratePipeline(schema, stages, [], source.members?.());
    const seen = used.rows(b, made);
    check(seen);
    const rows = weighed(seen);
    const leaves = leavesIn(rows);
    const types = leaves.map((leaf) => typeOf(b, schema, leaf));
    const numbers = leaves.filter((leaf, k) => types[k] === "f64" && slotBehind(b, leaf.atom) === undefined);
    const outputs = [
      rows.kept,
      rows.weight.atom,
      ...atomsOfShape(rows.shape),
      ...[rows.axis, ...listsOf(rows.shape)].flatMap(around).flatMap(atomsOfAxis),
    ];
    const tangents = used.tangents(b, outputs, numbers, wanted);
    checkNames(tangents);
    const slopes = [...tangents.of.values()].flatMap((some) => some.flatMap((atom) => atom ?? []));
    const kernel = lane.prepare({
      b,
      rows,
      program: b.program([...outputs, ...slopes]),
      types: new Map(leaves.map((leaf, k) => [leaf, types[k] ?? "f64"])),
      tangents: tangents.of,
    });
    return { b, made: { kernel, parameters: tangents.parameters } };
  };

  return (bindings) => {
    let all: Schema | undefined;
    return (batch) => {
      const own = schemaOf(batch.columns);
      const schema = sparse(own, own.nullable);
      all = all ? merged(all, schema) : schema;
      const isHard = batch.stages.some((stage) => stage.flavour === "hard") || bindings.meaning !== undefined;
      const key = `${isHard} ${showSchema(schema)}`;
      const made = kept(batch.stages, key, () => compile(schema, batch, isHard ? hardRowFlavour : flavour));
      const tile = { columns: batch.columns, from: 0, to: batch.size, first: batch.first, numbers: batch.numbers };
      const { kernel, parameters } = made;
      return { ...kernel(tile, supplyOf(bindings, new Map(), new Map())), parameters };
    };
  };
};
