import { mathPrimitives } from "../../core/primitives/index.ts";
import { type Tape, tapeOf } from "./tape.ts";

/** Expressions that may stand at a place of a lambda, by what they are. */
interface Names {
  /** Numbers that may be missing: read from the event. */
  readonly reads: readonly string[];
  /** Numbers that were computed. */
  readonly numbers: readonly string[];
  readonly truths: readonly string[];
  /** Lists of muons; false where lists are not to be used any more. */
  readonly lists: boolean;
}

interface Writer {
  readonly tape: Tape;
  readonly names: Names;
  readonly depth: number;
  /** Whether lists may be sorted: not where a key may be missing. */
  readonly sorts: boolean;
  /** A name that no other variable has. */
  readonly fresh: (prefix: string) => string;
}

type Rule = (w: Writer) => string;

const deeper = (w: Writer): Writer => ({ ...w, depth: w.depth - 1 });
const withNames = (w: Writer, more: Partial<Names>): Writer => ({ ...w, names: { ...w.names, ...more } });

const unaryMath = [...mathPrimitives.values()]
  .filter(({ domain }) => domain.length === 1)
  .map(({ name }) => name)
  .sort();
/** NaN to the power 0 is 1, and a side of infinite length makes an infinite hypotenuse: these do not see what is missing. */
const forgiving = ["pow", "hypot"];
const binaryMath = [...mathPrimitives.values()]
  .filter(({ name, domain }) => domain.length === 2 && !forgiving.includes(name))
  .map(({ name }) => name)
  .sort();

const constants = ["0", "1", "2", "0.5", "(-1.5)", "3"];

const read: Rule = ({ tape, names }) => tape.pick(names.reads);
const leaf: Rule = (w) => w.tape.pick([...w.names.reads, ...w.names.numbers, ...constants]);

interface List {
  readonly text: string;
  /** Of a derived list an item past the end is undefined, so it is read by `?.`. */
  readonly isPlain: boolean;
  /** Members that are read from the event, and members that are computed: only the former can be missing. */
  readonly reads: readonly string[];
  readonly computed: readonly string[];
}

/** A list of muons, plain or derived. */
const list = (w: Writer): List => {
  const m = w.fresh("m");
  const item = itemOf(deeper(w), m);
  const plain = "ev.muon";
  const derived: readonly (() => string)[] = [
    () => `${plain}.map((${m}) => ({ ...${m}, pt: ${number(item)} }))`,
    () => `${plain}.map((${m}, i) => ({ pt: i, eta: ${m}.eta, charge: ${m}.charge, good: ${m}.good }))`,
    () => `${plain}.filter((${m}) => ${truth(item)})`,
    () => `${plain}.filter((${m}, i) => i > ${w.tape.pick(["0", "1"])})`,
    () => `${plain}.slice(${w.tape.pick(["0", "1", "-2"])}, ${w.tape.pick(["2", "3", "-1"])})`,
    () => `${plain}.slice(1)`,
    ...(w.sorts
      ? [(): string => `${plain}.toSorted((a, b) => ${w.tape.pick(["a.charge - b.charge", "b.charge - a.charge"])})`]
      : []),
  ];
  const k = w.tape.below(derived.length + 1);
  const isMapped = k === 1 || k === 2;
  return {
    text: derived[k - 1]?.() ?? plain,
    isPlain: k === 0,
    reads: isMapped ? ["eta"] : ["pt", "eta"],
    computed: isMapped ? ["pt"] : [],
  };
};

const plainItems = { reads: ["pt", "eta"], computed: [] };

/** The names inside a callback of one item. */
const itemOf = (w: Writer, m: string, { reads, computed }: Pick<List, "reads" | "computed"> = plainItems): Writer =>
  withNames(w, {
    reads: [...reads.map((name) => `${m}.${name}`), "ev.met"],
    numbers: [...w.names.numbers, ...computed.map((name) => `${m}.${name}`)],
    truths: [`${m}.good`, "ev.flag"],
    lists: false,
  });

const reduction: Rule = (w) => {
  const items = list(w);
  const { text } = items;
  const m = w.fresh("m");
  const item = itemOf(deeper(w), m, items);
  return w.tape.pick<() => string>([
    () => `${text}.length`,
    () => `${text}.reduce((s, ${m}) => s + ${number(item)}, 0)`,
    () => `${text}.reduce((s, ${m}) => s - ${m}.charge, 1.5)`,
    () => `${text}.reduce((s, ${m}) => ${truth(item)} ? s + ${number(item)} : s, 0)`,
    () => `${text}.reduce((s, ${m}) => Math.max(s, ${number(item)}), -Infinity)`,
    () => `${text}.reduce((s, ${m}) => Math.min(s, ${number(item)}), 1)`,
    () => `${text}.map((${m}) => ${number(item)}).reduce((s, x) => s + x, 0)`,
    () => `${text}.map((${m}, i) => ${number(item)} * i).reduce((s, x) => s + x, 0)`,
    () => `${w.tape.pick(["sum", "max", "min", "mean"])}(${text}.map((${m}) => ${number(item)}))`,
    () => `count(${text})`,
    () => `sum(ev.jet.map((j) => j.track.reduce((s, x) => s + x, 0)))`,
    () => `sum(ev.jet.map((j) => j.track.filter((x) => x > ev.met).length * (j.pt ?? 1)))`,
  ])();
};

