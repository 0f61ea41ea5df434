import { test } from "vitest";
import { checkPlugin } from "../../property-tests/index.ts";
import { plugin } from "./index.ts";

checkPlugin(plugin, { test });
