import type { Lanes } from "../../numerics/index.ts";

/** Several values, on which the same is done. */
type All<V> = readonly V[];

/**
 * Lanes of several values at once: each operation is done for all of them before the next one, so that a processor has
 * something to do while one of them waits for itself.
 * @param settle - computes a value now
 */
export const sideBySide = <V>(l: Lanes<V>, count: number, settle: (value: V) => void): Lanes<All<V>> => {
  const all = (one: (k: number) => V): All<V> =>
    Array.from({ length: count }, (_, k) => {
      const value = one(k);
      settle(value);
      return value;
    });
  const at = (values: All<V>, k: number): V => values[k] ?? l.k(Number.NaN);
  const same = (value: V): All<V> => new Array<V>(count).fill(value);
  const unary = (f: (x: V) => V) => (x: All<V>) => all((k) => f(at(x, k)));
  const binary = (f: (x: V, y: V) => V) => (x: All<V>, y: All<V>) => all((k) => f(at(x, k), at(y, k)));
  const ternary = (f: (x: V, y: V, z: V) => V) => (x: All<V>, y: All<V>, z: All<V>) =>
    all((k) => f(at(x, k), at(y, k), at(z, k)));
  return {
    k: (value) => same(l.k(value)),
    truth: (value) => same(l.truth(value)),
    known: (values) => l.known(at(values, 0)),
    let: unary(l.let),
    add: binary(l.add),
    sub: binary(l.sub),
    mul: binary(l.mul),
    div: binary(l.div),
    neg: unary(l.neg),
    abs: unary(l.abs),
    copySign: binary(l.copySign),
    sqrt: unary(l.sqrt),
    floor: unary(l.floor),
    ceil: unary(l.ceil),
    trunc: unary(l.trunc),
    madd: ternary(l.madd),
    nmadd: ternary(l.nmadd),
    weigh: binary(l.weigh),
    min: binary(l.min),
    max: binary(l.max),
    atMost: binary(l.atMost),
    atLeast: binary(l.atLeast),
    lt: binary(l.lt),
    le: binary(l.le),
    gt: binary(l.gt),
    ge: binary(l.ge),
    eq: binary(l.eq),
    ne: binary(l.ne),
    and: binary(l.and),
    or: binary(l.or),
    not: unary(l.not),
    select: ternary(l.select),
    orCall: (fine, usual, f, inputs) =>
      all((k) =>
        l.orCall(
          at(fine, k),
          at(usual, k),
          f,
          inputs.map((input) => at(input, k)),
        ),
      ),
    scale2: (x, n, more) => all((k) => l.scale2(at(x, k), at(n, k), more)),
    splitExponent: (x) => {
      const parts = x.map((value) => l.splitExponent(value));
      return { m: all((k) => parts[k]?.m ?? at(x, k)), n: all((k) => parts[k]?.n ?? at(x, k)) };
    },
    round: unary(l.round),
    roundOf: binary(l.roundOf),
    isOdd: unary(l.isOdd),
    turned: binary(l.turned),
  };
};
