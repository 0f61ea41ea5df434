export { diff as count } from "./count.ts";
export { diff as fill } from "./fill.ts";
export { diff as filter } from "./filter.ts";
export { diff as histogram } from "./histogram.ts";
export { diff as map } from "./map.ts";
export { diff as objective } from "./objective.ts";
export { diff as sum } from "./sum.ts";
export { diff as weight } from "./weight.ts";
