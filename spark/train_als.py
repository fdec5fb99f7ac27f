"""Fits Spark ML's ALS to engagements in Parquet, and writes the factors of the content as Parquet.

    spark-submit train_als.py PLAN

PLAN is JSON; the classes below say what is in it. What happens is told on standard output, one line an event:
"learnrec " and a JSON object. docs/spark.md describes both.

Only the driver runs Python: the executors need no Python packages.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyspark import SparkContext
from pyspark.ml.recommendation import ALS
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

POLL_SECONDS = 0.5
ROWS_PER_PARTITION = 1_000_000
"""Of what is grouped: some tens of megabytes. Spark's own default, 200 partitions, costs small data a minute."""


@dataclass(frozen=True)
class Fit:
    """One fit: of which rows, and where its factors go."""

    name: str
    rows: str
    """Folder of Parquet files with the columns user, item, at, strength, opinion."""
    before: int | None
    """Rows at or after this instant (milliseconds since 1970) are left out."""
    into: str


@dataclass(frozen=True)
class Options:
    """As the options of IALS with countScaling 1."""

    factors: int
    epochs: int
    regularization: float
    confidence: float
    seed: int


@dataclass(frozen=True)
class Plan:
    parent: int
    """Process without which nobody waits for the result."""
    checkpoints: str
    """Folder where Spark cuts long lineages."""
    engagements: int
    """Rows of the largest fit, about."""
    options: Options
    fits: list[Fit]

    @staticmethod
    def read(text: str) -> Plan:
        plan: dict[str, Any] = json.loads(text)
        return Plan(
            parent=plan["parent"],
            checkpoints=plan["checkpoints"],
            engagements=plan["engagements"],
            options=Options(**plan["options"]),
            fits=[Fit(**fit) for fit in plan["fits"]],
        )


@dataclass(frozen=True)
class Shape:
    """What is engaged with: pairs, the learners and the content that are in any."""

    pairs: int
    users: int
    items: int


def tell(event: str, **facts: object) -> None:
    print("learnrec " + json.dumps({"event": event, **facts}), flush=True)


def merge_pairs(rows: DataFrame) -> DataFrame:
    """One row (user, item, rating) per pair. Strengths add up; the latest opinion decides whether the pair is a dislike,
    and at one instant a dislike outweighs a like. Spark's confidence is 1 + alpha * |rating|, its preference rating > 0:
    ln(1 + strength) / ln 2 for an engagement, and -1, that of a plain view, for a dislike."""
    latest = F.max(F.when(F.col("opinion") >= 0, F.struct(F.col("at"), (1 - F.col("opinion")).alias("dislike"))))
    merged = rows.groupBy("user", "item").agg(
        F.sum(F.col("strength").cast("double")).alias("strength"), latest.alias("latest")
    )
    disliked: Column = F.coalesce(F.col("latest.dislike"), F.lit(0)) == 1
    rating = F.when(disliked, F.lit(-1.0)).otherwise(F.log1p("strength") / math.log(2))
    return merged.select("user", "item", rating.cast("float").alias("rating"))


def shape_of(pairs: DataFrame) -> Shape:
    row = (
        pairs.where(F.col("rating") > 0)
        .agg(F.count("*").alias("pairs"), F.countDistinct("user").alias("users"), F.countDistinct("item").alias("items"))
        .first()
    )
    assert row is not None
    return Shape(row["pairs"], row["users"], row["items"])


def spark_regularization(regularization: float, shape: Shape) -> float:
    """Spark multiplies its regParam by the engaged pairs of each row (Zhou et al. 2008). LearnRec's learners have the ridge
    regularization * n / mean n, and its content likewise; only the product of the two sides' ridges matters, since vectors
    may be stretched on one side and shortened on the other. So regParam is regularization over the geometric mean of the two
    means, and the service stretches the factors (src/spark/fitted-state.ts)."""
    return regularization / math.sqrt((shape.pairs / shape.users) * (shape.pairs / shape.items))


@contextmanager
def progress_of(context: SparkContext, fit: Fit, epochs: int) -> Iterator[None]:
    """Tells how far a fit is: each half of an epoch begins with a job of its own (the Gram matrix of the fixed side)."""
    context.setJobGroup(fit.name, f"LearnRec {fit.name}", interruptOnCancel=True)
    ended = threading.Event()

    def watch() -> None:
        tracker = context.statusTracker()
        told = 0
        while not ended.wait(POLL_SECONDS):
            halves = len(tracker.getJobIdsForGroup(fit.name)) - 1
            epoch = min(epochs, max(0, halves) // 2)
            if epoch > told:
                told = epoch
                tell("progress", fit=fit.name, fraction=epoch / epochs, detail=f"epoch {epoch} of {epochs}")

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def run_fit(spark: SparkSession, fit: Fit, options: Options) -> None:
    started = time.monotonic()
    tell("fitting", fit=fit.name)
    rows = spark.read.parquet(fit.rows)
    if fit.before is not None:
        rows = rows.where(F.col("at") < fit.before)
    pairs = merge_pairs(rows).persist()
    shape = shape_of(pairs)
    if shape.pairs > 0:
        blocks = max(2, spark.sparkContext.defaultParallelism)
        als = ALS(
            userCol="user",
            itemCol="item",
            ratingCol="rating",
            implicitPrefs=True,
            rank=options.factors,
            maxIter=options.epochs,
            regParam=spark_regularization(options.regularization, shape),
            alpha=options.confidence,
            seed=options.seed,
            numUserBlocks=blocks,
            numItemBlocks=blocks,
        )
        with progress_of(spark.sparkContext, fit, options.epochs):
            model = als.fit(pairs)
        model.itemFactors.write.mode("overwrite").parquet(fit.into)
    pairs.unpersist()
    tell(
        "fitted",
        fit=fit.name,
        pairs=shape.pairs,
        users=shape.users,
        items=shape.items,
        seconds=round(time.monotonic() - started, 3),
    )


def end_with(parent: int) -> None:
    """Ends spark-submit and this process once the service is gone: nobody else would."""

    def watch() -> None:
        while True:
            time.sleep(2)
            try:
                os.kill(parent, 0)
            except PermissionError:
                pass
            except ProcessLookupError:
                os.killpg(os.getpgrp(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    plan = Plan.read(sys.argv[1])
    end_with(plan.parent)
    spark = SparkSession.builder.getOrCreate()
    context = spark.sparkContext
    partitions = max(context.defaultParallelism, math.ceil(plan.engagements / ROWS_PER_PARTITION))
    spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
    context.setCheckpointDir(plan.checkpoints)
    tell("started", application=context.applicationId, version=spark.version, cores=context.defaultParallelism)
    for fit in plan.fits:
        run_fit(spark, fit, plan.options)
    spark.stop()
    tell("done")


if __name__ == "__main__":
    main()
