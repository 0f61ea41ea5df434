/** Bits `shift` and above of a hash of `of`, a number of its own for each `salt`. */
const bits = (salt: number, of = "i"): string => `(hash(${of} * 64 + ${salt}) >> 20)::BIGINT`;

/** The numbers 0, 1, ... below 2^`width`, evenly. */
const uniform = (salt: number, width: number, of?: string): string => `(${bits(salt, of)} & ${2 ** width - 1})`;

const item = "(i * 16 + k)";

const muon = `{
  'pt': (${uniform(5, 12, item)} / 32.0)::FLOAT,
  'eta': (${uniform(6, 12, item)} / 1024.0 - 2)::FLOAT,
  'phi': (${uniform(7, 12, item)} / 1024.0 - 2)::FLOAT,
  'charge': (${uniform(8, 1, item)} * 2 - 1)::INTEGER
}`;

export const triggers = ["isolated muon", "dimuon", "met", "jet and met", "none"];

/**
 * The columns of event number `i`, by name. Every number is a multiple of a power of two, so that sums of them are exact
 * in whatever order they are added; `mt` is missing in one of 32 events.
 */
const columns: Readonly<Record<string, string>> = {
  met: `(${uniform(1, 14)} / 64.0)::FLOAT`,
  met_phi: `(${uniform(2, 16)} * 25 / 262144.0 - 3.125)::DOUBLE`,
  mt: `case when ${uniform(3, 5)} = 0 then null else ${uniform(3, 19)} / 4096.0 end::DOUBLE`,
  weight: `(0.5 + ${uniform(4, 10)} / 1024.0)::DOUBLE`,
  muon: `[${muon} for k in range(${bits(9)} % 7)]`,
  jet_pt: `[(${uniform(10, 12, item)} / 16.0)::FLOAT for k in range(${bits(11)} % 9)]`,
  trigger: `([${triggers.map((name) => `'${name}'`).join(", ")}])[1 + ${bits(12)} % ${triggers.length}]`,
};

/** The statement that makes so many events, each from its own number. */
export const recipe = (events: number): string =>
  `select ${Object.entries(columns)
    .map(([name, sql]) => `${sql} as ${name}`)
    .join(", ")} from range(${events}) as r(i)`;
