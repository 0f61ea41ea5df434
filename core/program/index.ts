export * from "./atom.ts";
export * from "./axis.ts";
export { type Builder, builder } from "./builder.ts";
export { type Loops, nested } from "./nested.ts";
export type { Choice, Held, Nuisance, Parameter } from "./parameter.ts";
export type { Pass, Plan } from "./plan.ts";
export * from "./primitive.ts";
export * from "./program.ts";
export { type Move, type Rewriter, rewriter, substitute } from "./substitute.ts";
