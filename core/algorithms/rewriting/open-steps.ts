import { type Atom, constant } from "../../program/index.ts";
import { nameAll } from "../derivatives/names.ts";
import { type Block, outputsOf, type Statement } from "../statement.ts";
import { differs, type Making, usesIn } from "./rows.ts";

/** Does steps on single numbers for one turn, of which some values are known. */
const doOnce = (making: Making, statements: readonly Statement[], turn: Atom, known: Map<number, Atom>): void => {
  const { b } = making.rows;
  const value = (atom: Atom): Atom => {
    if (atom === making.rows.turn) return turn;
    const now = atom.kind === "var" ? known.get(atom.id) : atom;
    return now ?? (differs(making, atom) ? b.read(making.at.of(atom), [turn]) : making.at.of(atom));
  };
  const places = (array: Atom, indices: readonly Atom[]): readonly Atom[] =>
    differs(making, array) ? [...indices.map(value), turn] : indices.map(value);
  const results = (block: Block) => (): readonly Atom[] => {
    doOnce(making, block.statements, turn, known);
    return block.results.map(value);
  };
  for (const s of statements) {
    if (s.kind === "equation") {
      const { primitive, inputs, output, from } = s.equation;
      known.set(
        output.id,
        b.from(from, () => b.emit(primitive, inputs.map(value))),
      );
    } else if (s.kind === "read") {
      const { array, indices, checked, output } = s;
      known.set(output.id, b.read(making.at.of(array), places(array, indices), checked));
    } else if (s.kind === "accumulate") {
      const into = making.at.of(s.into);
      if (into.kind === "var") b.accumulate(into, places(s.into, s.indices), value(s.value));
    } else if (s.kind === "cond") {
      const made = b.from(s.from, () => b.cond(value(s.test), results(s.yes), results(s.no)));
      for (const [k, { id }] of s.outputs.entries()) known.set(id, made[k] ?? constant(Number.NaN));
    }
  }
};

/** Does the steps that are open, in one loop over all turns. */
export const close = (making: Making): void => {
  const { rows, at, open } = making;
  const statements = open.splice(0);
  if (statements.length === 0) return;
  const inside = usesIn({ params: [], statements, results: [] });
  const wanted = statements.flatMap(outputsOf).filter(({ id }) => (rows.uses.get(id) ?? 0) > (inside.get(id) ?? 0));
  const { collected } = rows.b.loop(rows.count, [], (turn) => {
    const known = new Map<number, Atom>();
    doOnce(making, statements, turn, known);
    return { carried: [], collected: wanted.map(({ id }) => known.get(id) ?? constant(Number.NaN)) };
  });
  nameAll(at, wanted, collected);
};
