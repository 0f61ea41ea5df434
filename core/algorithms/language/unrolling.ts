import type { Atom } from "../../program/index.ts";

const mostTurns = 4;
const mostNodes = 600;

const nodesIn = (part: unknown): number => {
  if (Array.isArray(part)) return part.reduce<number>((sum, item) => sum + nodesIn(item), 0);
  if (typeof part !== "object" || part === null || !("type" in part)) return 0;
  const nodes = Object.values(part).reduce<number>((sum, value) => sum + nodesIn(value), 1);
  // a loop inside may be written out, too
  return /^(For|While|DoWhile)/.test(String(part.type)) ? mostTurns * nodes : nodes;
};

/** True for a few turns of a small body, which are written out one after the other. */
export const isShort = (count: Atom, body: unknown): boolean =>
  count.kind === "const" && Number(count.value) <= mostTurns && Number(count.value) * nodesIn(body) <= mostNodes;
