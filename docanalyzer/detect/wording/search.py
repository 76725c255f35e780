"""Phrase rules over titles and bodies: one search for all rules, then each rule's own look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from docanalyzer.compare.folds.legible import as_ingested, legible
from docanalyzer.compare.phrases.asked import Asked, Nearby
from docanalyzer.compare.phrases.hits import Flags, Hits, Ints, find_hits, groups
from docanalyzer.compare.phrases.lexicon import Lexicon, build_lexicon
from docanalyzer.detect.found import as_json, message_column
from docanalyzer.detect.phrase import PhraseRule, PhraseWhen
from docanalyzer.detect.wording.matching import first_matches
from docanalyzer.detect.wording.meaning import asks_an_office
from docanalyzer.detect.wording.title_parts import TITLE_WORDS, positions
from docanalyzer.engine import aside, in_order
from docanalyzer.model.terms import Family, Severity

_SHOWN = 10
"""Further occurrences that the evidence lists; the rest is only counted."""

_OCCURRENCE: dict[str, pl.DataType] = {
    "asked": pl.Int64(),
    "row": pl.Int64(),
    "sentence": pl.Int64(),
    "begin": pl.Int64(),
    "end": pl.Int64(),
    "said": pl.String(),
}
"""A place where a rule found something: the rule's number, the text's, the sentence's, half-open
characters of the legible text, and what it says there."""

_PLACES = {
    "end": ("end",),
    "relayed": ("relayed",),
    "named": ("end", "relayed"),
    "own": ("own", "end"),
}
"""Where in a title a hit may stand for each `position` of a rule."""


@dataclass(frozen=True)
class _Search:
    """What the rules on one field look for: in the texts what each of them asks, by its place
    among `rules`, and in the titles above what keeps them silent."""

    rules: tuple[PhraseRule, ...]
    field: str
    texts: Lexicon
    titles: Lexicon
    vetoes: tuple[tuple[str, ...], ...]

    def group(self, texts: pl.DataFrame) -> _Group:
        """A group of texts, searched."""
        read = legible(texts["text"])
        # The text of a title is the title, and reading a million of them twice takes a second.
        title = read if self.field == "title" else legible(texts["title"])
        texts = texts.with_columns(ingested=pl.col("text"), text=read, title=title.alias("title"))
        hits = find_hits(texts["text"], self.texts, whole_texts=self.field == "title")
        vetoing = find_hits(texts["title"], self.titles)
        vetoed = {}
        for number, words in enumerate(self.vetoes):
            vetoed[words] = np.zeros(texts.height, dtype=np.bool_)
            vetoed[words][vetoing.row[vetoing.of(number)]] = True
        return _Group(texts, hits, vetoed)


@dataclass(frozen=True)
class _Group:
    """A group of texts, what the rules ask of them, and which of them have a title with one of
    the words of each `unless_title`."""

    texts: pl.DataFrame
    hits: Hits
    vetoed: dict[tuple[str, ...], Flags]


def phrase_findings(
    rules: Sequence[PhraseRule], texts: pl.DataFrame, field: str
) -> list[tuple[PhraseRule, pl.DataFrame]]:
    """One row per rule and document that it fires on (`FOUND` columns), at its first occurrence.

    `texts` has doc_id, text and title; null texts are skipped. `field` names what the text is.
    Texts are read as they are meant (`legible`); spans and matched texts are those of the text as
    ingested. What asks no office for anything is left out, and of overlapping occurrences of one
    family the strongest stands for the others.
    """
    concerned = tuple(rule for rule in rules if field in rule.when.fields)
    if not concerned:
        return []
    search = _search(concerned, field)
    found: list[tuple[PhraseRule, pl.DataFrame]] = []
    # Texts are gathered again and again, and from one piece that is cheap.
    for group in _searched(search, texts.rechunk()):
        judged = in_order(partial(_of_rule, search, group), range(len(concerned)))
        found.extend(_chosen(search, group, list(judged)))
    return found


def _search(rules: tuple[PhraseRule, ...], field: str) -> _Search:
    asked = [_asked_by(rule.when) for rule in rules]
    vetoes = tuple(sorted({rule.when.unless_title for rule in rules} - {()}))
    anywhere = [Asked(words, quoted=True, titled=True, overlapping=True) for words in vetoes]
    return _Search(
        rules,
        field,
        texts=build_lexicon([*asked, *(TITLE_WORDS if field == "title" else ())]),
        titles=build_lexicon(anywhere),
        vetoes=vetoes,
    )


def _asked_by(when: PhraseWhen) -> Asked:
    """What a phrase rule asks of words; `position`, `unless_title`, `pattern` and `word` look at
    more than words and come later."""
    near = when.near
    return Asked(
        any=when.any,
        all=when.all,
        near=Nearby(near.any, near.within, near.side) if near else None,
        not_inside=when.not_inside,
        unless=when.unless,
        demanding=when.demanding,
        quoted=when.quoted,
        titled=when.position in ("relayed", "named"),
    )


def _searched(search: _Search, texts: pl.DataFrame) -> Iterator[_Group]:
    """Each group of texts; the next is searched while one is judged."""
    searched: Future[_Group] | None = None
    for group in groups(texts):
        following = aside(partial(search.group, group))
        if searched is not None:
            yield searched.result()
        searched = following
    if searched is not None:
        yield searched.result()


def _of_rule(search: _Search, group: _Group, asked: int) -> pl.DataFrame:
    """Where one of the rules finds something in a group of texts (`_OCCURRENCE`)."""
    rule, hits = search.rules[asked], group.hits
    when = rule.when
    found = hits.of(asked)
    if when.unless_title:
        found = found[~group.vetoed[when.unless_title][hits.row[found]]]
    if when.position != "anywhere" and len(found):
        place = positions(group.texts["text"], hits, found, len(search.rules))
        found = found[np.isin(place.astype(str), _PLACES[when.position])]
    if when.word and len(found):
        found = _whole_words(when.pattern, hits, found)
    if len(found) == 0:
        return pl.DataFrame(schema=_OCCURRENCE)
    occurrences = _by_pattern(when.pattern, hits, found) if when.pattern else _plain(hits, found)
    return occurrences.with_columns(asked=pl.lit(asked, pl.Int64)).select(*_OCCURRENCE)


def _chosen(
    search: _Search, group: _Group, parts: list[pl.DataFrame]
) -> list[tuple[PhraseRule, pl.DataFrame]]:
    """From the occurrences of each rule to its findings."""
    every = pl.concat(parts)
    if search.field == "body" and every.height:
        every = every.filter(asks_an_office(every, group.hits))
    if every.height == 0:
        return []
    every = _strongest(search.rules, as_ingested(every, group.texts["ingested"]))
    doc_ids = group.texts["doc_id"]
    return [
        (search.rules[asked], _first_of_each(search.rules[asked], each, doc_ids, search.field))
        for (asked,), each in every.group_by("asked", maintain_order=True)
        if isinstance(asked, int)
    ]


def _strongest(rules: Sequence[PhraseRule], occurrences: pl.DataFrame) -> pl.DataFrame:
    """Of occurrences of one family that overlap, the strongest, with the number of the others.

    Strongest is the highest severity, then the longest span, then the rule first by name. Ordered
    by rule, text and begin.
    """
    weight, families, names = list(Severity), list(Family), sorted(rule.id for rule in rules)
    about = pl.DataFrame(
        {
            "asked": range(len(rules)),
            "family": [families.index(rule.family) for rule in rules],
            "severity": [weight.index(rule.severity) for rule in rules],
            "rule_id": [names.index(rule.id) for rule in rules],
        },
        schema_overrides={"asked": pl.Int64},
    )
    ordered = occurrences.join(about, on="asked").sort("row", "family", "begin", "end", "rule_id")
    reach = pl.col("end").cum_max().shift(1).over("row", "family")
    cluster = (pl.col("begin") >= reach).fill_null(value=True).cum_sum()
    best = (
        ordered.with_columns(cluster=cluster)
        .with_columns(length=pl.col("end") - pl.col("begin"))
        .sort("cluster", "severity", "length", "rule_id", descending=[False, True, True, False])
        .with_columns(others=pl.col("asked").n_unique().over("cluster") - 1)
    )
    # A rule that overlaps itself says one thing twice; another at the same place says less.
    kept = best.unique("cluster", keep="first", maintain_order=True)
    return kept.sort("asked", "row", "begin").select(*occurrences.columns, same_place="others")


def _plain(hits: Hits, found: Ints) -> pl.DataFrame:
    """The hits themselves (row, begin, end, said, sentence)."""
    words = pl.Series(hits.patterns, dtype=pl.String)
    return pl.DataFrame(
        {
            "row": hits.row[found],
            "sentence": hits.sentence[found],
            "begin": hits.begin[found],
            "end": hits.end[found],
            "said": words.gather(hits.word[found]),
        }
    )


def _by_pattern(pattern: str, hits: Hits, found: Ints) -> pl.DataFrame:
    """What `pattern` matches first in each sentence that holds a hit, as `_plain`.

    Copied circulars say the same again and again, so each distinct sentence is matched once.
    """
    around = hits.sentences
    numbers = hits.sentence[found]
    numbers = numbers[np.diff(numbers, prepend=-1) != 0]
    distinct, kind = np.unique(around.alike[numbers], return_inverse=True)
    matched = first_matches(pattern, around.texts.gather(distinct))
    places = np.full(len(distinct), -1, dtype=np.int64)
    places[matched["number"].to_numpy()] = np.arange(matched.height)
    place = places[kind]
    numbers, matched = numbers[place >= 0], matched[place[place >= 0]]
    begin = around.begin[numbers] + matched["begin"].to_numpy()
    length = matched["matched_text"].str.len_chars().cast(pl.Int64).to_numpy()
    return pl.DataFrame(
        {
            "row": around.row[numbers],
            "sentence": numbers,
            "begin": begin,
            "end": begin + length,
            "said": matched["matched_text"],
        }
    )


def _whole_words(pattern: str | None, hits: Hits, found: Ints) -> Ints:
    """The hits that begin and end at word boundaries of their sentence.

    Cutting words is slow, so only sentences that would be findings are cut.
    """
    from docanalyzer.detect.wording.words import at_word_boundaries

    sentences = hits.sentences.texts.gather(hits.sentence[found])
    if pattern:
        matching = sentences.str.contains(pattern)
        found, sentences = found[matching.to_numpy()], sentences.filter(matching)
    before = hits.sentences.begin[hits.sentence[found]]
    whole = at_word_boundaries(
        sentences, pl.Series(hits.begin[found] - before), pl.Series(hits.end[found] - before)
    )
    whole_words: Ints = found[whole.to_numpy()]
    return whole_words


def _first_of_each(
    rule: PhraseRule, occurrences: pl.DataFrame, doc_ids: pl.Series, field: str
) -> pl.DataFrame:
    """One row per text: its first occurrence, and the others as evidence."""
    others = pl.struct("begin", "end", "matched_text").slice(1, _SHOWN)
    first = occurrences.group_by("row", maintain_order=True).agg(
        pl.col("begin", "end", "matched_text", "said", "same_place").first(),
        occurrences=pl.len(),
        others=others,
    )
    return first.with_columns(doc_id=doc_ids.gather(first["row"])).select(
        "doc_id",
        pl.lit(field).alias("field"),
        "begin",
        "end",
        "matched_text",
        message=message_column(rule, {"matched": pl.col("said")}),
        evidence=as_json({name: pl.col(name) for name in ("occurrences", "others", "same_place")}),
    )
