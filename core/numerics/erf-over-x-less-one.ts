/**
 * The even factor erf(x) / x - 1 near the origin, as a function of s = x^2, so that erf(x) = x + x * (this factor).
 *
 * @param s - the square of the argument, 0 <= s <= 0.22; outside the fit does not hold
 * @returns the factor, between 0.05 and 0.13
 * @source our own minimax fit, `fit.py`
 */
export function erfOverXLessOne(s: number): number {
  return (
    0.12837916709551256 +
    s *
      (-0.37612638903183643 +
        s *
          (0.11283791670942254 +
            s *
              (-0.026866170639163356 +
                s *
                  (0.00522397748664189 +
                    s *
                      (-0.0008548308861341445 +
                        s * (0.00012053933895346536 + s * (-1.4862592177749997e-5 + s * 1.4915457055830578e-6)))))))
  );
}
