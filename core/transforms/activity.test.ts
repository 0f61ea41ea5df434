import { expect, it } from "vitest";
import { add, floor, mul } from "../primitives/index.ts";
import { type Atom, builder, type Var } from "../program/index.ts";
import { activity, dependents } from "./activity.ts";

it("a variable depends on the seeds that reach it through what has a derivative", () => {
  const b = builder();
  const inputs = Array.from({ length: 70 }, (_, k) => b.input({ kind: "given", name: String(k) }, "f64", null));
  const reached = new Map<Atom, ReadonlySet<Var>>(inputs.map((input, k) => [input, new Set(k % 7 ? [input] : [])]));
  const atoms: Atom[] = [...inputs];
  const at = (k: number): Atom => atoms[k % atoms.length] ?? inputs[0] ?? { kind: "const", dtype: "f64", value: 0 };
  for (let k = 0; k < 200; k++) {
    const [x, y] = [at(atoms.length - (k % 10 ? 1 : 2)), at(k * 13)];
    const primitive = k % 10 === 9 ? floor : k % 2 ? mul : add;
    const out = b.emit(primitive.primitive, primitive === floor ? [x] : [x, y]);
    const own = primitive === floor ? [] : [...(reached.get(x) ?? []), ...(reached.get(y) ?? [])];
    reached.set(out, new Set([...(reached.get(out) ?? []), ...own]));
    atoms.push(out);
  }
  const program = b.program(atoms);
  const seeded = inputs.filter((_, k) => k % 7);
  const of = activity(program, ({ variable }) => (seeded.includes(variable) ? variable : undefined));
  const isReached = dependents(
    program,
    seeded.map(({ id }) => id),
  );
  for (const atom of atoms) {
    expect(new Set(of(atom))).toEqual(reached.get(atom));
    expect(isReached(atom)).toBe((reached.get(atom)?.size ?? 0) > 0);
  }
  expect(Math.max(...atoms.map((atom) => of(atom).size))).toBeGreaterThan(32);
});
