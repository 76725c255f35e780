"""Which documents count, in which year, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.quotas.control_file import nearest_names
from docanalyzer.detect.quotas.rule import CountingRule, LeftOut
from docanalyzer.model.faults import UsageFault

NO_YEAR = "no number with a year"
"""Reason to leave out a document of a unit that is counted by number."""

COUNTED_COLUMNS = (
    "doc_id", "unit", "unit_level", "category", "rule_id", "counted_rule", "by",
    "year", "day", "left_out", "doc_number", "title",
)  # fmt: skip
"""Columns of `count_documents`, in order."""


def count_documents(
    documents: pl.DataFrame, receipts: pl.DataFrame, rules: Sequence[CountingRule]
) -> pl.DataFrame:
    """One row per document, in the order of `documents`: its unit, year, and why not if left out.

    Columns: doc_id, unit (issuer), unit_level (the most frequent known level of the unit),
    category, rule_id, counted_rule (rule, version and basis in words), by (`number` or `date`),
    year (Int32; null if left out for want of one), day (issue date, else first receipt),
    left_out (null when the document counts), doc_number, title.

    The basis is decided per unit and category: the rule's `year_by`, except that a unit whose
    documents hardly ever carry the year of a number is counted by date. However many receipts a
    document has, it is one row. Raises `ValueError` when two rules count one category.
    """
    categories = [rule.when.category for rule in rules]
    if len(set(categories)) < len(categories):
        raise ValueError("two counting rules for one category")
    dated = _with_days(documents, receipts)
    parts = [_of_rule(dated, receipts, rule) for rule in rules]
    known = pl.col("category").is_in([str(category) for category in categories])
    parts.append(
        dated.filter(~known.fill_null(value=False)).with_columns(
            pl.lit(None, pl.String).alias("rule_id"),
            pl.lit(None, pl.String).alias("counted_rule"),
            pl.lit(None, pl.String).alias("by"),
            pl.lit(None, pl.Int32).alias("year"),
            pl.lit("no rule counts its category").alias("left_out"),
        )
    )
    ordered = pl.concat([part.select("_row", *COUNTED_COLUMNS) for part in parts]).sort("_row")
    return ordered.drop("_row")


def _with_days(documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """Documents with unit, unit_level and day; `_late` marks a day taken from the receipt."""
    received = receipts.filter(pl.col("received_at").is_not_null())
    first = received.group_by("doc_id").agg(pl.col("received_at").min().dt.date().alias("_first"))
    units = (
        documents.group_by("issuer", "issuer_level")
        .len()
        .filter(pl.col("issuer_level").is_not_null())
        .sort("issuer", "len", "issuer_level", descending=[False, True, False])
        .unique("issuer", keep="first", maintain_order=True)
        .select("issuer", pl.col("issuer_level").alias("unit_level"))
    )
    return (
        documents.with_row_index("_row")
        .join(first, on="doc_id", how="left", maintain_order="left")
        .join(units, on="issuer", how="left", maintain_order="left")
        .with_columns(
            pl.col("issuer").alias("unit"),
            pl.coalesce("issued_on", "_first").alias("day"),
            (pl.col("issued_on").is_null() & pl.col("_first").is_not_null()).alias("_late"),
        )
    )


def _of_rule(dated: pl.DataFrame, receipts: pl.DataFrame, rule: CountingRule) -> pl.DataFrame:
    """The documents of the rule's category with year, basis and the reason to leave one out."""
    when = rule.when
    mine = dated.filter(pl.col("category") == str(when.category))
    numbered = pl.col("number_year").is_not_null().mean().over("unit")
    by_number = (
        numbered >= when.min_numbered_share if when.year_by == "number" else pl.lit(value=False)
    )
    mine = mine.with_columns(
        pl.when(by_number).then(pl.lit("number")).otherwise(pl.lit("date")).alias("by")
    )
    number_year = pl.col("number_year").cast(pl.Int32)
    day_year = pl.col("day").dt.year()
    by_receipt = ((pl.col("by") == "date") & pl.col("_late")).any().over("unit")
    name = f"{rule.id}@{rule.version}"
    basis = (
        pl.when(pl.col("by") == "number")
        .then(pl.lit("by number year"))
        .when(by_receipt)
        .then(pl.lit("by date of issue, else of receipt"))
        .otherwise(pl.lit("by date of issue"))
    )
    levels = ", ".join(str(level) for level in when.receiver_levels)
    limited = f"; received at {levels}" if levels else ""
    return (
        _with_receivers(mine, receipts, rule)
        .with_columns(
            pl.lit(rule.id).alias("rule_id"),
            pl.concat_str([pl.lit(f"{name}: "), basis, pl.lit(limited)]).alias("counted_rule"),
            pl.when(pl.col("by") == "number").then(number_year).otherwise(day_year).alias("year"),
        )
        .with_columns(_left_out(rule).alias("left_out"))
    )


