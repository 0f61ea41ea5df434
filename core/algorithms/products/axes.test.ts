import { describe, expect, it } from "vitest";
import { axesOf } from "./axes.ts";

const said = (spec: string): string => {
  const [operands = "", result = ""] = spec.split("->");
  return axesOf({ operands: operands.split(","), result })
    .map(({ letters, role }) => `${letters}:${role}`)
    .join(" ");
};

describe("the loops of a sum of products", () => {
  it.each([
    ["ij,jk->ik", "i:row k:column j:sum"],
    ["ik,jk->ij", "i:row j:column k:sum"],
    ["cij,jk->cik", "ci:row k:column j:sum"],
    ["cij,cjk->cik", "c:both i:row k:column j:sum"],
    ["cij,cjk->ick", "i:row c:both k:column j:sum"],
    ["ijk,ijk->", "ijk:sum"],
    ["ij,ij->ij", "ij:both"],
    ["ij,ji->", "i:sum j:sum"],
    ["ij,k->k", "k:column ij:sum"],
    ["ij,kl->ijkl", "ij:row kl:column"],
  ])("of %s are %s", (spec, loops) => {
    expect(said(spec)).toBe(loops);
  });
});
