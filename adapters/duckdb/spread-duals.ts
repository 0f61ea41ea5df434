import type { Column, DualParameter, LeafColumn, RecordColumn } from "../../core/index.ts";
import { fail } from "../../core/index.ts";
import { checkNames } from "./written-type.ts";

/** The name of the column that holds the derivative of a column with respect to a parameter. */
export const tangentName = (column: string, parameter: string): string => `d_${column}_d_${parameter}`;

/** The name of the column that holds the adjoint of a column. */
export const adjointName = (column: string): string => `adjoint_${column}`;

type Named = readonly [name: string, column: Column];

const namesFor = (
  tangent: readonly Float64Array[],
  parameters: readonly DualParameter[],
  path: string,
): readonly string[] => {
  if (parameters.length === tangent.length) return parameters.map(({ name }) => name);
  throw fail("E_SHAPE", {
    what: `a column has ${tangent.length} tangents, and ${parameters.length} parameters are named`,
    where: path,
    cure: "name one parameter for each tangent, in their order",
  });
};

const spreadLeaf = (
  name: string,
  { tangent = [], adjoint, ...value }: LeafColumn,
  parameters: readonly DualParameter[],
  path: string,
): readonly Named[] => {
  const beside = (values: Float64Array): LeafColumn => {
    if (values.length < value.values.length)
      throw fail("E_SHAPE", {
        what: `a column of ${value.values.length} rows has ${values.length} derivatives`,
        where: path,
      });
    return { kind: "leaf", dtype: "f64", values, validity: value.validity };
  };
  const names = tangent.length > 0 ? namesFor(tangent, parameters, path) : [];
  return [
    [name, value],
    ...tangent.map((values, k): Named => [tangentName(name, names[k] ?? ""), beside(values)]),
    ...(adjoint ? [[adjointName(name), beside(adjoint)] as const] : []),
  ];
};

const spreadColumn = (
  name: string,
  column: Column,
  parameters: readonly DualParameter[],
  path: string,
): readonly Named[] => {
  switch (column.kind) {
    case "leaf":
      return spreadLeaf(name, column, parameters, path);
    case "list":
      return spreadColumn(name, column.item, parameters, `${path}[]`).map(([beside, item]) => [
        beside,
        { ...column, item },
      ]);
    case "record":
      return [[name, spreadDuals(column, parameters, path)]];
  }
};

/**
 * Columns with derivatives as columns without: beside `m` stand `d_m_d_scale` for each parameter and `adjoint_m`, in
 * lists of the same length where `m` is one. What is missing has missing derivatives; buffers are shared.
 * @throws E_AMBIGUOUS where two columns get one name; E_SHAPE where tangents and parameters differ in number
 */
export const spreadDuals = (record: RecordColumn, parameters: readonly DualParameter[], path = ""): RecordColumn => {
  const named = [...record.fields].flatMap(([name, column]) =>
    spreadColumn(name, column, parameters, path === "" ? name : `${path}.${name}`),
  );
  checkNames(
    named.map(([name]) => name),
    path,
  );
  return { ...record, fields: new Map(named) };
};
