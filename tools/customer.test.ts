import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundled } from "./bundled.ts";
import { install, pack } from "./pack.ts";
import { runInPage } from "./page.ts";
import { readmeEvents, readmeExample } from "./readme-example.ts";
import { bin, ended, run } from "./shell.ts";

const work = mkdtempSync(join(tmpdir(), "jagrad-customer-"));
const peers = ["rxjs", "@duckdb/node-api", "@duckdb/node-bindings"];
let project = "";
let tarball = "";

const writer = `import { readFileSync } from "node:fs";
import { writeParquet } from "jagrad/adapters/duckdb";
import { columnOf } from "jagrad/core";
for (const [name, events] of Object.entries(JSON.parse(readFileSync("events.json", "utf8"))))
  await writeParquet(name + ".parquet", columnOf(events));
`;

/** The example of the README with its number printed too; and the same on events that came with the page. */
const printed = `await new Promise<void>((complete, error) => {
  z.subscribe({ next: (total) => console.log(total.value), complete, error });
});
`;
const example = readmeExample + printed;
const inPage = `import events from "./events.json" with { type: "json" };\n${example}`
  .replace(
    'import { parquet, type Events } from "jagrad/adapters/duckdb"',
    'import { rows, type Events } from "jagrad/adapters/rows"',
  )
  .replaceAll(/parquet<Collision>\("(\w+)\.parquet"\)/g, "rows<Collision>(events.$1)");

const put = (name: string, text: string): void => writeFileSync(join(project, name), text);

/** The sum of the first whole numbers, on this thread and another. */
const threaded = `import { rows } from "jagrad/adapters/rows";
import { workers } from "jagrad/adapters/workers";
import { valueAt } from "jagrad/core";
import { sum } from "jagrad/ops/diff";
await using pool = await workers(1);
const events = rows(Array.from({ length: 20_000 }, (_, x) => ({ x })));
const total = await valueAt(events.pipe(sum((ev) => ev.x)), {}, { workers: pool });
console.log(total, pool.size(), pool.chunks().here + (pool.chunks().workers[0] ?? 0));
`;

beforeAll(() => {
  tarball = pack(work);
  project = install(work, tarball, peers);
  put("events.json", JSON.stringify(readmeEvents));
  put("write.js", writer);
  put("example.ts", example);
  put("page.ts", inPage);
  run(project, bin("node"), "write.js");
}, 240_000);
afterAll(() => rmSync(work, { recursive: true, force: true }), 60_000);

const strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"];
const target = ["--module", "nodenext", "--target", "es2024", "--lib", "es2024,esnext,dom", "--types", ""];
const check = [bin("tsc"), "--noEmit", ...strict, ...target] as const;

describe("a customer's project", () => {
  it("type-checks the example of the README against the shipped types, all of them checked", () => {
    run(project, ...check, "example.ts", "page.ts");
    put("wrong.ts", example.replace("ev.muon.length", "ev.muons.length"));
    expect(() => run(project, ...check, "wrong.ts")).toThrow("'muons' does not exist");
  }, 60_000);

  it("types the example by what the command jagrad prints of its files, as an interface and as a schema value", async () => {
    const jagrad = join(project, "node_modules/.bin/jagrad");
    const printed = run(project, jagrad, "types", "signal.parquet", "--name", "Collision");
    const typed = example.replace(/interface Collision \{[\s\S]*?\n\}/, () => printed);
    expect(typed).toContain("// signal.parquet: 400 events");
    const schema = run(project, jagrad, "types", "signal.parquet", "--schema").replace(/^const/m, "export const");
    const described = example
      .replaceAll(/parquet<Collision>\(("\w+\.parquet")\)/g, "parquet($1, eventSchema)")
      .concat('import { eventSchema } from "./schema.ts";\n');
    put("typed.ts", typed);
    put("schema.ts", schema);
    put("described.ts", described);
    run(project, ...check, "--allowImportingTsExtensions", "typed.ts", "described.ts");
    const plain = run(project, bin("node"), "example.ts");
    expect(run(project, bin("node"), "typed.ts")).toBe(plain);
    expect(run(project, bin("node"), "described.ts")).toBe(plain);

    const refused = await ended(project, jagrad, "types", "nowhere.parquet");
    expect(refused).toEqual({
      code: 1,
      out: expect.stringMatching(/^E_FILE: there is no such file\n[\s\S]*try: check/),
    });
    expect((await ended(project, jagrad, "types")).code).toBe(2);
    // the package alone, without what reads Parquet
    mkdirSync(join(work, "bare"));
    const bare = install(join(work, "bare"), tarball, []);
    const { code, out } = await ended(
      bare,
      join(bare, "node_modules/.bin/jagrad"),
      "types",
      join(project, "signal.parquet"),
    );
    expect([code, out]).toEqual([1, expect.stringContaining("try: npm install rxjs @duckdb/node-api")]);
  }, 120_000);

  it("gives the same numbers to the bit, plain, bundled for Node and bundled for a page", async () => {
    const plain = run(project, bin("node"), "example.ts");
    expect(plain).toMatch(/^\{"cut":-?\d\S+\}\n\d+\.\d+\n$/);

    const forNode = await bundled(project, "example.ts", { platform: "node", external: peers.slice(1) });
    expect(forNode.imports.filter((path) => !/^node:|^@duckdb\/node-/.test(path))).toEqual([]);
    put("bundle.js", forNode.code);
    expect(run(project, bin("node"), "bundle.js")).toBe(plain);

    const forPage = await bundled(project, "page.ts", { platform: "browser" });
    expect(forPage.imports).toEqual([]);
    expect(await runInPage(forPage.code)).toBe(plain);
  }, 120_000);

  it("adds up events on threads of its own", () => {
    put("threaded.ts", threaded);
    run(project, ...check, "threaded.ts");
    const [total, size, chunks] = run(project, bin("node"), "threaded.ts").trim().split(" ").map(Number);
    expect([total, size, chunks]).toEqual([(19_999 * 20_000) / 2, 1, Math.ceil(20_000 / 4096)]);
  }, 60_000);
});
