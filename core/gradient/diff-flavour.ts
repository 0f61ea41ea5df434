import { hardLane } from "../backends/index.ts";
import { harden, relax } from "../transforms/index.ts";
import { type Flavour, outputsOf } from "./compiled.ts";
import { contrastFlavour } from "./contrast.ts";
import { differentiated } from "./differentiated.ts";
import { hardFlavour } from "./hard-flavour.ts";
import { insideFlavour } from "./inside.ts";
import { matchedFlavour } from "./matched.ts";
import { obstaclesOf } from "./obstacles.ts";

/** The hard result, with the derivatives that it has while no event and no item crosses a step. */
const fixedSelection: Flavour = {
  name: "diff",
  compile: ({ b, fills, made }) => {
    const outputs = fills.flatMap((fill) => outputsOf(harden(b, fill)));
    return differentiated(b, outputs, outputs, new Map(), made.orders, hardLane);
  },
};

/** The hard result, with the derivatives of the relaxed one. */
const exactForward: Flavour = {
  name: "diff",
  compile: ({ b, fills, made }) => {
    const values = fills.flatMap((fill) => outputsOf(harden(b, fill)));
    const relaxed = fills.map((fill) => relax(b, fill, fills.length));
    const smooth = relaxed.flatMap(({ collected }) => outputsOf(collected));
    const treatments = [...made.orders, ...relaxed.flatMap(({ treatments }) => treatments)];
    return differentiated(b, values, smooth, obstaclesOf(b.program(smooth)), treatments);
  },
};

const others = {
  hard: hardFlavour,
  inside: insideFlavour,
  matched: matchedFlavour,
  "fixed-selection": fixedSelection,
  "exact-forward": exactForward,
} as const;

/** The relaxed meaning, with derivatives. */
export const diffFlavour: Flavour = {
  name: "diff",
  under: (meaning, of) => (meaning.kind === "contrast" ? contrastFlavour(meaning, of) : others[meaning.kind]),
  compile: ({ b, fills, made }) => {
    const relaxed = fills.map((fill) => relax(b, fill, fills.length));
    const outputs = relaxed.flatMap(({ collected }) => outputsOf(collected));
    const treatments = [...made.orders, ...relaxed.flatMap(({ treatments }) => treatments)];
    return differentiated(b, outputs, outputs, obstaclesOf(b.program(outputs)), treatments);
  },
};
