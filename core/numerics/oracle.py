"""High-precision values of the special functions in this folder, from mpmath; the oracle of their tests.

Setup:    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install mpmath gmpy2
Fixture:  /tmp/oracle/bin/python core/numerics/oracle.py fixture [name ...] > core/numerics/oracle.fixture.txt
Errors:   /tmp/oracle/bin/python core/numerics/oracle.py measure [points per range] [name ...]
          (runs the TypeScript with `node`, which must be version 24 or the one named by the variable NODE)
"""

import json
import math
import os
import random
import subprocess
import sys
import textwrap

from mpmath import mp, mpf

HERE = os.path.dirname(os.path.abspath(__file__))
DIGITS = 60
WRITTEN = 34
LINEAR, LOG = "linear", "log"


def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def normal_pdf(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def log_normal_cdf(x):
    return mp.log1p(-normal_cdf(-x)) if x > 0 else mp.log(normal_cdf(x))


def inverse_mills(x):
    return normal_pdf(x) / normal_cdf(x)


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x))


def log_sigmoid(x):
    return -softplus(-x)


def lgamma(x):
    return mp.log(abs(mp.gamma(x))) if abs(x) < 1000 else mp.loggamma(x).real


def polygamma(n):
    """By Hurwitz zeta and the cotangent, since mp.psi has no guard digits near the poles and the zeros."""

    def value(x):
        if n == 0:
            return mp.psi(0, x) if x > 0 else mp.psi(0, 1 - x) - mp.pi * mp.cot(mp.pi * x)
        if x > 0:
            mp.dps += int(n * mp.log10(1 + x))
            return (-1) ** (n + 1) * mp.factorial(n) * mp.zeta(n + 1, x)
        k = mp.nint(x)
        d = x - k
        both = mp.zeta(n + 1, 1 + d) + (-1) ** (n + 1) * mp.zeta(n + 1, 1 - d) + d ** (-n - 1)
        total = both - (-1) ** (n + 1) * mp.zeta(n + 1, 1 - x)
        return (-1) ** (n + 1) * mp.factorial(n) * total

    return value


POSITIVE_GAMMA = [
    (LINEAR, 0, 1),
    (LINEAR, 1, 3),
    (LINEAR, 3, 13),
    (LINEAR, 13, 200),
    (LOG, 1e-300, 1e-3),
    (LOG, 1e2, 1e15),
]
NEGATIVE_GAMMA = [(LINEAR, -2, 0), (LINEAR, -30, -2), (LOG, -1e-300, -1e-3), (LINEAR, -1e4, -30)]
GAMMA_POINTS = [0.5, 1, 1.5, 2, 3, 4, 12, 1.4616321449683623, 1.25, 0.6796875, -0.5, -1.5, -0.25, -0.3125, 1e-5, 171.5]
GAMMA_STEPS = [(LINEAR, 0.1, 3.5), (LINEAR, 0.99, 1.01), (LINEAR, 1.45, 1.47), (LINEAR, 1.99, 2.01), (LINEAR, 3, 7)]
NORMAL_RANGES = [(LINEAR, -2, 2), (LINEAR, -9, 9), (LINEAR, -39, -5), (LOG, 1e-300, 1e-2), (LOG, -1e-300, -1e-2)]
NORMAL_POINTS = [0, 0.66, -0.66, -0.67, 5.65, -37.5, -37.6, -38, -38.4, 8.2, 1, -1]
LOGISTIC_RANGES = [
    (LINEAR, -2, 2),
    (LINEAR, -40, 40),
    (LINEAR, -745, -40),
    (LINEAR, 40, 750),
    (LOG, 1e-300, 1e-2),
    (LOG, -1e-300, -1e-2),
]
LOGISTIC_POINTS = [0, 1, -1, 36.7, -708.4, -709.8, -720, -740, -745, 709.8, 750]

