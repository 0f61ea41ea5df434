import { real } from "../../core/index.ts";

const signal = real(0, 60);
const background = real(0.1, 200);

/** Where the formulas are checked: expected and observed numbers of events. */
export const domains = {
  asimov: [signal, background],
  asimovWithUncertainty: [signal, background, real(0, 50)],
  devianceRatio: [real(-0.99, 20)],
  onOff: [real(0, 60), background, real(0.2, 10)],
};

/** No signal, no background, no uncertainty, no excess: where quotients are 0/0. */
export const finiteAt = {
  asimov: [
    [0, 10],
    [0, 0],
    [1e-9, 10],
  ],
  asimovWithUncertainty: [
    [0, 10, 4],
    [3, 20, 0],
    [0, 0, 0],
    [0, 0, 4],
    [0, 10, 0],
  ],
  devianceRatio: [[0], [-1]],
  onOff: [
    [10, 50, 5],
    [0, 0, 1],
  ],
};
