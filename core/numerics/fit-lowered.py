"""Coefficients of the polynomials in lowered/*.ts and lgamma-fits.ts: interpolation at Chebyshev nodes at 60 digits,
rounded to doubles.

Prints them, lowest order first, with the largest error after rounding, relative to the scale of the function that they
serve.

Setup:    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install mpmath gmpy2
Run:      /tmp/oracle/bin/python core/numerics/fit-lowered.py
"""

from mpmath import mp, mpf

mp.dps = 60

LN2 = mp.log(2)
# Chosen so that the functions are at most 1, change little next to 0, and are nearly doubles in the middle.
MILLS = (mpf("4.9453125"), mpf("0.75"))
ERFCX = (mpf("3.4375"), mpf(1))


def horner(c, u):
    y = mpf(0)
    for a in reversed(c):
        y = y * u + a
    return y


def nodes(a, b, count):
    return [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]


def interpolate(f, a, b, degree):
    """The coefficients of the polynomial through f at the Chebyshev nodes, by divided differences."""
    xs = nodes(a, b, degree + 1)
    table = [f(x) for x in xs]
    for j in range(1, degree + 1):
        for i in range(degree, j - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (xs[i] - xs[i - j])
    c = [table[degree]]
    for i in range(degree - 1, -1, -1):
        c = [mpf(0)] + c
        for k in range(len(c) - 1):
            c[k] -= xs[i] * c[k + 1]
        c[0] += table[i]
    return c


def in_square(f):
    """f as a function of the square of its argument."""
    return lambda z: f(mp.sqrt(z))


def mills(u):
    """exp(u^2 / 2) erfc(u / sqrt 2), by its asymptotic series where the factors leave every range."""
    if u < 200:
        return mp.exp(u * u / 2) * mp.erfc(u / mp.sqrt(2))
    term, total = mpf(1), mpf(0)
    for k in range(60):
        total += term
        term *= -(2 * k + 1) / u**2
    return mp.sqrt(2 / mp.pi) / u * total


def flattened(tail, form):
    """tail(x) (1 + slope x) in t = (x - centre) / (x + centre)."""
    centre, slope = form

    def value(t):
        x = centre * (1 + t) / (1 - t)
        return tail(x) * (1 + slope * x)

    return value


scaled_mills = flattened(mills, MILLS)
scaled_erfc = flattened(lambda x: mills(mp.sqrt(2) * x), ERFCX)


def log_ratio(s):
    return mp.log((1 + s) / (1 - s)) / s


def log_gamma_factor(v):
    """lgamma(t) / ((t - 1) (t - 2)) for t = v + 1.7."""
    t = v + mpf("1.7")
    return mp.loggamma(t) / ((t - 1) * (t - 2)) if abs(t - 2) > mpf(10) ** -25 else 1 - mp.euler


def stirling_rest(s):
    """x (lgamma(x) - (x - 1/2) (log x - 1) - (log(2 pi) - 1) / 2) for s = 1 / x^2."""
    if s == 0:
        return mpf(1) / 12
    x = 1 / mp.sqrt(s)
    return x * (mp.loggamma(x) - (x - mpf(1) / 2) * (mp.log(x) - 1) - (mp.log(2 * mp.pi) - 1) / 2)


DIGAMMA_ZERO = mp.findroot(lambda x: mp.psi(0, x), 1.46)


def digamma_factor(v):
    """digamma(t) over the distance to its zero, for t = v + 1.65."""
    t = v + mpf("1.65")
    d = t - DIGAMMA_ZERO
    return mp.psi(0, t) / d if abs(d) > mpf(10) ** -25 else mp.psi(1, DIGAMMA_ZERO)


def digamma_rest(s):
    """x^2 (log x - 1 / (2 x) - digamma(x)) for s = 1 / x^2."""
    if s == 0:
        return mpf(1) / 12
    x = 1 / mp.sqrt(s)
    return (mp.log(x) - 1 / (2 * x) - mp.psi(0, x)) / s


# name: (function, interval, degree, weight of an error in the function that is served)
FITS = {
    "exp-parts.ts: (exp(r) - 1 - r - r^2 / 2) / r^3": (
        lambda r: mp.hyp1f1(1, 4, r) / 6,
        -LN2 / 2,
        LN2 / 2,
        9,
        lambda r: abs(r**3 / mp.expm1(r)),
    ),
    "tanh.ts: (r coth(r) - 1) / r^2 in r^2": (
        in_square(lambda r: (r / mp.tanh(r) - 1) / r**2),
        mpf(0),
        (LN2 / 4) ** 2,
        4,
        lambda z: z,
    ),
    "log-parts.ts: (log((1 + s) / (1 - s)) / s - 2) / s^2 in s^2": (
        in_square(lambda s: (log_ratio(s) - 2) / s**2),
        mpf(0),
        (3 - 2 * mp.sqrt(2)) ** 2,
        6,
        lambda z: z / 2,
    ),
    "pow.ts: (3/2 log((1 + s) / (1 - s)) / s - 3 - s^2) / s^4 in s^2": (
        in_square(lambda s: (mpf(3) / 2 * log_ratio(s) - 3 - s**2) / s**4),
        mpf(0),
        (3 - 2 * mp.sqrt(2)) ** 2,
        7,
        lambda z: z**2 / 3,
    ),
    "quarter-turns.ts: (sin(r) / r - 1) / r^2 in r^2": (
        in_square(lambda r: (mp.sin(r) / r - 1) / r**2),
        mpf(0),
        (mp.pi / 4) ** 2,
        5,
        lambda z: z,
    ),
    "quarter-turns.ts: (cos(r) - 1 + r^2 / 2) / r^4 in r^2": (
        in_square(lambda r: (mp.cos(r) - 1 + r**2 / 2) / r**4),
        mpf(0),
        (mp.pi / 4) ** 2,
        5,
        lambda z: z**2,
    ),
    "eighth-turns.ts: (atan(t) / t - 1) / t^2 in t^2": (
        in_square(lambda t: (mp.atan(t) / t - 1) / t**2),
        mpf(0),
        (mp.sqrt(2) - 1) ** 2,
        11,
        lambda z: z,
    ),
    "asin.ts: (asin(t) / t - 1) / t^2 in t^2": (
        in_square(lambda t: (mp.asin(t) / t - 1) / t**2),
        mpf(0),
        mpf(1) / 4,
        12,
        lambda z: z,
    ),
    "cbrt.ts: cbrt(m)": (mp.cbrt, mp.sqrt(mpf(1) / 2), mp.sqrt(2), 6, lambda m: 1 / mp.cbrt(m)),
    "erf.ts: erf(x) / x - 1 in x^2": (
        in_square(lambda x: mp.erf(x) / x - 1),
        mpf(0),
        mpf(1),
        11,
        lambda z: 1 / (mp.erf(mp.sqrt(z)) / mp.sqrt(z)),
    ),
    "mills.ts: mills(u) (1 + 3/4 u) in (u - CENTRE) / (u + CENTRE)": (
        scaled_mills,
        mpf(-1),
        mpf(1),
        23,
        lambda t: 1 / scaled_mills(t),
    ),
    "scaled-erfc.ts: exp(x^2) erfc(x) (1 + x) in (x - CENTRE) / (x + CENTRE)": (
        scaled_erfc,
        mpf(-1),
        mpf(1),
        23,
        lambda t: 1 / scaled_erfc(t),
    ),
    "lgamma-fits.ts: lgamma(t) / ((t - 1) (t - 2)) in t - 1.7": (
        log_gamma_factor,
        mpf("-0.5005"),
        mpf("0.5005"),
        19,
        lambda v: 1 / log_gamma_factor(v),
    ),
    "lgamma-fits.ts: what is left of Stirling's formula, times x, in 1 / x^2": (
        stirling_rest,
        mpf(0),
        1 / mpf("6.2") ** 2,
        6,
        lambda s: mp.sqrt(s) / 5,
    ),
    "digamma.ts: digamma(t) / (t - zero) in t - 1.65": (
        digamma_factor,
        mpf("-0.6505"),
        mpf("0.6505"),
        23,
        lambda v: 1 / digamma_factor(v),
    ),
    "digamma.ts: what is left of log x - 1 / (2 x), times x^2, in 1 / x^2": (
        digamma_rest,
        mpf(0),
        1 / mpf("6.3") ** 2,
        6,
        lambda s: s / 2,
    ),
}

if __name__ == "__main__":
    for name, (f, a, b, degree, weight) in FITS.items():
        wider = (b - a) / 2000 if name.split(".")[0] in ("exp-parts", "quarter-turns") else mpf(0)
        c = [float(x) for x in interpolate(f, a - (wider if a else 0), b + wider, degree)]
        error = max(weight(u) * abs(horner(c, u) - f(u)) for u in nodes(a, b, 500))
        print(f"{name}: largest error {mp.nstr(error, 2)}")
        print("  " + ", ".join(repr(x) for x in c))
