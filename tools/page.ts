import { createContext, runInContext } from "node:vm";

/** What a page offers besides the language itself. */
const web = {
  AbortController,
  AbortSignal,
  DOMException,
  Event,
  EventTarget,
  MessageChannel,
  TextDecoder,
  TextEncoder,
  clearTimeout,
  performance,
  queueMicrotask,
  setTimeout,
  structuredClone,
};

/**
 * Runs a module without imports where nothing of Node is in reach, neither `process` nor `require` nor `Buffer`.
 * @returns what it logs, line by line
 */
export const runInPage = async (code: string): Promise<string> => {
  const said: unknown[] = [];
  const context = createContext({ ...web, console: { log: (line: unknown) => said.push(line) } });
  await runInContext(`(async () => {${code}\n})()`, context);
  return said.map((line) => `${line}\n`).join("");
};
