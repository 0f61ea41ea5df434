/**
 * The part 1/sqrt(pi) - x erfcx(x) by which erfcx falls short of its leading term 1/(x sqrt(pi)), as a function of s =
 * 1/x^2.
 *
 * @param s - the inverse square of the argument, 0 <= s <= 1/16; outside the fit does not hold
 * @returns the correction, between 0 and 0.02
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4, third interval
 */
export function erfcCorrection(s: number): number {
  const p =
    6.58749161529837803e-4 +
    s *
      (1.60837851487422766e-2 +
        s *
          (1.25781726111229246e-1 +
            s * (3.60344899949804439e-1 + s * (3.05326634961232344e-1 + s * 1.63153871373020978e-2))));
  const q =
    2.33520497626869185e-3 +
    s *
      (6.05183413124413191e-2 +
        s * (5.27905102951428412e-1 + s * (1.87295284992346047 + s * (2.56852019228982242 + s))));
  return (s * p) / q;
}
