"""One contestant in Python. Reads "gradient" or "value" from each line of its input, answers with a line of JSON.

Arguments: the contestant, a folder of columns as raw numbers, and the number of events. Processor time is that of all
threads of the process; JAX is told to use one.
"""

import json
import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

EDGES = np.linspace(60, 120, 31)
COTANGENT = np.cos(0.7 * np.arange(30)) + 1.5


def column(folder, name, dtype=np.float64):
    return np.fromfile(os.path.join(folder, f"{name}.bin"), dtype=dtype)


def jax_in_f64():
    import jax

    jax.config.update("jax_enable_x64", True)
    return jax


def by_jax(jax, loss, start, numbers):
    """A loss of one argument and its derivatives by it, compiled."""
    gradient, value = jax.jit(jax.value_and_grad(loss)), jax.jit(loss)

    def run_gradient():
        found, slopes = jax.block_until_ready(gradient(start))
        return numbers(float(found), np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(slopes)]))

    return {"gradient": run_gradient, "value": lambda: [float(value(start))]}


def plainly(value, slopes):
    return [value, *map(float, slopes)]


def smeared(jnp, cdf, x, weight):
    """The counts of relaxed.hist, which has no weights, with weights."""
    under = cdf(jnp.asarray(EDGES).reshape(-1, 1), loc=x, scale=1.0)
    return ((under[1:, :] - under[:-1, :]) * weight).sum(axis=1)


def w1_loss(jnp, columns, parameters):
    import relaxed
    from jax.scipy.stats.norm import cdf

    met, mass, weight = columns
    kept = weight * relaxed.cut(met, parameters[0], slope=0.1)
    return jnp.dot(jnp.asarray(COTANGENT), smeared(jnp, cdf, mass * (1 + parameters[1]), kept))


def w1_columns(folder):
    return [column(folder, name) for name in ("met", "mass", "weight")]


def w1_jax(folder, events):
    jax = jax_in_f64()
    import jax.numpy as jnp

    columns = [jnp.asarray(values) for values in w1_columns(folder)]
    return by_jax(jax, lambda parameters: w1_loss(jnp, columns, parameters), jnp.array([50.0, 0.01]), plainly)


