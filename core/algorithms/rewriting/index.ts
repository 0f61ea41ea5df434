export { fused } from "./fused.ts";
