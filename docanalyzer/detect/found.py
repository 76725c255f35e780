"""From what a rule found to rows of findings.parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from docanalyzer.model.ids import stable_ids
from docanalyzer.model.rule import Rule, positional
from docanalyzer.model.tables import FINDINGS

FOUND: dict[str, pl.DataType] = {
    "doc_id": pl.String(),
    "field": pl.String(),
    "begin": pl.Int64(),
    "end": pl.Int64(),
    "matched_text": pl.String(),
    "message": pl.String(),
    "evidence": pl.String(),
}
"""What the search of a kind returns for one rule, one row per document or unit.

A row about a unit has a null doc_id and two more columns, issuer and issuer_level.
"""


def nothing_found() -> pl.DataFrame:
    """The columns `FOUND` without a row."""
    return pl.DataFrame(schema=FOUND)


def as_json(fields: Mapping[str, pl.Expr]) -> pl.Expr:
    """The fields as one JSON object with sorted keys; text stays readable."""
    columns = [fields[name].alias(name) for name in sorted(fields)]
    return pl.struct(columns).struct.json_encode()


def whole_field(field: str, shown: pl.Expr) -> list[pl.Expr]:
    """field, begin, end and matched_text of evidence that is a whole cell, count or text: its
    span is null, and `shown` stands for it."""
    nowhere = pl.lit(None, pl.Int64)
    return [
        pl.lit(field).alias("field"),
        nowhere.alias("begin"),
        nowhere.alias("end"),
        shown.alias("matched_text"),
    ]


def rule_columns(rule: Rule) -> list[pl.Expr]:
    """The columns family, rule_id, rule_version and severity of findings.parquet."""
    return [
        pl.lit(rule.family.value).alias("family"),
        pl.lit(rule.id).alias("rule_id"),
        pl.lit(str(rule.version)).alias("rule_version"),
        pl.lit(rule.severity.value).alias("severity"),
    ]


def message_column(rule: Rule, fillings: Mapping[str, pl.Expr]) -> pl.Expr:
    """The column message: the rule's Chinese wording, placeholders filled row by row.

    A null among `fillings` reads 不详. Raises KeyError for a placeholder without a filling.
    """
    template, names = positional(rule.message.zh)
    if not names:
        return pl.lit(template).alias("message")
    values = [fillings[name].cast(pl.String).fill_null("不详") for name in names]
    return pl.format(template, *values).alias("message")


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


def finish_findings(frame: pl.DataFrame, about: list[str]) -> pl.DataFrame:
    """`frame` as rows of findings.parquet, each with its stable id.

    `about` names the columns of `frame` that say what the finding is about besides its rule
    and document, such as field and matched text, or unit and period; columns of `about` that
    are not part of findings.parquet are dropped after hashing. Rule version, severity and
    wording stay out of the id, so a finding keeps its id when its rule is reworded.
    Rows that come out with one id are one finding; the first in table order is kept.
    """
    ids = stable_ids(frame, ["rule_id", "doc_id", *about], "f")
    named = frame.with_columns(ids.alias("finding_id"))
    kept = named.select([name for name in FINDINGS.names() if name in named.columns])
    return FINDINGS.conform(kept).unique("finding_id", keep="first", maintain_order=True)
