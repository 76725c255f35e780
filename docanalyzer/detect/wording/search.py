"""Phrase rules over titles and bodies: one search for all rules, then each rule in context."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from docanalyzer.detect.wording.blanks import as_ingested, without_blanks
from docanalyzer.detect.wording.evidence import FOUND, as_json
from docanalyzer.detect.wording.hits import Hits, Ints, find_hits, groups
from docanalyzer.detect.wording.phrases import matches, vocabulary
from docanalyzer.detect.wording.title_parts import TITLE_WORDS, positions
from docanalyzer.rulepack.columns import message_column
from docanalyzer.rulepack.kinds import PhraseRule
from docanalyzer.rulepack.kinds.phrase import PhraseWhen

_SHOWN = 10
"""Further occurrences that the evidence lists; the rest is only counted."""

_PLACES = {
    "end": ("end",),
    "relayed": ("relayed",),
    "named": ("end", "relayed"),
    "own": ("own", "end"),
}
"""Where in a title a hit may stand for each `position` of a rule."""

_OCCURRENCE = ("row", "begin", "end", "matched_text")


def phrase_findings(
    rules: Sequence[PhraseRule], texts: pl.DataFrame, field: str
) -> list[tuple[PhraseRule, pl.DataFrame]]:
    """One row per rule and document that it fires on (`FOUND` columns), at its first occurrence.

    `texts` has doc_id, text and title; null texts are skipped. `field` names what the text is.
    Titles are read without their blanks; spans and matched texts are those of the text as ingested.
    """
    concerned = [rule for rule in rules if field in rule.when.fields]
    if not concerned:
        return []
    triggers = sorted({phrase for rule in concerned for phrase in rule.when.any})
    texts = texts.with_columns(
        title=without_blanks(pl.col("title")),
        text=without_blanks(pl.col("text")) if field == "title" else pl.col("text"),
        ingested=pl.col("text"),
    )
    candidates = texts.filter(pl.col("text").str.contains_any(triggers)).sort("doc_id")
    words = {word for rule in concerned for word in vocabulary(rule.when)} | set(TITLE_WORDS)
    found: list[tuple[PhraseRule, pl.DataFrame]] = []
    for group in groups(candidates):
        hits = find_hits(group["text"], sorted(words))
        found.extend((rule, _of_rule(rule, hits, group, field)) for rule in concerned)
    return found


def _of_rule(rule: PhraseRule, hits: Hits, group: pl.DataFrame, field: str) -> pl.DataFrame:
    when = rule.when
    found = matches(when, hits)
    if when.unless_title and len(found):
        vetoed = group["title"].str.contains_any(list(when.unless_title)).fill_null(False)
        found = found[~vetoed.to_numpy()[hits.row[found]]]
    if field == "title" and when.position != "anywhere" and len(found):
        place = positions(group["text"], hits, found)
        found = found[np.isin(place.astype(str), _PLACES[when.position])]
    if when.word and len(found):
        found = _whole_words(when, hits, found)
    if len(found) == 0:
        return pl.DataFrame(schema=FOUND)
    occurrences = _by_pattern(when.pattern, hits, found) if when.pattern else _plain(hits, found)
    if field == "title":
        occurrences = as_ingested(occurrences, group["ingested"])
    return _first_of_each(rule, occurrences, group, field)


def _plain(hits: Hits, found: Ints) -> pl.DataFrame:
    """The hits themselves (`_OCCURRENCE` columns)."""
    begin, end = hits.place(found)
    names = np.array(hits.patterns, dtype=object)[hits.phrase[found]]
    return pl.DataFrame(
        {
            "row": hits.row[found],
            "begin": begin,
            "end": end,
            "matched_text": pl.Series(names.tolist(), dtype=pl.String),
        }
    )


def _by_pattern(pattern: str, hits: Hits, found: Ints) -> pl.DataFrame:
    """What `pattern` matches first in each sentence that holds a hit (`_OCCURRENCE` columns)."""
    begin, end = hits.sentence_spans(found)
    begin, first = np.unique(begin, return_index=True)
    sentences = hits.texts.slices(begin, end[first])
    row = hits.row[found[first]]
    at = pl.DataFrame({"row": row, "sentence_begin": begin, "sentence": sentences}).select(
        "row",
        "sentence_begin",
        at=pl.col("sentence").str.find(pattern),
        matched_text=pl.col("sentence").str.extract(pattern, 0),
    )
    at = at.filter(pl.col("at").is_not_null())
    byte = hits.texts.byte_of(at["sentence_begin"].to_numpy()) + at["at"].to_numpy()
    start = hits.texts.starts[at["row"].to_numpy()]
    spans = at.select(
        "row",
        pl.Series("begin", hits.texts.chars[byte] - start),
        "matched_text",
    )
    length = pl.col("matched_text").str.len_chars().cast(pl.Int64)
    return spans.with_columns(end=pl.col("begin") + length).select(_OCCURRENCE)


def _whole_words(when: PhraseWhen, hits: Hits, found: Ints) -> Ints:
    """The hits that begin and end at word boundaries of their sentence.

    Cutting words is slow, so only sentences that would be findings are cut.
    """
    from docanalyzer.detect.wording.words import at_word_boundaries

    begin, end = hits.sentence_spans(found)
    sentence_begin, first, number = np.unique(begin, return_index=True, return_inverse=True)
    sentences = hits.texts.slices(sentence_begin, end[first])
    kept = np.arange(len(found))
    if when.pattern:
        kept = np.flatnonzero(sentences.str.contains(when.pattern).to_numpy()[number])
    whole = at_word_boundaries(
        sentences.gather(number[kept]),
        pl.Series(hits.begin[found[kept]] - begin[kept]),
        pl.Series(hits.end[found[kept]] - begin[kept]),
    )
    whole_words: Ints = found[kept[whole.to_numpy()]]
    return whole_words


def _first_of_each(
    rule: PhraseRule, occurrences: pl.DataFrame, group: pl.DataFrame, field: str
) -> pl.DataFrame:
    """One row per text: its first occurrence, and the others as evidence."""
    others = pl.struct("begin", "end", "matched_text").slice(1, _SHOWN)
    first = occurrences.group_by("row", maintain_order=True).agg(
        pl.col("begin", "end", "matched_text").first(), occurrences=pl.len(), others=others
    )
    return first.with_columns(doc_id=group["doc_id"].gather(first["row"])).select(
        "doc_id",
        pl.lit(field).alias("field"),
        "begin",
        "end",
        "matched_text",
        message=message_column(rule, {"matched": pl.col("matched_text")}),
        evidence=as_json({"occurrences": pl.col("occurrences"), "others": pl.col("others")}),
    )
