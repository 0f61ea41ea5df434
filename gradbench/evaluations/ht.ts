import { compile, jacobian, type TypeSpec } from "jagrad/algorithms";
import { lambda } from "jagrad/core";
import { dense, joined, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation, Prepare } from "../evaluation.ts";
import { type Measurement, misses } from "./hand.ts";
import { type Measured, measurementOf } from "./measurement.ts";
import { rotation } from "./rotation.ts";

const hand = { misses: lambda(misses, { rotation }) };

/** What points inside triangles miss, whose two coordinates are parameters, too. */
const missedInside = (
  theta: Vector,
  us: Matrix,
  measurement: Measurement,
  corners: Matrix,
  { misses }: typeof hand,
): Matrix => {
  const shares = us.map(([u, v]) => [u as number, v as number, 1 - (u as number) - (v as number)]);
  return misses(theta, measurement, corners, shares);
};

const scope = { inside: lambda(missedInside, hand), jacobian };

/**
 * For each point and axis the derivatives by the two coordinates of this point, and then by all angles: no two points
 * share coordinates, so that one move of all of them is a move of each.
 */
const slopesInside = (
  theta: Vector,
  us: Matrix,
  measurement: Measurement,
  corners: Matrix,
  { inside, jacobian }: typeof scope,
): readonly (readonly ArrayLike<number>[])[] => {
  const moved = (by: Vector): Matrix => {
    const [angles, first, second] = [by.slice(2), by[0] as number, by[1] as number];
    const places = us.map(([u, v]) => [(u as number) + first, (v as number) + second]);
    return inside(angles, places, measurement, corners);
  };
  return jacobian(moved, { mode: "forward" })([0, 0, ...theta]);
};

const typesOf = ({ corners, measurement }: Measured) => {
  const bones = measurement.hand.parents.length;
  const transforms = `f64[${bones}, 4, 4]`;
  return {
    theta: "f64[26]",
    us: "f64[c, 2]",
    measurement: {
      hand: {
        parents: `f64[${bones}]`,
        relatives: transforms,
        inverses: transforms,
        positions: "f64[v, 4]",
        weights: `f64[v, ${bones}]`,
        mirror: "f64",
      },
      points: "f64[c, 3]",
    },
    corners: `f64[c, ${corners[0]?.length ?? 1}]`,
  };
};

/** What a hand is called with: numbers that lie one after another. */
const packed = ({ theta, us, measurement: { hand, points }, corners, shares }: Measured) => {
  const measurement = {
    hand: {
      parents: Float64Array.from(hand.parents),
      relatives: dense(hand.relatives.flat()),
      inverses: dense(hand.inverses.flat()),
      positions: dense(hand.positions),
      weights: dense(hand.weights),
      mirror: hand.mirror,
    },
    points: dense(points),
  };
  return us.length > 0
    ? ([Float64Array.from(theta), dense(us), measurement, dense(corners)] as const)
    : ([Float64Array.from(theta), measurement, dense(corners), dense(shares)] as const);
};

/** A function of points on vertices, or of points inside triangles, by what an input has. */
const of =
  (onVertices: (types: readonly TypeSpec[]) => Call, inside: (types: readonly TypeSpec[]) => Call): Prepare =>
  (input) => {
    const measured = measurementOf(input);
    const { theta, us, measurement, corners } = typesOf(measured);
    const isInside = measured.us.length > 0;
    const f = isInside ? inside([theta, us, measurement, corners]) : onVertices([theta, measurement, corners, corners]);
    const given = packed(measured);
    return () => f(...given);
  };

type Call = (...given: readonly unknown[]) => unknown;

/** A compiled function with its outermost rows joined. */
const joining =
  <R>(f: object, join: (rows: readonly R[]) => unknown): Call =>
  (...given) =>
    join(Reflect.apply(f as Call, undefined, given) as readonly R[]);

const onePointAfterAnother = (f: object): Call => joining<ArrayLike<number>>(f, joined);
const oneAxisAfterAnother = (f: object): Call => joining<readonly unknown[]>(f, (points) => points.flat());

export const ht: Evaluation = {
  objective: of(
    (types) => onePointAfterAnother(compile(hand.misses, types)),
    (types) => onePointAfterAnother(compile(missedInside, types, { scope: hand })),
  ),
  jacobian: of(
    (types) => oneAxisAfterAnother(compile(jacobian(hand.misses, { mode: "forward" }), types)),
    (types) => oneAxisAfterAnother(compile(slopesInside, types, { scope })),
  ),
};
