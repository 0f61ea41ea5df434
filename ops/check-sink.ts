import { fail, type Sink } from "../core/index.ts";

/**
 * Makes sure that a width can be one.
 * @throws E_PARAMETER, E_NONFINITE
 */
export const checkSize = (what: string, size: number | undefined): void => {
  if (size === undefined || (Number.isFinite(size) && size >= 0)) return;
  throw fail(Number.isFinite(size) ? "E_PARAMETER" : "E_NONFINITE", {
    what: `${what} is ${size}`,
    cure: "give a finite number that is not negative",
  });
};

const checkWays = ({ ways, above, kind, operator }: Sink): void => {
  if (above !== undefined && !(above === "matched" && kind === "histogram"))
    throw fail("E_PARAMETER", {
      what: `above is ${JSON.stringify(above)}; only a histogram of one axis is matched`,
      where: operator,
      cure: 'above: "matched" in a histogram of one axis, or a larger limit: { ways: 1e6 }',
    });
  if (ways === undefined || (Number.isInteger(ways) && ways >= 1 && ways <= 2 ** 30)) return;
  throw fail("E_PARAMETER", { what: `ways must be a whole number from 1 to 2^30, found ${ways}`, where: operator });
};

/**
 * Makes sure of the numbers that a filling operator was given.
 * @throws E_PARAMETER, E_NONFINITE
 */
export const checkSink = (sink: Sink): void => {
  checkSize(`the width of ${sink.operator}`, sink.width);
  checkWays(sink);
  for (const { bandwidth } of [sink, ...(sink.axes ?? [])]) checkSize(`the bandwidth of ${sink.operator}`, bandwidth);
};
