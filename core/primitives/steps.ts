import { definePrimitive, real } from "./define.ts";

const step = { partials: [undefined], domain: [real(-5, 5)] } as const;

export const floor = definePrimitive({ ...step, name: "floor", evaluate: Math.floor, lower: (l, x) => l.floor(x) });
export const ceil = definePrimitive({ ...step, name: "ceil", evaluate: Math.ceil, lower: (l, x) => l.ceil(x) });
export const trunc = definePrimitive({ ...step, name: "trunc", evaluate: Math.trunc, lower: (l, x) => l.trunc(x) });

export const round = definePrimitive({
  ...step,
  name: "round",
  evaluate: Math.round,
  lower: (l, x) => {
    const below = l.let(l.floor(x));
    return l.select(l.ge(l.sub(x, below), l.k(0.5)), l.ceil(x), below);
  },
  ulp: 0,
});

export const sign = definePrimitive({
  ...step,
  name: "sign",
  evaluate: Math.sign,
  lower: (l, x) => l.select(l.lt(x, l.k(0)), l.k(-1), l.select(l.gt(x, l.k(0)), l.k(1), x)),
  ulp: 0,
});
