"""Phrase rules over titles and bodies: one search for all rules, then each rule in context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import numpy as np
import polars as pl

from docanalyzer.detect.wording.blanks import as_ingested, without_blanks
from docanalyzer.detect.wording.evidence import FOUND, as_json
from docanalyzer.detect.wording.hits import Flags, Hits, Ints, find_hits, groups
from docanalyzer.detect.wording.lexicon import Lexicon, build_lexicon
from docanalyzer.detect.wording.phrases import matches, vocabulary
from docanalyzer.detect.wording.title_parts import TITLE_WORDS, positions
from docanalyzer.engine import in_order
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
    lexicon = build_lexicon(
        triggers=(phrase for rule in concerned for phrase in rule.when.any),
        context={*TITLE_WORDS, *(word for rule in concerned for word in vocabulary(rule.when))},
    )
    titled = field == "title"
    read = without_blanks(pl.col("text")) if titled else pl.col("text")
    texts = texts.with_columns(
        text=read, ingested=pl.col("text"), title=without_blanks(pl.col("title"))
    ).rechunk()  # Texts are gathered again and again, and from one piece that is cheap.
    found: list[tuple[PhraseRule, pl.DataFrame]] = []
    for group, hits in _searched(texts, lexicon, titled):
        judged = in_order(partial(_of_rule, hits=hits, group=group, field=field), concerned)
        found.extend(zip(concerned, judged, strict=True))
    return found


def _searched(
    texts: pl.DataFrame, lexicon: Lexicon, whole_texts: bool
) -> Iterator[tuple[pl.DataFrame, Hits]]:
    """Each group of texts with its hits; the next is searched while one is judged."""
    with ThreadPoolExecutor(1) as ahead:
        searched: tuple[pl.DataFrame, Future[Hits]] | None = None
        for group in groups(texts):
            following = group, ahead.submit(find_hits, group["text"], lexicon, whole_texts)
            if searched is not None:
                yield searched[0], searched[1].result()
            searched = following
        if searched is not None:
            yield searched[0], searched[1].result()


def _of_rule(rule: PhraseRule, hits: Hits, group: pl.DataFrame, field: str) -> pl.DataFrame:
    when = rule.when
    found = matches(when, hits)
    if when.unless_title and len(found):
        found = found[~_vetoed(when, hits, found, group["title"])]
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


def _vetoed(when: PhraseWhen, hits: Hits, found: Ints, titles: pl.Series) -> Flags:
    """Whether the title around or above each hit holds one of `unless_title`."""
    rows, of_hit = np.unique(hits.row[found], return_inverse=True)
    title = pl.col("title").str.contains_any(list(when.unless_title))
    named = titles.gather(rows).to_frame("title").select(title.fill_null(False))
    vetoed: Flags = named.to_series().to_numpy()[of_hit]
    return vetoed


def _plain(hits: Hits, found: Ints) -> pl.DataFrame:
    """The hits themselves (row, begin, end, matched_text)."""
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
    """What `pattern` matches first in each sentence that holds a hit, as `_plain`."""
    around = hits.sentences_of(found)
    sentence = pl.col("sentence")
    at = (
        pl.DataFrame({"row": around.row, "before": around.begin, "sentence": around.texts})
        .with_columns(at=sentence.str.find(pattern))
        .filter(pl.col("at").is_not_null())
        .with_columns(matched_text=sentence.str.extract(pattern, 0))
    )
    lead = sentence.cast(pl.Binary).bin.head("at").cast(pl.String).str.len_chars()
    begin = (pl.col("before") + lead).cast(pl.Int64)
    length = pl.col("matched_text").str.len_chars().cast(pl.Int64)
    return at.select("row", begin.alias("begin"), (begin + length).alias("end"), "matched_text")


def _whole_words(when: PhraseWhen, hits: Hits, found: Ints) -> Ints:
    """The hits that begin and end at word boundaries of their sentence.

    Cutting words is slow, so only sentences that would be findings are cut.
    """
    from docanalyzer.detect.wording.words import at_word_boundaries

    around = hits.sentences_of(found)
    begin, end = hits.place(found)
    before = around.begin[around.of_hit]
    kept = np.arange(len(found))
    if when.pattern:
        kept = np.flatnonzero(around.texts.str.contains(when.pattern).to_numpy()[around.of_hit])
    whole = at_word_boundaries(
        around.texts.gather(around.of_hit[kept]),
        pl.Series(begin[kept] - before[kept]),
        pl.Series(end[kept] - before[kept]),
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
