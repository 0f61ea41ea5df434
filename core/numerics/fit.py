"""Coefficients of the fits in erf-over-x-less-one.ts and erfcx.ts, by Remez exchange at 60 digits.

Prints them with their errors.

Setup:    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install mpmath gmpy2
Run:      /tmp/oracle/bin/python core/numerics/fit.py
"""

from mpmath import mp, mpf

mp.dps = 60


def horner(c, u):
    y = mpf(0)
    for a in reversed(c):
        y = y * u + a
    return y


def remez(f, weight, a, b, m, n):
    """The rational function p/q of degrees m and n, q(0) = 1, whose weighted error on [a, b] is least."""
    count = m + n + 2
    nodes = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    grid = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * i / 1000) for i in range(1001)]
    table = [(u, f(u), weight(u)) for u in grid]
    level = mpf(0)
    for _ in range(12):
        values = [(f(u), weight(u)) for u in nodes]
        for _ in range(20 if n else 1):
            rows, right = [], []
            for i, (u, (y, w)) in enumerate(zip(nodes, values)):
                e = (-1) ** i / w
                rows.append([u**k for k in range(m + 1)] + [(level * e - y) * u**k for k in range(1, n + 1)] + [e])
                right.append(y)
            *c, new = mp.lu_solve(mp.matrix(rows), mp.matrix(right))
            done = abs(new - level) < abs(new) * mpf(10) ** -8
            level = new
            if done:
                break
        p, q = c[: m + 1], [mpf(1)] + c[m + 1 :]
        error = [(w * (horner(p, u) / horner(q, u) - y), u) for u, y, w in table]
        peaks = []
        for e, u in error:
            if peaks and mp.sign(e) == mp.sign(peaks[-1][0]):
                if abs(e) > abs(peaks[-1][0]):
                    peaks[-1] = (e, u)
            else:
                peaks.append((e, u))
        if len(peaks) < count:
            break
        while len(peaks) > count:
            peaks.pop(0 if abs(peaks[0][0]) < abs(peaks[-1][0]) else -1)
        nodes = [u for _, u in peaks]
    return p, q, max(abs(e) for e, _ in error)


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


def report(name, p, q, error):
    print(f"{name}: largest error {mp.nstr(error, 2)} of the function")
    print("  p", ", ".join(repr(float(c)) for c in p))
    print("  q", ", ".join(repr(float(c)) for c in q))


def near_erf(degree):
    """erf(sqrt s) / sqrt s - 1 on 0 <= s <= 0.47^2, a polynomial."""

    def f(s):
        r = mp.sqrt(s)
        return (mp.erf(r) / r if s else 2 / mp.sqrt(mp.pi)) - 1

    report(f"erf(x) / x - 1, degree {degree}", *remez(f, lambda s: 1 / (1 + f(s)), mpf(0), mpf("0.2209"), degree, 0))


def centre(about):
    """The short double near a number where erfcx is nearest to a double."""

    def distance(x):
        y = erfcx(mpf(x))
        return abs(y - mpf(float(y))) / y

    return min((about + k / 2**16 for k in range(-300, 301)), key=distance)


def middle_erfcx(a, b, about, m, n):
    """(erfcx(c + u) - erfcx(c)) / u on a <= c + u <= b."""
    c = centre(about)
    head = erfcx(mpf(c))

    def f(u):
        return (erfcx(c + u) - head) / u if abs(u) > mpf(10) ** -20 else 2 * c * head - 2 / mp.sqrt(mp.pi)

    def weight(u):
        return max(abs(u), mpf("1e-3")) / erfcx(c + u)

    print(f"c = {c!r}, erfcx(c) = {float(head)!r} (off by {mp.nstr((float(head) - head) / head, 2)})")
    report(f"erfcx on [{a}, {b}]", *remez(f, weight, mpf(a) - c, mpf(b) - c, m, n))


if __name__ == "__main__":
    near_erf(8)
    middle_erfcx(0.46875, 1, 0.7, 4, 5)
    middle_erfcx(1, 2, 1.4, 5, 6)
    middle_erfcx(2, 4, 2.75, 5, 6)
