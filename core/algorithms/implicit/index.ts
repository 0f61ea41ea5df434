export {
  type Bounds,
  type BoundsOf,
  fixedPoint,
  type Like,
  minimum,
  root,
  type SearchOptions,
  solve,
  type Unknown,
} from "./functions.ts";
