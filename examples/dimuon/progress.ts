import type { WriteStream } from "node:tty";

/** What tells somebody who waits how far a run has come. */
export interface Progress {
  /** Begins a part of the run. */
  readonly begin: (label: string, total: number) => (done: number, note?: string) => void;
  readonly end: () => void;
}

const silent: Progress = { begin: () => () => undefined, end: () => undefined };

const bar = (part: number): string => "█".repeat(Math.round(24 * part)).padEnd(24, "░");

const onTerminal = (out: WriteStream): Progress => ({
  begin: (label, total) => (done, note) =>
    out.write(`\r\x1b[2K${bar(Math.min(1, done / total))} ${label}${note === undefined ? "" : `  ${note}`}`),
  end: () => out.write("\r\x1b[2K"),
});

const everyMs = 2000;

const inLines = (out: NodeJS.WritableStream): Progress => {
  let last = performance.now();
  return {
    begin: (label, total) => (done, note) => {
      if (performance.now() - last < everyMs) return;
      last = performance.now();
      out.write(`  ${label} ${Math.round((100 * done) / total)} %${note === undefined ? "" : `  ${note}`}\n`);
    },
    end: () => undefined,
  };
};

/** A bar on a terminal, a line now and then elsewhere, nothing where it is not wanted. */
export const progressOn = (out: WriteStream, isWanted: boolean): Progress =>
  !isWanted ? silent : out.isTTY ? onTerminal(out) : inLines(out);
