"""The search: every occurrence, character offsets, and what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.wording import hits as module
from docanalyzer.detect.wording.hits import Hits, find_hits, groups
from docanalyzer.detect.wording.lexicon import SENTENCE_ENDS, build_lexicon

PHRASES = ["紧急", "紧急通知", "特急", "急", "a😀"]
LEXICON = build_lexicon(PHRASES)
URGENT = build_lexicon(["急"])
TEXTS = st.lists(
    st.text(alphabet='紧急通知特a😀《》“”"。\n é', max_size=30), min_size=1, max_size=6
)


def series(texts: Sequence[str | None]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def spans(hits: Hits, wanted: list[str]) -> list[tuple[int, int, int, str]]:
    at = hits.of(wanted)
    begin, end = hits.place(at)
    names = [hits.patterns[code] for code in hits.phrase[at]]
    return sorted(zip(hits.row[at].tolist(), begin.tolist(), end.tolist(), names, strict=True))


def by_hand(texts: list[str], wanted: list[str]) -> list[tuple[int, int, int, str]]:
    return sorted(
        (row, at, at + len(phrase), phrase)
        for row, text in enumerate(texts)
        for phrase in wanted
        for at in range(len(text))
        if text.startswith(phrase, at)
    )


@settings(deadline=None)
@given(TEXTS)
def test_finds_what_a_plain_search_finds_at_character_offsets(texts: list[str]) -> None:
    assert spans(find_hits(series(texts), LEXICON), PHRASES) == by_hand(texts, PHRASES)


@settings(deadline=None)
@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_groups_hold_every_text_once_in_order(texts: list[str], size: int) -> None:
    frame = pl.DataFrame({"text": series(texts)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "GROUP_BYTES", size)
        parts = list(groups(frame))
    assert pl.concat(parts).equals(frame)
    assert all(part.height for part in parts)


@settings(deadline=None)
@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_batches_change_nothing(texts: list[str], size: int) -> None:
    whole = find_hits(series(texts), LEXICON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BATCH_BYTES", size)
        parts = find_hits(series(texts), LEXICON)
    at = whole.of(PHRASES)
    assert spans(whole, PHRASES) == spans(parts, PHRASES)
    assert whole.in_quotes.tolist() == parts.in_quotes.tolist()
    assert whole.sentences_of(at).texts.to_list() == parts.sentences_of(at).texts.to_list()


@settings(deadline=None)
@given(TEXTS)
def test_sentences_around_hits_are_those_of_splitting(texts: list[str]) -> None:
    hits = find_hits(series(texts), LEXICON)
    at = hits.of(PHRASES)
    around = hits.sentences_of(at)
    found = around.texts.to_list()
    for row, begin, sentence in zip(around.row, around.begin, found, strict=True):
        assert texts[row][begin:].startswith(sentence)
    begin, end = hits.place(at)
    for number, row, first, last in zip(around.of_hit, hits.row[at], begin, end, strict=True):
        before = around.begin[number]
        assert found[number][first - before : last - before] == texts[row][first:last]
    pieces = {piece for text in texts for piece in re.split("[。\n]", text)}
    assert set(found) <= pieces
    assert {piece for piece in pieces if "急" in piece} <= set(found)


CONTEXT = ["通知", "a", "急"]
AROUND = build_lexicon(["紧急", "特急"], CONTEXT)


def near_a_trigger(texts: list[str], ends: str) -> list[tuple[int, int, int, str]]:
    """The words by hand, those with a trigger between the same two of `ends`."""
    words = by_hand(texts, list(AROUND.patterns))

    def unit(row: int, at: int) -> tuple[int, int]:
        return row, sum(char in ends for char in texts[row][:at])

    marked = {unit(row, at) for row, at, _, word in words if word in ("紧急", "特急")}
    return [found for found in words if unit(found[0], found[1]) in marked]


@settings(deadline=None)
@given(TEXTS)
def test_words_far_from_a_trigger_are_left_out(texts: list[str]) -> None:
    for whole_texts, ends in ((True, ""), (False, SENTENCE_ENDS)):
        hits = find_hits(series(texts), AROUND, whole_texts=whole_texts)
        assert spans(hits, list(AROUND.patterns)) == near_a_trigger(texts, ends)


def test_a_word_across_the_end_of_a_sentence_is_seen_from_the_next() -> None:
    lexicon = build_lexicon(["紧急"], ["是。紧急", "。紧"])
    hits = find_hits(series(["不是。紧急事"]), lexicon, whole_texts=False)
    assert spans(hits, list(lexicon.patterns)) == [
        (0, 1, 5, "是。紧急"),
        (0, 2, 4, "。紧"),
        (0, 3, 5, "紧急"),
    ]
    first, second, third = hits.sentence[np.argsort(hits.begin)]
    assert first < second == third


def test_text_of_one_phrase_over_and_over_costs_what_its_length_costs() -> None:
    count = 200_000
    text = "紧急通知" * count
    hits = find_hits(series([text, None, "特急。" * count]), LEXICON, whole_texts=False)
    assert len(hits.of(["紧急通知"])) == len(hits.of(["特急"])) == count
    sentences = hits.sentences_of(hits.of(["特急"]))
    assert sentences.texts.n_unique() == 1
    assert len(sentences.texts) == count


def inside(text: str, opener: str, closer: str) -> list[bool]:
    """For each 急 of `text`, by counting: between an opener and a closer of its own line?"""
    result = []
    for line in text.split("\n"):
        for at, char in enumerate(line):
            if char != "急":
                continue
            depth = 0
            for before in line[:at]:
                depth += (before == opener) - (before == closer)
                depth = max(depth, 0)
            result.append(depth > 0 and closer in line[at:])
    return result


@settings(deadline=None)
@given(st.text(alphabet="急《》“”。\n", max_size=40))
def test_quotes_are_those_that_counting_finds(text: str) -> None:
    hits = find_hits(series([text]), URGENT)
    at = hits.of(["急"])
    assert hits.in_title[at].tolist() == inside(text, "《", "》")
    assert hits.in_quotes[at].tolist() == inside(text, "“", "”")


def test_straight_quotes_open_and_close_in_turn() -> None:
    hits = find_hits(series(['a"急"急"急']), URGENT)
    assert hits.in_quotes[hits.of(["急"])].tolist() == [True, False, False]


@settings(deadline=None)
@given(st.text(alphabet="急。！\n", max_size=30))
def test_sentences_change_at_their_ends_and_nowhere_else(text: str) -> None:
    hits = find_hits(series([text]), URGENT)
    at = hits.of(["急"])
    expected: list[int] = []
    number = 0
    for char in text:
        if char == "急":
            expected.append(number)
        else:
            number += 1
    sentences = hits.sentence[at]
    assert (np.diff(sentences) == 0).tolist() == (np.diff(expected) == 0).tolist()


def test_no_text_gives_no_hit() -> None:
    for texts in ([], [""], [None]):
        hits = find_hits(series(texts), LEXICON)
        assert len(hits.begin) == len(hits.of(PHRASES)) == 0
        assert hits.starts.tolist() == [0] * (len(texts) + 1)
