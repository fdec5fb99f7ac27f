"""scipy's truncated SVD (ARPACK) of the same matrix."""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from exchange import array, serve, timed

state = {}


def load(folder, threads):
    users, items = array(folder, "shape", np.int32)
    values = array(folder, "value", np.float32).astype(np.float64)
    state["data"] = csr_matrix((values, array(folder, "item", np.int32), array(folder, "rowPtr", np.int32)), shape=(users, items))
    return {"rows": len(values)}


def fit(threads, rank, seed):
    rng = np.random.default_rng(seed)
    start = rng.standard_normal(min(state["data"].shape))
    seconds, (_, values, _), cpu = timed(lambda: svds(state["data"], k=rank, v0=start))
    return {"seconds": seconds, "cpu": cpu, "singularValues": sorted(values.tolist(), reverse=True)}


serve({"load": load, "fit": fit})
