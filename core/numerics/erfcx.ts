import { erfOverXLessOne } from "./erf-over-x-less-one.ts";
import { erfcCorrection } from "./erfc-correction.ts";
import { expSquare } from "./exp-square.ts";

const INV_SQRT_PI = 0.5641895835477563;

function upToOne(u: number): number {
  const p =
    -0.3936001899182338 +
    u * (-0.4152006322946204 + u * (-0.18588204955397394 + u * (-0.04014824197358042 + u * -0.003516778443430159)));
  const q =
    1 +
    u *
      (1.6971202551642772 +
        u * (1.1939737459554407 + u * (0.43665107959103716 + u * (0.08332925789700829 + u * 0.006670102942294015))));
  return 0.5271171946648453 + (u * p) / q;
}

function upToTwo(u: number): number {
  const p =
    -0.17963765742874066 +
    u *
      (-0.21050841603445952 +
        u *
          (-0.1054124313538949 +
            u * (-0.02784697603069562 + u * (-0.003865998374883105 + u * -0.00022536264119049103))));
  const q =
    1 +
    u *
      (1.654562857957492 +
        u *
          (1.169830795585855 +
            u *
              (0.45313485126757674 +
                u * (0.10160621683046851 + u * (0.012531544956346943 + u * 0.0006658231370137934)))));
  return 0.3384747234438573 + (u * p) / q;
}

function upToFour(u: number): number {
  const p =
    -0.06318701610386146 +
    u *
      (-0.06326782857610733 +
        u *
          (-0.026255978205065887 +
            u * (-0.005629174147795507 + u * (-0.0006228246604638846 + u * -2.8445769881765882e-5))));
  const q =
    1 +
    u *
      (1.3136182845349111 +
        u *
          (0.7320450867726258 +
            u *
              (0.22171127532120308 +
                u * (0.03852609316395193 + u * (0.0036456522642388392 + u * 0.00014694503355956856)))));
  return 0.19358107462616425 + (u * p) / q;
}

/** erfcx(x) for x >= 0.46875; in the distance from points where erfcx is all but a double. */
function tail(x: number): number {
  if (x >= 4) return (INV_SQRT_PI - erfcCorrection(1 / (x * x))) / x;
  if (x >= 2) return upToFour(x - 2.75128173828125);
  return x >= 1 ? upToTwo(x - 1.401495361328125) : upToOne(x - 0.696978759765625);
}

/**
 * The scaled complementary error function erfcx(x) = exp(x^2) erfc(x).
 *
 * Largest error measured against mpmath: 2.9 ulp.
 *
 * @param x - any number
 * @returns erfcx(x) > 0; Infinity below about -26.63, where it overflows; 0 at Infinity; NaN for NaN
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4, from 4 on; our own minimax fits below, `fit.py`
 */
export function erfcx(x: number): number {
  if (x >= 0.46875) return tail(x);
  if (x >= -0.46875) {
    const s = x * x;
    return Math.exp(s) * (1 - (x + x * erfOverXLessOne(s)));
  }
  return x < -27 ? Infinity : 2 * expSquare(x) - tail(-x);
}
