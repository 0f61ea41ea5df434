import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, extname, join } from "node:path";

interface Browser {
  /** What it may be called, in the order in which it is looked for. */
  readonly commands: readonly string[];
  readonly flags: (profile: string) => readonly string[];
}

/** Browsers that run without a window, each with a profile of its own. */
export const browsers: Readonly<Record<string, Browser>> = {
  chromium: {
    commands: ["chromium-headless-shell", "chromium", "google-chrome"],
    flags: (profile) => ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`],
  },
  firefox: {
    commands: ["firefox-esr", "firefox"],
    flags: (profile) => ["--headless", "--no-remote", "--profile", profile],
  },
};

const isRunnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where a browser is on this machine, if it is. */
export const browserAt = (name: string): string | undefined =>
  (browsers[name]?.commands ?? [])
    .flatMap((command) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, command)))
    .find(isRunnable);

const kinds: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** Headers with which a page may share memory with its workers. */
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

/** Sends the files of a folder; what is posted is given to `answered`. */
const handler =
  (folder: string, isIsolated: boolean, answered: (text: string) => void) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === "POST") {
      answered(await bodyOf(request));
      response.end();
      return;
    }
    const name = request.url === "/" ? "index.html" : (request.url ?? "").replace(/^\/+/, "");
    try {
      const text = readFileSync(join(folder, name));
      response.writeHead(200, { "content-type": kinds[extname(name)], ...(isIsolated ? isolation : {}) }).end(text);
    } catch {
      response.writeHead(404).end();
    }
  };

/** Ends a browser with all its processes. */
const closed = (browser: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (browser.pid === undefined || browser.exitCode !== null) return done();
    browser.once("exit", () => done());
    process.kill(-browser.pid, "SIGKILL");
  });

interface Visit {
  readonly browser: string;
  /** A folder with index.html in it. */
  readonly folder: string;
  /** Whether the page may share memory with workers. */
  readonly isIsolated: boolean;
}

/**
 * Opens a page that posts one text to where it came from.
 * @returns the text
 * @throws what the browser printed, if it ended before
 */
export const visit = async ({ browser, folder, isIsolated }: Visit): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const server = createServer(handler(folder, isIsolated, resolve));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const profile = mkdtempSync(join(tmpdir(), "jagrad-browser-"));
  const flags = browsers[browser]?.flags(profile) ?? [];
  const child = spawn(browserAt(browser) ?? browser, [...flags, `http://127.0.0.1:${port}/`], { detached: true });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  child.once("error", reject);
  child.once("exit", (code) => reject(new Error(`${browser} ended with code ${code}\n${printed}`)));
  try {
    return await promise;
  } finally {
    await closed(child);
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};
