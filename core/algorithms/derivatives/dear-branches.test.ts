import { expect, it } from "vitest";
import { cos, sin, sqrt } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { pruned } from "../rewriting/prune.ts";
import { words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { type Block, blocksOf } from "../statement.ts";
import { pulled } from "./derived.ts";

const primitivesIn = ({ statements }: Block): readonly string[] =>
  statements.flatMap((s) => (s.kind === "equation" ? [s.equation.primitive.name] : blocksOf(s).flatMap(primitivesIn)));

it("what is dear in a branch is not computed again on the way back", () => {
  const b = arrayBuilder();
  const w = words(b);
  const x = b.variable("f64");
  const block = b.block([x], () => {
    const [wave] = b.cond(
      w.lt(x, constant(0)),
      () => [w.mul(x, w.add(x, x))],
      () => {
        const root = b.emit(sqrt.primitive, [x]);
        return [w.mul(b.emit(sin.primitive, [root]), b.emit(cos.primitive, [root]))];
      },
    );
    return [w.mul(wave as Atom, wave as Atom)];
  });
  const gradient = pruned(pulled(block));
  const dear = primitivesIn(gradient).filter((name) => ["sqrt", "sin", "cos"].includes(name));
  expect(dear).toEqual(["sqrt", "sin", "cos"]);
  const of = (at: number): number => Number(interpreted(gradient).run([at])[0]);
  const root = Math.sqrt(0.7);
  // (sin r cos r)^2 = (1 - cos 4r) / 8, and r' = 1 / (2 r)
  expect(of(0.7)).toBeCloseTo((4 * Math.sin(4 * root)) / 8 / (2 * root), 14);
  // (2 x^2)^2
  expect(of(-0.7)).toBeCloseTo(16 * (-0.7) ** 3, 14);
});
