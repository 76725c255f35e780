"""How often a year ends inside the projected interval, tried on every past year of a register.

    python benchmarks/quotas/projection.py RUN_FOLDER

For each unit, year and month-end from February to November the year's end is projected from what
was known then, and compared with what came. Prints the share inside the 90 % interval, by how far
the year had gone, and the median error. `SPREAD` of detect/quotas/counting/progress.py was chosen
so that the share over all is nine of ten.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from docanalyzer.detect.quotas.counting.documents import count_documents
from docanalyzer.detect.quotas.counting.progress import HISTORY_YEARS, SPREAD, projection
from docanalyzer.detect.quotas.rule import CountingRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
from docanalyzer.results import read_run
from docanalyzer.rules.loader import load_pack

FEWEST = 20
"""Years with fewer documents are not tried."""


def by_month(folder: Path) -> pl.DataFrame:
    """Per unit and year: documents of the whole year and of its first m months, m = 2 to 11."""
    run = read_run(folder)
    rules = load_pack([default_pack()]).of_kind(CountingRule)
    counted = count_documents(run.table(DOCUMENTS), run.table(RECEIPTS), rules)
    dated = counted.filter(pl.col("left_out").is_null(), pl.col("day").is_not_null())
    late = pl.col("day").dt.year() - pl.col("year")
    month = pl.when(late > 0).then(12).when(late < 0).then(1).otherwise(pl.col("day").dt.month())
    return (
        dated.with_columns(month.alias("month"))
        .group_by("unit", "year")
        .agg(
            pl.len().alias("whole"),
            *[(pl.col("month") <= cut).sum().alias(f"by{cut}") for cut in range(2, 12)],
        )
        .filter(pl.col("whole") >= FEWEST)
        .unpivot(index=["unit", "year", "whole"], variable_name="cut", value_name="count")
        .with_columns(pl.col("cut").str.strip_prefix("by").cast(pl.Int64))
    )


def main() -> None:
    """Print the figures."""
    rows = by_month(Path(sys.argv[1]))
    past = pl.concat(
        rows.select("unit", pl.col("year") + back, "cut", past="whole", then="count")
        for back in range(1, HISTORY_YEARS + 1)
    )
    past = past.group_by("unit", "year", "cut").agg(pl.col("past", "then").sum())
    tried = rows.join(past, on=["unit", "year", "cut"]).filter(
        pl.col("count") >= 5, pl.col("then") > 0
    )
    remaining, half = projection(pl.col("count"), pl.col("past"), pl.col("then"))
    came = pl.col("whole") - pl.col("count")
    result = tried.with_columns(
        ((came - remaining).abs() <= half).alias("inside"),
        ((came - remaining).abs() / pl.col("whole")).alias("error"),
    )
    print(f"{result.height} projections, spread {SPREAD}")
    print(f"inside the interval: {result['inside'].mean():.1%}")
    print(f"median error of the year's count: {result['error'].median():.1%}")
    for begin, end in ((2, 4), (5, 7), (8, 9), (10, 11)):
        part = result.filter(pl.col("cut").is_between(begin, end))
        print(f"  months {begin}-{end}: {part['inside'].mean():.1%} of {part.height}")


if __name__ == "__main__":
    main()
