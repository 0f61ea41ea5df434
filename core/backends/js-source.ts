import { fail } from "../errors.ts";
import { at, broadcast, digitize, one, position, reducers, scatter, size, take } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type Equation,
  type InputSource,
  type Pass,
  type Primitive,
  pathBetween,
  type Var,
} from "../program/index.ts";
import { homesOf, innermost, isReduction } from "./homes.ts";
import { register, type Slots } from "./slots.ts";

/** Generated JavaScript and what has to be handed to it. */
export interface Source {
  readonly text: string;
  readonly slots: Slots;
}

/** A stretch of code under construction: one loop, one condition, or one chosen item. */
interface Block {
  readonly lines: string[];
  readonly names: Map<string, string>;
  readonly outer: Block | undefined;
  readonly axes: ReadonlySet<Axis>;
  /** The row in its physical column of the current element of a column axis, or the number on a range or sorted axis. */
  readonly rows: ReadonlyMap<Axis, string>;
  readonly starts: ReadonlyMap<Axis, string>;
}

const mark = (atom: Var): string => `v${atom.id}`;

/** Writes the loop of a pass as JavaScript, everything fused: one loop over events, inner loops shared where they can be. */
export const writeJs = ({ program, accumulators }: Pass): Source => {
  const sources = new Map(program.inputs.map(({ variable, source }) => [variable.id, source]));
  const definitions = new Map(program.equations.map((equation) => [equation.output.id, equation]));
  const sinks = new Set(accumulators);
  const { home, depth } = homesOf(program);
  const leaves = register<string>();
  const lists = register<string>();
  const validities = register<string>();
  const given = register<number>();
  const constants = register<number>();
  const functions = register<Slots["functions"][number]>();
  let names = 0;
  const fresh = (prefix: string): string => `${prefix}${names++}`;

  const block = (
    outer: Block | undefined,
    axes: readonly Axis[],
    rows: ReadonlyMap<Axis, string> = new Map(),
    starts: ReadonlyMap<Axis, string> = new Map(),
  ): Block => ({
    lines: [],
    names: new Map(),
    outer,
    axes: new Set(axes),
    rows,
    starts,
  });

  const find = <T>(from: Block, look: (b: Block) => T | undefined): T | undefined => {
    for (let b: Block | undefined = from; b; b = b.outer) {
      const found = look(b);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const binding = (from: Block, axis: Axis | null): Block => {
    const found = find(from, (b) => (axis === null ? (b.outer ? undefined : b) : b.axes.has(axis) ? b : undefined));
    if (!found) throw fail("E_SHAPE", { what: `the axis ${axis?.name} is not open here` });
    return found;
  };

  /** The text of the row that the elements of an axis have in their column. */
  const rowOf = (from: Block, axis: Axis): string => {
    const own = find(
      from,
      (b) => b.rows.get(axis) ?? (b.axes.has(axis) && axis.extent.kind !== "where" ? "" : undefined),
    );
    if (own) return own;
    const { parent } = axis.onto;
    if (axis.extent.kind === "where" && parent) return rowOf(from, parent);
    throw fail("E_SHAPE", { what: `the axis ${axis.name} is not open here` });
  };

  const literal = (atom: Extract<Atom, { kind: "const" }>): string => {
    const { value } = atom;
    if (typeof value === "boolean") return String(value);
    return Number.isInteger(value) && Math.abs(value) < 1e6 && !Object.is(value, -0)
      ? `${value < 0 ? `(${value})` : value}`
      : `c${constants.index(value)}`;
  };

  const named = (place: Block, key: string, prefix: string, text: () => string): string => {
    const known = place.names.get(key);
    if (known) return known;
    const written = text();
    const name = fresh(prefix);
    place.lines.push(`const ${name} = ${written};`);
    place.names.set(key, name);
    return name;
  };

  const input = (variable: Var, source: InputSource | undefined, from: Block): string => {
    if (!source || source.kind === "given" || source.kind === "parameter" || source.kind === "array") {
      const k = given.index(variable.id);
      return variable.axis ? `a${k}` : `s${k}`;
    }
    const { axis } = variable;
    if (!axis) throw fail("E_SHAPE", { what: "a column lives on an axis" });
    const place = binding(from, axis);
    const row = rowOf(from, axis);
    if (source.kind === "event") return `(first + ${row})`;
    return named(place, mark(variable), "x", () => {
      if (source.kind === "validity") {
        const bits = `q${validities.index(source.slot)}`;
        return `((${bits}[${row} >> 3] >> (${row} & 7)) & 1) === 1`;
      }
      const leaf = `l${leaves.index(source.slot)}[${row}]`;
      return variable.dtype === "bool" ? `${leaf} === 1` : leaf;
    });
  };

  const value = (atom: Atom, from: Block): string => {
    if (atom.kind === "const") return literal(atom);
    const equation = definitions.get(atom.id);
    if (!equation) return input(atom, sources.get(atom.id), from);
    if (equation.primitive === broadcast) return value(equation.inputs[0] ?? atom, from);
    const place = binding(from, home(atom));
    const known = place.names.get(mark(atom));
    if (known) return known;
    if (isReduction(equation)) {
      reduceGroup(equation, place);
      return place.names.get(mark(atom)) ?? fresh("lost");
    }
    const written = writers.get(equation.primitive)?.(equation, place) ?? elementwise(equation, place);
    const name = fresh("x");
    place.lines.push(`const ${name} = ${written};`);
    place.names.set(mark(atom), name);
    return name;
  };

  const elementwise = ({ primitive, inputs }: Equation, place: Block): string => {
    if (primitive.kind !== "elementwise") throw fail("E_SHAPE", { what: `${primitive.name} has no JavaScript` });
    const texts = inputs.map((atom) => value(atom, place));
    return primitive.js?.(texts) ?? `f${functions.index(primitive.evaluate)}(${texts.join(", ")})`;
  };

  const close = (inner: Block, header: string): void => {
    inner.outer?.lines.push(`${header} {`, ...inner.lines.map((line) => `  ${line}`), "}");
  };

  interface Opened {
    readonly inner: Block;
    readonly header: string;
  }

  const openers: Readonly<Record<Axis["extent"]["kind"], (axis: Axis, outer: Block) => Opened>> = {
    events: (axis, outer) => ({
      inner: block(outer, [axis], new Map([[axis, "e"]])),
      header: "for (let e = from; e < to; e++)",
    }),
    fixed: (axis) => {
      throw fail("E_SHAPE", { what: `the array ${axis.name} is no loop over events` });
    },
    column: (axis, outer) => {
      const { extent } = axis;
      const list = `o${lists.index(extent.kind === "column" ? extent.slot : "")}`;
      const row = rowOf(outer, axis.onto.parent ?? axis);
      const [i, start, end] = [fresh("i"), fresh("i"), fresh("i")];
      outer.lines.push(`const ${start} = ${list}[${row}], ${end} = ${list}[${row} + 1];`);
      return {
        inner: block(outer, [axis], new Map([[axis, i]]), new Map([[axis, start]])),
        header: `for (let ${i} = ${start}; ${i} < ${end}; ${i}++)`,
      };
    },
    where: (axis, outer) => {
      const { extent } = axis;
      const mask = extent.kind === "where" ? value(extent.mask, outer) : "true";
      return { inner: block(outer, [axis]), header: `if (${mask})` };
    },
    range: (axis, outer) => {
      const { extent } = axis;
      if (extent.kind !== "range") throw fail("E_SHAPE", { what: "a range" });
      const k = fresh("k");
      const [first, last] = [value(extent.first, outer), value(extent.last, outer)];
      return {
        inner: block(outer, [axis], new Map([[axis, k]])),
        header: `for (let ${k} = ${first}; ${k} < ${last}; ${k}++)`,
      };
    },
    sorted: (axis, outer) => {
      const { order, count } = sortedOrder(axis, outer);
      const j = fresh("j");
      return {
        inner: block(outer, boundBy(axis), rowsBy(axis, `${order}[${j}]`, j)),
        header: `for (let ${j} = 0; ${j} < ${count}; ${j}++)`,
      };
    },
  };

  const ofPath = (axis: Axis): readonly Axis[] =>
    axis.onto.of ? pathBetween(axis.onto.parent ?? null, axis.onto.of) : [];
  const boundBy = (axis: Axis): readonly Axis[] => [axis, ...ofPath(axis)];
  const rowsBy = (axis: Axis, row: string, number: string): ReadonlyMap<Axis, string> =>
    new Map<Axis, string>([
      [axis, number],
      ...ofPath(axis)
        .filter(({ extent }) => extent.kind === "column")
        .map((a) => [a, row] as const),
    ]);

  /** Fills an array with the rows of a list in the order of its key. */
  const sortedOrder = (axis: Axis, from: Block): { readonly order: string; readonly count: string } => {
    const place = binding(from, axis.onto.parent ?? null);
    const known = place.names.get(`sorted ${axis.id}`);
    if (known) return { order: known, count: `${known}n` };
    const { extent } = axis;
    const path = ofPath(axis);
    const base = path.find((a) => a.extent.kind === "column");
    if (extent.kind !== "sorted" || !base || path.filter((a) => a.extent.kind !== "where").length !== 1)
      throw fail("E_LAMBDA", { what: "only a list of the event or a filtered one can be sorted here" });
    const order = fresh("w");
    root.lines.push(`const ${order} = [], ${order}k = [];`);
    place.lines.push(`let ${order}n = 0;`);
    along(path, place, (inner) => {
      const key = value(extent.key, inner);
      inner.lines.push(`${order}k[${order}n] = ${key};`, `${order}[${order}n++] = ${rowOf(inner, base)};`);
    });
    place.lines.push(`sort(${order}, ${order}k, ${order}n, ${extent.descending});`);
    place.names.set(`sorted ${axis.id}`, order);
    return { order, count: `${order}n` };
  };

  /** Opens loops one in the other and writes the innermost one's body. */
  const along = (path: readonly Axis[], outer: Block, body: (inner: Block) => void, label = ""): void => {
    const [axis, ...rest] = path;
    if (!axis) {
      body(outer);
      return;
    }
    const { inner, header } = openers[axis.extent.kind](axis, outer);
    along(rest, inner, body);
    close(inner, label + header);
  };

  interface Task {
    readonly path: readonly Axis[];
    readonly write: (inner: Block) => void;
  }

  /** Writes tasks that run in inner loops, sharing each loop. */
  const share = (tasks: readonly Task[], outer: Block): void => {
    const groups = Map.groupBy(tasks, ({ path }) => path[0]);
    for (const [axis, group] of groups) {
      if (!axis) {
        for (const { write } of group) write(outer);
        continue;
      }
      const { inner, header } = openers[axis.extent.kind](axis, outer);
      share(
        group.map(({ path, write }) => ({ path: path.slice(1), write })),
        inner,
      );
      close(inner, header);
    }
  };

  const updateOf =
    (equation: Equation, target: string) =>
    (inner: Block): void => {
      const [x, k] = equation.inputs;
      if (!x) return;
      if (equation.primitive === scatter && k) {
        inner.lines.push(`${target}[${value(k, inner)}] += ${value(x, inner)};`);
        return;
      }
      const reducer = equation.primitive.kind === "structural" ? reducers.get(equation.primitive) : undefined;
      if (reducer) inner.lines.push(`${reducer.js(target, value(x, inner))};`);
    };

  /** All reductions that can share the loop of this one. */
  const reduceGroup = (equation: Equation, place: Block): void => {
    const pathOf = (e: Equation): readonly Axis[] => pathBetween(axisSetting(e.settings, "to"), innermost(e));
    const [first] = pathOf(equation);
    const group = program.equations.filter(
      (e) =>
        isReduction(e) &&
        !sinks.has(e) &&
        home(e.output) === home(equation.output) &&
        depth(e.output) === depth(equation.output) &&
        pathOf(e)[0] === first &&
        !place.names.has(mark(e.output)),
    );
    const tasks = group.map((e): Task => {
      const reducer = e.primitive.kind === "structural" ? reducers.get(e.primitive) : undefined;
      const name = fresh("r");
      const start = reducer?.start ?? 0;
      place.lines.push(
        `let ${name} = ${typeof start === "number" ? literal({ kind: "const", dtype: "f64", value: start }) : start};`,
      );
      place.names.set(mark(e.output), name);
      return { path: pathOf(e), write: updateOf(e, name) };
    });
    share(tasks, place);
  };

  /** The row of item `k` of a list under its owner, or -1. */
  const chosenRow = (axis: Axis, owner: Axis | null, k: string, place: Block): string => {
    const key = `row ${axis.id} ${owner?.id} ${k}`;
    const known = place.names.get(key);
    if (known) return known;
    const path = pathBetween(owner, axis);
    const row = fresh("n");
    place.names.set(key, row);
    const [only] = path;
    if (axis.extent.kind === "sorted") {
      const { order, count } = sortedOrder(axis, place);
      place.lines.push(`const ${row} = ${k} >= 0 && ${k} < ${count} ? ${order}[${k}] : -1;`);
    } else if (only && path.length === 1 && axis.extent.kind === "column" && owner) {
      const list = `o${lists.index(axis.extent.slot)}`;
      const outer = rowOf(place, owner);
      place.lines.push(
        `const ${row} = ${k} >= 0 && ${list}[${outer}] + ${k} < ${list}[${outer} + 1] ? ${list}[${outer}] + ${k} : -1;`,
      );
    } else {
      const base = path.find((a) => a.extent.kind === "column");
      if (!base || path.filter((a) => a.extent.kind !== "where").length !== 1)
        throw fail("E_LAMBDA", {
          what: "only an item of a list of the event or of a filtered one can be chosen by its index here",
        });
      const left = fresh("n");
      const label = fresh("search");
      place.lines.push(`let ${row} = -1, ${left} = ${k};`);
      along(
        path,
        place,
        (inner) => inner.lines.push(`if (${left}-- === 0) { ${row} = ${rowOf(inner, base)}; break ${label}; }`),
        `${label}: `,
      );
    }
    return row;
  };

  const writers: ReadonlyMap<Primitive, (equation: Equation, place: Block) => string> = new Map<
    Primitive,
    (equation: Equation, place: Block) => string
  >([
    [one, () => "1"],
    [
      size,
      ({ settings }, place) => {
        const axis = axisSetting(settings, "axis");
        const parent = axis?.onto.parent;
        if (axis?.extent.kind !== "column" || !parent) throw fail("E_SHAPE", { what: "only lists have a size" });
        const list = `o${lists.index(axis.extent.slot)}`;
        const row = rowOf(place, parent);
        return `${list}[${row} + 1] - ${list}[${row}]`;
      },
    ],
    [
      position,
      ({ settings }, place) => {
        const axis = axisSetting(settings, "axis");
        if (!axis) throw fail("E_SHAPE", { what: "a position needs an axis" });
        if (axis.extent.kind === "range" || axis.extent.kind === "sorted") return rowOf(place, axis);
        if (axis.extent.kind === "column")
          return `${rowOf(place, axis)} - ${find(place, (b) => b.starts.get(axis)) ?? "0"}`;
        return counter(axis, axisSetting(settings, "owner"), place);
      },
    ],
    [
      at,
      ({ inputs, settings }, place) => {
        const [x, k] = inputs;
        const axis = axisSetting(settings, "axis");
        if (!x || !k || !axis) throw fail("E_SHAPE", { what: "an item needs a list and an index" });
        const index = value(k, place);
        if (axis.extent.kind === "fixed") return `${value(x, place)}[${index}]`;
        const row = chosenRow(axis, axisSetting(settings, "owner"), index, place);
        const path = pathBetween(axisSetting(settings, "owner"), axis);
        const bound = axis.extent.kind === "sorted" ? boundBy(axis) : path;
        const rows =
          axis.extent.kind === "sorted"
            ? rowsBy(axis, row, index)
            : new Map(path.filter((a) => a.extent.kind === "column").map((a) => [a, row] as const));
        const inner = block(place, bound, rows);
        const text = value(x, inner);
        const zero = x.dtype === "bool" ? "false" : x.dtype === "i64" ? "0n" : "0";
        const [line, ...others] = inner.lines;
        const expression =
          others.length === 0 && line?.startsWith(`const ${text} = `)
            ? line.slice(`const ${text} = `.length, -1)
            : undefined;
        if (expression) return `${row} < 0 ? ${zero} : ${expression}`;
        const result = fresh("y");
        inner.lines.push(`${result} = ${text};`);
        place.lines.push(`let ${result} = ${zero};`);
        close(inner, `if (${row} >= 0)`);
        return result;
      },
    ],
    [take, ({ inputs: [x] }, place) => (x ? value(x, place) : "0")],
    [
      digitize,
      ({ inputs: [x, edges] }, place) => (x && edges ? `digitize(${value(edges, place)}, ${value(x, place)})` : "0"),
    ],
  ]);

  /** Counts the elements of a filtered list that come before. */
  const counter = (axis: Axis, owner: Axis | null, place: Block): string => {
    const name = fresh("p");
    binding(place, owner).lines.push(`let ${name} = -1;`);
    binding(place, axis).lines.unshift(`${name}++;`);
    return name;
  };

  const root = block(undefined, []);
  const targets = accumulators.map((equation, k): Task & { readonly equation: Equation; readonly name: string } => ({
    equation,
    name: `t${k}`,
    path: pathBetween(null, innermost(equation)),
    write: updateOf(equation, `t${k}`),
  }));
  const isArray = ({ output }: Equation): boolean => output.axis !== null;
  share(targets, root);
  const open = [
    ...targets.map(({ equation, name }, k) =>
      isArray(equation) ? `const ${name} = A[${k}];` : `let ${name} = A[${k}][0];`,
    ),
    ...leaves.items.map((_, k) => `const l${k} = L[${k}];`),
    ...lists.items.map((_, k) => `const o${k} = O[${k}];`),
    ...validities.items.map((_, k) => `const q${k} = Q[${k}];`),
    ...given.items.map((id, k) =>
      isArrayInput(id)
        ? `const a${k} = V[${k}];`
        : `const s${k} = ${isBoolInput(id) ? `V[${k}][0] === 1` : `V[${k}][0]`};`,
    ),
    ...constants.items.map((_, k) => `const c${k} = C[${k}];`),
    ...functions.items.map((_, k) => `const f${k} = F[${k}];`),
  ];
  const shut = targets.flatMap(({ equation, name }, k) => (isArray(equation) ? [] : [`A[${k}][0] = ${name};`]));

  function isArrayInput(id: number): boolean {
    return program.inputs.some(({ variable }) => variable.id === id && variable.axis !== null);
  }
  function isBoolInput(id: number): boolean {
    return program.inputs.some(({ variable }) => variable.id === id && variable.dtype === "bool");
  }

  return {
    text: [...open, ...root.lines, ...shut].join("\n"),
    slots: {
      leaves: leaves.items,
      lists: lists.items,
      validities: validities.items,
      given: given.items,
      constants: constants.items,
      functions: functions.items,
    },
  };
};
