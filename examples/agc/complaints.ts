import { isJagradError } from "jagrad/core";

const levels = ["error", "warn", "log"] as const;

/**
 * Does some work with a library that writes to the console what it should throw.
 * @returns what came of the work, and all that was written or thrown meanwhile
 * @throws what is an error of jagrad
 */
export const withComplaints = async <T>(
  work: () => Promise<T>,
): Promise<{ readonly value?: T; readonly complaints: readonly string[] }> => {
  const complaints: string[] = [];
  const own = levels.map((level) => [level, console[level]] as const);
  for (const level of levels)
    console[level] = (...said: readonly unknown[]) => {
      complaints.push(said.map(String).join(" "));
    };
  try {
    return { value: await work(), complaints };
  } catch (error) {
    if (isJagradError(error)) throw error;
    return { complaints: [...complaints, error instanceof Error ? error.message : String(error)] };
  } finally {
    for (const [level, write] of own) console[level] = write;
  }
};
