/** A quantity the user may choose: a cut, an edge, a weight of a network. Its width is a smoothing device. */
export interface Choice {
  readonly kind: "choice";
  readonly name: string;
  readonly value: number;
  readonly width: number | undefined;
  readonly unit: string | undefined;
  readonly limits: readonly [number, number] | undefined;
}

/** A measured quantity with an uncertainty; it never smears a result. */
export interface Nuisance {
  readonly kind: "nuisance";
  readonly name: string;
  readonly value: number;
  readonly sigma: number;
  readonly unit: string | undefined;
}

export type Parameter = Choice | Nuisance;

/** A parameter taken as a plain number, where widths are frozen: no noise, no derivative. */
export interface Held {
  readonly kind: "held";
  readonly parameter: Parameter;
}
