import { columnNames, type Expression, type Program } from "./program.ts";

const parameters = ["p", "q"] as const;
type Parameter = (typeof parameters)[number];

/** A variable of the text, and the variables of its derivatives where they are not zero. */
interface Written {
  readonly name: string;
  readonly by: Readonly<Partial<Record<Parameter, string>>>;
}

type Lines = string[];

const declared = (lines: Lines, text: string): string => {
  const name = `v${lines.length}`;
  lines.push(`vec ${name} = ${text};`);
  return name;
};

const chained = (lines: Lines, parts: readonly { readonly of: Written; readonly slope: string }[]): Written["by"] =>
  Object.fromEntries(
    parameters.flatMap((parameter) => {
      const terms = parts.flatMap(({ of, slope }) => (of.by[parameter] ? [`${slope} * ${of.by[parameter]}`] : []));
      return terms.length > 0 ? [[parameter, declared(lines, terms.join(" + "))]] : [];
    }),
  );

const write = (lines: Lines, expression: Expression): Written => {
  switch (expression.kind) {
    case "column":
      return { name: declared(lines, `load(${expression.name} + first + i)`), by: {} };
    case "parameter":
      return { name: declared(lines, `all(${expression.name})`), by: { [expression.name]: declared(lines, "all(1)") } };
    case "unary": {
      const x = write(lines, expression.x);
      const name = declared(lines, expression.by.c(x.name));
      return { name, by: chained(lines, [{ of: x, slope: expression.by.cSlope(x.name, name) }]) };
    }
    case "binary": {
      const [x, y] = [write(lines, expression.x), write(lines, expression.y)];
      const name = declared(lines, expression.by.c(x.name, y.name));
      const [byX, byY] = expression.by.cSlopes;
      const parts = [
        { of: x, slope: byX(x.name, y.name) },
        { of: y, slope: byY(x.name, y.name) },
      ];
      return { name, by: chained(lines, parts) };
    }
  }
};

const orZero = (name: string | undefined): string => name ?? "all(0)";

const bodyOf = ({ cut, weight, observable }: Program): string => {
  const lines: Lines = [];
  const kept = write(lines, cut);
  const factor = write(lines, weight);
  const place = write(lines, observable);
  const derivative = (parameter: Parameter): string =>
    [
      `store(weight_${parameter} + i, ${parameter === "p" ? "-slope * s * (1.0 - s) * f" : "all(0)"} + s * 0.5 * (1.0 - t * t) * ${orZero(factor.by[parameter])});`,
      `store(place_${parameter} + i, -BELL * s * f * 25.0 * (1.0 - u * u) * ${orZero(place.by[parameter])});`,
    ].join("\n        ");
  return `${lines.join("\n      ")}
      vec s = sigmoid(slope * (${kept.name} - p)), t = hyperbolic_tangent(${factor.name}), f = 1.0 + 0.5 * t;
      vec u = hyperbolic_tangent(${place.name});
      store(x + i, 90.0 + 25.0 * u);
      store(w + i, s * f);
      if (parameters) {
        ${parameters.map(derivative).join("\n        ")}
      }`;
};

/**
 * The kernel of a random program in C. Buffers: the columns, bins. Numbers: whether derivatives are wanted, events, p, q,
 * the slope of the cut.
 */
export const textInC = (program: Program): string => `#include "spectrum.h"
#define TILE 512
static const moves moved[2] = {{1, 1}, {1, 1}};
INLINE void run(void **buffers, const double *numbers, int parameters) {
  const double ${columnNames.map((name, k) => `*${name} = buffers[${k}]`).join(", ")};
  double *bins = buffers[${columnNames.length}], p = numbers[2], q = numbers[3], slope = numbers[4];
  static double x[TILE], w[TILE], weight_p[TILE], weight_q[TILE], place_p[TILE], place_q[TILE];
  int events = numbers[1];
  for (int first = 0; first < events; first += TILE) {
    int size = events - first < TILE ? events - first : TILE;
    for (int i = 0; i < size; i += LANES) {
      ${bodyOf(program)}
    }
    for (int i = 0; i < size; i++)
      if (within_reach(x[i]))
        fill(bins, x[i], w[i], parameters, moved, (double[]){weight_p[i], weight_q[i]}, (double[]){place_p[i], place_q[i]});
  }
}
void kernel(void **buffers, const double *numbers) {
  if (numbers[0]) run(buffers, numbers, 2);
  else run(buffers, numbers, 0);
}
`;
