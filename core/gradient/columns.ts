import { columnsOfRows, machineOf, slotBehind } from "../backends/index.ts";
import {
  type Batch,
  type ColumnDType,
  type EventColumns,
  eventColumns,
  type Schema,
  type Stage,
  schemaOf,
  showSchema,
} from "../columns/index.ts";
import { fail } from "../errors.ts";
import { type Axis, atomsOfAxis, type Builder, chainOf, type Parameter, type Program } from "../program/index.ts";
import {
  atomsOfShape,
  type EventRows,
  elaboratePipeline,
  type LeafShape,
  leavesOf,
  listsOf,
} from "../transforms/index.ts";
import { type Bindings, partOf } from "./bindings.ts";
import { merged } from "./blocks.ts";
import { checkNames } from "./compile-fills.ts";
import type { Parameters } from "./gradient.ts";
import { hardRowFlavour, type RowFlavour, type Tangents } from "./row-flavour.ts";
import { supplyOf } from "./runner.ts";

export interface ColumnsOptions {
  /** The name of the member that holds the weight of an event; default `weight`. */
  readonly weight?: string;
  /** The parameters whose tangents the numbers carry; default all that matter and have a derivative. */
  readonly parameters?: Parameters;
}

/** A pipeline of events, ready to be evaluated. */
interface Evaluated {
  readonly b: Builder;
  readonly rows: EventRows;
  readonly program: Program;
  readonly types: ReadonlyMap<LeafShape, ColumnDType>;
  readonly tangents: Tangents;
}

/** The schema in which anything may be missing: types that follow from it are the same for all batches. */
const sparse = (schema: Schema): Schema => {
  if (schema.kind === "list") return { ...schema, item: sparse(schema.item), nullable: true };
  if (schema.kind === "leaf") return { ...schema, nullable: true };
  return { ...schema, fields: new Map([...schema.fields].map(([name, field]) => [name, sparse(field)])) };
};

const leafAt = (schema: Schema, slot: string): ColumnDType => {
  let here: Schema | undefined = schema;
  for (const part of JSON.parse(slot) as readonly (string | 0)[])
    here =
      part === 0
        ? here?.kind === "list"
          ? here.item
          : undefined
        : here?.kind === "record"
          ? here.fields.get(part)
          : undefined;
  return here?.kind === "leaf" ? here.dtype : "f64";
};

const typeOf = (b: Builder, schema: Schema, { atom, word }: LeafShape): ColumnDType => {
  if (word !== undefined) return "string";
  const slot = slotBehind(b, atom);
  if (slot !== undefined) return leafAt(schema, slot);
  if (atom.dtype !== "i64" && atom.dtype !== "string") return atom.dtype;
  throw fail("E_TYPE", {
    what: `a choice between different columns of ${atom.dtype === "i64" ? "64-bit whole numbers" : "strings"} has no column`,
    cure: "give each of them a member of its own",
  });
};

const around = (axis: Axis): readonly Axis[] =>
  chainOf(axis).flatMap((a) => [a, ...(a.onto.of ? around(a.onto.of) : [])]);

/** The rows with their weight as a member. */
const weighed = (rows: EventRows, name: string): EventRows => {
  const { fields } = rows.shape;
  if (fields.has(name))
    throw fail("E_AMBIGUOUS", {
      what: `the events have a member ${JSON.stringify(name)}, which is what their weight would be called`,
      cure: 'give the weight another name: { weight: "w" }',
    });
  const weight: LeafShape = { kind: "leaf", atom: rows.weight, present: { kind: "const", dtype: "bool", value: true } };
  return { ...rows, shape: { ...rows.shape, fields: new Map([...fields, [name, weight]]) } };
};

/** Evaluates what a pipeline makes of the events of one subscription, batch by batch. */
export type Evaluate = (bindings: Bindings) => (batch: Batch) => EventColumns;

/**
 * Makes the evaluation of pending pipelines, which are compiled once for each schema.
 * @throws in each evaluation: E_AMBIGUOUS where a member has the name of the weight; E_SOFT for a value that depends on
 * a relaxed comparison; E_SCHEMA where columns change; E_WIDTH, E_FLAT for a parameter asked for that has no derivative; E_TYPE for what has no column
 */
export const evaluation = (flavour: RowFlavour, options: ColumnsOptions = {}): Evaluate => {
  const wanted = options.parameters && [...new Set(Object.values(options.parameters))];
  const cache = new WeakMap<readonly Stage[], Map<string, Evaluated>>();

  const compile = (schema: Schema, { stages, source }: Batch, used: RowFlavour, isValue: boolean): Evaluated => {
    const members = source.members?.();
    const { b, made } = elaboratePipeline(schema, stages, [], members);
    const rows = weighed(used.rows(b, made), options.weight ?? "weight");
    const typed = elaboratePipeline(sparse(schema), stages, [], members);
    const wide = weighed(hardRowFlavour.rows(typed.b, typed.made), options.weight ?? "weight");
    const leaves = leavesOf(rows.shape);
    const types = leavesOf(wide.shape).map((leaf) => typeOf(typed.b, sparse(schema), leaf));
    const numbers = leaves.filter((leaf, k) => types[k] === "f64" && slotBehind(b, leaf.atom) === undefined);
    const outputs = [
      rows.kept,
      ...atomsOfShape(rows.shape),
      ...[rows.axis, ...listsOf(rows.shape)].flatMap(around).flatMap(atomsOfAxis),
    ];
    const tangents = isValue ? hardRowFlavour.tangents(b, [], [], []) : used.tangents(b, outputs, numbers, wanted);
    checkNames(tangents);
    const slopes = [...tangents.of.values()].flatMap((some) => some.flatMap((atom) => atom ?? []));
    return {
      b,
      rows,
      program: b.program([...outputs, ...slopes]),
      types: new Map(leaves.map((leaf, k) => [leaf, types[k] ?? "f64"])),
      tangents,
    };
  };

  return (bindings) => {
    let all: Schema | undefined;
    return (batch) => {
      const schema = schemaOf(batch.columns);
      all = all ? merged(all, schema) : schema;
      const isHard = batch.stages.some((stage) => stage.flavour === "hard") || bindings.meaning !== undefined;
      const isValue = bindings.mode === "value";
      const key = `${isHard} ${isValue} ${showSchema(schema)}`;
      const known = cache.get(batch.stages) ?? new Map<string, Evaluated>();
      cache.set(batch.stages, known);
      const made = known.get(key) ?? compile(schema, batch, isHard ? hardRowFlavour : flavour, isValue);
      known.set(key, made);
      const { b, rows, program, types, tangents } = made;
      const tile = { columns: batch.columns, from: 0, to: batch.size, first: batch.first, numbers: batch.numbers };
      const m = machineOf(program, tile, supplyOf(bindings, new Map(), new Map()));
      const { columns, size } = columnsOfRows({ b, m, rows: tile, types, tangents: tangents.of }, rows);
      return eventColumns(
        columns,
        size,
        tangents.parameters.map((parameter) => dual(bindings, parameter)),
      );
    };
  };
};

const dual = (bindings: Bindings, parameter: Parameter) => ({
  name: parameter.name,
  width: partOf(bindings, parameter, "width"),
});
