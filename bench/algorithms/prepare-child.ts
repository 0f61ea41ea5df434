import { load } from "../../gradbench/index.ts";
import { inputOf } from "./prepared.ts";

const [module = "", name = ""] = process.argv.slice(2);
const prepare = (await load(module))?.[name];
if (!prepare) throw new Error(`${module} has no function ${name}`);
const input = inputOf(module);

const times = Array.from({ length: 6 }, () => {
  const before = process.threadCpuUsage();
  prepare(input);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e3;
});
const [first, ...others] = times;
console.log(JSON.stringify([first, Math.min(...others)]));
