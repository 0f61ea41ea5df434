import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquet } from "jagrad/adapters/duckdb";
import type { View } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { eventOf } from "./events.ts";
import type { Collision } from "./pairs.ts";
import { randomFrom } from "./random.ts";
import { makeSample } from "./sample.ts";

vi.setConfig({ testTimeout: 60_000 });

const folders: string[] = [];

const sums = async (seed: number): Promise<readonly number[]> => {
  const folder = await mkdtemp(join(tmpdir(), "jagrad-dimuon-"));
  folders.push(folder);
  const { signal, background } = await makeSample({ events: 3000, seed, folder });
  const all: number[] = [];
  for (const path of [signal, background]) {
    const momentum = hard.sum((ev: View<Collision>) =>
      ev.muon.map((muon) => muon.pt * Math.cos(muon.phi) * muon.charge),
    );
    const muons = hard.sum((ev: View<Collision>) => ev.muon.length);
    const found = await lastValueFrom(parquet<Collision>(path).pipe(hard.fill({ momentum, muons })));
    all.push(found.momentum.value, found.muons.value);
  }
  return all;
};

describe("a sample", () => {
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  it("is repeated by its seed", async () => {
    expect(await sums(5)).toEqual(await sums(5));
  });

  it("is another one with another seed", async () => {
    expect(await sums(6)).not.toEqual(await sums(5));
  });

  it("has events of two and of three muons, in no order, and some that lost one", () => {
    const random = randomFrom(1);
    const events = Array.from({ length: 2000 }, () => eventOf("background", random));
    const lengths = new Set(events.map(({ length }) => length));
    expect([...lengths].sort()).toEqual([0, 1, 2, 3]);
    const pairs = events.filter(({ length }) => length === 2);
    const ordered = pairs.filter(([a, b]) => (a?.pt ?? 0) > (b?.pt ?? 0)).length;
    expect(ordered / pairs.length).toBeGreaterThan(0.4);
    expect(ordered / pairs.length).toBeLessThan(0.6);
  });
});
