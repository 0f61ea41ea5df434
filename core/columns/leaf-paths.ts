import type { Schema } from "./schema.ts";
import { showName } from "./show-schema.ts";

/** The columns of a type as people name them: `met`, `muon[].pt`. */
export const leafPaths = (schema: Schema, path = ""): readonly string[] => {
  switch (schema.kind) {
    case "leaf":
      return [path];
    case "list":
      return leafPaths(schema.item, `${path}[]`);
    case "record":
      return [...schema.fields].flatMap(([name, field]) =>
        leafPaths(field, path === "" ? showName(name) : `${path}.${showName(name)}`),
      );
  }
};
