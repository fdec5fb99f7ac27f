"""What every peer script shares: reading our arrays, and answering one request a line."""

import json
import sys
import time
from pathlib import Path

import numpy as np


def array(folder, name, dtype):
    return np.fromfile(Path(folder) / name, dtype=dtype)


def interactions(folder):
    """(row bounds, items, values 0-10, strengths, users, items)"""
    users, items = array(folder, "shape", np.int32)
    return (
        array(folder, "rowPtr", np.int32),
        array(folder, "item", np.int32),
        array(folder, "rating", np.float32),
        array(folder, "strength", np.float32),
        int(users),
        int(items),
    )


def timed(work):
    """Seconds of the work by the clock, its result, and seconds of processor time over all threads."""
    before, started = time.process_time(), time.perf_counter()
    result = work()
    return time.perf_counter() - started, result, time.process_time() - before


def serve(operations):
    """Answers requests until the input ends; each names an operation and its arguments."""
    for line in sys.stdin:
        request = json.loads(line)
        answer = operations[request.pop("op")](**request)
        print(json.dumps(answer), flush=True)
