"""Findings against labels: precision and recall per topic, and where the two disagree."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from topics import topic_of

from docanalyzer.model.rule import Rule

_SHOWN = 80


def print_scores(rows: pl.DataFrame, findings: pl.DataFrame, rules: Sequence[Rule]) -> None:
    """Print one line per draw and topic, then rows on which rules and readers disagree.

    Rule writers read the second draw only after its first scoring, so figures for it from then on
    are no longer held out.

    `rows` has draw, doc_id, place, shown and topics (a list; [""] for none). A topic with a
    question mark is one on which readers still differed at the second reading: it counts neither
    for nor against. Only mark and phrase rules are scored, the others need more than a text.
    """
    topics = {rule.id: topic_of(rule) for rule in rules if rule.when.kind in ("mark", "phrase")}
    hits = (
        findings.with_columns(topic=pl.col("rule_id").replace_strict(topics, default=None))
        .filter(pl.col("topic").is_not_null())
        .select("doc_id", "topic", hit=pl.lit(True))
        .unique()
    )
    said = rows.explode("topics", empty_as_null=True).filter(pl.col("topics") != "")
    truth = said.select("doc_id", topic=pl.col("topics").str.strip_suffix("?"), true=pl.lit(True))
    open_ = said.filter(pl.col("topics").str.ends_with("?")).select(
        "doc_id", topic=pl.col("topics").str.strip_suffix("?")
    )
    both = (
        truth.join(hits, on=["doc_id", "topic"], how="full", coalesce=True)
        .join(open_, on=["doc_id", "topic"], how="anti")
        .with_columns(pl.col("hit", "true").fill_null(value=False))
        .join(rows.select("doc_id", "draw", "place", "shown"), on="doc_id")
        .sort("draw", "topic", "place")
    )
    for (draw,), drawn in rows.partition_by("draw", as_dict=True, maintain_order=True).items():
        print(f"{draw} draw: {drawn.height} texts")
        _print_topics(both.filter(draw=draw))
    wrong = both.filter(pl.col("hit") != pl.col("true"))
    for place, topic, hit, shown in wrong.select("place", "topic", "hit", "shown").iter_rows():
        print(f"{'wrong ' if hit else 'missed'} {topic:14} {place} {shown[:_SHOWN]}")


def _print_topics(both: pl.DataFrame) -> None:
    """One line per topic: cases, findings, precision, recall."""
    for (topic,), part in both.partition_by("topic", as_dict=True, maintain_order=True).items():
        right = part.filter(pl.col("hit") & pl.col("true")).height
        hit, true = part["hit"].sum(), part["true"].sum()
        precision = right / hit if hit else float("nan")
        recall = right / true if true else float("nan")
        print(
            f"{topic:16} labelled {true:4} found {hit:4} "
            f"precision {precision:.3f} recall {recall:.3f}"
        )
