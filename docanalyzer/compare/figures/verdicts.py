"""Whether one of two corresponding figures asks for more than the other."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from docanalyzer.compare.figures.bounds import Bound
from docanalyzer.compare.figures.clauses import LEAST_ALIKE, Placed, Side, masked_clause
from docanalyzer.compare.figures.quantities import Quantity
from docanalyzer.model.terms import Measure

_YEAR_NAMED = re.compile(r"(?:19|20)\d\d(?=年)")
_EACH = re.compile(r"每|人均|户均|平均|单[个次项]")
_TOTAL = re.compile(r"总[量数额计]|合计|共计")


class Verdict(StrEnum):
    """What the copy made of a figure; UNKNOWN where the words do not tell."""

    EQUAL = "equal"
    TIGHTER = "tighter"
    LOOSER = "looser"
    UNKNOWN = "unknown"


def verdict(
    copy: Placed, source: Placed, sides: tuple[Side, Side], years: tuple[int | None, int | None]
) -> Verdict:
    """What became of the source's figure; `sides` and `years` of copy and source.

    Never guesses: unknown where units or bounds differ, a bound is missing, the figures belong
    to different years, or an upper limit on a total may just be a smaller place's part of it.
    """
    ours, theirs = copy.figure, source.figure
    if (ours.measure, ours.unit) != (theirs.measure, theirs.unit):
        return Verdict.UNKNOWN
    if ours.unit == "date":
        return _dates(ours, theirs, years)
    if _same(ours, theirs):
        return Verdict.EQUAL
    if not _comparable(copy, source) or _years(copy, sides[0]) != _years(source, sides[1]):
        return Verdict.UNKNOWN
    return _by_value(ours, theirs)


@lru_cache(maxsize=65_536)
def may_tighten(words: str, theirs: str) -> bool:
    """Whether a clause of a copy can be tighter than one of a source wherever the two stand.

    True for every pair in which `verdict` finds a figure tighter, and for some others: it knows
    neither the places of the figures nor the years and sentences around them.
    """
    (masked, ours), (other_masked, others) = masked_clause(words), masked_clause(theirs)
    if Levenshtein.normalized_similarity(masked, other_masked) < LEAST_ALIKE:
        return False
    return any(_may_be_tighter(one, other) for one in ours for other in others)


def _may_be_tighter(ours: Quantity, theirs: Quantity) -> bool:
    if (ours.measure, ours.unit) != (theirs.measure, theirs.unit):
        return False
    if ours.unit == "date" and ours.year is not None and theirs.year is not None:
        return (ours.year, ours.most) < (theirs.year, theirs.least)
    if ours.unit == "date":
        return ours.most < theirs.least
    if _same(ours, theirs) or ours.bound is not theirs.bound or ours.bound is Bound.NONE:
        return False
    return _by_value(ours, theirs) is Verdict.TIGHTER


def _comparable(copy: Placed, source: Placed) -> bool:
    """Both sides set the same bound, and it is no limit on a total."""
    ours = copy.figure
    if ours.bound is not source.figure.bound or ours.bound is Bound.NONE:
        return False
    limits_sum = ours.bound is Bound.AT_MOST and ours.measure in (Measure.COUNT, Measure.AMOUNT)
    return not limits_sum or (_is_per_unit(copy) and _is_per_unit(source))


def _by_value(ours: Quantity, theirs: Quantity) -> Verdict:
    """Stretches of time in one unit by their figures, others by the ranges of their values."""
    if ours.written and theirs.written and ours.written[0] == theirs.written[0]:
        less = ours.written[1] < theirs.written[1]
        more = not less
    else:
        less, more = ours.most < theirs.least, ours.least > theirs.most
    return _told(more, less) if ours.bound is Bound.AT_LEAST else _told(less, more)


def _told(tighter: bool, looser: bool) -> Verdict:
    if tighter:
        return Verdict.TIGHTER
    return Verdict.LOOSER if looser else Verdict.UNKNOWN


def _same(ours: Quantity, theirs: Quantity) -> bool:
    return (ours.least, ours.most) == (theirs.least, theirs.most)


def _dates(ours: Quantity, theirs: Quantity, years: tuple[int | None, int | None]) -> Verdict:
    """Days of one year by the calendar; an earlier year only where both texts name it."""
    own, other = _year_of(ours, years[0]), _year_of(theirs, years[1])
    if own is None or other is None:
        return Verdict.UNKNOWN
    if own == other:
        if _same(ours, theirs):
            return Verdict.EQUAL
        return _told(ours.most < theirs.least, ours.least > theirs.most)
    if ours.year is not None and theirs.year is not None and own < other:
        return Verdict.TIGHTER
    return Verdict.UNKNOWN


def _year_of(figure: Quantity, issued: int | None) -> int | None:
    if figure.year is not None:
        return figure.year
    return None if issued is None else issued + figure.year_step


def _years(placed: Placed, side: Side) -> list[str]:
    return _YEAR_NAMED.findall(side.sentence(placed))


def _is_per_unit(placed: Placed) -> bool:
    return bool(_EACH.search(placed.clause)) and not _TOTAL.search(placed.clause)
