import { fail } from "jagrad/core";

/** What can be optimised: the cut on the muons, both ends of the mass window, the momentum scale. */
export const subjects = ["cut", "window", "scale"] as const;

export type Subject = (typeof subjects)[number];

/** The error of arguments that are not understood. */
export const misused = (what: string): Error => fail("E_PARAMETER", { what, cure: "npm start -- --help" });

const isSubject = (name: string): name is Subject => (subjects as readonly string[]).includes(name);

/**
 * What to optimise. Masses are compared as scale * m with the ends of the window: multiply the scale and both ends by
 * one number, and not one event changes sides.
 * @throws E_DEGENERATE for the window together with the scale
 */
export const subjectsOf = (text: string): readonly Subject[] => {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !isSubject(name));
  if (unknown !== undefined)
    throw misused(`--optimise knows ${subjects.join(", ")}, but not ${JSON.stringify(unknown)}`);
  const found = subjects.filter((subject) => names.includes(subject));
  if (found.includes("window") && found.includes("scale"))
    throw fail("E_DEGENERATE", {
      what:
        "the mass window and the momentum scale cannot be optimised together: to multiply both ends of the window and " +
        "the scale by one number changes no event, an exact flat direction",
      cure: "--optimise window, the scale then being measured by the Z peak, or --optimise scale",
    });
  return found;
};