const chosen: Rule = (w) => {
  const items = list(w);
  const { text, isPlain } = items;
  const m = w.fresh("m");
  const item = itemOf(deeper(w), m, items);
  const dot = isPlain && w.tape.below(2) ? "." : "?.";
  const member = w.tape.pick(items.reads);
  return w.tape.pick<() => string>([
    () => `${text}[${w.tape.pick(["0", "1", "2"])}]${dot}${member}`,
    () => `${text}.at(${w.tape.pick(["0", "-1", "-2", "1"])})${dot}${member}`,
    () => `${text}.find((${m}) => ${truth(item)})?.${member}`,
  ])();
};

const number: Rule = (w) => {
  if (w.depth <= 0) return leaf(w);
  const d = deeper(w);
  const rules: readonly Rule[] = [
    leaf,
    () => `(${number(d)} + ${number(d)})`,
    () => `(${number(d)} - ${number(d)})`,
    () => `(${number(d)} * ${number(d)})`,
    () => `(${number(d)} / ${number(d)})`,
    () => `(${number(d)} % ${number(d)})`,
    () => `(${number(d)} ** ${w.tape.pick(["2", "0.5", "-1"])})`,
    () => `(-${leaf(w)})`,
    () => `Math.${w.tape.pick(unaryMath)}(${number(d)})`,
    () => `Math.${w.tape.pick(binaryMath)}(${number(d)}, ${number(d)})`,
    () => `Math.${w.tape.pick(forgiving)}((${read(w)} ?? 2), (${read(w)} ?? 0.5))`,
    () => `(${truth(d)} ? ${number(d)} : ${number(d)})`,
    () => `(${read(w)} ?? ${number(d)})`,
    () => `(${number(d)} || ${number(d)})`,
    ...(w.names.lists ? [reduction, reduction, chosen, (): string => `(${chosen(w)} ?? ${number(d)})`] : []),
  ];
  return w.tape.pick(rules)(w);
};

const truth: Rule = (w) => {
  if (w.depth <= 0) return w.tape.pick([...w.names.truths, "true"]);
  const d = deeper(w);
  const m = w.fresh("m");
  const rules: readonly Rule[] = [
    () => w.tape.pick(w.names.truths),
    () => `(${number(d)} ${w.tape.pick([">", ">=", "<", "<="])} ${number(d)})`,
    () => `(${number(d)} ${w.tape.pick(["===", "!=="])} (${number(d)} + 0))`,
    () => `(${truth(d)} ${w.tape.pick(["&&", "||"])} ${truth(d)})`,
    () => `!${truth(d)}`,
    () => `(${read(w)} == null)`,
    () => `(${truth(d)} ? ${truth(d)} : ${truth(d)})`,
    ...(w.names.lists
      ? [
          (): string => {
            const items = list(d);
            return `${items.text}.${w.tape.pick(["some", "every"])}((${m}) => ${truth(itemOf(d, m, items))})`;
          },
        ]
      : []),
  ];
  return w.tape.pick(rules)(w);
};

/** Statements that end with a return. */
const block = (w: Writer, statements: number): string => {
  if (statements <= 0) return `return ${number(w)};`;
  const name = w.fresh("v");
  const rest = (more: Partial<Names>): string => block(withNames(w, more), statements - 1);
  const known = { numbers: [...w.names.numbers, name] };
  return w.tape.pick<() => string>([
    () => `const ${name} = ${number(w)}; ${rest(known)}`,
    () => `let ${name} = ${number(w)}; if (${truth(w)}) { ${name} = ${number(w)}; } ${rest(known)}`,
    () => `let ${name} = ${number(w)}; if (${truth(w)}) ${name} += 1; else ${name} = -${name}; ${rest(known)}`,
    () => `if (${truth(w)}) return ${number(w)}; ${rest({})}`,
    () => `if (${truth(w)}) { return ${number(w)}; } else { const ${name} = ${number(w)}; ${rest(known)} }`,
    () => `let ${name} = 0; for (let i = 0; i < 3; i++) { ${name} += ${leaf(w)} * i; } ${rest(known)}`,
    () =>
      `const { met: ${name}, ht: ${name}b } = ev; ${rest({ numbers: [...w.names.numbers, `(${name} + ${name}b)`] })}`,
  ])();
};

const atTop: Names = { reads: ["ev.met", "ev.ht", "ev.muon[0].pt"], numbers: [], truths: ["ev.flag"], lists: true };

/** The text of a lambda of an event and the scope `{ sum, max, min, mean, count }`, spelled by a tape. */
export const lambdaFrom = (numbers: readonly number[], sorts: boolean): string => {
  const tape = tapeOf(numbers);
  let names = 0;
  const fresh = (prefix: string): string => `${prefix}${names++}`;
  const w: Writer = { tape, names: atTop, depth: 1 + tape.below(3), sorts, fresh };
  const scope = "{ sum, max, min, mean, count }";
  return tape.below(3) === 2
    ? `(ev, ${scope}) => { ${block(w, 1 + tape.below(3))} }`
    : `(ev, ${scope}) => ${number(w)}`;
};
