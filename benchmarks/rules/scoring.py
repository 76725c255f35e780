"""Findings against labels: precision and recall per topic, and where the two disagree."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from topics import topic_of

from docanalyzer.rulepack import Rule

_SHOWN = 80


def print_scores(rows: pl.DataFrame, findings: pl.DataFrame, rules: Sequence[Rule]) -> None:
    """Print one line per topic, then every row on which rules and reader disagree.

    `rows` has doc_id, place, shown and topics (a list; [""] for none); only mark and phrase
    rules are scored, the others need more than a text.
    """
    topics = {rule.id: topic_of(rule) for rule in rules if rule.when.kind in ("mark", "phrase")}
    hits = (
        findings.with_columns(topic=pl.col("rule_id").replace_strict(topics, default=None))
        .filter(pl.col("topic").is_not_null())
        .select("doc_id", "topic", hit=pl.lit(True))
        .unique()
    )
    truth = (
        rows.explode("topics", empty_as_null=True)
        .filter(pl.col("topics") != "")
        .select("doc_id", topic="topics", true=pl.lit(True))
    )
    both = truth.join(hits, on=["doc_id", "topic"], how="full", coalesce=True).with_columns(
        pl.col("hit", "true").fill_null(False)
    )
    print(f"{rows.height} texts")
    for (topic,), part in sorted(both.partition_by("topic", as_dict=True).items()):
        right = part.filter(pl.col("hit") & pl.col("true")).height
        hit, true = part["hit"].sum(), part["true"].sum()
        precision = right / hit if hit else float("nan")
        recall = right / true if true else float("nan")
        print(
            f"{topic:16} labelled {true:4} found {hit:4} "
            f"precision {precision:.3f} recall {recall:.3f}"
        )
    wrong = both.filter(pl.col("hit") != pl.col("true")).join(rows, on="doc_id").sort("place")
    for place, topic, hit, shown in wrong.select("place", "topic", "hit", "shown").iter_rows():
        print(f"{'wrong ' if hit else 'missed'} {topic:14} {place} {shown[:_SHOWN]}")