def _with_receivers(mine: pl.DataFrame, receipts: pl.DataFrame, rule: CountingRule) -> pl.DataFrame:
    """`_received` says whether an organ of a wanted level received it; null if none is known."""
    if not rule.when.receiver_levels:
        return mine.with_columns(pl.lit(value=True).alias("_received"))
    wanted = [str(level) for level in rule.when.receiver_levels]
    received = (
        receipts.filter(pl.col("receiver_level").is_not_null())
        .group_by("doc_id")
        .agg(pl.col("receiver_level").is_in(wanted).any().alias("_received"))
    )
    return mine.join(received, on="doc_id", how="left", maintain_order="left")


def _left_out(rule: CountingRule) -> pl.Expr:
    """The first reason that applies; null for a document that counts."""
    by_rule = [pl.when(_applies(entry)).then(pl.lit(entry.reason)) for entry in rule.when.left_out]
    unknown = pl.when(pl.col("unit").is_null()).then(pl.lit("issuer not known"))
    return pl.coalesce(unknown, *by_rule, _unplaced())


def _unplaced() -> pl.Expr:
    """Why a document has no receiver or no year that counts; null if it has."""
    return (
        pl.when(pl.col("_received").is_null())
        .then(pl.lit("level of its receivers not known"))
        .when(~pl.col("_received"))
        .then(pl.lit("not received at a level that counts"))
        .when(pl.col("year").is_null() & (pl.col("by") == "number"))
        .then(pl.lit(NO_YEAR))
        .when(pl.col("year").is_null())
        .then(pl.lit("no date"))
    )


def _applies(entry: LeftOut) -> pl.Expr:
    kinds = []
    if entry.genres:
        kinds.append(pl.col("genre").is_in(list(entry.genres)))
    if entry.organ_codes:
        kinds.append(pl.col("organ_code").is_in(list(entry.organ_codes)))
    if entry.title_words:
        kinds.append(pl.col("title").str.contains_any(list(entry.title_words)))
    applies = pl.any_horizontal([kind.fill_null(value=False) for kind in kinds])
    if entry.provinces:
        applies = applies & pl.col("province").is_in(list(entry.provinces)).fill_null(value=False)
    if entry.from_year is not None:
        applies = applies & (pl.col("year") >= entry.from_year).fill_null(value=False)
    if entry.to_year is not None:
        applies = applies & (pl.col("year") <= entry.to_year).fill_null(value=False)
    return applies


EXPLAINED_COLUMNS = (
    "unit", "category", "year", "doc_number", "title", "day", "left_out", "possible_repeat",
    "counted_rule", "doc_id",
)  # fmt: skip


def explain_documents(
    documents: pl.DataFrame,
    receipts: pl.DataFrame,
    rules: Sequence[CountingRule],
    units: Sequence[str],
) -> pl.DataFrame:
    """Every document of `units`, counted or not, with the reason.

    Columns: unit, category, year, doc_number, title, day, left_out (null when it counts),
    possible_repeat (another counted document of the unit and year has the number, and no title
    tells them apart), counted_rule, doc_id. Order: unit, category, counted ones first, year,
    organ code, serial, day, doc_id.
    """
    mine = documents.filter(pl.col("issuer").is_in(list(units)))
    order = mine.select("doc_id", "organ_code", "serial")
    rows = count_documents(mine, receipts, rules).join(order, on="doc_id", how="left")
    cell = ["unit", "category", "year", "doc_number"]
    counts = pl.col("left_out").is_null() & pl.col("doc_number").is_not_null()
    together = counts.sum().over(cell)
    titles = pl.when(counts).then("title").drop_nulls().n_unique().over(cell)
    repeat = counts & (together > 1) & (titles < together)
    by_reason = pl.col("left_out").is_not_null()
    return (
        rows.with_columns(repeat.fill_null(value=False).alias("possible_repeat"))
        .sort(
            "unit", "category", by_reason, "left_out", "year", "organ_code", "serial", "day",
            "doc_id", nulls_last=True,
        )
        .select(EXPLAINED_COLUMNS)
    )  # fmt: skip


def find_unit(name: str, units: Sequence[str]) -> str:
    """The unit of that name, or the only one whose name contains it.

    Raises `UsageFault` with the nearest names when there is none, or more than one.
    """
    if name in units:
        return name
    containing = sorted(unit for unit in units if name in unit)
    if len(containing) == 1:
        return containing[0]
    near = containing[:3] or nearest_names(name, units)
    what = f"{len(containing)} units are called like that" if containing else "no such unit"
    hint = f"did you mean {', '.join(near)}?" if near else "write it as the register does"
    raise UsageFault(f"--explain {name}", what, hint)
