"""What a rule puts into the findings it makes, as expressions for any frame of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docanalyzer.rulepack.model import Rule, positional

if TYPE_CHECKING:
    import polars as pl


def rule_columns(rule: Rule) -> list[pl.Expr]:
    """The columns family, rule_id, rule_version and severity of findings.parquet."""
    import polars as pl

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
    import polars as pl

    template, names = positional(rule.message.zh)
    if not names:
        return pl.lit(template).alias("message")
    values = [fillings[name].cast(pl.String).fill_null("不详") for name in names]
    return pl.format(template, *values).alias("message")