# name: (export, arguments before x, exact function, ranges, single points)
FUNCTIONS = {
    "erf": (
        "erf",
        [],
        mp.erf,
        [(LINEAR, -0.5, 0.5), (LINEAR, -3, 3), (LINEAR, 3, 6.5), (LOG, 1e-308, 0.1)],
        [0.46875, 4, 5.9, 5e-324],
    ),
    "erfc": (
        "erfc",
        [],
        mp.erfc,
        [(LINEAR, -0.6, 0.6), (LINEAR, -6.5, 4), (LINEAR, 4, 26.5), (LINEAR, 26.5, 27.2), (LOG, 1e-300, 0.1)],
        [0, 0.46875, 4, 26.55, 27.2],
    ),
    "erfcx": (
        "erfcx",
        [],
        erfcx,
        [(LINEAR, -0.6, 0.6), (LINEAR, -26.5, 0), (LINEAR, 0, 5), (LINEAR, 5, 50), (LOG, 50, 1e300)],
        [0, 0.46875, 4, -26.6],
    ),
    "normalPdf": ("normalPdf", [], normal_pdf, NORMAL_RANGES, [*NORMAL_POINTS, 38.5]),
    "normalCdf": ("normalCdf", [], normal_cdf, NORMAL_RANGES, NORMAL_POINTS),
    "logNormalCdf": (
        "logNormalCdf",
        [],
        log_normal_cdf,
        [*NORMAL_RANGES, (LINEAR, 5, 38), (LOG, -1e9, -38)],
        [*NORMAL_POINTS, -1e3, -1e6, 38.4],
    ),
    "inverseMills": (
        "inverseMills",
        [],
        inverse_mills,
        [*NORMAL_RANGES, (LINEAR, 5, 38), (LOG, -1e9, -38)],
        [*NORMAL_POINTS, -1e3, -1e6, 38.4],
    ),
    "sigmoid": ("sigmoid", [], sigmoid, LOGISTIC_RANGES, LOGISTIC_POINTS),
    "softplus": ("softplus", [], softplus, LOGISTIC_RANGES, LOGISTIC_POINTS),
    "logSigmoid": (
        "logSigmoid",
        [],
        log_sigmoid,
        [(k, -b, -a) for k, a, b in LOGISTIC_RANGES],
        [-x for x in LOGISTIC_POINTS],
    ),
    "lgamma": ("lgamma", [], lgamma, POSITIVE_GAMMA, [x for x in GAMMA_POINTS if x > 0] + [2e305]),
    "lgammaNegative": ("lgamma", [], lgamma, NEGATIVE_GAMMA, [x for x in GAMMA_POINTS if x < 0] + [-2.457024738220801]),
    "digamma": ("digamma", [], polygamma(0), POSITIVE_GAMMA, [x for x in GAMMA_POINTS if x > 0] + [1e300]),
    "digammaNegative": (
        "digamma",
        [],
        polygamma(0),
        NEGATIVE_GAMMA,
        [x for x in GAMMA_POINTS if x < 0] + [-0.504083008264455],
    ),
    "trigamma": (
        "trigamma",
        [],
        polygamma(1),
        [*POSITIVE_GAMMA[:4], (LOG, 1e-150, 1e-3), (LOG, 1e2, 1e300)],
        [x for x in GAMMA_POINTS if x > 0],
    ),
    "trigammaNegative": (
        "trigamma",
        [],
        polygamma(1),
        [*NEGATIVE_GAMMA[:2], (LOG, -1e-150, -1e-3), NEGATIVE_GAMMA[3]],
        [x for x in GAMMA_POINTS if x < 0],
    ),
    **{
        f"polygamma{n}": (
            "polygamma",
            [n],
            polygamma(n),
            [*POSITIVE_GAMMA[:4], (LOG, 1e2, 1e6)],
            [x for x in GAMMA_POINTS if x > 0],
        )
        for n in (2, 3, 4, 5, 8, 20, 60)
    },
    **{
        f"polygamma{n}Negative": (
            "polygamma",
            [n],
            polygamma(n),
            NEGATIVE_GAMMA[:2],
            [x for x in GAMMA_POINTS if x < 0],
        )
        for n in (2, 3, 8)
    },
}


ELEMENTARY_RANGES = [(LINEAR, -2, 2), (LOG, 1e-300, 1e-3), (LOG, -1e-300, -1e-3)]
POSITIVE_RANGES = [(LINEAR, 0.5, 2), (LINEAR, 0.99, 1.01), (LOG, 1e-300, 1e300), (LOG, 1e-320, 1e-308)]
ANGLES = [*ELEMENTARY_RANGES, (LINEAR, -100, 100), (LINEAR, -1e5, 1e5)]
UNIT = [(LINEAR, -1, 1), (LINEAR, 0.999, 1), (LINEAR, -1, -0.999), (LOG, 1e-300, 1e-3)]
EXPONENTIAL = [*ELEMENTARY_RANGES, (LINEAR, -708, 709), (LINEAR, -745, -708)]
HYPERBOLIC = [*ELEMENTARY_RANGES, (LINEAR, -25, 25), (LINEAR, -710, 710)]

