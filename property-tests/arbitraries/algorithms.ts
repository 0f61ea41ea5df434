import { type Tape, tapeOf } from "./tape.ts";

/** What random algorithms are functions of: `x` has as many numbers as `w` has rows. */
export interface AlgorithmInput {
  readonly x: readonly number[];
  readonly w: readonly (readonly number[])[];
  readonly y: number;
  readonly q: { readonly a: number; readonly three: readonly number[] };
  readonly points: readonly { readonly a: number; readonly b: number }[];
}

/** What may stand at a place of a text. */
interface Writer {
  readonly tape: Tape;
  readonly depth: number;
  readonly numbers: readonly string[];
  /** Arrays as long as `p.x`. */
  readonly arrays: readonly string[];
  /** Whole numbers that are places in these arrays. */
  readonly places: readonly string[];
  /** Functions of two numbers. */
  readonly functions: readonly string[];
  readonly fresh: (prefix: string) => string;
}

type Rule = (w: Writer) => string;

const deeper = (w: Writer): Writer => ({ ...w, depth: w.depth - 1 });
const knowing = (w: Writer, more: Partial<Pick<Writer, "numbers" | "arrays" | "places" | "functions">>): Writer => ({
  ...w,
  numbers: [...w.numbers, ...(more.numbers ?? [])],
  arrays: [...w.arrays, ...(more.arrays ?? [])],
  places: [...w.places, ...(more.places ?? [])],
  functions: [...w.functions, ...(more.functions ?? [])],
});

const constants = ["0.5", "1", "2", "(-0.7)", "0.1", "3"];
/** Mostly what was computed last. */
const leaf: Rule = (w) =>
  w.tape.pick([...w.numbers.slice(-4), ...w.numbers, ...w.numbers.slice(-4), w.tape.pick(constants)]);

const place: Rule = ({ tape, places }) => tape.pick([...places, "0", "1", "3"]);

/** An item of an array, also one that may lie past the ends. */
const item: Rule = (w) => {
  const [k, array] = [place(w), w.tape.pick(w.arrays)];
  return w.tape.pick([
    () => `${array}[${k}]`,
    () => `${array}[(${k} + ${w.tape.pick(["1", "2"])}) % p.x.length]`,
    () => `(${array}[${k} ${w.tape.pick(["-", "+"])} 1] ?? ${leaf(w)})`,
    () => `p.w[${k}][${w.tape.pick(["0", "1", "2"])}]`,
    () => `(${array}.at(-1 - ${w.tape.pick(["0", "1", "4"])}) ?? 1)`,
    () => `p.q.three[${w.tape.pick(["0", "1", "2"])}]`,
    () => `p.points[${k}].${w.tape.pick(["a", "b"])}`,
    () => `(p.points[${k} + 1]?.b ?? ${leaf(w)})`,
  ])();
};

/** A number of an array: a sum, an extreme, or a state that goes through it. */
const folded: Rule = (w) => {
  const d = deeper(w);
  const [s, v, i] = [w.fresh("s"), w.fresh("v"), w.fresh("i")];
  const items = array(d);
  const inside = knowing(d, { numbers: [v], places: [i] });
  const inside0 = knowing(d, { places: [i] });
  const withState = knowing(inside, { numbers: [s] });
  return w.tape.pick([
    () => `${items}.reduce((${s}, ${v}, ${i}) => ${s} + ${number(inside)}, ${leaf(w)})`,
    () => `${items}.reduce((${s}, ${v}, ${i}) => (${truth(inside)} ? ${s} + ${number(inside)} : ${s}), 0)`,
    () => `${items}.reduce((${s}, ${v}, ${i}) => ${w.tape.pick(["Math.max", "Math.min"])}(${s}, ${number(inside)}), 0)`,
    () => `${items}.reduce((${s}, ${v}, ${i}) => Math.tanh(${number(withState)}), ${leaf(w)})`,
    () =>
      `p.w.reduce((${s}, ${v}, ${i}) => ${s} + ${v}[1] * ${v}.reduce((z, u) => z + u * ${leaf(inside2(inside, v))}, 0), 0)`,
    () => `(${items}.some((${v}, ${i}) => ${truth(inside)}) ? ${number(d)} : ${number(d)})`,
    () =>
      `p.points.reduce((${s}, { a, b }, ${i}) => ${s} + a * ${number(knowing(inside0, { numbers: ["a", "b"] }))}, 0)`,
    () =>
      `${items}.map((${v}, ${i}) => ({ u: ${number(inside)}, t: ${leaf(inside)} })).reduce((${s}, r) => ${s} + r.u * r.t, 0)`,
    () =>
      `p.w.map((row, ${i}) => row.map((${v}, j) => ${v} * ${number(inside)})).reduce((${s}, row, ${i}) => ${s} + row[1] * row[2], 0)`,
    () => `Math.max(...${items})`,
    () => `(${items}.find((${v}) => ${v} > ${w.tape.pick(["0.4", "9"])}) ?? ${number(d)})`,
  ])();
};

