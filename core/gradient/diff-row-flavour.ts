import { fail } from "../errors.ts";
import { constant } from "../program/index.ts";
import { jvp, softRows } from "../transforms/index.ts";
import { obstaclesOf } from "./obstacles.ts";
import type { RowFlavour } from "./row-flavour.ts";

/** So many parameters have tangents without being asked for by name. */
const mostUnasked = 64;

/** Events with the weights that a relaxed fill gives them, and with tangents. */
export const diffRowFlavour: RowFlavour = {
  name: "diff",
  rows: softRows,
  tangents: (b, outputs, leaves, wanted) => {
    const program = b.program(outputs);
    const inputs = program.inputs.flatMap(({ variable, source }) =>
      source.kind === "parameter" && source.part === "value" ? [{ variable, parameter: source.parameter }] : [],
    );
    const obstacles = obstaclesOf(program);
    for (const parameter of wanted ?? []) {
      const obstacle = obstacles.get(parameter);
      if (obstacle) throw obstacle;
    }
    const seeds = new Map(inputs.map(({ variable, parameter }) => [parameter, variable] as const));
    const free = wanted ?? [...seeds.keys()].filter((parameter) => !obstacles.has(parameter));
    if (!wanted && free.length > mostUnasked)
      throw fail("E_LIMIT", {
        what: `the events depend on ${free.length} parameters, and each adds a column of tangents to every number`,
        cure: "name the parameters whose derivatives are wanted: { parameters: { cut } }",
      });
    const columns = free.map((parameter) => {
      const variable = seeds.get(parameter);
      const slopes =
        variable &&
        jvp(
          b,
          leaves.map(({ atom }) => atom),
          new Map([[variable.id, constant(1)]]),
        );
      return { parameter, slopes: leaves.map((_, k) => slopes?.[k]) };
    });
    const kept = columns.filter(({ slopes }) => wanted !== undefined || slopes.some((slope) => slope !== undefined));
    const rows = leaves.map((leaf, k) => [leaf, kept.map(({ slopes }) => slopes[k])] as const);
    return {
      parameters: kept.map(({ parameter }) => parameter),
      of: new Map(rows.filter(([, slopes]) => slopes.some((slope) => slope !== undefined))),
    };
  },
};
