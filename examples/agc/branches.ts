/** How the values of a branch are stored. */
export type BranchType = "f32" | "i32" | "bool";

/** The branches that the analysis reads, by collection; each collection X has its lengths in the branch nX. */
export const collections = {
  Jet: { pt: "f32", eta: "f32", phi: "f32", mass: "f32", btagCSVV2: "f32", jetId: "i32" },
  Electron: { pt: "f32", eta: "f32", cutBased: "i32", sip3d: "f32" },
  Muon: { pt: "f32", eta: "f32", tightId: "bool", sip3d: "f32", pfRelIso04_all: "f32" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, BranchType>>>>;

/** The number of the event. */
export const eventNumber = "event";

/** All branches in the order of reading: jsroot wants the counter of a branch before the branch. */
export const branchNames: readonly string[] = [
  eventNumber,
  ...Object.entries(collections).flatMap(([name, members]) => [
    `n${name}`,
    ...Object.keys(members).map((member) => `${name}_${member}`),
  ]),
];
