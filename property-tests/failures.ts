import type { Runner } from "./law.ts";

/**
 * The names of the statements that fail, in order: for seeing that a planted fault is found.
 * @example
 * await failuresOf((runner) => checkPlugin(faulty, runner)); // ["slopes of functions: thrust"]
 */
export const failuresOf = async (state: (runner: Required<Runner>) => void): Promise<readonly string[]> => {
  const statements: (readonly [string, () => void | Promise<void>])[] = [];
  state({ test: (name, body) => statements.push([name, body]), report: () => undefined });
  const failed: string[] = [];
  for (const [name, body] of statements)
    try {
      await body();
    } catch {
      failed.push(name);
    }
  return failed;
};
