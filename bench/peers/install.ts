import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where other libraries are installed, apart from the dependencies of this one. */
export const home = resolve(fileURLToPath(new URL(".", import.meta.url)), "../../out/bench/peers");

/** The interpreter of the virtual environment. */
export const python = join(home, "python/bin/python");

/** True where the packages of npm are installed. */
export const hasPackages = (): boolean => existsSync(join(home, "node_modules"));

export const hasPython = (): boolean => existsSync(python);

const packages = {
  "@jax-js/jax": "0.1.25",
  "@tensorflow/tfjs": "4.22.0",
  "@tensorflow/tfjs-backend-wasm": "4.22.0",
};

const pythonPackages = ["awkward==2.14.0", "jax==0.10.2", "numpy==2.4.6", "relaxed==0.4.0", "scipy==1.17.1"];

/** The build that PyPI has brings libraries for accelerators, of some gigabytes, that are not used here. */
const torch = "torch==2.15.0";

const run = (command: string, args: readonly string[]): boolean => {
  console.log(`> ${[command, ...args].join(" ")}`);
  return spawnSync(command, args, { cwd: home, stdio: "inherit" }).status === 0;
};

/** Installs the packages of npm, and those of Python where there is one; says which of these succeeded. */
export const install = (): Readonly<Record<"npm" | "python" | "torch", boolean>> => {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, dependencies: packages }));
  const add = (...names: readonly string[]): boolean => run(python, ["-m", "pip", "install", "--quiet", ...names]);
  const npm = run("npm", ["install", "--no-audit", "--no-fund", "--no-workspaces"]);
  const hasEnvironment = run("python3", ["-m", "venv", "python"]) && add(...pythonPackages);
  return { npm, python: hasEnvironment, torch: hasEnvironment && add(torch) };
};
