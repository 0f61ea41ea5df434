import { load } from "../../gradbench/index.ts";
import { inputOf } from "./prepared.ts";

const [module = "", name = ""] = process.argv.slice(2);
const prepare = (await load(module))?.[name];
if (!prepare) throw new Error(`${module} has no function ${name}`);
const input = inputOf(module);

const times = Array.from({ length: 6 }, () => {
  const before = performance.now();
  prepare(input);
  return performance.now() - before;
});
const [first, ...others] = times;
console.log(JSON.stringify([first, Math.min(...others)]));
