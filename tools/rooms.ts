import { posix } from "node:path";

/** A room: a folder of the repository with the names that its files may import. */
export interface Room {
  readonly name: string;
  /** folder of the room; `*` stands for one folder name, each such folder is a room of its own */
  readonly home: string;
  /** files that other rooms may import */
  readonly entries: readonly string[];
  /** rooms that may be imported, in words of this table */
  readonly imports: readonly string[];
  /** false: files lie in the home itself, its folders are other rooms */
  readonly folders: boolean;
}

const inner = (name: string, ...imports: string[]): Room => ({
  name,
  home: name,
  entries: [`${name}/index.ts`],
  imports,
  folders: true,
});

const family = (name: string, ...imports: string[]): readonly Room[] => [
  {
    name: `${name}/*`,
    home: `${name}/*`,
    entries: [`${name}/*/index.ts`],
    imports: [`${name}/*`, name, ...imports],
    folders: true,
  },
  { name, home: name, entries: [`${name}/*.ts`], imports: [`${name}/*`, ...imports], folders: false },
];

const order = [
  "numerics",
  "display",
  "columns",
  "program",
  "primitives",
  "lambda",
  "transforms",
  "backends",
  "algorithms",
  "gradient",
].map((name) => `core/${name}`);
const core = ["core/errors", ...order, "core"];
const library = [...core, "adapters/*", "adapters", "ops", "plugins/*", "plugins"];

/** Entries besides the index, for who must not load the whole room, or bundle it. */
const moreEntries: Readonly<Record<string, readonly string[]>> = {
  "core/numerics": ["core/numerics/lowered/index.ts"],
  "core/backends": ["core/backends/wasm/thread.ts", "core/backends/wasm/disassembled.ts"],
};

/** Who may import whom; a room that is not named in `imports` is forbidden. */
export const rooms: readonly Room[] = [
  ...order
    .map((name, i) => inner(name, "core/errors", ...order.slice(0, i)))
    .map((room) => ({ ...room, entries: [...room.entries, ...(moreEntries[room.name] ?? [])] })),
  { name: "core", home: "core", entries: ["core/index.ts"], imports: ["core/errors", ...order], folders: false },
  ...family("adapters", ...core),
  { ...inner("ops", ...core), entries: ["ops/index.ts", "ops/hard.ts", "ops/diff.ts"] },
  ...family("plugins", ...core, "ops"),
  { ...inner("cli", ...core, "adapters/*", "adapters"), entries: [] },
  inner("property-tests", ...library),
  { ...inner("examples"), entries: ["examples/adl/collision.ts", "examples/adl/queries.ts", "examples/adl/query.ts"] },
  inner("gradbench"),
  { ...inner("bench", "examples", "gradbench"), entries: [] },
];

/** The one file that every room may import; it imports nothing itself. */
export const errors: Room = {
  name: "core/errors",
  home: "core",
  entries: ["core/errors.ts"],
  imports: [],
  folders: false,
};

/** What a test file may import besides the imports of its room. */
export const forTests = ["property-tests/index.ts", "property-tests/shared-data.ts"];

/** Published names by room; rooms inside the core have none, for they would import themselves. */
const published: Readonly<Record<string, readonly string[]>> = {
  core: ["jagrad/core", "jagrad/algorithms"],
  ops: ["jagrad/ops", "jagrad/ops/hard", "jagrad/ops/diff"],
  "adapters/*": ["jagrad/adapters/*"],
  "plugins/*": ["jagrad/plugins/*"],
};
const customers = ["examples", "gradbench", "bench", "property-tests"];

export const entriesOf = (name: string): readonly string[] =>
  [errors, ...rooms].filter((room) => room.name === name).flatMap((room) => room.entries);

/** A folder that lies `depth` folders below the home of a room; `@` is a folder of any name. */
export const folderOf = (room: Room, depth: number): string =>
  [room.home.replace("*", "@"), ...Array<string>(depth).fill("@")].join("/");

/** How a file in `folder` writes the import of `file`. */
export const specifier = (folder: string, file: string): string => {
  const path = posix.relative(folder, file);
  return path.startsWith("../") ? path : `./${path}`;
};

const namesFor = (room: Room): readonly string[] =>
  customers.includes(room.name) ? ["jagrad/**"] : room.imports.flatMap((name) => published[name] ?? []);

const message = (room: Room): string => {
  const names = [...room.imports, ...(customers.includes(room.name) ? ["published names (jagrad/...)"] : [])];
  return `${room.name} may import ${names.join(", ") || "nothing of this package"}. A room is entered through its index.ts; tools/rooms.ts holds the table.`;
};

/** Patterns for `noRestrictedImports`: all that leaves the room, less what the table allows. */
export const restriction = (room: Room, depth: number, extra: readonly string[]) => {
  const folder = folderOf(room, depth);
  const inside = room === errors ? ["./**"] : room.folders ? [] : ["./*/**"];
  const leaves = [`${"../".repeat(depth + 1)}**`, ...inside, "jagrad", "jagrad/**"];
  const allowed = [...room.imports.flatMap(entriesOf), ...extra].map((file) => specifier(folder, file));
  return { group: [...leaves, ...[...allowed, ...namesFor(room)].map((name) => `!${name}`)], message: message(room) };
};
