/** What is left of x after division by y, with the sign of x. */
export const remainder = (x: number, y: number): number => x % y;
