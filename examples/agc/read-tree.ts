import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fail, type JagradError, type RecordColumn } from "jagrad/core";
import { branchNames } from "./branches.ts";
import { withComplaints } from "./complaints.ts";
import type { Jsroot, Tree } from "./jsroot.ts";
import { type Piece, pieceOf } from "./piece.ts";

/** Entries that are held in memory at a time. */
const most = 20_000;

const unreadable = (path: string, complaints: readonly string[]): JagradError =>
  fail("E_FILE", {
    what: `this is no ROOT file that can be read: ${complaints[0] ?? "it has no tree"}`,
    where: path,
    cure: "a complete file with a tree Events",
  });

const treeOf = async ({ openFile }: Jsroot, path: string, name: string): Promise<Tree> => {
  await access(path).catch((cause: unknown) => {
    throw fail("E_FILE", { what: "there is no such file", where: path, cause });
  });
  const { value, complaints } = await withComplaints(async () =>
    (await openFile(pathToFileURL(resolve(path)).href)).readObject(name),
  );
  if (!value || complaints.length > 0) throw unreadable(path, complaints);
  if (value._typename === "TTree") return value;
  throw fail("E_TYPE", { what: `${name} is a ${value._typename}, not a TTree`, where: path });
};

const checkBranches = (tree: Tree, path: string): void => {
  const there = new Set(tree.fBranches?.arr.map(({ fName }) => fName));
  const absent = branchNames.filter((name) => !there.has(name));
  if (absent.length > 0)
    throw fail("E_COLUMN", {
      what: `the tree has no branch ${absent.join(", ")}; it has ${there.size}`,
      where: path,
      cure: "a NanoAOD file with jets, electrons and muons",
    });
};

const fill = async ({ TSelector, treeProcess }: Jsroot, tree: Tree, piece: Piece, first: number): Promise<void> => {
  const selector = new TSelector();
  for (const name of branchNames) selector.addBranch(name, name);
  selector.Process = function () {
    piece.add(this.tgtobj);
  };
  await treeProcess(tree, selector, { firstentry: first, numentries: piece.size });
};

/**
 * The events of a NanoAOD file, some thousand at a time.
 * @throws E_FILE where it cannot be read or complains of anything, E_COLUMN where a branch is absent, E_TYPE, E_SHAPE
 * where a branch is not what its counter and its type say
 */
export async function* readTree(root: Jsroot, path: string): AsyncGenerator<RecordColumn> {
  const tree = await treeOf(root, path, "Events");
  checkBranches(tree, path);
  for (let first = 0; first < tree.fEntries; first += most) {
    const piece = pieceOf(Math.min(most, tree.fEntries - first));
    const { complaints } = await withComplaints(() => fill(root, tree, piece, first));
    if (complaints.length > 0) throw unreadable(path, complaints);
    yield piece.columns();
  }
}
