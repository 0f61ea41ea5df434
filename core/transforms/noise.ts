import { type Atom, type Builder, type Choice, constant } from "../program/index.ts";
import { activity } from "./activity.ts";
import { type Quantity, quantityOf, termsOf } from "./quantity.ts";
import { binningsOf, type Fill } from "./sink.ts";
import { choiceOf } from "./soft.ts";
import { quadrature, widthOf } from "./width.ts";

/** The noise of an observable, which spreads its entries over the bins of an axis. */
export interface Noise {
  readonly width: Atom;
  readonly choices: readonly Choice[];
  /** What carries the noise; undefined if no event enters the observable. */
  readonly quantity: Quantity | undefined;
}

/** The noise of the observable `x` of the `k`th axis of a fill; undefined if it is binned exactly. */
export const noiseOf = (b: Builder, fill: Fill, x: Atom, k: number): Noise | undefined => {
  const [binning, edges] = [binningsOf(fill.sink)[k], fill.edges[k]];
  if (!binning || !edges) return undefined;
  const quantity = quantityOf(termsOf(b, x));
  if (binning.bandwidth !== undefined) return { width: constant(binning.bandwidth), choices: [], quantity };
  const program = b.program([x, edges]);
  const active = activity(program, choiceOf);
  const withWidth = (atom: Atom): readonly Choice[] => [...active(atom)].filter(({ width }) => (width ?? 0) > 0);
  const [ofX, ofEdges] = [withWidth(x), withWidth(edges)];
  const choices = [...new Set([...ofX, ...ofEdges])];
  const moving = binning.edges.flatMap((edge) =>
    typeof edge === "object" && edge.kind === "choice" && ofEdges.includes(edge) ? [edge] : [],
  );
  const parts = [
    widthOf(b, x, ofX),
    ...moving.map((edge) => b.input({ kind: "parameter", parameter: edge, part: "width" }, "f64", null)),
  ].filter((part): part is Atom => part !== undefined);
  const width = quadrature(b, parts);
  return width && { width, choices, quantity };
};
