import { stderr, stdout } from "node:process";
import { run } from "./run.ts";

// a reader that has seen enough, such as head, closes the pipe
stdout.on("error", () => process.exit(0));
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => stdout.write(`${text}\n`),
  error: (text) => stderr.write(`${text}\n`),
});
