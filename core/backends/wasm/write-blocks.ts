import {
  addedProduct,
  type Dense,
  denseAt,
  forMany,
  inGroups,
  placeConstants,
  storeDense,
  tableAt,
  uniformAt,
  vectorsIn,
} from "./dense.ts";
import { type Doubts, noteSum } from "./doubts.ts";
import type { Node } from "./graph.ts";
import { type Form, isUniform, type Term } from "./linear-forms.ts";
import type { Block } from "./parts.ts";

/** How many forms are computed at once: their sums, of two vectors each, stay in registers. */
const formsAtOnce = 4;

/** How many factors one loop goes through. */
const factorsAtOnce = 64;

/** What a form begins with: the numbers that are added to its products. */
const startOf = (dense: Dense, { others }: Form, i8: number, k: number): Node => {
  const { w } = dense;
  const [first, ...rest] = others.map((atom) =>
    isUniform(w.schedule, atom) ? uniformAt(w, atom) : denseAt(dense, atom, i8, k),
  );
  return rest.reduce(w.lanes.add, first ?? w.lanes.k(0));
};

const noteForm = (doubts: Doubts, { output, terms, others }: Form): void =>
  noteSum(
    doubts,
    output,
    terms.some(({ isWeighed }) => isWeighed),
    [...terms.map(({ factor }) => factor), ...others],
  );

/** Writes the loops that compute a block, whose factors are in memory, and leave its forms there. */
export const writeBlock = (dense: Dense, { factors, forms }: Block): void => {
  const { w, underWay, doubts } = dense;
  const uniform = forms.flatMap(({ terms, others }) => [...terms.map(({ coefficient }) => coefficient), ...others]);
  placeConstants(w, uniform);
  for (const group of inGroups(forms, formsAtOnce)) {
    const left = group.map((form) => ({
      form,
      tables: underWay.tablesFor(form.output),
      terms: new Map<unknown, Term>(form.terms.map((term) => [term.factor, term])),
    }));
    for (const [n, some] of inGroups(factors, factorsAtOnce).entries()) {
      forMany(dense, (i8) => {
        const vectors = vectorsIn(w);
        const before = ({ form, tables }: (typeof left)[number], k: number): Node =>
          n === 0 ? startOf(dense, form, i8, k) : tableAt(w, tables[0] ?? 0, i8, k);
        const sums = left.map((each) => vectors.map((k) => before(each, k)));
        const settleAll = (): void => sums.flat().forEach(w.body.write.settle);
        settleAll();
        for (const factor of some) {
          const xs = vectors.map((k) => denseAt(dense, factor, i8, k));
          for (const [f, { terms }] of left.entries()) {
            const term = terms.get(factor);
            const own = sums[f];
            if (!term || !own) continue;
            const coefficient = uniformAt(w, term.coefficient);
            for (const [k, x] of xs.entries()) {
              const sum = own[k];
              if (sum) own[k] = addedProduct(dense, term.isWeighed, x, coefficient, sum);
            }
          }
          settleAll();
        }
        for (const [f, { tables }] of left.entries())
          for (const [k, sum] of (sums[f] ?? []).entries())
            for (const table of tables) storeDense(w, table, i8, k, sum);
      });
    }
    underWay.add(left.map(({ form, tables }) => [form.output, tables]));
    if (doubts) for (const form of group) noteForm(doubts, form);
  }
};
