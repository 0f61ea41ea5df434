import { install } from "./peers/install.ts";

for (const [name, succeeded] of Object.entries(install()))
  console.log(`${name}: ${succeeded ? "installed" : "failed"}`);
