const longest = 200;

/** A text on one line inside others, cut where it is long. */
export const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
