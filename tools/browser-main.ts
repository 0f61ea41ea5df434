import { answers } from "./browser-analysis.ts";

const say = async (text: string): Promise<void> => void (await fetch("/", { method: "POST", body: text }));

answers().then(
  (found) => say(JSON.stringify({ found, isIsolated: globalThis.crossOriginIsolated })),
  (error: unknown) => say(JSON.stringify({ error: error instanceof Error ? error.stack : String(error) })),
);