# Functions that exist in terms of lanes alone: they stand for `Math` where there is none.
FUNCTIONS |= {
    name: (f"lowered.{export}", before, exact, ranges, single)
    for name, export, before, exact, ranges, single in [
        ("exp", "exp", [], mp.exp, EXPONENTIAL, [0, 1, -745, 709.78]),
        ("expm1", "expm1", [], mp.expm1, EXPONENTIAL, [0, 1, -745, 709.78]),
        ("log", "log", [], mp.log, POSITIVE_RANGES, [1, 5e-324, 1.7e308]),
        ("log1p", "log1p", [], mp.log1p, [*ELEMENTARY_RANGES[1:], (LINEAR, -1, 3), (LOG, 1, 1e300)], [0, 1]),
        ("log2", "log2", [], lambda x: mp.log(x) / mp.log(2), POSITIVE_RANGES, [1, 8, 5e-324]),
        ("log10", "log10", [], mp.log10, POSITIVE_RANGES, [1, 1000, 5e-324]),
        ("cbrt", "cbrt", [], lambda x: mp.sign(x) * mp.cbrt(abs(x)), [*POSITIVE_RANGES, (LINEAR, -3, 3)], [27, 5e-324]),
        ("sin", "sin", [], mp.sin, ANGLES, [1, 3.141592653589793, 355, 1e5]),
        ("cos", "cos", [], mp.cos, ANGLES, [1, 1.5707963267948966, 344.0, 1e5]),
        ("tan", "tan", [], mp.tan, ANGLES, [1, 1.5707963267948966, 355, 1e5]),
        ("asin", "asin", [], mp.asin, UNIT, [0.5, 1, -1]),
        ("acos", "acos", [], mp.acos, UNIT, [0.5, 1, -1]),
        ("atan", "atan", [], mp.atan, [*ELEMENTARY_RANGES, (LOG, 1, 1e300)], [0.4142135623730951, 1]),
        ("sinh", "sinh", [], mp.sinh, HYPERBOLIC, [0, 1, 710.4]),
        ("cosh", "cosh", [], mp.cosh, HYPERBOLIC, [0, 1, 710.4]),
        ("tanh", "tanh", [], mp.tanh, HYPERBOLIC, [0, 1, 19.1]),
        ("asinh", "asinh", [], mp.asinh, [*ELEMENTARY_RANGES, (LOG, 1, 1e300)], [0, 1, 1e308]),
        ("acosh", "acosh", [], mp.acosh, [(LINEAR, 1, 1.1), (LINEAR, 1, 100), (LOG, 1, 1e300)], [1, 2, 1e308]),
        ("atanh", "atanh", [], mp.atanh, UNIT[:1] + UNIT[3:], [0, 0.5]),
        ("atan2Of2.5", "atan2", [2.5], lambda x: mp.atan2(mpf("2.5"), x), [(LINEAR, -9, 9), (LOG, 1, 1e300)], [0, 2.5]),
        ("hypotOf3", "hypot", [3], lambda x: mp.sqrt(9 + x * x), [(LINEAR, -9, 9), (LOG, 1e-300, 1e300)], [0, 4]),
        ("powOf1.7", "pow", [1.7], lambda y: mp.power(mpf(1.7), y), [(LINEAR, -9, 9), (LINEAR, -1330, 1330)], [0, 2.5]),
        (
            "atan2Of-3e-160",
            "atan2",
            [-3e-160],
            lambda x: mp.atan2(mpf(-3e-160), x),
            [(LINEAR, -9, 9), (LOG, 1e-200, 1e300)],
            [0],
        ),
        ("powOf0.999", "pow", [0.999], lambda y: mp.power(mpf(0.999), y), [(LINEAR, -7e5, 7e5)], [1e3]),
        (
            "powOf3e205",
            "pow",
            [3e205],
            lambda y: mp.power(mpf(3e205), y),
            [(LINEAR, -1.57, 1.5), (LOG, 1e-300, 1)],
            [-1],
        ),
        ("powOf1e-310", "pow", [1e-310], lambda y: mp.power(mpf(1e-310), y), [(LINEAR, -0.99, 1.03)], [0, 1]),
        ("lgammaOfPositive", "lgamma", [], lgamma, POSITIVE_GAMMA + GAMMA_STEPS, [1, 2, 5e-324, 2e305]),
        ("digammaOfPositive", "digamma", [], polygamma(0), POSITIVE_GAMMA + GAMMA_STEPS, [1, 2, 1e300]),
        ("powOf1.001", "pow", [1.001], lambda y: mp.power(mpf(1.001), y), [(LINEAR, -7e5, 7e5)], [1e3]),
    ]
}


