import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { conversation } from "./conversation.ts";
import { load, names } from "./evaluations.ts";

const usage = `npm run -s gradbench [-- --eval NAME]
  --eval NAME   serves this evaluation alone: ${names.join(", ")}
Messages of the GradBench protocol are read from standard input, one JSON object per line; each is answered by a line.`;

const served = (args: readonly string[]): readonly string[] | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: { eval: { type: "string" }, help: { type: "boolean", default: false } },
  });
  if (values.help) return undefined;
  if (values.eval === undefined) return names;
  if (names.includes(values.eval)) return [values.eval];
  throw new Error(`--eval ${values.eval}: there is no such evaluation\n${usage}`);
};

const serve = async (modules: readonly string[]): Promise<void> => {
  const answer = conversation(load, modules);
  for await (const line of createInterface({ input: stdin }))
    if (line.trim() !== "") stdout.write(`${JSON.stringify(await answer(line))}\n`);
};

// the evaluation program may be gone before the last answer is written
stdout.on("error", () => process.exit(0));
try {
  const modules = served(process.argv.slice(2));
  if (modules) await serve(modules);
  else console.log(usage);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
