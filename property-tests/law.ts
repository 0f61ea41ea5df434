import { type Exemption, exemptions } from "./exemptions.ts";
import { type Settings, settings as standard } from "./settings.ts";

/** What is true for every subject of a kind: a primitive, an operator, a lambda, a pipeline. */
export interface Law<S> {
  readonly name: string;
  /** The law as a sentence. */
  readonly says: string;
  readonly nameOf: (subject: S) => string;
  /** Throws where the law is broken. */
  readonly check: (subject: S, settings: Settings) => void | Promise<void>;
}

/** The part of a test runner that laws use: `test` of vitest, of node:test, of mocha. */
export interface Runner {
  readonly test: (name: string, body: () => void | Promise<void>) => unknown;
  readonly report?: (line: string) => void;
}

export const isKnownDefect = ({ reason }: Exemption): boolean => reason.startsWith("known defect:");

const mustFail = async (work: () => void | Promise<void>, { law, subject }: Exemption): Promise<void> => {
  try {
    await work();
  } catch {
    return;
  }
  throw new Error(`${law} now holds for ${subject}: remove its exemption`);
};

/**
 * States a law of subjects: one test for each, and one that fails where there was none. A subject exempted for a known
 * defect must still break the law; one exempted for another reason is left out.
 */
export const stateLaw = <S>(
  law: Law<S>,
  subjects: readonly S[],
  { test, report = console.log }: Runner,
  settings: Settings = standard,
): void => {
  const exempt = new Map(exemptions.filter((entry) => entry.law === law.name).map((entry) => [entry.subject, entry]));
  let [met, left] = [0, 0];
  for (const subject of subjects) {
    const name = law.nameOf(subject);
    const exemption = exempt.get(name);
    if (exemption && !isKnownDefect(exemption)) {
      left += 1;
      continue;
    }
    test(exemption ? `${law.name}: ${name} (${exemption.reason})` : `${law.name}: ${name}`, async () => {
      met += 1;
      const work = (): void | Promise<void> => law.check(subject, settings);
      await (exemption ? mustFail(work, exemption) : work());
    });
  }
  test(`${law.name} met at least one subject`, () => {
    const seed = `seed ${settings.seed}, runs x${settings.runs}`;
    report(`law ${law.name}: ${met} of ${subjects.length} subjects, ${left} exempt, ${seed}`);
    if (subjects.length === 0 || (met === 0 && left < subjects.length)) throw new Error(`${law.name} met no subject`);
    const names = new Set(subjects.map(law.nameOf));
    const stale = [...exempt.keys()].filter((subject) => !names.has(subject));
    if (stale.length > 0) throw new Error(`${law.name}: exempt but not there: ${stale.join(", ")}`);
  });
};
