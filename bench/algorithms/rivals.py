"""One library of Python with one algorithm. Arguments: its name, a file with the input as JSON.

Answers as bench/peers/peer.py does: the value, and its derivatives along two directions of all parameters.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../peers"))

from peer import jax_in_f64, serve

import numpy as np


def directions(size):
    i = np.arange(size)
    return np.stack([1.5 + np.cos(0.7 * i), 1.5 + np.cos(1.1 * i + 1)])


def flat(leaves):
    return np.concatenate([np.ravel(np.asarray(leaf)) for leaf in leaves])


def along(value, slopes):
    slopes = flat(slopes)
    return [float(value), *(directions(slopes.size) @ slopes)]


# JAX


def jax_runs(objective, parameters, reverse=True):
    """A loss of the parameters, its derivatives in reverse, or forward for one parameter."""
    jax = jax_in_f64()
    start = tuple(jax.numpy.asarray(parameter) for parameter in parameters)
    every = tuple(range(len(start)))
    value = jax.jit(objective)
    if reverse:
        both = jax.jit(jax.value_and_grad(objective, argnums=every))
    else:
        one = (jax.numpy.ones(()),)
        both = jax.jit(lambda x: (lambda found, slope: (found, (slope,)))(*jax.jvp(objective, (x,), one)))

    def gradient():
        found, slopes = jax.block_until_ready(both(*start))
        return lambda: along(found, slopes)

    return {"gradient": gradient, "value": lambda: [float(value(*start))]}


def llsq_jax(given):
    jnp = jax_in_f64().numpy
    n = given["n"]

    def loss(x):
        t = -1 + 2 * jnp.arange(n) / (n - 1)
        powers = jnp.cumprod(jnp.concatenate([jnp.ones((n, 1)), jnp.tile(t[:, None], (1, x.size - 1))], axis=1), axis=1)
        return 0.5 * jnp.sum((jnp.sign(t) - powers @ x) ** 2)

    return jax_runs(loss, [given["x"]])


def llsq_jax_horner(given):
    jax = jax_in_f64()
    jnp, n = jax.numpy, given["n"]

    def loss(x):
        t = -1 + 2 * jnp.arange(n) / (n - 1)
        return 0.5 * jnp.sum((jnp.sign(t) - jnp.polyval(x[::-1], t, unroll=16)) ** 2)

    return jax_runs(loss, [given["x"]])


def lse_jax(given):
    jnp = jax_in_f64().numpy

    def loss(x):
        top = jnp.max(x)
        return top + jnp.log(jnp.sum(jnp.exp(x - top)))

    return jax_runs(loss, [given["x"]])


def det_jax(given):
    jnp = jax_in_f64().numpy
    size = given["ell"]

    def minors(rows):
        if len(rows) == 1:
            return rows[0][0]
        return sum((-1) ** i * rows[i][0] * minors([row[1:] for k, row in enumerate(rows) if k != i]) for i in range(len(rows)))

    return jax_runs(lambda a: minors([[a[i * size + j] for j in range(size)] for i in range(size)]), [given["A"]])


def ode_jax(given):
    jax = jax_in_f64()
    jnp, steps = jax.numpy, given["s"]
    h = 2 / steps

    def last(x):
        def slope(y):
            return x * jnp.concatenate([jnp.ones(1), y[:-1]])

        def step(y, _):
            k1 = slope(y)
            k2 = slope(y + h / 2 * k1)
            k3 = slope(y + h / 2 * k2)
            k4 = slope(y + h * k3)
            return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), None

        return jax.lax.scan(step, jnp.zeros_like(x), None, length=steps)[0][-1]

    return jax_runs(last, [given["x"]])


def kmeans_jax(given):
    jnp = jax_in_f64().numpy
    points = jnp.asarray(given["points"])

    def cost(centroids):
        cross = points @ centroids.T
        squares = jnp.sum(points**2, axis=1)[:, None] - 2 * cross + jnp.sum(centroids**2, axis=1)
        return jnp.sum(jnp.min(squares, axis=1))

    return jax_runs(cost, [given["centroids"]])


def log_gamma_terms(given, dimension):
    from math import lgamma, log, pi, sqrt

    n, gamma = dimension + given["m"] + 1, given["gamma"]
    logs = dimension * (dimension - 1) / 4 * log(pi) + sum(lgamma(n / 2 + (1 - j) / 2) for j in range(1, dimension + 1))
    return n * dimension * log(gamma / sqrt(2)) - logs


def gmm_jax(given):
    jax = jax_in_f64()
    jnp, x = jax.numpy, jnp_array(given["x"])
    points, dimension = x.shape
    count = len(given["alpha"])
    prior = count * log_gamma_terms(given, dimension)
    columns, rows = np.triu_indices(dimension, 1)

    def objective(alpha, mu, q, l):
        below = jnp.zeros((count, dimension, dimension)).at[:, rows, columns].set(l)
        factors = below + jnp.exp(q)[:, :, None] * jnp.eye(dimension)
        away = x[:, None, :] - mu
        squares = jnp.sum(jnp.einsum("krc,nkc->nkr", factors, away) ** 2, axis=2)
        terms = alpha + jnp.sum(q, axis=1) - 0.5 * squares
        total = jnp.sum(jax.scipy.special.logsumexp(terms, axis=1))
        constant = points * (dimension / 2 * np.log(2 * np.pi) + jax.scipy.special.logsumexp(alpha))
        penalty = 0.5 * given["gamma"] ** 2 * jnp.sum(factors**2)
        return total - constant + prior - penalty + given["m"] * jnp.sum(q)

    return jax_runs(objective, [given[name] for name in ("alpha", "mu", "q", "l")])


def jnp_array(values):
    return jax_in_f64().numpy.asarray(values, dtype=float)


def lstm_jax(given):
    jax = jax_in_f64()
    jnp, state, sequence = jax.numpy, jnp_array(given["state"]), jnp_array(given["sequence"])
    layers, size = len(given["main_params"]) // 2, sequence.shape[1]

    def loss(main, extra):
        parts = main.reshape(layers, 2, 4, size)

        def step(carried, pair):
            given_now, wanted = pair
            signal, after = given_now * extra[0], []
            for k in range(layers):
                (hidden, cell), (w, b) = carried[k], parts[k]
                forget = jax.nn.sigmoid(signal * w[0] + b[0])
                into = jax.nn.sigmoid(hidden * w[1] + b[1])
                out = jax.nn.sigmoid(signal * w[2] + b[2])
                cell = cell * forget + into * jnp.tanh(hidden * w[3] + b[3])
                signal = out * jnp.tanh(cell)
                after.append((signal, cell))
            predicted = signal * extra[1] + extra[2]
            norm = jnp.log(2 + jnp.sum(jnp.exp(predicted)))
            return tuple(after), jnp.sum(wanted * (predicted - norm))

        start = tuple((state[2 * k], state[2 * k + 1]) for k in range(layers))
        terms = jax.lax.scan(step, start, (sequence[:-1], sequence[1:]))[1]
        return -jnp.sum(terms) / (size * terms.size)

    return jax_runs(loss, [given["main_params"], given["extra_params"]])


def ba_residual(jnp, camera, point, weight, feature):
    axis, centre, (focal, u0, v0, k1, k2) = camera[:3], camera[3:6], camera[6:]
    away = point - centre
    square = jnp.sum(axis * axis)
    angle = jnp.sqrt(square)
    unit = axis / angle
    turned = (
        away * jnp.cos(angle) + jnp.cross(unit, away) * jnp.sin(angle) + unit * jnp.dot(unit, away) * (1 - jnp.cos(angle))
    )
    projected = turned[:2] / turned[2]
    radius = jnp.sum(projected**2)
    stretch = 1 + k1 * radius + k2 * radius**2
    return weight * (focal * stretch * projected + jnp.stack([u0, v0]) - feature)


def ba_inputs(given):
    i = np.arange(given["p"])
    cameras, points = np.tile(given["cam"], (given["n"], 1)), np.tile(given["x"], (given["m"], 1))
    weights, features = np.full(given["p"], given["w"]), np.tile(given["feat"], (given["p"], 1))
    return cameras, points, weights, features, i % given["n"], i % given["m"]


def ba_numbers(residuals, jacobian):
    """The first component of each residual less twice the second, summed, and its derivatives by the 15 parameters."""
    mixed = np.array([1.0, -2.0])
    value = float(np.sum(np.asarray(residuals) @ mixed))
    if jacobian is None:
        return [value]
    blocks = np.concatenate([np.asarray(block).reshape(len(residuals), 2, -1) for block in jacobian], axis=2)
    return [value, *(directions(15) @ (mixed @ blocks.sum(axis=0)))]


def ba_jax(given):
    jax = jax_in_f64()
    jnp = jax.numpy
    *data, cameras_of, points_of = (jnp.asarray(array) for array in ba_inputs(given))

    def residual(camera, point, weight, feature):
        return ba_residual(jnp, camera, point, weight, feature)

    def gathered(cameras, points, weights, features):
        return cameras[cameras_of], points[points_of], weights, features

    value = jax.jit(lambda *data: jax.vmap(residual)(*gathered(*data)))
    jacobian = jax.jit(lambda *data: jax.vmap(jax.jacfwd(residual, argnums=(0, 1, 2)))(*gathered(*data)))

    def run_value():
        found = jax.block_until_ready(value(*data))
        return lambda: ba_numbers(found, None)

    def run_jacobian():
        found = jax.block_until_ready((value(*data), jacobian(*data)))
        return lambda: ba_numbers(*found)

    return {"gradient": run_jacobian, "value": run_value}


def descent(jax, f, start, slope):
    """Where steps along the gradient end: as in gradbench/evaluations/descent.ts."""
    jnp = jax.numpy
    length = lambda v: jnp.sqrt(jnp.sum(v * v))

    def step(carried):
        x, height, g, eta, good, _ = carried

        def doubled(_):
            return x, height, g, 2 * eta, 0, False

        def tried(_):
            after = x - eta * g
            return jax.lax.cond(length(after - x) <= 1e-5, lambda _: (x, height, g, eta, good, True), moved, after)

        def moved(after):
            reached = f(after)

            def accepted(_):
                there = slope(after)
                return after, reached, there, eta, good + 1, length(there) <= 1e-5

            return jax.lax.cond(reached < height, accepted, lambda _: (x, height, g, eta / 2, 0, False), None)

        return jax.lax.cond(good == 10, doubled, tried, None)

    g = slope(start)
    first = (start, f(start), g, 1e-5, 0, length(g) <= 1e-5)
    return jax.lax.while_loop(lambda carried: ~carried[-1], step, first)[0]


def landing_of(jax, inner):
    jnp = jax.numpy

    def landing(w):
        def potential(at):
            near = lambda cy: 1 / jnp.sqrt((at[0] - 10) ** 2 + (at[1] - cy) ** 2)
            return near(0.0) + near(10 - w)

        slope = inner(potential)

        def step(carried):
            at, speed = carried
            return at + 0.1 * speed, speed - 0.1 * slope(at)

        start = (jnp.array([0.0, 8.0]), jnp.array([0.75, 0.0]))
        at, speed = jax.lax.while_loop(lambda carried: carried[0][1] + 0.1 * carried[1][1] > 0, step, start)
        return (at[0] - at[1] / speed[1] * speed[0]) ** 2

    return landing


def landing_jax(given):
    jax = jax_in_f64()
    return jax_runs(landing_of(jax, jax.grad), [float(given["w"])], reverse=False)


def particle_jax(inner):
    def runs(given):
        jax = jax_in_f64()
        landing = landing_of(jax, getattr(jax, inner))
        f = lambda w: landing(w[0])
        solve = jax.jit(lambda w: descent(jax, f, w, jax.jacfwd(f)))
        start = jax.numpy.array([given["w"]], dtype=float)
        return {"gradient": lambda: [float(solve(start)[0])]}

    return runs


def saddle_jax(given):
    jax = jax_in_f64()
    jnp = jax.numpy

    def solve(start):
        height = lambda p, q: jnp.sum(p * p) - jnp.sum(q * q)

        def highest(p):
            f = lambda q: -height(p, q)
            return descent(jax, f, start, jax.jacfwd(f))

        outer = lambda p: height(p, highest(p))
        p = descent(jax, outer, start, jax.jacfwd(outer))
        return jnp.concatenate([p, highest(p)])

    run, start = jax.jit(solve), jnp.array(given["start"], dtype=float)
    return {"gradient": lambda: [float(x) for x in run(start)]}


# PyTorch


def torch_in_f64():
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    return torch


def torch_runs(objective, parameters):
    torch = torch_in_f64()
    start = [torch.tensor(parameter, dtype=torch.float64, requires_grad=True) for parameter in parameters]

    def gradient():
        found = objective(*start)
        slopes = torch.autograd.grad(found, start)
        return lambda: along(found.detach(), [slope.numpy() for slope in slopes])

    def value():
        with torch.no_grad():
            return [float(objective(*start))]

    return {"gradient": gradient, "value": value}


def llsq_torch(given):
    torch = torch_in_f64()
    n = given["n"]

    def loss(x):
        t = -1 + 2 * torch.arange(n, dtype=torch.float64) / (n - 1)
        return 0.5 * torch.sum((torch.sign(t) - torch.vander(t, x.numel(), increasing=True) @ x) ** 2)

    return torch_runs(loss, [given["x"]])


def lse_torch(given):
    torch = torch_in_f64()

    def loss(x):
        top = torch.max(x)
        return top + torch.log(torch.sum(torch.exp(x - top)))

    return torch_runs(loss, [given["x"]])


def ode_torch(given):
    torch = torch_in_f64()
    steps = given["s"]
    h = 2 / steps

    def last(x):
        one = torch.ones(1)
        slope = lambda y: x * torch.cat([one, y[:-1]])
        y = torch.zeros_like(x)
        for _ in range(steps):
            k1 = slope(y)
            k2 = slope(y + h / 2 * k1)
            k3 = slope(y + h / 2 * k2)
            k4 = slope(y + h * k3)
            y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        return y[-1]

    return torch_runs(last, [given["x"]])


def kmeans_torch(given):
    torch = torch_in_f64()
    points = torch.tensor(given["points"])

    def cost(centroids):
        squares = (points**2).sum(1)[:, None] - 2 * points @ centroids.T + (centroids**2).sum(1)
        return squares.min(1).values.sum()

    return torch_runs(cost, [given["centroids"]])


def gmm_torch(given):
    torch = torch_in_f64()
    x = torch.tensor(given["x"])
    points, dimension = x.shape
    count = len(given["alpha"])
    prior = count * log_gamma_terms(given, dimension)
    columns, rows = (torch.tensor(indices) for indices in np.triu_indices(dimension, 1))

    def objective(alpha, mu, q, l):
        below = torch.zeros((count, dimension, dimension)).index_put((torch.arange(count)[:, None], rows, columns), l)
        factors = below + torch.diag_embed(torch.exp(q))
        squares = (torch.einsum("krc,nkc->nkr", factors, x[:, None, :] - mu) ** 2).sum(2)
        total = torch.logsumexp(alpha + q.sum(1) - 0.5 * squares, 1).sum()
        constant = points * (dimension / 2 * np.log(2 * np.pi) + torch.logsumexp(alpha, 0))
        return total - constant + prior - 0.5 * given["gamma"] ** 2 * (factors**2).sum() + given["m"] * q.sum()

    return torch_runs(objective, [given[name] for name in ("alpha", "mu", "q", "l")])


def lstm_torch(given):
    torch = torch_in_f64()
    state, sequence = torch.tensor(given["state"]), torch.tensor(given["sequence"])
    layers, size = len(given["main_params"]) // 2, sequence.shape[1]

    def loss(main, extra):
        parts = main.reshape(layers, 2, 4, size)
        carried = [(state[2 * k], state[2 * k + 1]) for k in range(layers)]
        terms = []
        for t in range(len(sequence) - 1):
            signal = sequence[t] * extra[0]
            for k in range(layers):
                (hidden, cell), (w, b) = carried[k], parts[k]
                forget, out = torch.sigmoid(signal * w[0] + b[0]), torch.sigmoid(signal * w[2] + b[2])
                cell = cell * forget + torch.sigmoid(hidden * w[1] + b[1]) * torch.tanh(hidden * w[3] + b[3])
                signal = out * torch.tanh(cell)
                carried[k] = (signal, cell)
            predicted = signal * extra[1] + extra[2]
            terms.append(torch.sum(sequence[t + 1] * (predicted - torch.log(2 + torch.sum(torch.exp(predicted))))))
        return -torch.stack(terms).sum() / (size * len(terms))

    return torch_runs(loss, [given["main_params"], given["extra_params"]])


RIVALS = {
    "llsq/jax": llsq_jax,
    "llsq/jax-horner": llsq_jax_horner,
    "lse/jax": lse_jax,
    "det/jax": det_jax,
    "ode/jax": ode_jax,
    "kmeans/jax": kmeans_jax,
    "gmm/jax": gmm_jax,
    "lstm/jax": lstm_jax,
    "ba/jax": ba_jax,
    "landing/jax": landing_jax,
    "particle-ff/jax": particle_jax("jacfwd"),
    "particle-fr/jax": particle_jax("jacrev"),
    "saddle-ff/jax": saddle_jax,
    "llsq/torch": llsq_torch,
    "lse/torch": lse_torch,
    "ode/torch": ode_torch,
    "kmeans/torch": kmeans_torch,
    "gmm/torch": gmm_torch,
    "lstm/torch": lstm_torch,
}


def runs_of(name, file):
    with open(file) as opened:
        return RIVALS[name](json.load(opened))


if __name__ == "__main__":
    serve(lambda: runs_of(*sys.argv[1:]))
