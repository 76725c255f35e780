"""The groups that one document meets, in a table in which those of its sources are looked up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.passages.origins import WORN, Origins
from docanalyzer.compare.passages.postings import Postings

_FEWEST = 512
"""Slots of the smallest table."""

_ROOMY = 8
"""Slots for each meeting at least: most groups that are looked up are not there, which an empty
slot says at once."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_LINE = np.uint64(3)
_IN_LINE = np.uint64(7)
_UPPER = np.uint64(0xFFFFFFFF00000000)
_LOWER = np.uint64(0xFFFFFFFF)


class Table(NamedTuple):
    """The groups that a document meets, by open addressing.

    A slot holds group + 1 and, in its low half, the first meeting of the document with it;
    `chain` leads from a meeting to the next one with the same group, -1 for none.
    """

    slots: npt.NDArray[np.uint64]
    chain: npt.NDArray[np.int32]


class Hits(NamedTuple):
    """Room for the meetings of a document with the groups of one source, in the source's order,
    and for counting them by meeting."""

    meeting: npt.NDArray[np.int32]
    source_at: npt.NDArray[np.uint32]
    fill: npt.NDArray[np.int64]


@kernel
def slots_for(meetings: int) -> int:
    """Slots of the table of a document with so many meetings, a power of two."""
    size = _FEWEST
    while size < _ROOMY * meetings:
        size *= 2
    return size


@kernel
def _slot(slots: npt.NDArray[np.uint64], group: np.uint32) -> np.uint64:
    """Where a group stands in a table, or the empty slot where it would.

    Eight neighbouring groups share a cache line: what one circular carries has such numbers.
    """
    mask = np.uint64(slots.shape[0] - 1)
    number = np.uint64(group)
    wanted = (number + np.uint64(1)) << np.uint64(32)
    slot = ((number >> _LINE) * _SPREAD >> np.uint64(32) & ~_IN_LINE | number & _IN_LINE) & mask
    while slots[slot] and slots[slot] & _UPPER != wanted:
        slot = (slot + np.uint64(1)) & mask
    return slot


@kernel
def tabulate(doc: int, index: Postings, origins: Origins, table: Table) -> None:
    """Enter the groups that a document meets, but for those that say nothing."""
    table = borrowed(table)
    table.slots[:] = 0
    begin = index.bounds[doc]
    for i in range(index.bounds[doc + 1] - begin - 1, -1, -1):
        group = index.met[begin + i]
        if origins.marks[group] & WORN:
            continue
        slot = _slot(table.slots, group)
        held = table.slots[slot]
        table.chain[i] = np.int32(held & _LOWER) if held else np.int32(-1)
        table.slots[slot] = (np.uint64(group) + np.uint64(1)) << np.uint64(32) | np.uint64(i)


@kernel
def meet(source: int, index: Postings, table: Table, hits: Hits) -> int:
    """Meetings of the tabulated document with the groups of a source, and where the source
    carries them, into `hits`; returns how many."""
    table = borrowed(table)
    slots, chain = table.slots, table.chain
    meetings, places = hits.meeting, hits.source_at
    found = 0
    for other in range(index.bounds[source], index.bounds[source + 1]):
        held = slots[_slot(slots, index.met[other])]
        if held == 0:
            continue
        meeting = np.int32(held & _LOWER)
        while meeting >= 0:
            meetings[found] = meeting
            places[found] = index.at[other]
            found += 1
            meeting = chain[meeting]
    return found


@kernel
def in_text_order(
    doc: int,
    index: Postings,
    hits: Hits,
    found: int,
    seeds: int,
    copy_at: npt.NDArray[np.uint32],
    source_at: npt.NDArray[np.uint32],
) -> int:
    """Hits as seeds behind `seeds`, by the order of `doc`, then of the source; returns the end."""
    meetings, places, fill = hits
    begin = index.bounds[doc]
    turned = 0
    for i in range(1, found):
        turned += meetings[i] < meetings[i - 1]
    if turned == 0:
        for i in range(found):
            copy_at[seeds + i] = index.at[begin + meetings[i]]
            source_at[seeds + i] = places[i]
        return seeds + found
    count = index.bounds[doc + 1] - begin
    fill[: count + 1] = 0
    fill[0] = seeds
    for i in range(found):
        fill[meetings[i] + 1] += 1
    for i in range(count):
        fill[i + 1] += fill[i]
    for i in range(found):
        place = fill[meetings[i]]
        fill[meetings[i]] += 1
        copy_at[place] = index.at[begin + meetings[i]]
        source_at[place] = places[i]
    return seeds + found
