"""Which figure of a copy stands at the place of which figure of its source.

Clauses are compared with their figures masked, first as a sequence, then, where a clause was
reworded, character by character. Figures correspond only between equal words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from docanalyzer.compare.figures.figures import folded_text
from docanalyzer.compare.figures.quantities import Quantity, quantities

_SPLIT = re.compile(r"([，。；：、！？（）()《》“”\"]+|[,;:!?]+(?!\d))")
MAY_HOLD_FIGURE = re.compile(r"[\d一二两三四五六七八九十百千万亿零〇半每按逐年]")
MARK_RANGE = (0xE000, 0xE0FF)
MAY_NAME_PLACE = re.compile(r"[全本我各级]")
PLAIN = re.compile(r"[^\d一二两三四五六七八九十百千万亿零〇半每按逐年全本我各级\ue000-\ue0ff]+")
_MARKS = re.compile("[\ue000-\ue0ff]")
SCOPE = re.compile(r"全国|[全本我各](?:省|自治区|市|州|盟|县|区|旗|镇|乡|街道|村)(?!级|委|政)|全域")
LEVEL = re.compile(r"(?:国家|省|市|县|区|州|乡镇|镇|乡|村)级")
PLACE_WORD, LEVEL_WORD = "全域", "层级"
NOT_A_MARK = "\ufffd"
"""What a character of the text that looks like a mark is compared as."""

_SENTENCE_END = "。；！？"
MOST_REWORDED = 24
LEAST_ALIKE = 0.6
SHORT = 6
WINDOW = 1_000
_LONGEST_SENTENCE = 240


@dataclass(frozen=True, slots=True)
class Side:
    """A stretch of a body: its folded text, and where each character stands in the body."""

    text: str
    places: list[int]

    def span(self, quantity: Placed) -> tuple[int, int]:
        """Half-open span of a figure in the body as ingested."""
        return self.places[quantity.begin], self.places[quantity.end - 1] + 1

    def sentence(self, quantity: Placed) -> str:
        """The folded sentence around a figure, a few hundred characters at most."""
        low = max(self.text.rfind(mark, 0, quantity.begin) for mark in _SENTENCE_END) + 1
        ends = [self.text.find(mark, quantity.end) for mark in _SENTENCE_END]
        high = min([end for end in ends if end >= 0], default=len(self.text))
        low = max(low, quantity.begin - _LONGEST_SENTENCE)
        return self.text[low : min(high, quantity.end + _LONGEST_SENTENCE)]


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with its span in the folded text, and the clause around it."""

    figure: Quantity
    begin: int
    end: int
    clause: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Clauses that may stand for each other, each with its begin in the folded text.

    `equal` are two clauses with the same words but for figures; others were reworded.
    """

    equal: bool
    ours: tuple[tuple[int, str], ...]
    theirs: tuple[tuple[int, str], ...]


class _Clause(NamedTuple):
    """A clause with its figures masked, and the figures in the order of their marks."""

    masked: str
    placed: tuple[Placed, ...]


def side(text: str, begin: int) -> Side:
    """The side for `text`, which stands at `begin` of its body."""
    folded, places = folded_text(text)
    return Side(folded, [begin + place for place in places] if begin else places)


def corresponding(copy: Side, source: Side) -> list[tuple[Placed, Placed]]:
    """Figures of copy and source that stand at the same place, in the order of the copy."""
    ours, theirs = _clauses(copy.text), _clauses(source.text)
    return list(_corresponding(ours, theirs))


def corresponding_in(stretch: Stretch) -> Iterator[tuple[Placed, Placed]]:
    """Figures of one stretch that stand at the same place, in the order of the copy."""
    ours, theirs = (
        [_clause(words, begin) for begin, words in side] for side in (stretch.ours, stretch.theirs)
    )
    if stretch.equal:
        return zip(ours[0].placed, theirs[0].placed, strict=True)
    return _alike(ours, theirs)


@lru_cache(maxsize=256)
def _clauses(text: str) -> list[_Clause]:
    """Clauses of a folded text; remembered, as one source has many copies. Never changed."""
    found = []
    begin = 0
    pieces = _SPLIT.split(text)
    for words, stop in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if words:
            found.append(_clause(words, begin))
        begin += len(words) + len(stop)
    return found


def _clause(words: str, offset: int) -> _Clause:
    masked, figures = masked_clause(words)
    if not figures:
        return _Clause(masked, ())
    placed = tuple(
        Placed(figure, figure.begin + offset, figure.shown_end + offset, words)
        for figure in figures
    )
    return _Clause(masked, placed)


@lru_cache(maxsize=65_536)
def masked_clause(words: str) -> tuple[str, tuple[Quantity, ...]]:
    """A clause with marks for its figures, and the figures; remembered, as copies repeat them."""
    if PLAIN.fullmatch(words):
        return words, ()
    figures = tuple(quantities(words)) if MAY_HOLD_FIGURE.search(words) else ()
    words = _MARKS.sub(NOT_A_MARK, words)
    parts = []
    reached = 0
    for figure in figures:
        parts += [words[reached : figure.begin], figure.mark]
        reached = figure.end
    masked = "".join([*parts, words[reached:]])
    return LEVEL.sub(LEVEL_WORD, SCOPE.sub(PLACE_WORD, masked)), figures


def _corresponding(ours: list[_Clause], theirs: list[_Clause]) -> Iterator[tuple[Placed, Placed]]:
    changed: list[_Block] = []
    for block in _blocks([one.masked for one in ours], [one.masked for one in theirs]):
        if not block.equal:
            changed.append(block)
            continue
        yield from _reworded(changed, ours, theirs)
        changed = []
        alone = block.copy_end - block.copy_begin == 1
        for step in range(block.copy_end - block.copy_begin):
            one, other = ours[block.copy_begin + step], theirs[block.source_begin + step]
            if one.placed and not (alone and len(one.masked) < SHORT and len(ours) > 1):
                yield from zip(one.placed, other.placed, strict=True)
    yield from _reworded(changed, ours, theirs)


@dataclass(frozen=True, slots=True)
class _Block:
    """Stretches of two sequences that belong together, equal or not."""

    equal: bool
    copy_begin: int
    copy_end: int
    source_begin: int
    source_end: int


def _blocks(ours: list[str], theirs: list[str]) -> Iterator[_Block]:
    """Equal and changed stretches in order, window by window, so that time stays linear."""
    at_copy = at_source = 0
    while at_copy < len(ours) or at_source < len(theirs):
        last = max(len(ours) - at_copy, len(theirs) - at_source) <= WINDOW
        part = [
            _Block(
                code.tag == "equal",
                code.dest_start + at_copy,
                code.dest_end + at_copy,
                code.src_start + at_source,
                code.src_end + at_source,
            )
            for code in Levenshtein.opcodes(
                theirs[at_source : at_source + WINDOW], ours[at_copy : at_copy + WINDOW]
            )
        ]
        while not last and len(part) > 1 and not part[-1].equal:
            part.pop()
        yield from part
        at_copy, at_source = part[-1].copy_end, part[-1].source_end


def _reworded(
    blocks: list[_Block], ours: list[_Clause], theirs: list[_Clause]
) -> Iterator[tuple[Placed, Placed]]:
    """Figures of clauses that were reworded, each with the clause most like it, in order."""
    if not blocks:
        return
    first, last = blocks[0], blocks[-1]
    begin, end = first.source_begin, last.source_end
    if max(end - begin, last.copy_end - first.copy_begin) > MOST_REWORDED:
        return
    yield from _alike(ours[first.copy_begin : last.copy_end], theirs[begin:end])


def _alike(ours: list[_Clause], theirs: list[_Clause]) -> Iterator[tuple[Placed, Placed]]:
    begin = 0
    for one in ours:
        if not one.placed:
            continue
        best, place = 0.0, -1
        for candidate in range(begin, len(theirs)):
            other = theirs[candidate]
            if not other.placed:
                continue
            alike = Levenshtein.normalized_similarity(one.masked, other.masked)
            if alike > best:
                best, place = alike, candidate
        if best >= LEAST_ALIKE:
            yield from _same_words(one, theirs[place])
            begin = place + 1


def _same_words(one: _Clause, other: _Clause) -> Iterator[tuple[Placed, Placed]]:
    """Figures of two alike clauses whose marks are aligned between equal words."""
    block_of = Levenshtein.opcodes(other.masked, one.masked)
    ours = {mark.start(): n for n, mark in enumerate(_MARKS.finditer(one.masked))}
    theirs = {mark.start(): n for n, mark in enumerate(_MARKS.finditer(other.masked))}
    for block in block_of:
        if block.tag != "equal":
            continue
        shift = block.src_start - block.dest_start
        for place in range(block.dest_start, block.dest_end):
            if place not in ours:
                continue
            front = min(place - block.dest_start, 2)
            back = min(block.dest_end - place - 1, 2)
            at_begin = place - front == 0 and place - front + shift == 0
            at_end = place + back + 1 == len(one.masked) and (
                place + back + 1 + shift == len(other.masked)
            )
            if (front == 2 or at_begin) and (back == 2 or at_end):
                yield one.placed[ours[place]], other.placed[theirs[place + shift]]
