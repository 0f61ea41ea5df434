import { join, type Rows } from "../backends/index.ts";
import { type Batch, checkBuffers, type Schema, schemaOf, showSchema } from "../columns/index.ts";
import { fail } from "../errors.ts";
import type { Run } from "./runner.ts";

/** Events per block: each is added up by itself, and blocks are added in order, however the stream was cut. */
const blockSize = 32_768;

/** What two batches of one stream can both be read as: nullable where one of them is. */
export const merged = (a: Schema, b: Schema): Schema => {
  const nullable = a.nullable || b.nullable;
  if (a.kind === "leaf" && b.kind === "leaf" && a.dtype === b.dtype) return { ...a, nullable };
  if (a.kind === "list" && b.kind === "list") return { kind: "list", nullable, item: merged(a.item, b.item) };
  if (a.kind === "record" && b.kind === "record" && a.fields.size === b.fields.size) {
    const fields = [...a.fields].map(([name, field]) => {
      const other = b.fields.get(name);
      return [name, other ? merged(field, other) : differ(a, b)] as const;
    });
    return { kind: "record", nullable, fields: new Map(fields) };
  }
  return differ(a, b);
};

const differ = (a: Schema, b: Schema): never => {
  throw fail("E_SCHEMA", {
    what: "two batches of one stream have different columns",
    where: `${showSchema(a)}\n${showSchema(b)}`,
    cure: "give all batches the same columns",
  });
};

/** The sums of a stream of batches. */
export interface Blocks {
  /** Adds up a batch; gives those that will not be looked at again. */
  readonly add: (batch: Batch) => readonly Batch[];
  /** The sums over all events so far; undefined before the first batch. */
  readonly finish: () => readonly Float64Array[] | undefined;
  readonly events: () => number;
}

interface Piece extends Rows {
  readonly batch: Batch;
}

/** Batches are kept until their block ends, and whoever has them may give their buffers away in the meantime. */
const addTo = (run: Run, piece: Piece): void => {
  checkBuffers(piece.columns, piece.to, piece.batch.source.name);
  run.add(piece);
};

/**
 * Adds up blocks of events. A block that meets columns with nulls is begun anew with a program that expects them, so its
 * sum does not depend on where the nulls appeared.
 * @param runFor - the run of a schema; the same run for the same schema
 * @param ended - told the sums so far at the end of each whole block
 */
export const blocks = (
  runFor: (schema: Schema, batch: Batch) => Run,
  ended?: (totals: readonly Float64Array[]) => void,
): Blocks => {
  let events = 0;
  let pieces: Piece[] = [];
  let filled = 0;
  let schema: Schema | undefined;
  let run: Run | undefined;
  const known = new Map<string, Run>();
  const runOf = (wanted: Schema, batch: Batch): Run => {
    const key = showSchema(wanted);
    const made = known.get(key) ?? runFor(wanted, batch);
    known.set(key, made);
    return made;
  };

  /** The sums over all blocks: those of each program, for columns with nulls and without, one after the other. */
  const totals = (): readonly Float64Array[] | undefined => {
    const [first, ...rest] = [...known.values()].map((each) => each.outputs());
    const sums = first?.map((output) => output.slice()); // two outputs may be one array
    for (const outputs of rest) for (const [k, sum] of (sums ?? []).entries()) join(sum, outputs[k] ?? sum);
    return sums;
  };

  /** Gives the batches that end in this block. */
  const endBlock = (): readonly Batch[] => {
    if (!run || filled === 0) return [];
    run.end();
    const done = pieces.flatMap(({ batch, to }) => (to === batch.size ? [batch] : []));
    [pieces, filled, schema] = [[], 0, undefined];
    return done;
  };

  /** The run of the current block, after a batch of a schema has joined it. */
  const joined = (own: Schema, batch: Batch): Run => {
    const wanted = schema ? merged(schema, own) : own;
    if (schema && run && showSchema(wanted) === showSchema(schema)) return run;
    run?.drop();
    [schema, run] = [wanted, runOf(wanted, batch)];
    for (const piece of pieces) addTo(run, piece);
    return run;
  };

  return {
    events: () => events,
    add: (batch) => {
      const own = schemaOf(batch.columns);
      const done: Batch[] = [];
      let from = 0;
      if (batch.size === 0) runOf(own, batch);
      while (from < batch.size) {
        const to = Math.min(batch.size, from + blockSize - filled);
        const current = joined(own, batch);
        const piece: Piece = { batch, columns: batch.columns, from, to, first: batch.first, numbers: batch.numbers };
        addTo(current, piece);
        pieces.push(piece);
        filled += to - from;
        events += to - from;
        from = to;
        if (filled < blockSize) continue;
        done.push(...endBlock());
        const sums = ended && totals();
        if (sums) ended(sums);
      }
      return done;
    },
    finish: () => {
      endBlock();
      return totals();
    },
  };
};