def to_float(y):
    """The double nearest to y, with one rounding, also where it is subnormal."""
    sign, man, exp, _ = y._mpf_
    man = -int(man) if sign else int(man)
    try:
        return float(man << exp) if exp >= 0 else man / (1 << -exp)
    except OverflowError:
        return math.copysign(math.inf, man)


def guard(x):
    """Extra digits for the arguments whose sums with 1 lose them."""
    return 400 if 0 < abs(x) < 1e-20 else 0


def evaluate(exact, x):
    """The value at x, taken only if 30 more digits do not change those that are written."""
    values = []
    for digits in (DIGITS, DIGITS + 30):
        mp.dps = digits + guard(x)
        values.append(+exact(mpf(x)))
    low, high = values
    if abs(low - high) > abs(high) * mpf(10) ** -(WRITTEN + 4):
        raise ArithmeticError(f"no stable value at {x!r}")
    return high


def draw(rng, kind, a, b):
    return (
        rng.uniform(a, b)
        if kind == LINEAR
        else math.copysign(math.exp(rng.uniform(math.log(abs(a)), math.log(abs(b)))), a)
    )


def points(name, count, round_to=None):
    _, _, _, ranges, single = FUNCTIONS[name]
    rng = random.Random(name)
    drawn = [draw(rng, *r) for r in ranges for _ in range(count)]
    rounded = [x if round_to is None else float(f"%.{round_to}g" % x) for x in drawn]
    return [float(x) for x in single] + [x for x in rounded if x > 0 or x != round(x)]


def number(text):
    return text.replace("+inf", "Infinity").removesuffix(".0").replace("e+", "e").replace("e-0", "e-")


def fixture(names):
    print(f"Points and values, x:y, per function, of {WRITTEN} digits; written by `oracle.py fixture`, not by hand.")
    for name in names or FUNCTIONS:
        _, _, exact, ranges, _ = FUNCTIONS[name]
        xs = sorted(set(points(name, max(30, 240 // len(ranges)), round_to=5)))
        pairs = [f"{number(repr(x))}:{number(mp.nstr(evaluate(exact, x), WRITTEN))}" for x in xs]
        print(f"\n{name}")
        print(textwrap.fill(" ".join(pairs), 120, break_on_hyphens=False, break_long_words=False))


def ulp(y):
    _, e = math.frexp(to_float(y))
    return mpf(2) ** max(e - 53, -1074)


def measure(count, names):
    script = (
        "import * as n from './index.ts'; import { readFileSync } from 'node:fs';"
        "const [name, before, xs] = JSON.parse(readFileSync(0, 'utf8'));"
        "const lower = n.lowered[name.replace('lowered.', '')];"
        "const f = name.startsWith('lowered.') ? (...x) => lower(n.plainLanes(), ...x) : n[name];"
        "console.log(JSON.stringify(xs.map((x) => String(f(...before, x)))));"
    )
    node = os.environ.get("NODE", "node")
    for name in names or FUNCTIONS:
        export, before, exact, ranges, single = FUNCTIONS[name]
        xs = points(name, count)
        run = subprocess.run(
            [node, "--input-type=module", "-e", script],
            input=json.dumps([export, before, xs]),
            capture_output=True,
            text=True,
            check=True,
            cwd=HERE,
        )
        mp.dps = DIGITS
        errors = []
        for x, text in zip(xs, json.loads(run.stdout)):
            mp.dps = DIGITS + guard(x)
            y = exact(mpf(x))
            got = mpf(float(text))
            off = abs(got - y) if to_float(y) != float(text) else abs(y - got) * mp.isfinite(got)
            errors.append((float(off / ulp(y)) if off else 0.0, float(off), x))
        groups = [("points", errors[: len(single)])]
        for i, (kind, a, b) in enumerate(ranges):
            start = len(single) + i * count
            groups.append((f"{kind} {a:g}..{b:g}", errors[start : start + count]))
        print(f"{name}: {max(e for e, _, _ in errors):.2f} ulp")
        for label, group in groups:
            e, _, x = max(group)
            print(f"    {label:24} {e:9.2f} ulp at {x!r}; absolute {max(a for _, a, _ in group):.2e}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["fixture"]:
        fixture(sys.argv[2:])
    elif sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]) if len(sys.argv) > 2 else 500, sys.argv[3:])
    else:
        sys.exit(__doc__)
