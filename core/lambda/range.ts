import type { Expression, ForStatement } from "acorn";
import { add, and, fewTurns, isMissingNumber, mathPrimitives, not, position, sub, where } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, chainOf, constant, isConstant } from "../program/index.ts";
import { type Context, outside } from "./context.ts";
import type { Environment } from "./environment.ts";
import { asNumber, emit, numberOf } from "./meaning.ts";
import { assignedIn, usesOf } from "./names.ts";
import type { ListValue } from "./value.ts";

/** A loop with a variable that counts up by one, as the list of its numbers. */
interface Turns {
  readonly name: string;
  readonly list: ListValue;
}

const mostTurns = 1_000_000;

const isOne = (node: Expression): boolean => node.type === "Literal" && node.value === 1;

/** True for `i++`, `++i` and `i += 1`. */
const countsUp = (node: Expression | null | undefined, name: string): boolean => {
  if (node?.type === "UpdateExpression")
    return node.operator === "++" && node.argument.type === "Identifier" && node.argument.name === name;
  return (
    node?.type === "AssignmentExpression" &&
    node.operator === "+=" &&
    node.left.type === "Identifier" &&
    node.left.name === name &&
    isOne(node.right)
  );
};

interface Header {
  readonly name: string;
  readonly operator: "<" | "<=";
  readonly bound: Expression;
}

/** The parts of `for (let i = first; i < bound; i++)`, where neither is assigned in the body. */
const headerOf = ({ init, test, update, body }: ForStatement): Header | undefined => {
  const [only, ...others] = init?.type === "VariableDeclaration" && init.kind === "let" ? init.declarations : [];
  if (only?.id.type !== "Identifier" || others.length > 0 || test?.type !== "BinaryExpression") return undefined;
  const { name } = only.id;
  const { left, operator, right } = test;
  if (left.type !== "Identifier" || left.name !== name || (operator !== "<" && operator !== "<=")) return undefined;
  const assigned = new Set(assignedIn(body));
  const isFixed = !assigned.has(name) && [...usesOf(right)].every((used) => used !== name && !assigned.has(used));
  return isFixed && countsUp(update, name) ? { name, operator, bound: right } : undefined;
};

/** True for what is a whole number whatever the event: the numbers of items, and sums of them. */
const isWhole = (b: Builder, x: Atom): boolean => {
  if (x.kind === "const") return Number.isInteger(x.value);
  const made = b.definition(x);
  const adds = made?.primitive === add.primitive || made?.primitive === sub.primitive;
  return x.dtype === "i32" || (adds && made.inputs.every((input) => isWhole(b, input)));
};

const rounded = (b: Builder, name: "ceil" | "floor", x: Atom): Atom => {
  const primitive = mathPrimitives.get(name);
  return primitive ? b.emit(primitive, [x]) : x;
};

/**
 * The numbers that a loop counts through, if its bound is a number of the event; undefined for one that is a constant.
 * @throws E_LAMBDA for a bound that neither is
 */
export const rangeOf = (context: Context, node: ForStatement, environment: Environment): Turns | undefined => {
  const { b } = context;
  const header = headerOf(node);
  const first = header && environment.get(header.name);
  if (!header || first?.kind !== "number" || !isConstant(first.present, true) || !isWhole(b, first.atom))
    return undefined;
  const { atom, present } = asNumber(b, context.evaluate(context, header.bound, environment));
  if (atom.kind === "const" && first.atom.kind === "const") return undefined;
  const owner = b.open ?? axisOf(atom) ?? axisOf(first.atom);
  if (!owner)
    throw outside(
      context,
      header.bound,
      "the bound of a loop is a constant or a number of the event, not a parameter",
      "loop to a constant, and weigh each turn: s += i < n ? x : 0",
    );
  const from = first.atom.kind === "const" ? constant(first.atom.value, "i32") : first.atom;
  const isThere = emit(b, and, present, emit(b, not, emit(b, isMissingNumber, atom)));
  const end = header.operator === "<" ? rounded(b, "ceil", atom) : emit(b, add, rounded(b, "floor", atom), constant(1));
  const last = emit(b, where, isThere, end, from);
  const events = chainOf(owner).find(({ extent }) => extent.kind === "events");
  const few = events && [emit(b, sub, last, from), constant(mostTurns), b.input({ kind: "event" }, "i32", events)];
  const checked = few ? emit(b, where, emit(b, fewTurns, ...few), last, from) : last;
  const axis = b.axis("turns of a loop", { kind: "range", first: from, last: checked }, { parent: owner });
  const list: ListValue = {
    kind: "list",
    axis,
    owner,
    item: numberOf(b.emit(position, [], { axis, owner })),
    length: () => emit(b, sub, last, from),
  };
  return { name: header.name, list };
};
