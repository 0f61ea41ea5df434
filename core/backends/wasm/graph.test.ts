import { describe, expect, it } from "vitest";
import { instruction } from "./code.ts";
import { type Body, body, type Node } from "./graph.ts";

/** A value that changes, so that it is not computed at the start. */
const changing = (b: Body, name: string, inputs: readonly Node[] = []): Node =>
  b.node("f64", name, inputs, instruction("f64.const"), false);

describe("local variables", () => {
  it("of a scope are used again by the next one, each for a type", () => {
    const b = body(0);
    for (let k = 0; k < 5; k++)
      b.turn(() => {
        b.write.settle(changing(b, "x"));
        b.write.settle(changing(b, "y"));
        b.write.settle(b.node("v128", "z", [], [], false));
      });
    expect(b.finish().locals).toEqual(["f64", "f64", "v128"]);
  });

  it("stay those of an outer scope until it ends, also where a value is first computed in an inner one", () => {
    const b = body(0);
    b.turn(() => {
      const [early, late] = [changing(b, "early"), changing(b, "late")];
      b.write.settle(early);
      b.turn(() => {
        b.write.settle(late);
        b.write.settle(changing(b, "inner"));
      });
      b.turn(() => b.write.settle(changing(b, "other")));
      b.write.push(early);
      b.write.push(late);
    });
    expect(b.finish().locals).toHaveLength(3);
  });

  it("of what does not change are kept for the whole function", () => {
    const b = body(0);
    const fixed = b.node("v128", "fixed", [], [], true);
    b.turn(() => b.write.push(fixed));
    b.turn(() => b.write.settle(b.node("v128", "own", [], [], false)));
    b.write.push(fixed);
    expect(b.finish().locals).toEqual(["v128", "v128"]);
  });

  it("that have ended are not read", () => {
    const b = body(0);
    let x: Node | undefined;
    b.turn(() => {
      x = changing(b, "x");
      b.write.settle(x);
    });
    expect(() => x && b.write.push(x)).toThrow("a value of a loop is read behind it");
  });
});
