export { type Bounds, fixedPoint, minimum, root, type SearchOptions, solve } from "./functions.ts";
