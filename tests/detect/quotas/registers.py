"""Small registers for the quota tests: documents of a unit, spread evenly over their year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import polars as pl

from docanalyzer.detect.quotas.detection import QuotaTables, detect_quotas
from docanalyzer.detect.quotas.rule import QuotaRule
from docanalyzer.detect.quotas.targets.binding import Targets
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack

UNIT = "某市人民政府"


@cache
def default_rules() -> tuple[QuotaRule, ...]:
    """The quota rules of the default pack."""
    return load_pack([default_pack()]).of_kind(QuotaRule)


def year_of(
    year: int,
    count: int,
    unit: str = UNIT,
    months: tuple[int, int] = (1, 12),
    **columns: object,
) -> pl.DataFrame:
    """`count` numbered documents of one year, issued evenly from the first to the last month."""
    begin = date(year, months[0], 1)
    end = date(year + months[1] // 12, months[1] % 12 + 1, 1) - timedelta(days=1)
    days = (end - begin).days
    tag = columns.pop("tag", "政发")
    rows = {
        "doc_id": [f"{unit}-{tag}-{year}-{serial}" for serial in range(1, count + 1)],
        "doc_number": [f"{tag}〔{year}〕{serial}号" for serial in range(1, count + 1)],
        "title": [f"关于第{serial}项工作的通知" for serial in range(1, count + 1)],
        "issued_on": [
            begin + timedelta(days=days * place // max(1, count - 1)) for place in range(count)
        ],
    }
    frame = pl.DataFrame(rows, schema_overrides={"issued_on": pl.Date}).with_columns(
        pl.lit(year).alias("number_year"),
        pl.lit(unit).alias("issuer"),
        pl.lit("city").alias("issuer_level"),
        pl.lit("document").alias("category"),
    )
    return frame.with_columns(**{name: pl.lit(value) for name, value in columns.items()})


def documents(*parts: pl.DataFrame) -> pl.DataFrame:
    """The parts as one DOCUMENTS table."""
    return DOCUMENTS.conform(pl.concat(parts, how="diagonal_relaxed"))


def detect(
    *parts: pl.DataFrame, receipts: pl.DataFrame | None = None, targets: Targets | None = None
) -> QuotaTables:
    """`detect_quotas` with the default rules."""
    rows = RECEIPTS.empty() if receipts is None else receipts
    return detect_quotas(documents(*parts), rows, default_rules(), targets)


def status_of(tables: QuotaTables, period: str, unit: str = UNIT) -> dict[str, object]:
    """The one row of a unit and period."""
    rows = tables.status.filter(pl.col("unit") == unit, pl.col("period") == period)
    (row,) = rows.to_dicts()
    return row
