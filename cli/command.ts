/** What a command line writes to, line by line. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

export interface Command {
  readonly usage: string;
  /** @returns what is printed; @throws a misuse where the arguments are not understood */
  readonly run: (args: readonly string[]) => Promise<string>;
}
