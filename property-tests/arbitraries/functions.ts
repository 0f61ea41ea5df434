/**
 * The function of a text. Kernels are made from the text of a function, so a law needs real functions whose text is
 * random; only text that the generators of this room wrote comes here.
 */
export const functionOf = (text: string): ((...inputs: unknown[]) => unknown) =>
  Function(`"use strict"; return (${text});`)() as (...inputs: unknown[]) => unknown;
