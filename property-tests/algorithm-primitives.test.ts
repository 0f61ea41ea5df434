import { expect, test } from "vitest";
import { definePrimitive, primitives, real } from "../core/primitives/index.ts";
import { stateLaw } from "./law.ts";
import { algorithmPrimitivesLaw } from "./laws/algorithm-primitives.ts";
import { partialsOf } from "./laws/partials.ts";
import { settings } from "./settings.ts";

const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };

stateLaw(algorithmPrimitivesLaw, partialsOf(primitives.values()), runner);

test("a primitive whose steps are not what it evaluates to breaks the law", async () => {
  const wrong = definePrimitive({
    name: "a wrong lowering",
    evaluate: (x: number) => x * x,
    partials: [(x) => 2 * x],
    domain: [real(1, 2)],
    lower: (l, x) => l.mul(x, l.add(x, l.k(1e-9))),
  });
  for (const subject of partialsOf([wrong.primitive]))
    await expect((async () => algorithmPrimitivesLaw.check(subject, settings))()).rejects.toThrow(/the value is/);
});
