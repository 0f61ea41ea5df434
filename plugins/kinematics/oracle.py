"""The literals of the tests beside this file: python3 plugins/kinematics/oracle.py (needs mpmath).

Written from the definitions, E^2 - |p|^2 and the like, at 60 digits: nothing here is rearranged.
"""
from mpmath import mp, mpf, cos, sin, sinh, sqrt, pi, floor

mp.dps = 60


def vector(pt, eta, phi, mass=0):
    pt, eta, phi, mass = mpf(pt), mpf(eta), mpf(phi), mpf(mass)
    p = (pt * cos(phi), pt * sin(phi), pt * sinh(eta))
    return (sqrt(sum(c * c for c in p) + mass * mass), *p)


def invariant_mass(*particles):
    e, x, y, z = (sum(v) for v in zip(*(vector(*p) for p in particles)))
    return sqrt(e * e - x * x - y * y - z * z)


def delta_phi(a, b):
    d = mpf(a) - mpf(b) + pi
    return d - 2 * pi * floor(d / (2 * pi)) - pi


def show(name, value):
    print(f"{name:32} {float(value)!r}")


# decimals below are doubles, as in the tests
muons = ((45.2, 1.1, 0.3, 0.105658), (38.7, -0.4, 2.9, 0.105658))
show("muons", invariant_mass(*muons))
show("electrons, massless", invariant_mass((45.2, 1.1, 0.3), (38.7, -0.4, 2.9)))
show("heavy and massless", invariant_mass((20.0, 0.5, -1.0, 172.5), (60.0, 2.0, 2.5)))
show("nearly parallel, massless", invariant_mass((50.0, 2.4, 1.0), (40.0, 2.4 + 2.0**-30, 1.0)))
show("nearly parallel, light", invariant_mass((500.0, 2.4, 1.0, 0.000511), (400.0, 2.4, 1.0 + 2.0**-20, 0.000511)))
show("very forward", invariant_mass((5.0, 9.5, 1.0, 0.938), (5.0, -9.5, 1.0, 0.938)))
show("three jets", invariant_mass((92.0, 0.4, 1.0, 11.0), (65.0, -0.9, 2.2, 7.5), (40.0, 1.7, -2.0, 5.0)))
show("three collimated", invariant_mass((200.0, 1.0, 0.5), (100.0, 1.0 + 2.0**-20, 0.5), (50.0, 1.0, 0.5 - 2.0**-20)))
show("energy", vector(45.2, 1.1, 0.3, 0.105658)[0])
show("delta phi, 3 and -3", delta_phi(3.0, -3.0))
show("delta phi, 1 and 40", delta_phi(1.0, 40.0))
show("delta R", sqrt(mpf(1.1 - -0.4) ** 2 + delta_phi(3.0, -3.0) ** 2))
show("transverse mass", sqrt(2 * mpf(45.2) * mpf(38.7) * (1 - cos(mpf(0.3) - mpf(2.9)))))
show("transverse mass, parallel", sqrt(2 * mpf(45.2) * mpf(38.7) * (1 - cos(mpf(2.0) ** -30))))
