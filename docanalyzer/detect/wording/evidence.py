"""From what a rule found to rows of findings.parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from docanalyzer.model.findings import finish_findings
from docanalyzer.model.tables import FINDINGS
from docanalyzer.rulepack import Rule
from docanalyzer.rulepack.columns import rule_columns

FOUND: dict[str, pl.DataType] = {
    "doc_id": pl.String(),
    "field": pl.String(),
    "begin": pl.Int64(),
    "end": pl.Int64(),
    "matched_text": pl.String(),
    "message": pl.String(),
    "evidence": pl.String(),
}
"""What each check of this package returns for one rule, one row per document."""


def as_json(fields: Mapping[str, pl.Expr]) -> pl.Expr:
    """The fields as one JSON object with sorted keys; text stays readable."""
    columns = [fields[name].alias(name) for name in sorted(fields)]
    return pl.struct(columns).struct.json_encode()


def to_findings(
    found: Sequence[tuple[Rule, pl.DataFrame]], documents: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `FINDINGS` from each rule's rows (`FOUND`) and the documents they are about.

    A row about a unit has a null doc_id and `issuer` and `issuer_level` columns of its own.
    """
    parts = [_of_rule(rule, frame) for rule, frame in found if frame.height]
    if not parts:
        return FINDINGS.empty()
    about = documents.select("doc_id", "doc_number", "title", "issuer", "issuer_level")
    rows = (
        pl.concat(parts)
        .join(about, on="doc_id", how="left")
        .with_columns(
            pl.coalesce("unit", "issuer").alias("issuer"),
            pl.coalesce("unit_level", "issuer_level").alias("issuer_level"),
        )
        .drop("unit_level")
        .sort("rule_id", "doc_id", "unit", "field", "begin")
    )
    return finish_findings(rows, about=["field", "unit"])


def _of_rule(rule: Rule, frame: pl.DataFrame) -> pl.DataFrame:
    names = {"issuer": "unit", "issuer_level": "unit_level"}
    of_unit = [
        (pl.col(column) if column in frame.columns else pl.lit(None, pl.String)).alias(name)
        for column, name in names.items()
    ]
    return frame.select(
        *FOUND.keys(),
        *of_unit,
        *rule_columns(rule),
    )
