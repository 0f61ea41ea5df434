import type { Block } from "../statement.ts";
import { fused } from "./fused.ts";
import { joinedBranches } from "./joined-branches.ts";
import { madeInPlace } from "./made-in-place.ts";
import { pruned } from "./prune.ts";
import { turnedInside } from "./turned-inside.ts";
import { writtenOut } from "./written-out.ts";

/** What is done to a block, one after the other, before it is made ready: each leaves what it has no use for. */
const rewritings: readonly ((block: Block) => Block)[] = [writtenOut, joinedBranches, fused, madeInPlace, turnedInside];

/** The block as it is run: without what its results do not need. */
export const rewritten = (block: Block): Block =>
  rewritings.reduce((before, rewrite) => {
    const after = rewrite(before);
    return after === before ? before : pruned(after);
  }, pruned(block));
