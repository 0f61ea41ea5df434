import { analyse } from "./tool-chain-analysis.ts";

analyse().then((result) => console.log(JSON.stringify(result)));
