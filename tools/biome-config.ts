import { errors, forTests, type Room, restriction, rooms } from "./rooms.ts";

const forbid = (...patterns: readonly { group: readonly string[]; message: string }[]) => ({
  linter: { rules: { style: { noRestrictedImports: { level: "error", options: { patterns } } } } },
});

const tooDeep = { group: ["../**"], message: "A room has one level of folders: move this file up." };

/** Overrides replace each other, the last match wins, so each one is the complete list for its files. */
const overridesOf = (room: Room) => {
  const depths = room.folders ? [0, 1] : [0];
  return [
    ...depths.flatMap((depth) => {
      const folder = `${room.home}/${"*/".repeat(depth)}`;
      return [
        { includes: [`${folder}*.ts`], ...forbid(restriction(room, depth, [])) },
        { includes: [`${folder}*.test.ts`], ...forbid(restriction(room, depth, forTests)) },
      ];
    }),
    ...(room.folders ? [{ includes: [`${room.home}/*/*/**`], ...forbid(tooDeep) }] : []),
  ];
};

/** The content of biome.json. */
export const biomeConfig = {
  $schema: "./node_modules/@biomejs/biome/configuration_schema.json",
  files: {
    includes: ["**/*.ts", "*.json", "tools/*.json", "!package-lock.json", "!dist", "!coverage", "!out"],
  },
  formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 120 },
  javascript: { formatter: { quoteStyle: "double" } },
  linter: {
    rules: {
      style: { noDefaultExport: "error", noEnum: "error", noNonNullAssertion: "error" },
      suspicious: { noExplicitAny: "error", noImportCycles: "error" },
    },
  },
  overrides: [
    { includes: ["*.config.ts"], linter: { rules: { style: { noDefaultExport: "off" } } } },
    // one override a line
    { includes: ["biome.json"], json: { formatter: { enabled: false } } },
    // coefficients keep the digits they were published with
    { includes: ["core/numerics/*.ts"], linter: { rules: { correctness: { noPrecisionLoss: "off" } } } },
    ...rooms.flatMap(overridesOf),
    { includes: ["core/errors.ts"], ...forbid(restriction(errors, 0, [])) },
    { includes: ["core/errors.test.ts"], ...forbid(restriction(errors, 0, ["core/errors.ts", ...forTests])) },
  ],
};
