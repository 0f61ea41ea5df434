import { type Block, blocksOf } from "../statement.ts";
import { blockLike } from "./block-like.ts";
import { expanded } from "./forward.ts";

const hasCalls = ({ statements }: Block): boolean =>
  statements.some((statement) => statement.kind === "call" || blocksOf(statement).some(hasCalls));

/** The block with the bodies of its calls in place of them. */
export const withoutCalls = (block: Block): Block =>
  hasCalls(block) ? blockLike(block, [], (b, inputs) => expanded(b, block, inputs)) : block;
