import { writeFileSync } from "node:fs";
import { biomeConfig } from "./biome-config.ts";

const { overrides, ...settings } = biomeConfig;
const lines = overrides.map((override) => `    ${JSON.stringify(override)}`).join(",\n");
const text = JSON.stringify({ ...settings, overrides: [] }, null, 2).replace(
  /\[\]\n\}$/,
  () => `[\n${lines}\n  ]\n}\n`,
);

writeFileSync("biome.json", text);
