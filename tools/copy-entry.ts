// What two copies of the package in one process hand each other.

export { rows } from "../adapters/rows/index.ts";
export * as core from "../core/index.ts";
export * as diff from "../ops/diff.ts";
