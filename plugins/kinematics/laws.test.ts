import { test } from "vitest";
import { checkPlugin } from "../../property-tests/index.ts";
import { masslessDomains } from "./domains.ts";
import { plugin } from "./index.ts";

checkPlugin(plugin, { test });
checkPlugin({ ...plugin, name: "kinematics-without-masses", domains: masslessDomains, finiteAt: {} }, { test });
