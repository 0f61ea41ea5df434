/** A source of numbers that are the same for the same seed. */
const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
};

interface Known {
  /** Names of numbers; those that may be assigned. */
  readonly numbers: readonly string[];
  readonly variables: readonly string[];
  /** Names of arrays of as many items as `v`. */
  readonly arrays: readonly string[];
  /** Names of matrices of as many rows and columns. */
  readonly matrices: readonly string[];
  /** Names of functions of two numbers. */
  readonly functions: readonly string[];
  /** Numbers of turns around. */
  readonly turns: readonly string[];
}

/**
 * The text of a lambda of a number `x` and an array `v`, with a number as its value: loops that carry and add up,
 * conditions, arrays and functions. Its steps are smooth apart from conditions, and its values stay small.
 */
export const randomLambda = (seed: number): string => {
  const pick = numbersFrom(seed);
  let names = 0;
  const fresh = (letter: string): string => `${letter}${++names}`;
  const one = (items: readonly string[]): string => items[pick(items.length)] ?? "x";

  const element = (known: Known): string => {
    const array = one(known.arrays);
    const turn = known.turns.length > 0 ? one(known.turns) : "0";
    const matrix =
      known.matrices.length > 0 ? [`${one(known.matrices)}[${turn}][(${turn} + ${pick(3)}) % v.length]`] : [];
    return one([
      ...matrix,
      `${array}[${turn}]`,
      `${array}[(${turn} + ${pick(3)}) % v.length]`,
      `(${array}[${turn} + 1] ?? x)`,
      `${array}.at(-1)`,
    ]);
  };
  const expression = (known: Known, depth: number): string => {
    const inner = (): string => expression(known, depth - 1);
    if (depth <= 0)
      return [() => one(known.numbers), () => element(known), () => String((pick(9) - 4) / 2)][pick(3)]?.() ?? "x";
    const made: readonly (() => string)[] = [
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} - ${inner()})`,
      () => `${inner()} * ${inner()}`,
      () => `Math.sin(${inner()})`,
      () => `Math.tanh(${inner()} + ${inner()})`,
      () => `${inner()} / (2 + Math.cos(${inner()}))`,
      () => `(${inner()} > ${inner()} ? ${inner()} : ${inner()})`,
      () => `Math.max(${inner()}, ${inner()})`,
      () => sum(known, depth - 1),
      () => (known.functions.length > 0 ? `${one(known.functions)}(${inner()}, ${inner()})` : inner()),
    ];
    return made[pick(made.length)]?.() ?? "x";
  };
  const sum = (known: Known, depth: number): string => {
    const [s, item, k] = [fresh("s"), fresh("u"), fresh("k")];
    const inside = { ...known, numbers: [...known.numbers, item], turns: [...known.turns, k] };
    const step = expression(inside, depth);
    return `${one(known.arrays)}.reduce((${s}, ${item}, ${k}) => ${s} + Math.sin(${step}), 0)`;
  };

  const assignment = (known: Known): string => {
    const name = one(known.variables);
    const value = expression(known, 2);
    return [
      `${name} += ${value};`,
      `${name} = Math.tanh(${value} + ${name});`,
      `${name} = ${name} / 2 + Math.sin(${value});`,
    ][pick(3)] as string;
  };
  const body = (known: Known, depth: number): string =>
    Array.from({ length: 1 + pick(2) }, () => statement(known, depth - 1)).join(" ");
  const statement = (known: Known, depth: number): string => {
    const made: readonly (() => string)[] = [
      () => assignment(known),
      () => assignment(known),
      () =>
        `if (${expression(known, 1)} > ${expression(known, 1)}) { ${body(known, depth)} } else { ${body(known, depth)} }`,
      () => {
        const k = fresh("i");
        const inside = { ...known, turns: [...known.turns, k] };
        const leave = pick(3) === 0 ? ` if (${expression(inside, 1)} > 1) ${one(["break", "continue"])};` : "";
        return `for (let ${k} = 0; ${k} < ${one(["v.length", "3", "5"])}; ${k}++) {${leave} ${body(inside, depth)} }`;
      },
      () => {
        const item = fresh("w");
        return `for (const ${item} of ${one(known.arrays)}) { ${body({ ...known, numbers: [...known.numbers, item] }, depth)} }`;
      },
      () => {
        const c = fresh("c");
        return `let ${c} = 0; while (${c} < 5 && ${expression(known, 1)} < 3) { ${c}++; ${body(known, depth)} }`;
      },
    ];
    const more: readonly (() => string)[] = [
      () => {
        const [y, u, k] = [fresh("y"), fresh("u"), fresh("k")];
        const inside = { ...known, numbers: [...known.numbers, u], turns: [...known.turns, k] };
        const next = `${y} = ${y}.map((${u}, ${k}) => Math.tanh(${u} + ${y}[(${k} + 1) % v.length] + ${expression(inside, 1)}));`;
        const leave = pick(3) === 0 ? `if (${y}[1] > ${expression(known, 1)}) return ${expression(known, 1)};` : "";
        return `let ${y} = ${one(known.arrays)}; for (let j = 0; j < 5; j++) { ${leave} ${next} } ${assignment({ ...known, arrays: [...known.arrays, y] })}`;
      },
      () => {
        const [p, t] = [fresh("p"), fresh("t")];
        const next = `{ q: Math.sin(${p}.q + ${expression(known, 1)}), r: ${p}.r.map((${t}) => ${t} / 2 + ${p}.q) }`;
        return `let ${p} = { q: x, r: [${one(known.numbers)}, 1] }; for (const ${fresh("w")} of v) ${p} = ${next}; ${one(known.variables)} += ${p}.q * ${p}.r[1];`;
      },
      () => {
        const [y, u, c] = [fresh("y"), fresh("u"), fresh("c")];
        const step = `${c} = Math.tanh(${c} + ${u} * ${expression(known, 1)});`;
        const scan = `const ${y} = ${one(known.arrays)}.map((${u}) => { ${step} return ${c} - ${u}; });`;
        return `let ${c} = ${one(known.numbers)}; ${scan} ${assignment({ ...known, numbers: [...known.numbers, c], arrays: [...known.arrays, y] })}`;
      },
      () => {
        const [all, s, k] = [fresh("g"), fresh("s"), fresh("k")];
        const inside = { ...known, turns: [...known.turns, k] };
        const add = `${all} = ${all}.map((${s}, ${k}) => ${s} + Math.sin(${expression(inside, 1)}));`;
        return `let ${all} = ${one(known.arrays)}; for (const ${fresh("w")} of v) { ${add} } ${assignment({ ...known, arrays: [...known.arrays, all] })}`;
      },
    ];
    if (depth > 0 && pick(3) === 0) return more[pick(more.length)]?.() ?? "";
    return depth <= 0 ? assignment(known) : (made[pick(made.length)]?.() ?? "");
  };

  const array = (known: Known): string => {
    const [item, k] = [fresh("u"), fresh("k")];
    const inside = { ...known, numbers: [...known.numbers, item], turns: [...known.turns, k] };
    return `${one(known.arrays)}.map((${item}, ${k}) => Math.sin(${expression(inside, 2)}))`;
  };
  const [a, b, w] = [fresh("a"), fresh("b"), fresh("w")];
  const start: Known = { numbers: ["x"], variables: [], arrays: ["v"], matrices: [], functions: [], turns: [] };
  const first = `let ${a} = ${expression(start, 2)}; let ${b} = x;`;
  const second: Known = { ...start, numbers: ["x", a, b], variables: [a, b] };
  const made = `const ${w} = ${array(second)};`;
  const [f, A] = [fresh("f"), fresh("A")];
  const local: Known = { ...start, numbers: ["p", "q", "x"] };
  const helper = `const ${f} = (p, q) => { if (p > q) return ${expression(local, 1)}; return ${expression(local, 2)}; };`;
  const matrix = `const ${A} = v.map((p, i) => ${w}.map((q, j) => Math.sin(${expression({ ...local, turns: ["i", "j"] }, 1)})));`;
  const third: Known = { ...second, arrays: ["v", w], matrices: [A], functions: [f] };
  const last = `return ${expression(third, 2)} + ${a} * ${b};`;
  return `(x, v) => { ${first} ${made} ${helper} ${matrix} ${statement(third, 3)} ${statement(third, 2)} ${last} }`;
};
