"""How long the quota stage takes: 1,000,000 receipts, 5,000 units, 10 years.

    python benchmarks/quotas/stage.py [receipts]

Prints seconds for `detect_quotas` alone, the best and the median of three runs.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter

import numpy as np
import polars as pl

from docanalyzer.detect.quotas.detection import detect_quotas
from docanalyzer.detect.quotas.rule import QuotaRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack

UNITS = 5_000
YEARS = range(2015, 2025)
DOCUMENTS_PER_RECEIPT = 0.7
"""Seven receipts of ten are of a document of their own, as in a busy office's register."""


def register(receipts: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Random documents over units and years, and receipts of them."""
    chance = np.random.default_rng(7)
    height = int(receipts * DOCUMENTS_PER_RECEIPT)
    rows = pl.DataFrame(
        {
            "unit": chance.integers(0, UNITS, height),
            "number_year": chance.integers(YEARS.start, YEARS.stop, height),
            "day_of_year": chance.integers(0, 365, height),
            "kind": chance.integers(0, 10, height),
        }
    ).with_row_index("place")
    category = pl.when(pl.col("kind") < 8).then(pl.lit("document"))
    category = category.when(pl.col("kind") == 8).then(pl.lit("meeting"))
    issued = pl.date(pl.col("number_year"), 1, 1) + pl.duration(days="day_of_year")
    serial = pl.col("place") % 997
    documents = DOCUMENTS.conform(
        rows.select(
            pl.format("d{}", pl.col("place").cast(pl.String).str.zfill(8)).alias("doc_id"),
            pl.format("关于第{}项工作的通知", "place").alias("title"),
            pl.format("某局{}发〔{}〕{}号", "unit", "number_year", serial).alias("doc_number"),
            pl.format("某局{}发", "unit").alias("organ_code"),
            "number_year",
            serial.cast(pl.Int64).alias("serial"),
            pl.format("第{}局", "unit").alias("issuer"),
            pl.lit("county").alias("issuer_level"),
            category.otherwise(pl.lit("inspection")).alias("category"),
            issued.alias("issued_on"),
        )
    )
    picked = chance.integers(0, height, receipts)
    logged = documents[picked].select("doc_id", "issued_on").with_row_index("place")
    return documents, RECEIPTS.conform(
        logged.select(
            pl.format("r{}", pl.col("place").cast(pl.String).str.zfill(8)).alias("receipt_id"),
            "doc_id",
            pl.col("issued_on").dt.offset_by("4d").cast(pl.Datetime("us")).alias("received_at"),
        )
    )


def main() -> None:
    """Print the figures."""
    receipts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    documents, logged = register(receipts)
    rules = load_pack([default_pack()]).of_kind(QuotaRule)
    times = []
    for _ in range(3):
        begun = perf_counter()
        tables = detect_quotas(documents, logged, rules)
        times.append(perf_counter() - begun)
    print(
        f"{receipts:,} receipts, {documents.height:,} documents, {UNITS:,} units: "
        f"best {min(times):.2f} s, median {median(times):.2f} s; "
        f"{tables.status.height:,} rows, {tables.findings.height:,} findings"
    )


if __name__ == "__main__":
    main()