/** The same without a name that is no number here. */
const inside2 = (w: Writer, name: string): Writer => ({ ...w, numbers: w.numbers.filter((other) => other !== name) });

const number: Rule = (w) => {
  if (w.depth <= 0) return leaf(w);
  const d = deeper(w);
  const rules: readonly Rule[] = [
    leaf,
    item,
    item,
    () => `(${number(d)} + ${number(d)})`,
    () => `(${number(d)} - ${number(d)})`,
    () => `(${number(d)} * ${number(d)})`,
    () => `(${number(d)} / (2 + ${leaf(w)} ** 2))`,
    () => `Math.${w.tape.pick(["sin", "cos", "tanh", "atan"])}(${number(d)})`,
    () => `Math.${w.tape.pick(["sqrt", "log"])}(2 + ${leaf(w)} ** 2)`,
    () => `Math.exp(-(${leaf(w)} ** 2))`,
    () => `Math.${w.tape.pick(["atan2", "hypot"])}(${number(d)}, 1.5)`,
    () => `Math.${w.tape.pick(["max", "min"])}(${number(d)}, ${number(d)})`,
    () => `Math.abs(${number(d)})`,
    () => `(1 + ${leaf(w)} ** 2) ** ${w.tape.pick(["0.5", "1.3", "(-1)", leaf(w)])}`,
    () => `(${truth(d)} ? ${number(d)} : ${number(d)})`,
    folded,
    folded,
    ...(w.functions.length > 0 ? [(): string => `${w.tape.pick(w.functions)}(${number(d)}, ${leaf(w)})`] : []),
  ];
  return w.tape.pick(rules)(w);
};

const array: Rule = (w) => {
  if (w.depth <= 0) return w.tape.pick(w.arrays);
  const d = deeper(w);
  const [v, i] = [w.fresh("v"), w.fresh("i")];
  const inside = knowing(d, { numbers: [v], places: [i] });
  const atPlace = knowing(d, { places: [i] });
  return w.tape.pick([
    () => w.tape.pick(w.arrays),
    () => `${w.tape.pick(w.arrays)}.map((${v}, ${i}) => ${number(inside)})`,
    () => `Array.from({ length: p.x.length }, (_, ${i}) => ${number(atPlace)})`,
    () => `p.w.map((${v}, ${i}) => ${v}.reduce((s, u) => s + u * ${leaf(atPlace)}, 0))`,
    () => `${w.tape.pick(w.arrays)}.toReversed()`,
    () => `[${w.tape.pick(w.arrays)}[1], ...${w.tape.pick(w.arrays)}.slice(1)]`,
  ])();
};

const truth: Rule = (w) => {
  const d = deeper(w);
  if (w.depth <= 0) return `${leaf(w)} > ${w.tape.pick(["0.3", "(-0.2)", "1.1"])}`;
  return w.tape.pick([
    () => `${number(d)} ${w.tape.pick([">", "<", ">=", "<="])} ${number(d)}`,
    () => `(${truth(d)} ${w.tape.pick(["&&", "||"])} ${truth(d)})`,
    () => `!(${truth(d)})`,
  ])();
};

const count: Rule = ({ tape }) => tape.pick(["p.x.length", "3", "7"]);
const bounded: Rule = (w) => `Math.${w.tape.pick(["tanh", "sin"])}(${number(w)})`;

/** A number of all that was computed, so that nothing is left out. */
const everything: Rule = (w) => {
  const numbers = w.numbers.map((name, k) => `${name} * ${(0.3 + 0.17 * (k % 5)).toFixed(2)}`);
  const arrays = w.arrays.map((name) => `${name}.reduce((s, v, i) => s + v * (0.2 + 0.1 * i), 0)`);
  const functions = w.functions.map((name) => `${name}(${leaf(w)}, ${leaf(w)})`);
  return [number(w), ...numbers, ...arrays, ...functions].join(" + ");
};

