"""What the machine's BLAS reaches in single precision on every thread: the ceiling for dense work."""

import numpy as np
from threadpoolctl import threadpool_limits

from exchange import serve, timed


def multiply(threads, size):
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((size, size), dtype=np.float32) for _ in range(2))
    with threadpool_limits(limits=threads):
        a @ b
        seconds = min(timed(lambda: a @ b)[0] for _ in range(3))
    return {"seconds": seconds, "gigaflops": 2 * size**3 / seconds / 1e9}


def inverse(threads, size):
    from scipy.linalg import cho_factor, cho_solve

    rng = np.random.default_rng(0)
    a = rng.standard_normal((size, size + 50), dtype=np.float32)
    spd = a @ a.T + size * np.eye(size, dtype=np.float32)
    with threadpool_limits(limits=threads):
        seconds, _, cpu = timed(lambda: cho_solve(cho_factor(spd, lower=True), np.eye(size, dtype=np.float32)))
    return {"seconds": seconds, "cpu": cpu}


serve({"multiply": multiply, "inverse": inverse})
