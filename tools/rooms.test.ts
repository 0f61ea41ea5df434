import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { biomeConfig } from "./biome-config.ts";
import { errors, folderOf, type Room, rooms, specifier } from "./rooms.ts";

interface Probe {
  readonly from: string;
  readonly file: string;
  readonly imports: string;
  readonly allowed: boolean;
}

const all = [errors, ...rooms];
const root = resolve(import.meta.dirname, "..");
const tree = mkdtempSync(join(tmpdir(), "jagrad-rooms-"));
const found = new Set<string>();

const say = ({ from, imports }: Probe) => `${from} imports ${imports}`;
const named = (path: string) => path.replace("*", "other");
const fileIn = (room: Room, depth: number, name: string) =>
  room === errors ? "core/errors.ts" : `${folderOf(room, depth)}/${name}`;

const probesOf = (room: Room, depth: number): readonly Probe[] => {
  const file = fileIn(room, depth, "probe.ts");
  const probe = (path: string, allowed: boolean): Probe => ({
    from: file,
    file,
    imports: specifier(folderOf(room, depth), named(path)),
    allowed,
  });
  const others = all.filter((other) => other !== room && other.name !== room.name);
  return [
    ...others.flatMap((other) => other.entries.map((entry) => probe(entry, room.imports.includes(other.name)))),
    ...others.filter((other) => other.folders).map((other) => probe(`${other.home}/inside.ts`, false)),
    ...others.filter((other) => other.folders).map((other) => probe(`${other.home}/folder/index.ts`, false)),
  ];
};

const forTests = (room: Room): readonly Probe[] =>
  ["probe.ts", "probe.test.ts"].flatMap((name) =>
    ["property-tests/index.ts", "property-tests/shared-data.ts"].map((entry) => {
      const file = `${folderOf(room, 0)}/${name}`;
      return { from: file, file, imports: specifier(folderOf(room, 0), entry), allowed: name === "probe.test.ts" };
    }),
  );

const written = (file: string, imports: string, allowed: boolean): Probe => ({ from: file, file, imports, allowed });
const byHand: readonly Probe[] = [
  written("core/columns/by-hand.ts", "../program/index.ts", false),
  written("core/columns/by-hand.ts", "../errors.ts", true),
  written("core/columns/by-hand.ts", "jagrad/core", false),
  written("core/lambda/by-hand.ts", "../transforms/index.ts", false),
  written("core/lambda/by-hand.ts", "../primitives/index.ts", true),
  written("core/lambda/by-hand.ts", "../primitives/table.ts", false),
  written("core/lambda/by-hand.ts", "../gradient.ts", false),
  written("core/lambda/by-hand.ts", "./parse.ts", true),
  written("core/gradient-by-hand.ts", "./backends/index.ts", true),
  written("core/gradient-by-hand.ts", "./backends/wasm.ts", false),
  written("core/gradient-by-hand.ts", "./errors.ts", true),
  written("core/gradient-by-hand.ts", "../ops/index.ts", false),
  written("adapters/duckdb/by-hand.ts", "../../ops/index.ts", false),
  written("adapters/duckdb/by-hand.ts", "../arrow/index.ts", true),
  written("adapters/duckdb/by-hand.ts", "../arrow/batch.ts", false),
  written("adapters/duckdb/by-hand.ts", "jagrad/core", true),
  written("ops/by-hand.ts", "../core/index.ts", true),
  written("ops/by-hand.ts", "../plugins/kinematics/index.ts", false),
  written("plugins/kinematics/by-hand.ts", "../../ops/hard.ts", true),
  written("plugins/kinematics/by-hand.ts", "jagrad/adapters/duckdb", false),
  written("property-tests/laws/by-hand.ts", "../arbitraries/by-hand.ts", true),
  written("property-tests/laws/deep/by-hand.ts", "../by-hand.ts", false),
  written("examples/by-hand.ts", "jagrad/ops/diff", true),
  written("examples/by-hand.ts", "../ops/diff.ts", false),
  written("bench/by-hand.ts", "../core/index.ts", false),
];

const probes: readonly Probe[] = [
  ...all.flatMap((room) => (room.folders ? [0, 1] : [0]).flatMap((depth) => probesOf(room, depth))),
  ...rooms.filter((room) => room.name !== "property-tests").flatMap(forTests),
  ...byHand,
];

beforeAll(() => {
  copyFileSync(join(root, "biome.json"), join(tree, "biome.json"));
  const files = Map.groupBy(probes, ({ file }) => file);
  for (const [file, lines] of files) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    writeFileSync(join(tree, file), lines.map(({ imports }) => `import "${imports}";\n`).join(""));
  }
  const biome = join(root, "node_modules/.bin/biome");
  const rule = ["lint", "--only=style/noRestrictedImports", "--reporter=github", "--max-diagnostics=none"];
  const { stdout } = spawnSync(biome, rule, { cwd: tree, encoding: "utf8" });
  for (const [, path = "", line] of stdout.matchAll(/file=(.*?),line=(\d+)/g)) {
    const file = path.startsWith(tree) ? path.slice(tree.length + 1) : path;
    const probe = files.get(file)?.[Number(line) - 1];
    found.add(probe ? say(probe) : `${file}:${line}`);
  }
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test("biome.json is the generated one (npm run rooms)", () => {
  expect(JSON.parse(readFileSync(join(root, "biome.json"), "utf8"))).toEqual(biomeConfig);
});

test("every source file lies in a room of the table", () => {
  const homes = rooms.map(({ home, folders }) => (folders ? `${home}/**` : `${home}/*.ts`));
  const guarded = [...homes, "tools/*.ts", "*.config.ts"];
  const ignored = ["node_modules", "dist", "coverage", "out"];
  const sources = globSync("**/*.ts", { cwd: root, exclude: (path) => ignored.includes(path) });
  expect(sources.filter((file) => !guarded.some((pattern) => posix.matchesGlob(file, pattern)))).toEqual([]);
});

test("every pair of rooms is forbidden or allowed as the table says", () => {
  expect(probes.length).toBeGreaterThan(all.length * (all.length - 1));
  const forbidden = probes.filter(({ allowed }) => !allowed).map(say);
  expect([...found].sort()).toEqual([...new Set(forbidden)].sort());
});
