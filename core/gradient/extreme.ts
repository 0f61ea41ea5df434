import {
  type Batch,
  type Column,
  extending,
  isValid,
  type LeafColumn,
  leafPaths,
  schemaOf,
  uncheckedBatch,
  withStages,
} from "../columns/index.ts";
import { fail } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import type { LambdaStage } from "../transforms/index.ts";
import type { Bindings } from "./bindings.ts";
import { type Evaluation, evaluation } from "./evaluation.ts";
import { resultOf, type Scalar } from "./results.ts";
import type { RowFlavour } from "./row-flavour.ts";
import type { Reads, Slopes, Trace } from "./trace.ts";

/** Looks for the largest or the smallest of some numbers, batch by batch. */
export interface Search {
  readonly add: (batch: Batch) => void;
  readonly result: () => Scalar;
}

interface Best {
  readonly value: number;
  readonly slopes: Slopes;
}

const emptied = (batch: Batch): Batch => uncheckedBatch({ ...batch, size: 0 });

/** The numbers of a column, of its items if it is one of lists. */
const numbersOf = (column: Column, operator: string): LeafColumn => {
  if (column.kind === "leaf" && column.dtype !== "string") return column;
  if (column.kind === "list") return numbersOf(column.item, operator);
  throw fail("E_TYPE", {
    what: "a number is needed here, or a list of numbers",
    where: operator,
    cure: `${operator}((ev) => ev.met)`,
  });
};

const refuseRelaxed = (operator: string) =>
  fail("E_SOFT", {
    what: `which events ${operator} looks at depends on a relaxed comparison`,
    where: operator,
    cure: "hold the choices of the filters before it: hold(p)",
  });

/**
 * Starts a search for the extreme of what a stage makes of events. The order is hard: the derivative is that of the
 * extreme number.
 * @param sign - 1 for the largest, -1 for the smallest
 */
export const startSearch = (
  flavour: RowFlavour,
  stage: LambdaStage,
  sign: 1 | -1,
): ((bindings: Bindings) => Search) => {
  const { operator } = stage;
  const evaluate = evaluation(flavour, undefined, (rows) => {
    if (rows.isRelaxed) throw refuseRelaxed(operator);
  });
  const extend = extending(stage);
  /** The parameters that were asked for last, and what throws where one of them has no derivative. */
  let asked: { readonly wanted: ReadonlySet<Parameter>; readonly check: Evaluation } | undefined;
  const checkOf = (wanted: ReadonlySet<Parameter>): Evaluation => {
    const known =
      asked?.wanted.size === wanted.size && [...wanted].every((p) => asked?.wanted.has(p)) ? asked : undefined;
    asked = known ?? { wanted: new Set(wanted), check: evaluation(flavour, [...wanted]) };
    return asked.check;
  };
  return (bindings) => {
    if (bindings.meaning?.kind === "contrast")
      throw fail("E_SOFT", { what: `the contrast of ${operator} is not taken`, cure: "leave it out of the objective" });
    const evaluated = evaluate(bindings);
    let best: Best | undefined;
    let first: Batch | undefined;
    let hard: string | undefined;
    let [entries, skipped] = [0, 0];
    let reads: Reads = new Map();

    const look = ({ values, validity, tangent = [] }: LeafColumn, parameters: readonly Parameter[]): void => {
      for (const [i, each] of values.entries()) {
        const value = isValid(validity, i) ? Number(each) : Number.NaN;
        if (Number.isNaN(value)) {
          skipped += 1;
          continue;
        }
        entries += 1;
        if (best && sign * value <= sign * best.value) continue;
        best = { value, slopes: new Map(parameters.map((parameter, k) => [parameter, tangent[k]?.[i] ?? 0] as const)) };
      }
    };

    /** Throws where a parameter that is asked for has no derivative. */
    const checkWanted = (wanted: ReadonlySet<Parameter>): void => {
      if (first) checkOf(wanted)(bindings)(emptied(first));
    };

    const trace = (): Trace =>
      flavour.name === "hard" || hard !== undefined || bindings.meaning
        ? { kind: "hard", stage: hard ?? operator, reads }
        : {
            kind: "diff",
            pullable: {
              sizes: [1],
              of: stage,
              bindings,
              pullback: async (cotangents, wanted) => {
                checkWanted(wanted);
                const c = cotangents.get(0)?.[0] ?? 0;
                return new Map([...(best?.slopes ?? [])].map(([parameter, slope]) => [parameter, c * slope] as const));
              },
            },
            places: { value: { output: 0, from: 0 } },
            lost: ["entries", "skipped", "variance"],
            explained: [
              {
                kind: "order",
                treatment: "hard",
                stage: operator,
                text: String(stage.f),
                width: undefined,
                choices: [],
              },
            ],
            reads,
          };

    return {
      add: (batch) => {
        const whole = withStages(batch, extend(batch.stages));
        first ??= whole;
        if (reads.size === 0) reads = new Map([[batch.source.name, leafPaths(schemaOf(batch.columns))]]);
        hard ??= whole.stages.find((each) => each.flavour === "hard" && flavour.name === "diff")?.operator;
        const { event, parameters } = evaluated(whole);
        look(numbersOf(event, operator), parameters);
      },
      result: () =>
        resultOf<Scalar>({
          kind: "scalar",
          value: best?.value ?? Number.NaN,
          variance: 0,
          entries: bindings.meaning?.kind === "inside" ? Number.POSITIVE_INFINITY : entries,
          skipped,
          trace: trace(),
        }),
    };
  };
};
