import type { Schema } from "../core/index.ts";

interface SchemaAndOptions<O> {
  readonly schema: Schema | undefined;
  readonly options: O;
}

const isSchema = (value: object): value is Schema => "kind" in value && "nullable" in value;

/** The two last arguments of an adapter, of which the schema may be left out. */
export const schemaAndOptions = <O extends object>(second: Schema | O, third: O | undefined): SchemaAndOptions<O> =>
  isSchema(second) ? { schema: second, options: third ?? ({} as O) } : { schema: undefined, options: second };
