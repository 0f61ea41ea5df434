import { expect, it } from "vitest";
import type { Lowering } from "../lanes.ts";
import { fused, plainLanes } from "../plain-lanes.ts";
import * as lowered from "./index.ts";

/** Each function with its values at zeros, infinities, NaN, subnormal numbers, and where results overflow or vanish. */
const tables: readonly (readonly [name: string, f: Lowering, values: string])[] = [
  [
    "exp",
    lowered.exp,
    `0:1 -0:1 least:1 inf:inf -inf:0 nan:nan most:inf -most:0 709.7827128933841:inf -745.13:least -745.14:0`,
  ],
  [
    "expm1",
    lowered.expm1,
    `0:0 -0:-0 least:least -least:-least 1e-310:1e-310 inf:inf -inf:-1 nan:nan most:inf -most:-1 -40:-1`,
  ],
  [
    "log",
    lowered.log,
    `1:0 0:-inf -0:-inf -1:nan -least:nan inf:inf -inf:nan nan:nan least:-744.4400719213812 most:709.782712893384`,
  ],
  [
    "log1p",
    lowered.log1p,
    `0:0 -0:-0 least:least -1e-310:-1e-310 -1:-inf -2:nan inf:inf -inf:nan nan:nan most:709.782712893384`,
  ],
  ["sin", lowered.sin, `0:0 -0:-0 least:least -1e-310:-1e-310 inf:nan -inf:nan nan:nan`],
  ["cos", lowered.cos, `0:1 -0:1 least:1 inf:nan -inf:nan nan:nan`],
  ["tanh", lowered.tanh, `0:0 -0:-0 least:least -1e-310:-1e-310 20:1 most:1 inf:1 -inf:-1 nan:nan`],
  ["sigmoid", lowered.sigmoid, `0:0.5 -0:0.5 least:0.5 inf:1 -inf:0 40:1 -745.1:least -746:0 most:1 -most:0 nan:nan`],
  ["erf", lowered.erf, `0:0 -0:-0 least:least -least:-least 6:1 -6:-1 most:1 inf:1 -inf:-1 nan:nan`],
  ["erfc", lowered.erfc, `0:1 -0:1 least:1 -6:2 27.22:least 27.24:0 most:0 -most:2 inf:0 -inf:2 nan:nan`],
  [
    "normalCdf",
    lowered.normalCdf,
    `0:0.5 -0:0.5 least:0.5 9:1 -38.48:least -38.5:0 most:1 -most:0 inf:1 -inf:0 nan:nan`,
  ],
  [
    "lgamma",
    lowered.lgamma,
    `1:0 2:0 0:inf -0:inf -1:inf -171:inf least:744.4400719213812 most:inf inf:inf -inf:inf nan:nan`,
  ],
  [
    "atan2",
    lowered.atan2,
    `0,1:0 -0,1:-0 0,-1:pi -0,-1:-pi 0,0:0 -0,0:-0 0,-0:pi -0,-0:-pi
     1,0:1.5707963267948966 -1,0:-1.5707963267948966 1,-0:1.5707963267948966 -1,-0:-1.5707963267948966
     1,inf:0 -1,inf:-0 1,-inf:pi -1,-inf:-pi inf,1:1.5707963267948966 -inf,-1:-1.5707963267948966
     inf,inf:0.7853981633974483 inf,-inf:2.356194490192345 -inf,inf:-0.7853981633974483 -inf,-inf:-2.356194490192345
     nan,1:nan 1,nan:nan least,least:0.7853981633974483 least,1:least -least,1:-least 1,least:1.5707963267948966
     least,most:0 -least,most:-0 least,-most:pi most,most:0.7853981633974483`,
  ],
  [
    "pow",
    lowered.pow,
    `nan,0:1 0,0:1 inf,-0:1 1,inf:nan 2,nan:nan nan,1.5:nan 2,inf:inf 2,-inf:0 0.5,inf:0 0.5,-inf:inf
     0,2.5:0 -0,3:-0 -0,2.5:0 0,-1.5:inf -0,-3:-inf inf,2.5:inf inf,-0.5:0 -inf,3:-inf -inf,2.5:inf
     -8,0.3:nan -2,5:-32 1,1e300:1 least,1:least least,0.5:2.2227587494850775e-162 least,-1:inf
     2,1024:inf 2,-1074:least 2,-1076:0 most,1:most most,2:inf most,-2:0
     1.0000000000000002,1e300:inf 0.9999999999999999,1e300:0`,
  ],
];

const named: Readonly<Record<string, number>> = {
  least: Number.MIN_VALUE,
  most: Number.MAX_VALUE,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  pi: Math.PI,
};

const numberOf = (text: string): number => {
  const size = text.replace("-", "");
  return named[size] === undefined ? Number(text) : text.startsWith("-") ? -named[size] : named[size];
};

const cases = tables.flatMap(([name, f, values]) =>
  values.split(/\s+/).map((entry) => [name, entry.split(":")[0] ?? "", entry.split(":")[1] ?? "", f] as const),
);

it.each(cases)("%s(%s) is %s, however products are added", (_name, inputs, value, f) => {
  for (const lanes of [plainLanes(), plainLanes(fused)])
    expect(f(lanes, ...inputs.split(",").map(numberOf))).toBe(numberOf(value));
});

const borders: readonly (readonly [name: string, f: Lowering, end: number, inside: number, outside: number])[] = [
  ["exp", lowered.exp, Number.POSITIVE_INFINITY, 709.782712893384, 709.7827128933841],
  ["expm1", lowered.expm1, Number.POSITIVE_INFINITY, 709.782712893384, 709.7827128933841],
  ["exp", lowered.exp, 0, -745.1332191019411, -745.1332191019412],
  ["sigmoid", lowered.sigmoid, 0, -745.1332191019411, -745.1332191019412],
  ["lgamma", lowered.lgamma, Number.POSITIVE_INFINITY, 2.5599833278516383e305, 2.5599833278516387e305],
];

it.each(borders)(
  "%s comes to %s where its values do: from the double after $3 on",
  (_name, f, end, inside, outside) => {
    for (const lanes of [plainLanes(), plainLanes(fused)]) {
      expect(f(lanes, inside)).not.toBe(end);
      expect(f(lanes, outside)).toBe(end);
    }
  },
);
