import { config } from "rxjs";

/** Errors that rxjs reports as uncaught, in place of throwing them into the process. */
export const uncaught = async (): Promise<readonly unknown[]> => {
  const reported: unknown[] = [];
  const before = config.onUnhandledError;
  config.onUnhandledError = (error) => reported.push(error);
  await new Promise((done) => setTimeout(done, 5));
  config.onUnhandledError = before;
  return reported;
};
