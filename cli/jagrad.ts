#!/usr/bin/env node
import { run } from "./run.ts";

// a reader that has seen enough, such as head, closes the pipe
process.stdout.on("error", () => process.exit(0));
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
});