/** Statements that end with a return. */
const statements = (w: Writer, left: number): string => {
  if (left <= 0) return `return ${everything(w)};`;
  const d = deeper(w);
  const [s, t, i, j] = [w.fresh("s"), w.fresh("t"), w.fresh("i"), w.fresh("j")];
  const isPlace = (bound: string): readonly string[] => (bound === "7" ? [] : [i]);
  const rest = (more: Parameters<typeof knowing>[1]): string => statements(knowing(w, more), left - 1);
  const bound = count(w);
  const inside = knowing(d, { numbers: [i], places: isPlace(bound) });
  const withState = knowing(inside, { numbers: [s] });
  const both = knowing(withState, { numbers: [t] });
  const head = `for (let ${i} = 0; ${i} < ${bound}; ${i}++)`;
  return w.tape.pick([
    () => `const ${s} = ${number(w)}; ${rest({ numbers: [s] })}`,
    () => `const ${s} = ${array(w)}; ${rest({ arrays: [s] })}`,
    () => `const ${s} = (${t}, ${j}) => ${number(knowing(d, { numbers: [t, j] }))}; ${rest({ functions: [s] })}`,
    () => `let ${s} = ${number(d)}; ${head} ${s} += ${number(inside)}; ${rest({ numbers: [s] })}`,
    () => `let ${s} = ${number(d)}; ${head} { ${s} = ${bounded(withState)}; } ${rest({ numbers: [s] })}`,
    () =>
      `let ${s} = ${leaf(w)}; let ${t} = ${leaf(w)}; ${head} { const ${j} = ${bounded(both)}; ${s} = ${t} / (1 + ${s} ** 2); ${t} = ${j}; } ${rest({ numbers: [s, t] })}`,
    () =>
      `let ${s} = ${leaf(w)}; ${head} { if (${truth(withState)}) ${w.tape.pick(["continue", "break"])}; ${s} = ${bounded(withState)}; } ${rest({ numbers: [s] })}`,
    () =>
      `let ${s} = ${array(d)}; for (let ${i} = 0; ${i} < 3; ${i}++) ${s} = ${s}.map((${t}, ${j}) => 0.5 * ${t} + ${bounded(knowing(d, { numbers: [t, i], places: [j] }))}); ${rest({ arrays: [s] })}`,
    () =>
      `let ${s} = ${leaf(w)}; let ${t} = 0; while (${s} < 2 && ${t} < 6) { ${s} = ${s} + 0.6 + 0.5 * ${bounded(knowing(d, { numbers: [s, t] }))}; ${t} = ${t} + 1; } ${rest({ numbers: [s, t] })}`,
    () =>
      `let ${s} = 0; for (let ${i} = 0; ${i} < p.x.length; ${i}++) for (let ${j} = 0; ${j} < 3; ${j}++) ${s} += p.w[${i}][${j}] * ${number(knowing(d, { places: [i], numbers: [j] }))}; ${rest({ numbers: [s] })}`,
    () =>
      `const ${s} = (${t}, ${j}) => (${t} === 0 ? ${j} : Math.tanh(${s}(${t} - 1, ${j}) * ${number(knowing(d, { numbers: [j] }))})); ${rest({ numbers: [`${s}(3, p.y)`] })}`,
    () =>
      `let ${s} = ${leaf(w)}; p.x.forEach((${t}, ${i}) => { ${s} = ${bounded(knowing(d, { numbers: [s, t], places: [i] }))}; }); ${rest({ numbers: [s] })}`,
    () =>
      `let ${s} = ${leaf(w)}; let ${t} = 0; do { ${s} = 0.5 * ${s} + ${bounded(knowing(d, { numbers: [s, t] }))}; ${t}++; } while (${s} > 0.4 && ${t} < 5); ${rest({ numbers: [s] })}`,
    () =>
      `let ${s} = ${leaf(w)}; for (let ${i} = p.x.length - 1; ${i} >= 0; ${i}--) { switch (${i} % 3) { case 0: ${s} = ${bounded(withState)}; break; case 1: ${s} += ${leaf(w)}; break; default: ${s} = -${s}; } } ${rest({ numbers: [s] })}`,
    () =>
      `const ${s} = p.w.map((${t}, ${i}) => ${t}.map((v, ${j}) => v * ${number(knowing(d, { numbers: ["v", j], places: [i] }))})); ${rest({ numbers: [`${s}[3][1]`], arrays: [`${s}.map((row) => row[0] - row[2])`] })}`,
    () =>
      `let ${s} = { u: ${leaf(w)}, v: p.x }; for (let ${i} = 0; ${i} < 4; ${i}++) { ${s} = { u: ${bounded(knowing(d, { numbers: [`${s}.u`, `${s}.v[2]`], places: [i] }))}, v: ${s}.v.map((v) => 0.3 * v + ${s}.u) }; } ${rest({ numbers: [`${s}.u`], arrays: [`${s}.v`] })}`,
    () => `if (${truth(d)}) return ${number(d)}; ${rest({})}`,
    () => `let ${s} = ${number(d)}; if (${truth(d)}) { ${s} = ${number(d)}; } ${rest({ numbers: [s] })}`,
    () =>
      `let ${s} = 0; for (const ${t} of ${w.tape.pick(w.arrays)}) { ${s} += ${number(knowing(d, { numbers: [t] }))}; } ${rest({ numbers: [s] })}`,
    () => `const { a: ${s}, three: [${t}] } = p.q; ${rest({ numbers: [s, t] })}`,
    () =>
      `const ${s} = { u: ${number(d)}, v: [${number(d)}, ${number(d)}] }; ${rest({ numbers: [`${s}.u`, `${s}.v[1]`] })}`,
  ])();
};

/** The text of an algorithm `(p) => number` of an `AlgorithmInput`, spelled by a tape. */
export const algorithmFrom = (numbers: readonly number[]): string => {
  const tape = tapeOf(numbers);
  let names = 0;
  const fresh = (prefix: string): string => `${prefix}${names++}`;
  const known = { numbers: ["p.y", "p.q.a", "p.x[0]"], arrays: ["p.x"], places: [], functions: [] };
  const w: Writer = { tape, depth: 2 + tape.below(2), fresh, ...known };
  return `(p) => { ${statements(w, 1 + tape.below(4))} }`;
};