def w1_jax_in_chunks(folder, events, size=4096):
    """The same with a loop over chunks that fit a cache; what is filled up has no weight."""
    jax = jax_in_f64()
    import jax.numpy as jnp

    chunks = -(-events // size)
    padded = (np.concatenate([values, np.zeros(chunks * size - events)]) for values in w1_columns(folder))
    columns = [jnp.asarray(values.reshape(chunks, size)) for values in padded]

    def loss(parameters):
        return jax.lax.map(lambda chunk: w1_loss(jnp, chunk, parameters), columns).sum()

    return by_jax(jax, loss, jnp.array([50.0, 0.01]), plainly)


def muons(folder):
    import awkward as ak

    offsets = column(folder, "offsets", np.int32)
    fields = {name: column(folder, name) for name in ("pt", "eta", "phi", "charge")}
    return ak.unflatten(ak.zip(fields), np.diff(offsets))


def opposite_pairs(events):
    import awkward as ak

    a, b = ak.unzip(ak.combinations(events, 2))
    opposite = a.charge != b.charge
    return ak.flatten(a[opposite]), ak.flatten(b[opposite])


def w2_numpy(folder, events):
    from scipy.special import expit, ndtr

    data = muons(folder)
    cut, scale, slope = 25.0, 0.01, 0.2

    def run(derivatives):
        a, b = opposite_pairs(data)
        mass = np.asarray(np.sqrt(2 * a.pt * b.pt * (np.cosh(a.eta - b.eta) - np.cos(a.phi - b.phi))))
        pa, pb = np.asarray(a.pt), np.asarray(b.pt)
        s, t = expit(slope * (pa * (1 + scale) - cut)), expit(slope * (pb * (1 + scale) - cut))
        weight = s * t
        sums = np.zeros(3)
        for first in range(0, len(mass), 8192):
            part = slice(first, first + 8192)
            z = EDGES.reshape(-1, 1) - mass[part] * (1 + scale)
            masses = COTANGENT @ np.diff(ndtr(z), axis=0)
            sums[0] += weight[part] @ masses
            if not derivatives:
                continue
            slopes = COTANGENT @ np.diff(np.exp(-0.5 * z * z), axis=0) / np.sqrt(2 * np.pi)
            down, up = slope * (1 - s[part]), slope * (1 - t[part])
            sums[1] -= (weight[part] * (down + up)) @ masses
            sums[2] += (weight[part] * (down * pa[part] + up * pb[part])) @ masses
            sums[2] -= (weight[part] * mass[part]) @ slopes
        return sums if derivatives else sums[:1]

    return {"gradient": lambda: list(run(True)), "value": lambda: list(run(False))}


def w2_awkward_jax(folder, events):
    jax = jax_in_f64()
    import awkward as ak
    import jax.numpy as jnp
    from jax.scipy.stats.norm import cdf

    ak.jax.register_and_check()
    pairs = [ak.to_packed(muon) for muon in opposite_pairs(muons(folder))]
    a, b = (ak.to_backend(muon, "jax") for muon in pairs)

    def loss(cut, scale, shared=pairs):  # JAX may share their memory, so they have to live as long
        def kept(muon):
            return 1 / (1 + np.exp(-0.2 * (muon.pt * (1 + scale) - cut)))

        mass = np.sqrt(2 * a.pt * b.pt * (np.cosh(a.eta - b.eta) - np.cos(a.phi - b.phi)))
        x, weight = (ak.to_jax(array) for array in (mass * (1 + scale), kept(a) * kept(b)))
        return jnp.dot(jnp.asarray(COTANGENT), smeared(jnp, cdf, x, weight))

    gradient = jax.value_and_grad(loss, argnums=(0, 1))

    def run_gradient():
        value, slopes = jax.block_until_ready(gradient(25.0, 0.01))
        return plainly(float(value), slopes)

    return {"gradient": run_gradient, "value": lambda: [float(loss(25.0, 0.01))]}


def w3_jax(folder, events):
    jax = jax_in_f64()
    import jax.numpy as jnp

    x, y = jnp.asarray(column(folder, "x").reshape(-1, 8)), jnp.asarray(column(folder, "y"))
    weights, shapes, start, first = column(folder, "weights"), [(8, 32), (32,), (32, 32), (32,), (32,), ()], [], 0
    for shape in shapes:
        size = int(np.prod(shape))
        start.append(jnp.asarray(weights[first : first + size].reshape(shape)))
        first += size

    def loss(layers):
        w1, b1, w2, b2, w3, b3 = layers
        z = jnp.tanh(jnp.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3
        return jnp.sum(jax.nn.softplus(z) - z * y)

    return by_jax(jax, loss, start, lambda value, slopes: [value, float(np.linalg.norm(slopes)), float(slopes.sum())])


CONTESTANTS = {
    "W1/jax-relaxed": w1_jax,
    "W1/jax-chunks": w1_jax_in_chunks,
    "W2/awkward-numpy": w2_numpy,
    "W2/awkward-jax": w2_awkward_jax,
    "W3/jax": w3_jax,
}


def serve(make):
    """Answers each line of the input by the run of that name; short runs are repeated, and their mean is given.

    What a run gives is its numbers, or what makes numbers of its result, which is not timed.
    """
    try:
        runs = make()
        runs["gradient"]()
    except Exception as error:
        print(json.dumps({"absent": f"{type(error).__name__}: {error}"}), flush=True)
        return
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        spent, count = 0, 0
        while spent < 5e-3:
            began = time.process_time()
            found = runs[line.strip()]()
            spent += time.process_time() - began
            count += 1
        numbers = found() if callable(found) else found
        print(json.dumps({"ms": 1e3 * spent / count, "numbers": [float(x) for x in numbers]}), flush=True)


if __name__ == "__main__":
    name, folder, events = sys.argv[1:]
    serve(lambda: CONTESTANTS[name](folder, int(events)))
