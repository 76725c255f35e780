"""Phrase rules over titles and bodies: one search for all rules, then each rule in context."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from docanalyzer.detect.urgency.evidence import FOUND, as_json, message
from docanalyzer.detect.urgency.hits import Hits, Ints, find_hits
from docanalyzer.detect.urgency.phrases import matches, vocabulary
from docanalyzer.detect.urgency.title_parts import TITLE_WORDS, positions
from docanalyzer.rulepack.kinds import PhraseRule

_SHOWN = 10
"""Further occurrences that the evidence lists; the rest is only counted."""


def phrase_findings(
    rules: Sequence[PhraseRule], texts: pl.DataFrame, field: str
) -> list[tuple[PhraseRule, pl.DataFrame]]:
    """One row per rule and document that it fires on (`FOUND` columns), at its first occurrence.

    `texts` has doc_id, text and title; null texts are skipped. `field` is title or body.
    """
    concerned = [rule for rule in rules if field in rule.when.fields]
    if not concerned:
        return []
    triggers = sorted({phrase for rule in concerned for phrase in rule.when.any})
    candidates = (
        texts.filter(pl.col("text").str.contains_any(triggers))
        .sort("doc_id")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int64))
    )
    if candidates.height == 0:
        return []
    words = {word for rule in concerned for word in vocabulary(rule.when)} | set(TITLE_WORDS)
    hits = find_hits(candidates.select("row", "text"), sorted(words))
    return [(rule, _of_rule(rule, hits, candidates, field)) for rule in concerned]


def _of_rule(rule: PhraseRule, hits: Hits, texts: pl.DataFrame, field: str) -> pl.DataFrame:
    found = matches(rule.when, hits)
    if field == "title" and rule.when.position != "anywhere":
        place = positions(texts, hits, found)
        wanted = ("own", "end") if rule.when.position == "own" else (rule.when.position,)
        found = found[np.isin(place.astype(str), wanted)]
    occurrences = _occurrences(hits, found).join(
        texts.select("row", "doc_id", "title"), on="row", how="left", maintain_order="left"
    )
    if rule.when.unless_title:
        vetoed = pl.col("title").str.contains_any(list(rule.when.unless_title))
        occurrences = occurrences.filter(~vetoed.fill_null(False))
    if rule.when.word:
        from docanalyzer.detect.urgency.words import at_word_boundaries

        occurrences = occurrences.filter(at_word_boundaries(occurrences, texts))
    return _first_of_each(rule, occurrences, field)


def _occurrences(hits: Hits, found: Ints) -> pl.DataFrame:
    row = hits.row[found]
    names = np.array(hits.patterns, dtype=object)[hits.phrase[found]]
    return pl.DataFrame(
        {
            "row": row,
            "begin": hits.begin[found] - (row << 32),
            "end": hits.end[found] - (row << 32),
            "matched_text": pl.Series(names.tolist(), dtype=pl.String),
        }
    )


def _first_of_each(rule: PhraseRule, occurrences: pl.DataFrame, field: str) -> pl.DataFrame:
    if occurrences.height == 0:
        return pl.DataFrame(schema=FOUND)
    others = pl.struct("begin", "end", "matched_text").slice(1, _SHOWN)
    grouped = occurrences.group_by("doc_id", maintain_order=True).agg(
        pl.col("begin", "end", "matched_text").first(),
        occurrences=pl.len(),
        others=others,
    )
    return grouped.select(
        "doc_id",
        pl.lit(field).alias("field"),
        "begin",
        "end",
        "matched_text",
        message=message(rule, {"matched": pl.col("matched_text")}),
        evidence=as_json({"occurrences": pl.col("occurrences"), "others": pl.col("others")}),
    )
