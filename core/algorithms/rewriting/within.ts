import type { Block, Statement } from "../statement.ts";

/** A statement with the blocks inside of it rewritten; the same one where nothing changes. */
export const within = (statement: Statement, rewrite: (block: Block) => Block): Statement => {
  switch (statement.kind) {
    case "loop":
    case "while": {
      const body = rewrite(statement.body);
      return body === statement.body ? statement : { ...statement, body };
    }
    case "cond": {
      const [yes, no] = [rewrite(statement.yes), rewrite(statement.no)];
      return yes === statement.yes && no === statement.no ? statement : { ...statement, yes, no };
    }
    default:
      return statement;
  }
};
