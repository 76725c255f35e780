"""Which stretches of two bodies hold other figures: a loop over the bodies as they lie in memory.

A window is a region with up to one clause beyond each end, where a figure that closes or opens
the passage stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.text.compiled import kernel
from docanalyzer.text.patterns import BEYOND
from docanalyzer.text.reading import TextBatch, character

BEYOND_ENDS = 40
"""Characters of one clause that are read beyond an end."""

_STOP, _DIGIT, _NUMERAL, _EACH = 1, 2, 4, 8
_STOPS = "，。；：！？,;\n"
_DIGITS = "0123456789０１２３４５６７８９"
_NUMERALS = "〇零一二两三四五六七八九十百千万半"
_EACHES = "每按逐"
_YEAR_END = (ord("年"), ord("底"))
_NEW_LINE = ord("\n")
_WORD = 8
_EACH_BYTE = np.uint64(0x0101010101010101)

COPY_AT, COPY_CHARS, SOURCE_AT, SOURCE_CHARS = range(4)


class Windows(NamedTuple):
    """Per region whether its figures differ and its window: begin and characters of copy and
    source, columns COPY_AT to SOURCE_CHARS of `places`.

    `begins` and `ends` are the bytes, among those of all bodies, of the windows of the regions
    that differ, copy before source.
    """

    differs: npt.NDArray[np.bool_]
    places: npt.NDArray[np.int64]
    begins: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]


class Spans(NamedTuple):
    """Regions: body numbers of copy and source, and begin and end in characters of each.

    `exact` says that the folded texts are equal.
    """

    copies: npt.NDArray[np.int64]
    sources: npt.NDArray[np.int64]
    copy_begin: npt.NDArray[np.int64]
    copy_end: npt.NDArray[np.int64]
    source_begin: npt.NDArray[np.int64]
    source_end: npt.NDArray[np.int64]
    exact: npt.NDArray[np.bool_]


class _Read(NamedTuple):
    """A `TextBatch`, and its bytes as words of eight."""

    offsets: npt.NDArray[np.int64]
    data: npt.NDArray[np.uint8]
    words: npt.NDArray[np.uint64]


class _Stretch(NamedTuple):
    codes: npt.NDArray[np.uint32]
    begin: int
    end: int


@lru_cache(maxsize=1)
def figure_classes() -> npt.NDArray[np.uint8]:
    """What each character of the first plane is where figures are looked for."""
    classes = np.zeros(BEYOND + 1, np.uint8)
    for flag, members in (
        (_STOP, _STOPS), (_DIGIT, _DIGITS), (_NUMERAL, _NUMERALS), (_EACH, _EACHES)
    ):  # fmt: skip
        classes[[ord(character) for character in members]] |= flag
    return classes


@kernel
def windows_of(bodies: TextBatch, spans: Spans, classes: npt.NDArray[np.uint8]) -> Windows:
    """The windows of regions, and which of them hold other figures in copy and source.

    Figures are runs of digits or numerals, 每, 按 and 逐 with the next character, and 年底.
    Beyond the ends they count only where both sides have some. Of exact regions only the ends
    are compared.
    """
    count = spans.copies.shape[0]
    differs = np.zeros(count, np.bool_)
    places = np.zeros((count, 4), np.int64)
    room = _room(spans)
    ours, theirs = np.empty(room, np.uint32), np.empty(room, np.uint32)
    begins, ends = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64)
    # Read as words of eight bytes too, for places far from a beginning.
    data = bodies.data
    words = data[: data.shape[0] // _WORD * _WORD].view(np.uint64)
    read = _Read(bodies.offsets, data, words)
    kept = 0
    for i in range(count):
        begin, end, exact = spans.copy_begin[i], spans.copy_end[i], spans.exact[i]
        one = _window(read, spans.copies[i], begin, end, exact, classes, ours)
        places[i, COPY_AT] = begin - (one[1] - one[0])
        places[i, COPY_CHARS] = one[1] - one[0] + end - begin + one[3] - one[2]
        begin, end = spans.source_begin[i], spans.source_end[i]
        other = _window(read, spans.sources[i], begin, end, exact, classes, theirs)
        places[i, SOURCE_AT] = begin - (other[1] - other[0])
        places[i, SOURCE_CHARS] = other[1] - other[0] + end - begin + other[3] - other[2]
        for part in range(3):
            figures = _Stretch(ours, one[part], one[part + 1])
            if _differ(figures, _Stretch(theirs, other[part], other[part + 1]), part != 1, classes):
                differs[i] = True
                break
        if not differs[i]:
            continue
        for side, number in enumerate((spans.copies[i], spans.sources[i])):
            stop = bodies.offsets[number + 1]
            at, size = places[i, 2 * side], places[i, 2 * side + 1]
            begins[kept] = _skip(read, bodies.offsets[number], stop, at)
            ends[kept] = _skip(read, begins[kept], stop, size)
            kept += 1
    return Windows(differs, places, begins[:kept].copy(), ends[:kept].copy())


@kernel
def _room(spans: Spans) -> int:
    """Characters to make room for: those of the longest window."""
    longest = 16
    for i in range(spans.copies.shape[0]):
        longest = max(longest, spans.copy_end[i] - spans.copy_begin[i])
        longest = max(longest, spans.source_end[i] - spans.source_begin[i])
    return longest + 4 * BEYOND_ENDS + 8


@kernel
def _window(
    bodies: _Read,
    number: int,
    begin: int,
    end: int,
    exact: bool,
    classes: npt.NDArray[np.uint8],
    codes: npt.NDArray[np.uint32],
) -> tuple[int, int, int, int]:
    """Decodes a span and what is near it; returns where in `codes` its window begins, the span
    begins, the span ends and the window ends. Of an exact span nothing is decoded."""
    first = max(0, begin - 2 * BEYOND_ENDS)
    stop = bodies.offsets[number + 1]
    place = _skip(bodies, bodies.offsets[number], stop, first)
    place, inside = _decoded(bodies.data, place, stop, begin - first, codes)
    behind = inside
    if exact:
        place = _skip(bodies, place, stop, end - begin)
    else:
        place, size = _decoded(bodies.data, place, stop, end - begin, codes[inside:])
        behind += size
    _, size = _decoded(bodies.data, place, stop, 2 * BEYOND_ENDS + 1, codes[behind:])
    return (
        _reach_back(codes, inside, classes),
        inside,
        behind,
        _reach_on(codes, behind, behind + size, classes),
    )


@kernel
def _decoded(
    data: npt.NDArray[np.uint8],
    begin: int,
    stop: int,
    characters: int,
    codes: npt.NDArray[np.uint32],
) -> tuple[int, int]:
    """Up to so many characters from `begin` on into `codes`; returns where they end and how
    many they are."""
    place, count = begin, 0
    while count < characters and place < stop:
        codes[count], place = character(data, place)
        count += 1
    return place, count


@kernel
def _skip(bodies: _Read, begin: int, stop: int, characters: int) -> int:
    """Place of the character that stands `characters` behind `begin`, at most `stop`."""
    data, words = bodies.data, bodies.words
    place, left = begin, characters
    while left > _WORD and stop - place > 2 * _WORD:
        if place % _WORD:
            left -= (data[place] & 0xC0) != 0x80
            place += 1
            continue
        word = words[place // _WORD]
        # Bytes that go on with a character have their first bit set and their second not.
        ongoing = (word >> np.uint64(7)) & ~(word >> np.uint64(6)) & _EACH_BYTE
        left -= _WORD - int(np.int64((ongoing * _EACH_BYTE) >> np.uint64(56)))
        place += _WORD
    while place < stop:
        if (data[place] & 0xC0) != 0x80:
            if left == 0:
                break
            left -= 1
        place += 1
    return place


@kernel
def _reach_back(codes: npt.NDArray[np.uint32], end: int, classes: npt.NDArray[np.uint8]) -> int:
    """Begin of the clause before `end` and what of the one before it is near."""
    own = end
    while own > 0 and not _is(classes, codes[own - 1], _STOP):
        own -= 1
    if own == 0 or end - own > BEYOND_ENDS:
        return own
    before = own - 1
    while before > 0 and own - 1 - before < BEYOND_ENDS:
        if _is(classes, codes[before - 1], _STOP):
            break
        before -= 1
    return before


@kernel
def _reach_on(
    codes: npt.NDArray[np.uint32], begin: int, size: int, classes: npt.NDArray[np.uint8]
) -> int:
    """End of the clause behind `begin` and what of the next one is near."""
    place = _clause_end(codes, begin, size, classes)
    if place < size and _is(classes, codes[place], _STOP):
        place += 1
    return _clause_end(codes, place, size, classes)


@kernel
def _clause_end(
    codes: npt.NDArray[np.uint32], begin: int, size: int, classes: npt.NDArray[np.uint8]
) -> int:
    place = begin
    while place < size and place - begin < BEYOND_ENDS and not _is(classes, codes[place], _STOP):
        place += 1
    return place


@kernel
def _differ(ours: _Stretch, theirs: _Stretch, both: bool, classes: npt.NDArray[np.uint8]) -> bool:
    """Whether two stretches hold other figures; with `both`, only if each holds some."""
    begin, end = _figure(ours, ours.begin, classes)
    at, to = _figure(theirs, theirs.begin, classes)
    if both and (begin == end or at == to):
        return False
    while begin < end and at < to:
        if end - begin != to - at:
            return True
        for n in range(end - begin):
            if ours.codes[begin + n] != theirs.codes[at + n]:
                return True
        begin, end = _figure(ours, end, classes)
        at, to = _figure(theirs, to, classes)
    return begin < end or at < to


@kernel
def _figure(text: _Stretch, begin: int, classes: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """The next figure from `begin` on; empty where there is none."""
    codes, end = text.codes, text.end
    for place in range(begin, end):
        kind = classes[min(codes[place], np.uint32(BEYOND))]
        run = kind & np.uint8(_DIGIT | _NUMERAL)
        if run:
            last = place + 1
            while last < end and classes[min(codes[last], np.uint32(BEYOND))] & run:
                last += 1
            return place, last
        if place + 1 < end and (
            (kind & np.uint8(_EACH) and codes[place + 1] != _NEW_LINE)
            or (codes[place] == _YEAR_END[0] and codes[place + 1] == _YEAR_END[1])
        ):
            return place, place + 2
    return end, end


@kernel
def _is(classes: npt.NDArray[np.uint8], code: int, flag: int) -> bool:
    return bool(classes[min(np.int64(code), np.int64(BEYOND))] & np.uint8(flag))
