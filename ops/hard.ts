export { hard as count } from "./count.ts";
export { hard as fill } from "./fill.ts";
export { hard as filter } from "./filter.ts";
export { hard as histogram } from "./histogram.ts";
export { hard as map } from "./map.ts";
export { hard as objective } from "./objective.ts";
export { hard as sum } from "./sum.ts";
export { hard as weight } from "./weight.ts";
