"""Which stretches of two bodies hold other figures: a loop over the bodies as they lie in memory.

A window is a region with up to one clause beyond each end, where a figure that closes or opens
the passage stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.patterns import BEYOND
from docanalyzer.compare.reading import TextBatch, character

BEYOND_ENDS = 40
"""Characters of one clause that are read beyond an end."""

_STOP, _DIGIT, _NUMERAL, _EACH, _YEAR, _UNIT = 1, 2, 4, 8, 16, 32
_STOPS = "，。；：！？,;\n"
_DIGITS = "0123456789０１２３４５６７８９"
_NUMERALS = "〇零一二两三四五六七八九十百千万半"
_EACHES = "每按逐"
_YEARS = "年"
_UNITS = "个工作自然日天号周星期旬月季度年学小时分钟成%％上中下初底末前 \u3000\t\n"
"""Of units between which a figure can get tighter, and blanks: 3个月 and 3日, 6月底 and 6月中旬."""

_LONGEST_UNIT = 8
_LONGEST_FIGURE = 24
_YEAR_END = ord("底")
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


class _Bytes(NamedTuple):
    """All bodies as bytes and as words of eight, and what each character is."""

    data: npt.NDArray[np.uint8]
    words: npt.NDArray[np.uint64]
    classes: npt.NDArray[np.uint8]


class _Window(NamedTuple):
    """Bytes where a window begins, its span begins and ends, and the window ends; and how many
    characters it has before and behind its span."""

    edges: tuple[int, int, int, int]
    before: int
    behind: int


@lru_cache(maxsize=1)
def figure_classes() -> npt.NDArray[np.uint8]:
    """What each character of the first plane is where figures are looked for."""
    classes = np.zeros(BEYOND + 1, np.uint8)
    for flag, members in (
        (_STOP, _STOPS), (_DIGIT, _DIGITS), (_NUMERAL, _NUMERALS), (_EACH, _EACHES),
        (_YEAR, _YEARS), (_UNIT, _UNITS),
    ):  # fmt: skip
        classes[[ord(character) for character in members]] |= flag
    return classes


@kernel
def windows_of(bodies: TextBatch, spans: Spans, classes: npt.NDArray[np.uint8]) -> Windows:
    """The windows of regions, and which of them hold other figures in copy and source.

    Figures are runs of digits or numerals with the unit behind them, 每, 按 and 逐 with the next
    character, and 年底. Beyond the ends they count only where both sides have some. Of exact
    regions only the ends are compared.
    """
    bodies, spans, classes = borrowed((bodies, spans, classes))
    count = spans.copies.shape[0]
    differs = np.zeros(count, np.bool_)
    places = np.zeros((count, 4), np.int64)
    begins, ends = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64)
    # Read as words of eight bytes too, for places far from a beginning.
    words = bodies.data[: bodies.data.shape[0] // _WORD * _WORD].view(np.uint64)
    text = _Bytes(bodies.data, words, classes)
    kept = 0
    for i in range(count):
        begin, end = spans.copy_begin[i], spans.copy_end[i]
        one = _window(text, bodies.offsets, spans.copies[i], begin, end)
        places[i, COPY_AT] = begin - one.before
        places[i, COPY_CHARS] = one.before + end - begin + one.behind
        begin, end = spans.source_begin[i], spans.source_end[i]
        other = _window(text, bodies.offsets, spans.sources[i], begin, end)
        places[i, SOURCE_AT] = begin - other.before
        places[i, SOURCE_CHARS] = other.before + end - begin + other.behind
        ours, theirs = one.edges, other.edges
        from_, at = ours[1], theirs[1]
        if spans.exact[i]:
            from_, at = _last_figure(text, from_, ours[2]), _last_figure(text, at, theirs[2])
        differs[i] = (
            _differ(text, (ours[0], ours[1], ours[3]), (theirs[0], theirs[1], theirs[3]), True)
            or _differ(text, (ours[2], ours[3], ours[3]), (theirs[2], theirs[3], theirs[3]), True)
            or _differ(text, (from_, ours[2], ours[3]), (at, theirs[2], theirs[3]), False)
        )
        if differs[i]:
            begins[kept], begins[kept + 1] = ours[0], theirs[0]
            ends[kept], ends[kept + 1] = ours[3], theirs[3]
            kept += 2
    return Windows(differs, places, begins[:kept].copy(), ends[:kept].copy())


@kernel
def _window(
    text: _Bytes, offsets: npt.NDArray[np.int64], number: int, begin: int, end: int
) -> _Window:
    """The window of the characters `begin` to `end` of a body."""
    low, high = offsets[number], offsets[number + 1]
    first = _skip(text, low, high, begin)
    last = _skip(text, first, high, end - begin)
    from_, before = _reach_back(text, low, first)
    to, behind = _reach_on(text, last, high)
    return _Window((from_, first, last, to), before, behind)


@kernel
def _skip(text: _Bytes, begin: int, stop: int, characters: int) -> int:
    """Place of the character that stands `characters` behind `begin`, at most `stop`."""
    data, words = text.data, text.words
    place, left = begin, characters
    while place % _WORD and place < stop and left > 0:
        left -= (data[place] & 0xC0) != 0x80
        place += 1
    while left > 4 * _WORD and stop - place > 4 * _WORD:
        word = place // _WORD
        ongoing = _ongoing(words[word]) + _ongoing(words[word + 1])
        ongoing += _ongoing(words[word + 2]) + _ongoing(words[word + 3])
        left -= 4 * _WORD - int(np.int64((ongoing * _EACH_BYTE) >> np.uint64(56)))
        place += 4 * _WORD
    while place < stop:
        if (data[place] & 0xC0) != 0x80:
            if left == 0:
                break
            left -= 1
        place += 1
    return place


@kernel
def _ongoing(word: np.uint64) -> np.uint64:
    """A one for each of eight bytes that goes on with a character: first bit set, second not."""
    return (word >> np.uint64(7)) & ~(word >> np.uint64(6)) & _EACH_BYTE


@kernel
def _reach_back(text: _Bytes, low: int, begin: int) -> tuple[int, int]:
    """Begin of the clause before `begin` and what of the one before it is near; and how many
    characters that is."""
    place, count = begin, 0
    while count < 2 * BEYOND_ENDS and place > low:
        before = _before(text.data, place)
        if _is(text, before, _STOP):
            break
        place = before
        count += 1
    if place == low or count > BEYOND_ENDS:
        return place, count
    place = _before(text.data, place)
    count += 1
    most = min(count + BEYOND_ENDS, 2 * BEYOND_ENDS)
    while count < most and place > low:
        before = _before(text.data, place)
        if _is(text, before, _STOP):
            break
        place = before
        count += 1
    return place, count


@kernel
def _reach_on(text: _Bytes, begin: int, high: int) -> tuple[int, int]:
    """End of the clause behind `begin` and what of the next one is near; and how many characters
    that is."""
    place, count = _clause_end(text, begin, high)
    if place < high and _is(text, place, _STOP):
        _, place = character(text.data, place)
        count += 1
    place, more = _clause_end(text, place, high)
    return place, count + more


@kernel
def _clause_end(text: _Bytes, begin: int, high: int) -> tuple[int, int]:
    """End of the clause at `begin` as far as it is near, and its characters."""
    place, count = begin, 0
    while place < high and count < BEYOND_ENDS:
        code, after = character(text.data, place)
        if text.classes[min(code, np.uint32(BEYOND))] & np.uint8(_STOP):
            break
        place = after
        count += 1
    return place, count


@kernel
def _before(data: npt.NDArray[np.uint8], place: int) -> int:
    """Where the character before `place` begins."""
    place -= 1
    while (data[place] & 0xC0) == 0x80:
        place -= 1
    return place


@kernel
def _is(text: _Bytes, place: int, kinds: int) -> bool:
    """Whether the character at `place` is of one of these kinds."""
    code, _ = character(text.data, place)
    return bool(text.classes[min(code, np.uint32(BEYOND))] & np.uint8(kinds))


@kernel
def _last_figure(text: _Bytes, begin: int, end: int) -> int:
    """Where a figure begins that may go on behind `end`; `end` where there is none."""
    place = end
    for _ in range(_LONGEST_FIGURE):
        if place == begin:
            break
        before = _before(text.data, place)
        if not _is(text, before, _DIGIT | _NUMERAL | _EACH | _YEAR | _UNIT):
            break
        place = before
    return place


@kernel
def _differ(
    text: _Bytes, ours: tuple[int, int, int], theirs: tuple[int, int, int], both: bool
) -> bool:
    """Whether two stretches (begin, end, end of the window) hold other figures; with `both`,
    only if each holds some."""
    data = text.data
    begin, end, after = _figure(text, ours[0], ours[1], ours[2])
    at, to, behind = _figure(text, theirs[0], theirs[1], theirs[2])
    if both and (begin == after or at == behind):
        return False
    while begin < after and at < behind:
        if after - begin != behind - at:
            return True
        for n in range(after - begin):
            if data[begin + n] != data[at + n]:
                return True
        begin, end, after = _figure(text, end, ours[1], ours[2])
        at, to, behind = _figure(text, to, theirs[1], theirs[2])
    return begin < after or at < behind


@kernel
def _figure(text: _Bytes, begin: int, end: int, limit: int) -> tuple[int, int, int]:
    """The next figure that begins before `end`: its begin, its end, and that with its unit.

    It may go on to `limit`. Three times `end` where there is none.
    """
    data, classes = text.data, text.classes
    place = begin
    while place < end:
        code, after = character(data, place)
        kind = classes[min(code, np.uint32(BEYOND))]
        run = kind & np.uint8(_DIGIT | _NUMERAL)
        if run:
            while after < limit and _is(text, after, run):
                _, after = character(data, after)
            return place, after, _unit_end(text, after, limit)
        if kind & np.uint8(_EACH | _YEAR) and after < limit:
            following, behind = character(data, after)
            if following == _YEAR_END if kind & np.uint8(_YEAR) else following != _NEW_LINE:
                if _is(text, after, _DIGIT | _NUMERAL):
                    return place, after, after
                return place, behind, _unit_end(text, behind, limit)
        place = after
    return end, end, end


@kernel
def _unit_end(text: _Bytes, begin: int, limit: int) -> int:
    """Where the unit ends that stands at `begin`, with blanks around it."""
    place = begin
    for _ in range(_LONGEST_UNIT):
        if place >= limit or not _is(text, place, _UNIT):
            break
        _, place = character(text.data, place)
    return place
