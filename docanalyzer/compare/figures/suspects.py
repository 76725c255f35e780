"""Clauses of copies and sources that stand for each other with figures that are not the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import grown, kernel
from docanalyzer.compare.figures.clause_table import Clauses
from docanalyzer.compare.figures.clauses import LEAST_ALIKE, MOST_REWORDED, SHORT, WINDOW
from docanalyzer.compare.figures.masks import Masks
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.sequences import partners

OUR_BEGIN, OUR_END, THEIR_BEGIN, THEIR_END, EQUAL = range(5)
_COLUMNS = 5


class Suspects(NamedTuple):
    """Two distinct clauses that may stand for each other, with other figures, and where.

    `stretches` holds the rows of all clauses that may stand for each other there, begin and end
    for copy and source, and whether they are equal but for their figures. `whole` are regions
    that cannot be screened clause by clause.
    """

    region: npt.NDArray[np.int64]
    ours: npt.NDArray[np.int32]
    theirs: npt.NDArray[np.int32]
    stretches: npt.NDArray[np.int64]
    whole: npt.NDArray[np.bool_]


@kernel
def suspects_of(table: Clauses, masks: Masks) -> Suspects:
    """Every pair of clauses that may hold a tightened figure, as `corresponding` aligns them."""
    table, masks = borrowed((table, masks))
    regions = (table.bounds.shape[0] - 1) // 2
    region = np.empty(1 << 8, np.int64)
    ours, theirs = np.empty(1 << 8, np.int32), np.empty(1 << 8, np.int32)
    stretches = np.empty((1 << 8) * _COLUMNS, np.int64)
    whole = np.zeros(regions, np.bool_)
    stretch = np.zeros(_COLUMNS, np.int64)
    filled = 0
    for r in range(regions):
        low, middle, high = table.bounds[2 * r], table.bounds[2 * r + 1], table.bounds[2 * r + 2]
        if max(middle - low, high - middle) > WINDOW or _any_unread(table, masks, low, high):
            whole[r] = True
            continue
        partner = partners(
            _compared(table, masks, low, middle), _compared(table, masks, middle, high)
        )
        done = 0
        for i in range(partner.shape[0]):
            one = table.numbers[low + i]
            if one < 0 or masks.bounds[one] == masks.bounds[one + 1]:
                continue
            if i >= done:
                done = _stretch(partner, i, high - middle, stretch)
            if stretch[EQUAL] and _too_short(partner, i, masks.length[one]):
                continue
            if max(done - stretch[OUR_BEGIN], stretch[THEIR_END] - stretch[THEIR_BEGIN]) > (
                MOST_REWORDED
            ):
                continue
            for j in range(stretch[THEIR_BEGIN], stretch[THEIR_END]):
                other = table.numbers[middle + j]
                if other < 0 or not _other_figures(masks, one, other):
                    continue
                if filled == region.shape[0]:
                    region = grown(region, 2 * filled)
                    ours, theirs = grown(ours, 2 * filled), grown(theirs, 2 * filled)
                    stretches = grown(stretches, 2 * filled * _COLUMNS)
                region[filled] = r
                ours[filled] = one
                theirs[filled] = other
                at = filled * _COLUMNS
                stretches[at + OUR_BEGIN] = low + stretch[OUR_BEGIN]
                stretches[at + OUR_END] = low + stretch[OUR_END]
                stretches[at + THEIR_BEGIN] = middle + stretch[THEIR_BEGIN]
                stretches[at + THEIR_END] = middle + stretch[THEIR_END]
                stretches[at + EQUAL] = stretch[EQUAL]
                filled += 1
    return Suspects(
        region[:filled].copy(), ours[:filled].copy(), theirs[:filled].copy(),
        stretches[: filled * _COLUMNS].copy().reshape(filled, _COLUMNS), whole,
    )  # fmt: skip


@kernel
def _compared(table: Clauses, masks: Masks, begin: int, end: int) -> npt.NDArray[np.uint64]:
    """What the clauses in rows `begin` to `end` are compared as."""
    found = table.hashes[begin:end].copy()
    for n in range(end - begin):
        if table.numbers[begin + n] >= 0:
            found[n] = masks.masked[table.numbers[begin + n]]
    return found


@kernel
def _any_unread(table: Clauses, masks: Masks, begin: int, end: int) -> bool:
    for row in range(begin, end):
        if table.numbers[row] >= 0 and masks.unread[table.numbers[row]]:
            return True
    return False


@kernel
def _stretch(
    partner: npt.NDArray[np.int64], i: int, none: int, stretch: npt.NDArray[np.int64]
) -> int:
    """Fills in what may stand for clause `i`: its partner, or all changed clauses around it and
    those of the source between the partners on both sides; returns where the stretch ends."""
    if partner[i] >= 0:
        stretch[OUR_BEGIN], stretch[OUR_END], stretch[EQUAL] = i, i + 1, 1
        stretch[THEIR_BEGIN], stretch[THEIR_END] = partner[i], partner[i] + 1
        return i + 1
    first, last = i, i
    while first > 0 and partner[first - 1] < 0:
        first -= 1
    while last < partner.shape[0] and partner[last] < 0:
        last += 1
    stretch[OUR_BEGIN], stretch[OUR_END], stretch[EQUAL] = first, last, 0
    stretch[THEIR_BEGIN] = partner[first - 1] + 1 if first > 0 else 0
    stretch[THEIR_END] = partner[last] if last < partner.shape[0] else none
    return last


@kernel
def _too_short(partner: npt.NDArray[np.int64], i: int, length: int) -> bool:
    """Whether a clause is equal to its partner, alone and too short for that to tell anything."""
    if length >= SHORT or partner.shape[0] == 1:
        return False
    follows = i > 0 and partner[i - 1] >= 0 and partner[i - 1] + 1 == partner[i]
    leads = i + 1 < partner.shape[0] and partner[i + 1] == partner[i] + 1
    return not follows and not leads


@kernel
def _other_figures(masks: Masks, one: int, other: int) -> bool:
    """Whether two clauses are alike enough and have, between equal characters, figures that are
    written otherwise."""
    shorter = min(masks.length[one], masks.length[other])
    if shorter < LEAST_ALIKE * max(masks.length[one], masks.length[other]):
        return False
    for f in range(masks.bounds[one], masks.bounds[one + 1]):
        for g in range(masks.bounds[other], masks.bounds[other + 1]):
            if masks.beside[f] == masks.beside[g] and masks.wording[f] != masks.wording[g]:
                return True
    return False
