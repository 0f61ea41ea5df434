import { type DuckDBConnection, StatementType } from "@duckdb/node-api";
import { fail } from "../../core/index.ts";
import { registerColumns } from "./column-table.ts";
import { asked, queryError } from "./query-error.ts";
import type { RenderedQuery, TablePart } from "./rendered-query.ts";
import { type Table, tableOf } from "./table.ts";

type RealPath = (path: string) => string;

const define = async (connection: DuckDBConnection, name: string, part: TablePart, real: RealPath): Promise<void> => {
  const view = `create temp view ${name} as select * from`;
  if (part.kind === "files") {
    const [first, ...more] = part.paths;
    const { sql, known } = await tableOf(connection, part.format, [real(first), ...more.map(real)]);
    await connection.run(`${view} ${known ?? sql}`);
    return;
  }
  registerColumns(connection, `${name}_columns`, () => part.table);
  await connection.run(`${view} ${name}_columns()`);
};

/** @throws E_QUERY where the text is not one select, or has parameters of its own */
const checkSelect = async (connection: DuckDBConnection, query: RenderedQuery): Promise<void> => {
  const statements = await asked(connection.extractStatements(query.text), query, query.text);
  if (statements.count !== 1)
    throw fail("E_QUERY", {
      what: `a query is one select, and this text has ${statements.count} statements`,
      where: query.shown,
      cure: "take several steps in one by `with name as (select ...) select ...`",
    });
  const statement = await asked(statements.prepare(0), query, query.text);
  const names = Array.from({ length: statement.parameterCount }, (_, k) => statement.parameterName(k + 1));
  const type = statement.statementType;
  statement.destroySync();
  const own = names.find((name) => !Object.hasOwn(query.values, name));
  if (own !== undefined)
    throw fail("E_QUERY", {
      what: `the text has a parameter of its own, ${/^\d+$/.test(own) ? `number ${own}` : `$${own}`}`,
      where: query.shown,
      cure: "put the value itself into the template",
    });
  if (type !== StatementType.SELECT)
    throw fail("E_QUERY", {
      what: `a query is a select, and this is a statement of type ${StatementType[type]}`,
      where: query.shown,
      cure: "begin with select, from, with or values; write files by `writeParquet`",
    });
};

/**
 * The table that a query gives, its columns with the names that the query gives them.
 * @throws E_QUERY where the query cannot be run, with the place; E_FILE where a file in it cannot be read
 */
export const queryTable = async (
  connection: DuckDBConnection,
  query: RenderedQuery,
  real: RealPath,
): Promise<Table> => {
  for (const [name, part] of query.tables) await define(connection, name, part, real);
  await checkSelect(connection, query);
  const { values, types } = query;
  const sql = `(${query.text}\n)`;
  const describe = `describe ${sql}`;
  const names = (await asked(connection.runAndReadAll(describe, values, types), query, describe)).getRows();
  const head = `select * from ${sql} limit 0`;
  const found = (await asked(connection.run(head, values, types), query, head)).columnTypes();
  const columns = found.map((type, place) => ({ name: String(names[place]?.[0] ?? ""), place, type }));
  const errorOf = (error: unknown, statement: string): Error => queryError(error, query, statement);
  return { sql, columns, rows: undefined, values, types, errorOf };
};
