import { parentPort, workerData } from "node:worker_threads";
import { gradientOf, type Part } from "./apart.ts";
import { threadPipelines } from "./thread-pipelines.ts";

const { name, events } = workerData as Part;
const pipeline = threadPipelines[name](events);

parentPort?.on("message", async () => parentPort?.postMessage(await gradientOf(pipeline, { lane: "wasm" })));
parentPort?.postMessage("ready");
