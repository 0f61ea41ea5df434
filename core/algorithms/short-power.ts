/** Whether the power to a number is taken by a few products. */
export const isShortPower = (y: number): boolean => y === 0.5 || y === -1 || (Number.isInteger(y) && y >= 0 && y <= 8);
