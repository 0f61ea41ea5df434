import type { InputDomain, Members } from "../../core/index.ts";

/** Expressions of an event `ev`, as text; numbers lie in [0, 1] where its values lie in their domains. */
export interface Vocabulary {
  readonly numbers: readonly string[];
  readonly truths: readonly string[];
  /** Lists of numbers. */
  readonly items: readonly string[];
}

const none: Vocabulary = { numbers: [], truths: [], items: [] };

const join = (parts: readonly Vocabulary[]): Vocabulary => ({
  numbers: parts.flatMap(({ numbers }) => numbers),
  truths: parts.flatMap(({ truths }) => truths),
  items: parts.flatMap(({ items }) => items),
});

const plainName = /^[A-Za-z_$][\w$]*$/;
const member = (text: string, name: string): string =>
  plainName.test(name) ? `${text}.${name}` : `${text}[${JSON.stringify(name)}]`;

const said = (domain: InputDomain, text: string): Vocabulary => {
  switch (domain.kind) {
    case "bool":
      return { ...none, truths: [text] };
    case "record":
      return join(Object.entries(domain.members).map(([name, inner]) => said(inner, member(text, name))));
    case "list": {
      const each = said(domain.item, "x");
      const places = [0, 1].filter((k) => k < domain.most).map((k) => said(domain.item, `${text}[${k}]`));
      return {
        numbers: places.flatMap(({ numbers }) => numbers),
        truths: [`${text}.length >= 1`, ...each.truths.map((truth) => `${text}.some((x) => ${truth})`)],
        items: each.numbers.map((number) => `${text}.map((x) => ${number})`),
      };
    }
    default:
      return { ...none, numbers: [`((${text} - ${domain.min}) / ${domain.max - domain.min || 1})`] };
  }
};

/** What lambdas may say of events with members of some domains. */
export const vocabularyOf = (members: Members): Vocabulary => said({ kind: "record", members }, "ev");
