/** V8 does not optimise functions of more than 60 KiB of bytecode: texts longer than this are cut. */
const longest = 30_000;

/** About how long a part is. */
const wanted = 6000;

interface Line {
  readonly text: string;
  readonly depth: number;
}

const lineOf = (line: string): Line => {
  const text = line.trimStart();
  return { text, depth: line.length - text.length };
};

const declares = /^(?:const|let) (.*);$/;
const loops = /^for \(let (\w+) = /;

/** The names that a line declares. */
const declaredBy = ({ text }: Line): readonly string[] => {
  const header = loops.exec(text)?.[1];
  if (header !== undefined) return [header];
  const rest = declares.exec(text)?.[1];
  return rest === undefined ? [] : [...rest.matchAll(/(?:^|, )(\w+) = /g)].map(([, name = ""]) => name);
};

const namesIn = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? []));

/** A line that computes one value, or adds to a sum, and that may be the line of another function. */
const isMovable = ({ text, depth }: Line): boolean => depth > 0 && /^(?:const x\d+|T\[\d+\]) [^{}]*;$/.test(text);

interface Run {
  readonly first: number;
  readonly end: number;
}

const runsOf = (lines: readonly Line[]): readonly Run[] => {
  const runs: Run[] = [];
  for (let first = 0; first < lines.length; first++) {
    let [end, size] = [first, 0];
    for (let line = lines[end]; line && isMovable(line) && line.depth === lines[first]?.depth; line = lines[++end])
      size += line.text.length;
    if (size > 2 * wanted) runs.push({ first, end });
    first = Math.max(first, end - 1);
  }
  return runs;
};

const partsOf = (lines: readonly Line[]): readonly (readonly Line[])[] => {
  const parts: Line[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (size > wanted) parts.push([]);
    if (size > wanted) size = 0;
    parts.at(-1)?.push(line);
    size += line.text.length;
  }
  return parts;
};

/**
 * The lines of a function body, of which long stretches that compute one value after the other become functions: numbers
 * that one of them leaves to others are in an array `M`.
 * @param isNumber - whether a name stands for a number; others are variables of the whole body
 * @returns the lines, and those to stand before them
 */
export const inParts = (
  body: readonly string[],
  isNumber: (name: string) => boolean,
): { readonly before: readonly string[]; readonly lines: readonly string[] } => {
  if (body.reduce((size, line) => size + line.length, 0) < longest) return { before: [], lines: body };
  const lines = body.map(lineOf);
  const inLoops = new Set(lines.filter(({ text, depth }) => depth > 0 || loops.test(text)).flatMap(declaredBy));
  const places = new Map<string, number>();
  const shared = new Set<string>();
  const functions: string[] = [];
  const after: string[] = [];
  let next = 0;
  let count = 0;
  for (const { first, end } of runsOf(lines)) {
    after.push(...body.slice(next, first));
    next = end;
    const indent = " ".repeat(lines[first]?.depth ?? 0);
    const parts = partsOf(lines.slice(first, end));
    const homes = new Map(parts.flatMap((part, k) => part.flatMap(declaredBy).map((name) => [name, k] as const)));
    const readers = [...parts.map(namesIn), namesIn(lines.slice(end))];
    const crosses = (name: string): boolean =>
      readers.some((names, k) => k !== homes.get(name) && names.has(name) && homes.has(name));
    for (const name of homes.keys())
      if (crosses(name)) {
        if (isNumber(name)) places.set(name, places.size);
        else shared.add(name);
      }
    const loaded = (names: ReadonlySet<string>, own: number): readonly string[] =>
      [...names].flatMap((name) => {
        const place = homes.has(name) && homes.get(name) !== own ? places.get(name) : undefined;
        return place === undefined ? [] : [`const ${name} = M[${place}];`];
      });
    for (const [k, part] of parts.entries()) {
      const names = readers[k] ?? new Set<string>();
      const inputs = [...names].filter((name) => inLoops.has(name) && !homes.has(name)).join(", ");
      const left = part.flatMap(declaredBy).flatMap((name) => {
        const place = places.get(name);
        return place === undefined ? [] : [`M[${place}] = ${name};`];
      });
      const own = part.map(({ text }) =>
        declaredBy({ text, depth: 0 }).some((n) => shared.has(n)) ? text.slice(6) : text,
      );
      const all = [...loaded(names, k), ...own, ...left].map((text) => `  ${text}`);
      functions.push(`const part${count} = (${inputs}) => {`, ...all, "};");
      after.push(`${indent}part${count++}(${inputs});`);
    }
    after.push(...loaded(readers[parts.length] ?? new Set(), parts.length).map((text) => indent + text));
  }
  if (count === 0) return { before: [], lines: body };
  const variables = [...shared].map((name) => `let ${name};`);
  return {
    before: [`const M = new Float64Array(${places.size});`, ...variables, ...functions],
    lines: [...after, ...body.slice(next)],
  };
};
