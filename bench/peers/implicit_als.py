"""implicit's alternating least squares: fitting, batch recommendation, one learner, fold-in."""

import time

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

from exchange import array, interactions, serve, timed

state = {}


def load(folder, threads, confidence):
    row_ptr, item, _, strength, users, items = interactions(folder)
    # implicit's confidence is the stored value itself, 1 for what is absent.
    values = (1 + confidence * np.log1p(strength) / np.log(2)).astype(np.float32)
    state["data"] = csr_matrix((values, item, row_ptr), shape=(users, items))
    state["data"].sort_indices()
    return {"rows": len(item)}


def fit(threads, factors, iterations, regularization, cg, seed, test=None):
    model = AlternatingLeastSquares(
        factors=factors, regularization=regularization, alpha=1.0, iterations=iterations, use_cg=cg, use_native=True,
        num_threads=threads, random_state=seed, dtype=np.float32,
    )
    marks = []
    before = time.process_time()
    model.fit(state["data"], show_progress=False, callback=lambda *_: marks.append(time.perf_counter()))
    cpu = (time.process_time() - before) / iterations
    state["model"] = model
    # The first iteration has no mark before it.
    answer = {"secondsPerIteration": float(np.median(np.diff(marks))) if len(marks) > 1 else None, "cpuPerIteration": cpu}
    if test is not None:
        answer["ndcg"] = ndcg(model, test, threads)
    return answer


def ndcg(model, folder, threads, k=10):
    users, ptr, items = (array(folder, name, np.int32) for name in ("users", "ptr", "items"))
    model.num_threads = threads
    # Learners folded in against the final items, as we serve them: their stored vectors are half an iteration older.
    ranked, _ = model.recommend(
        users, state["data"][users], N=k, filter_already_liked_items=True, recalculate_user=True
    )
    discounts = 1 / np.log2(np.arange(2, k + 2))
    total = 0.0
    for n in range(len(users)):
        relevant = items[ptr[n] : ptr[n + 1]]
        total += discounts[np.isin(ranked[n], relevant)].sum() / discounts[: min(k, len(relevant))].sum()
    return total / len(users)


def recommend_all(threads, k):
    model, data = state["model"], state["data"]
    model.num_threads = threads
    users = np.arange(data.shape[0])
    seconds, _, cpu = timed(lambda: model.recommend(users, data, N=k, filter_already_liked_items=True))
    return {"seconds": seconds, "cpu": cpu}


def recommend_one(threads, k, users):
    model, data = state["model"], state["data"]
    times = []
    for user in users:
        row = data[user]
        times.append(timed(lambda: model.recommend(user, row, N=k, filter_already_liked_items=True))[0])
    return {"seconds": times}


def fold_in(threads, users):
    model, data = state["model"], state["data"]
    model.num_threads = 1
    times = []
    for user in users:
        row = data[user]
        times.append(timed(lambda: model.recalculate_user(user, row))[0])
    return {"seconds": times}


serve(
    {"load": load, "fit": fit, "recommend_all": recommend_all, "recommend_one": recommend_one, "fold_in": fold_in}
)
