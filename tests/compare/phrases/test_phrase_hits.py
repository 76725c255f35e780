"""The search: every occurrence, character offsets, sentences, and what is asked of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.phrases import hits as module
from docanalyzer.compare.phrases.asked import Asked, Nearby
from docanalyzer.compare.phrases.hits import Hits, find_hits, groups
from docanalyzer.compare.phrases.lexicon import SENTENCE_ENDS, Lexicon, build_lexicon


def lexicon_of(triggers: Sequence[str], context: Sequence[str] = ()) -> Lexicon:
    """Every occurrence of all these words, wherever it stands."""
    return build_lexicon(
        [
            Asked((*words,), quoted=True, titled=True, overlapping=True, decisive=decisive)
            for words, decisive in ((triggers, True), (context, False))
        ]
    )


PHRASES = ["紧急", "紧急通知", "特急", "急", "a😀"]
LEXICON = lexicon_of(PHRASES)
TEXTS = st.lists(
    st.text(alphabet='紧急通知特a😀《》“”"。\n é', max_size=30), min_size=1, max_size=6
)


def series(texts: Sequence[str | None]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def spans(hits: Hits) -> list[tuple[int, int, int, str]]:
    names = [hits.patterns[code] for code in hits.word]
    begin, end = hits.begin.tolist(), hits.end.tolist()
    return sorted(zip(hits.row.tolist(), begin, end, names, strict=True))


def by_hand(texts: list[str], wanted: list[str]) -> list[tuple[int, int, int, str]]:
    return sorted(
        (row, at, at + len(phrase), phrase)
        for row, text in enumerate(texts)
        for phrase in wanted
        for at in range(len(text))
        if text.startswith(phrase, at)
    )


@given(TEXTS)
def test_finds_what_a_plain_search_finds_at_character_offsets(texts: list[str]) -> None:
    assert spans(find_hits(series(texts), LEXICON)) == by_hand(texts, PHRASES)


@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_groups_hold_every_text_once_in_order(texts: list[str], size: int) -> None:
    frame = pl.DataFrame({"text": series(texts)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "GROUP_BYTES", size)
        parts = list(groups(frame))
    assert pl.concat(parts).equals(frame)
    assert all(part.height for part in parts)


@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_batches_change_nothing(texts: list[str], size: int) -> None:
    whole = find_hits(series(texts), LEXICON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BATCH_BYTES", size)
        parts = find_hits(series(texts), LEXICON)
    assert spans(whole) == spans(parts)
    assert whole.sentence.tolist() == parts.sentence.tolist()
    assert whole.sentences.texts.to_list() == parts.sentences.texts.to_list()


@given(TEXTS)
def test_sentences_around_hits_are_those_of_splitting(texts: list[str]) -> None:
    hits = find_hits(series(texts), LEXICON)
    around = hits.sentences
    found = around.texts.to_list()
    for row, begin, sentence in zip(around.row, around.begin, found, strict=True):
        assert texts[row][begin:].startswith(sentence)
    for number, row, first, last in zip(hits.sentence, hits.row, hits.begin, hits.end, strict=True):
        before = around.begin[number]
        assert around.row[number] == row
        assert found[number][first - before : last - before] == texts[row][first:last]
    pieces = {piece for text in texts for piece in re.split("[。\n]", text)}
    assert set(found) <= pieces
    assert {piece for piece in pieces if "急" in piece} <= set(found)
    assert [found[number] for number in around.alike] == found
    assert len(set(around.alike.tolist())) == len(set(found))


CONTEXT = ["通知", "a", "急"]
AROUND = lexicon_of(["紧急", "特急"], CONTEXT)


def near_a_trigger(texts: list[str], ends: str) -> list[tuple[int, int, int, str]]:
    """The words by hand, those with a trigger between the same two of `ends`."""
    words = by_hand(texts, list(AROUND.patterns))

    def unit(row: int, at: int) -> tuple[int, int]:
        return row, sum(char in ends for char in texts[row][:at])

    marked = {unit(row, at) for row, at, _, word in words if word in ("紧急", "特急")}
    return [found for found in words if unit(found[0], found[1]) in marked]


@given(TEXTS)
def test_words_far_from_a_trigger_are_left_out(texts: list[str]) -> None:
    for whole_texts, ends in ((True, ""), (False, SENTENCE_ENDS)):
        hits = find_hits(series(texts), AROUND, whole_texts=whole_texts)
        assert spans(hits) == near_a_trigger(texts, ends)


def test_a_word_across_the_end_of_a_sentence_is_seen_from_the_next() -> None:
    lexicon = lexicon_of(["紧急"], ["是。紧急", "。紧"])
    hits = find_hits(series(["不是。紧急事"]), lexicon, whole_texts=False)
    assert spans(hits) == [
        (0, 1, 5, "是。紧急"),
        (0, 2, 4, "。紧"),
        (0, 3, 5, "紧急"),
    ]
    assert hits.sentences.texts.gather(hits.sentence).to_list() == ["紧急事", "不是", "紧急事"]


def test_text_of_one_phrase_over_and_over_costs_what_its_length_costs() -> None:
    count = 200_000
    text = "紧急通知" * count
    asked = [
        Asked(("紧急通知",), near=Nearby(any=("通知",), within=200), not_inside=("知紧急通知",)),
        Asked(("特急",), overlapping=True),
        Asked(("紧急通知",), near=Nearby(any=("通知",), within=200)),
    ]
    hits = find_hits(series([text, None, "特急。" * count]), build_lexicon(asked), False)
    assert [len(hits.of(number)) for number in range(3)] == [1, count, count]
    sentences = hits.sentences.texts.gather(hits.sentence[hits.of(1)])
    assert sentences.n_unique() == 1
    assert hits.sentences.alike[hits.sentence[hits.of(1)]].max() == 1


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


@given(st.text(alphabet="急《》“”。\n", max_size=40))
def test_quotes_are_those_that_counting_finds(text: str) -> None:
    asked = [Asked(("急",), titled=True), Asked(("急",), quoted=True)]
    hits = find_hits(series([text]), build_lexicon(asked))
    places = [at for at, char in enumerate(text) if char == "急"]
    for number, marks in enumerate(("“”", "《》")):
        enclosed = inside(text, *marks)
        outside = [at for at, within in zip(places, enclosed, strict=True) if not within]
        assert hits.begin[hits.of(number)].tolist() == outside


def test_straight_quotes_open_and_close_in_turn() -> None:
    hits = find_hits(series(['a"急"急"急']), build_lexicon([Asked(("急",))]))
    assert hits.begin.tolist() == [4, 6]


@given(st.text(alphabet="急。！\n", max_size=30))
def test_sentences_change_at_their_ends_and_nowhere_else(text: str) -> None:
    hits = find_hits(series([text]), lexicon_of(["急"]))
    pieces = [len(piece) for piece in re.split("[。！\n]", text) if piece]
    assert hits.sentence.tolist() == [
        number for number, size in enumerate(pieces) for _ in range(size)
    ]


def test_no_text_gives_no_hit() -> None:
    for texts in ([], [""], [None]):
        hits = find_hits(series(texts), LEXICON)
        assert len(hits.begin) == len(hits.of(0)) == len(hits.sentences.texts) == 0
    assert len(find_hits(series(["急"]), build_lexicon([])).begin) == 0
