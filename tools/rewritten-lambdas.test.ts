import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { rows } from "../adapters/rows/index.ts";
import { isJagradError } from "../core/index.ts";
import { sum } from "../ops/hard.ts";
import { rewriters } from "./rewriters.ts";
import { refused, written } from "./written-lambdas.ts";

const events = Array.from({ length: 40 }, (_, k) => ({
  x: k / 8 - 2,
  even: k % 2 === 0,
  maybe: k % 3 === 0 ? undefined : k / 4,
  jet: Array.from({ length: (k % 4) + 1 }, (_, i) => ({ pt: 10 + ((k * 7 + i * 13) % 50), tag: (i + k) % 2 === 0 })),
}));
type Lambda = (ev: unknown) => number;

/** The function that a module hands to `taken`. */
const takenFrom = (module: string): Lambda => {
  const all: Lambda[] = [];
  Function("taken", module)((f: Lambda) => all.push(f));
  const [taken] = all;
  if (!taken) throw new TypeError(`no function came out of ${module}`);
  return taken;
};

/** The sum of a lambda over all events, or the code of its refusal. */
const answer = async (f: Lambda): Promise<number | string> => {
  try {
    return (await firstValueFrom(rows(events).pipe(sum(f)))).value;
  } catch (error) {
    if (isJagradError(error)) return error.code;
    throw error;
  }
};

const names = Object.keys(written);
const modules = Object.values(written).map((text) => `taken(${text});`);
const inJavaScript = modules.map((module) => events.map(takenFrom(module)).reduce((s, y) => s + y, 0));

describe("a lambda", () => {
  it.each(names.map((name, k) => [name, k] as const))("with %s is what JavaScript makes of it", async (_name, k) => {
    expect(await answer(takenFrom(modules[k] ?? ""))).toBe(inJavaScript[k]);
  });
});

describe.each(Object.entries(rewriters))("after %s", (tool, rewrite) => {
  it("a lambda has the same number or is refused, and no more are refused than the table says", async () => {
    const answers = await Promise.all((await rewrite(modules)).map((module) => answer(takenFrom(module))));
    const other = names.filter((_, k) => typeof answers[k] === "number" && answers[k] !== inJavaScript[k]);
    expect(other).toEqual([]);
    const notUnderstood = names.filter((_, k) => typeof answers[k] === "string");
    expect(notUnderstood.filter((name) => !refused[tool]?.includes(name))).toEqual([]);
  }, 120_000);
});
