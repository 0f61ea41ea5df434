import {
  type Atom,
  type Axis,
  atomsOfAxis,
  axesOf,
  axisSetting,
  type DType,
  type Equation,
  type Extent,
  type Pass,
  type Primitive,
  readsOf,
  type Settings,
  type Var,
} from "../../program/index.ts";

/** What a pass is made of while it is made anew. */
export interface Now {
  readonly atom: (atom: Atom) => Atom;
  readonly axis: (axis: Axis) => Axis;
  /** A new equation; the same equation of the same inputs is one. */
  readonly emit: (
    primitive: Primitive,
    inputs: readonly Atom[],
    settings: Settings,
    dtype: DType,
    axis: Axis | null,
  ) => Var;
}

/** What is different in a pass that is made anew. */
export interface Changes {
  /** Another axis for one; undefined leaves it. */
  readonly axis?: (axis: Axis, now: Now) => Axis | undefined;
  /** What stands for the output of an equation; undefined leaves the equation. */
  readonly equation?: (equation: Equation, now: Now) => Atom | undefined;
}

let ids = 0;
/** Numbers of variables that no builder gives. */
const freshId = (): number => --ids;

const extentNow = (extent: Extent, { atom, axis }: Now): Extent => {
  if (extent.kind === "where") return { ...extent, mask: atom(extent.mask) };
  if (extent.kind === "range") return { ...extent, first: atom(extent.first), last: atom(extent.last) };
  if (extent.kind === "sorted") return { ...extent, key: atom(extent.key) };
  return extent.kind === "column" && extent.after ? { ...extent, after: axis(extent.after) } : extent;
};

const sameExtent = (a: Extent, b: Extent): boolean =>
  Object.entries(a).every(([name, value]) => Reflect.get(b, name) === value);

/** The equations that accumulators need, in their order. */
const needed = (equations: readonly Equation[], accumulators: readonly Equation[]): readonly Equation[] => {
  const sinks = new Set(accumulators);
  const wanted = new Set<number>();
  const kept: Equation[] = [];
  for (const equation of equations.toReversed()) {
    if (!sinks.has(equation) && !wanted.has(equation.output.id)) continue;
    kept.push(equation);
    for (const atom of readWith(equation)) if (atom.kind === "var") wanted.add(atom.id);
  }
  return kept.reverse();
};

/** What an equation reads, and what the axes are made from whose elements have its lists. */
const readWith = (equation: Equation): readonly Atom[] => {
  const reads = readsOf(equation);
  const bases = axesOf(equation).flatMap(({ onto }) => (onto.base ? atomsOfAxis(onto.base) : []));
  return bases.length > 0 ? [...reads, ...bases] : reads;
};

const settingsNow = (settings: Settings, now: Now): Settings => {
  let changed: Record<string, Settings[string]> | undefined;
  for (const name in settings) {
    const axis = axisSetting(settings, name);
    const moved = axis && now.axis(axis);
    if (axis === moved) continue;
    changed ??= { ...settings };
    changed[name] = moved;
  }
  return changed ?? settings;
};

const same = (a: readonly Atom[], b: readonly Atom[]): boolean => a.every((atom, k) => atom === b[k]);

/** Makes a pass anew with some changes; what it then does not need is left out. */
export const rebuild = (pass: Pass, changes: Changes): Pass => {
  const atoms = new Map<number, Atom>();
  const axes = new Map<Axis, Axis>();
  const equations: Equation[] = [];
  const known = new Map<string, Var>();
  const now: Now = {
    atom: (atom) => {
      if (atom.kind === "const") return atom;
      const found = atoms.get(atom.id) ?? inputNow(atom);
      atoms.set(atom.id, found);
      return found;
    },
    axis: (axis) => {
      const found = axes.get(axis) ?? changes.axis?.(axis, now) ?? moved(axis);
      axes.set(axis, found);
      return found;
    },
    emit: (primitive, inputs, settings, dtype, axis) => {
      const parts = Object.entries(settings).map(([name, s]) => `${name} ${typeof s === "object" ? s?.id : s}`);
      const values = inputs.map((atom) =>
        atom.kind === "var" ? `v${atom.id}` : `${atom.dtype} ${Object.is(atom.value, -0) ? "-0" : atom.value}`,
      );
      const ordered = primitive.kind === "elementwise" && primitive.commutative ? values.toSorted() : values;
      const key = [primitive.name, axis?.id, ...ordered, ...parts].join("|");
      const made = known.get(key);
      if (made) return made;
      const output: Var = { kind: "var", id: freshId(), dtype, axis };
      equations.push({ primitive, inputs, settings, output, from: undefined });
      known.set(key, output);
      return output;
    },
  };
  const moved = (axis: Axis): Axis => {
    const { parent, of, base } = axis.onto;
    const onto = {
      ...(parent && { parent: now.axis(parent) }),
      ...(of && { of: now.axis(of) }),
      ...(base && { base: now.axis(base) }),
    };
    const extent = extentNow(axis.extent, now);
    const isSame = sameExtent(axis.extent, extent) && onto.parent === parent && onto.of === of && onto.base === base;
    return isSame ? axis : { ...axis, id: freshId(), extent, onto };
  };
  const inputs = new Map(pass.program.inputs.map((input) => [input.variable, input]));
  /** An input where it is first read: what its axis is made from was computed before. */
  const inputNow = (variable: Var): Var => {
    const input = inputs.get(variable);
    const axis = variable.axis && now.axis(variable.axis);
    if (!input || axis === variable.axis) return variable;
    const again = { ...variable, id: freshId(), axis };
    inputs.set(again, { ...input, variable: again });
    return again;
  };
  const sinks = new Map<Equation, Equation>();
  const isSink = new Set(pass.accumulators);
  for (const equation of pass.program.equations) {
    const changed = changes.equation?.(equation, now);
    if (changed && !isSink.has(equation)) {
      atoms.set(equation.output.id, changed);
      continue;
    }
    const target = changed?.kind === "var" ? equations.find(({ output }) => output === changed) : undefined;
    const settings = settingsNow(equation.settings, now);
    const { output } = equation;
    const axis = output.axis && now.axis(output.axis);
    const atomsNow = equation.inputs.map(now.atom);
    const isSame = settings === equation.settings && axis === output.axis && same(atomsNow, equation.inputs);
    const again: Equation =
      target ??
      (isSame
        ? equation
        : {
            ...equation,
            inputs: atomsNow,
            settings,
            output: axis === output.axis ? output : { ...output, id: freshId(), axis },
          });
    if (!target) equations.push(again);
    if (isSink.has(equation)) sinks.set(equation, again);
    else atoms.set(output.id, again.output);
  }
  const accumulators = pass.accumulators.map((equation) => sinks.get(equation) ?? equation);
  const all = needed(equations, accumulators);
  const read = new Set(all.flatMap(readWith));
  return {
    program: {
      inputs: [...inputs.values()].filter(({ variable, source }) => read.has(variable) || source.kind === "code"),
      equations: all,
      outputs: accumulators.map(({ output }) => output),
    },
    accumulators,
  };
};
