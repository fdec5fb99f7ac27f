"""Surprise's SVD on the very rows that our side is given."""

from collections import defaultdict

import numpy as np
from surprise import SVD
from surprise.trainset import Trainset

from exchange import array, interactions, serve, timed

state = {}


def load(folder, threads, scale=(0, 10)):
    row_ptr, item, rating, _, users, items = interactions(folder)
    ur, ir = defaultdict(list), defaultdict(list)
    rating = rating.astype(np.float64)
    for u in range(users):
        for e in range(row_ptr[u], row_ptr[u + 1]):
            ur[u].append((int(item[e]), float(rating[e])))
            ir[int(item[e])].append((u, float(rating[e])))
    state["train"] = Trainset(
        ur, ir, users, items, len(item), tuple(scale), {u: u for u in range(users)}, {i: i for i in range(items)}
    )
    return {"rows": len(item)}


def fit(threads, options, seed, test=None):
    model = SVD(random_state=seed, **options)
    seconds, _, cpu = timed(lambda: model.fit(state["train"]))
    answer = {"seconds": seconds, "cpu": cpu}
    if test is not None:
        answer["rmse"] = rmse(model, test)
    return answer


def rmse(model, folder):
    users, items, truth = (array(folder, n, t) for n, t in (("user", np.int32), ("item", np.int32), ("rating", np.float32)))
    train = state["train"]
    known_user = np.array([train.knows_user(u) for u in range(train.n_users)])
    known_item = np.array([train.knows_item(i) for i in range(train.n_items)])
    squares = 0.0
    for start in range(0, len(users), 65536):
        u, i = users[start : start + 65536], items[start : start + 65536]
        ku, ki = known_user[u], known_item[i]
        predicted = train.global_mean + np.where(ku, model.bu[u], 0) + np.where(ki, model.bi[i], 0)
        predicted += np.where(ku & ki, np.einsum("nf,nf->n", model.pu[u], model.qi[i]), 0)
        squares += np.sum((np.clip(predicted, *train.rating_scale) - truth[start : start + 65536]) ** 2)
    return float(np.sqrt(squares / len(users)))


serve({"load": load, "fit": fit})
