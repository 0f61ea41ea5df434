"""The literals of formulas.test.ts: python3 plugins/significance/oracle.py (needs mpmath).

Written from the published formulas at 400 digits, with derivatives by their differences: nothing here is rearranged.
"""
from mpmath import mp, mpf, diff, log, sqrt, sign

mp.dps = 400


def xlog(n, r):
    return n * log(r) if n else mpf(0)


def asimov(s, b):
    return 2 * (xlog(s + b, 1 + s / b) - s)


def with_uncertainty(s, b, v):
    return 2 * ((s + b) * log((s + b) * (b + v) / (b * b + (s + b) * v)) - b * b / v * log(1 + v * s / (b * (b + v))))


def on_off(on, off, tau):
    n = on + off
    z2 = 2 * (xlog(on, on * (1 + tau) / n) + xlog(off, off * (1 + tau) / (n * tau)))
    return sign(on - off / tau) * sqrt(z2)


def table(f, rows, slopes=True):
    print(f.__name__)
    for row in rows:
        x = [mpf(v) for v in row]
        values = [f(*x)]
        if slopes:
            values += [diff(f, tuple(x), tuple(int(i == k) for i in range(len(x))), h=mpf(10) ** -120) for k in range(len(x))]
        print(f"  [[{', '.join(map(repr, row))}], [{', '.join(repr(float(v)) for v in values)}]],")


table(asimov, [(3.0, 20.0), (5.0, 10.0), (1e-3, 1e5), (1e-9, 7.0), (2.0, 9.0), (2.3, 9.0), (1e6, 1e-3), (-4.0, 10.0), (-1e-7, 3.0)])
table(with_uncertainty, [
    (3.0, 20.0, 4.0), (5.0, 10.0, 30.0), (1e-6, 50.0, 10.0), (7.0, 12.0, 1e-12), (7.0, 12.0, 1e-200), (1e-8, 3.0, 1e-14),
    (100.0, 0.5, 0.2), (3.0, 1e-4, 5.0), (1e4, 1e5, 1e8), (-4.0, 10.0, 6.0),
])
table(on_off, [(20.0, 50.0, 5.0), (3.0, 90.0, 4.5), (140.0, 100.0, 1.2), (1000001.0, 2000000.0, 2.0), (25.0, 3.0, 0.1)])
table(on_off, [(6.0, 0.0, 2.0), (0.0, 12.0, 2.0), (0.0, 7.0, 0.3), (11.0, 0.0, 0.3)], slopes=False)
z = lambda *x: sqrt(asimov(x[0], x[2]) + asimov(x[1], x[3]))
z.__name__ = "Z of s = [3, 5], b = [20, 10]"
table(z, [(3.0, 5.0, 20.0, 10.0)])
