"""Tells pieces of one circular from standing phrases: who carries the one carries much of it.

Sixteen provinces that each take other clauses of a ministry's circular share short pieces, as
unrelated documents share standing phrases. But each of them has a large part of the one text in
which all those pieces came first; whoever has a standing phrase has few of the others beside it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.passages.postings import Postings

LEAST_TAKEN = 24
"""Fingerprints of the first text that a carrier must have: about 150 folded characters."""

TAKEN_PARTS = (2, 5)
"""The same as a share of what stands in question there."""

_MOST_CARRIERS = 512
"""Postings of a group that are looked at; a circular shows in its first carriers."""


@kernel
def parts_of_circulars(index: Postings, short: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of the groups marked `short` belong to a circular that others took over.

    A document takes from the first one of a group if it has `LEAST_TAKEN` and `TAKEN_PARTS` of the
    short groups that begin there. A group is part of a circular if half of its carriers take.
    Depends on the index alone; linear in the postings looked at.
    """
    found = np.zeros(short.shape[0], np.bool_)
    documents = index.bounds.shape[0] - 1
    has = np.zeros(documents, np.uint32)
    touched = np.empty(documents, np.int64)
    some, of = TAKEN_PARTS
    for first in range(documents):
        begun = _begun_here(first, index, short)
        if begun.shape[0] < LEAST_TAKEN:
            continue
        count = 0
        for group in begun:
            last = np.uint32(first)
            for posting in range(index.groups[group], _end(group, index)):
                carrier = index.docs[posting]
                if carrier != last:
                    last = carrier
                    touched[count] = carrier
                    count += has[carrier] == 0
                    has[carrier] += 1
        least = max(LEAST_TAKEN, (some * begun.shape[0] + of - 1) // of)
        for group in begun:
            last = np.uint32(first)
            carriers = 0
            taking = 0
            for posting in range(index.groups[group], _end(group, index)):
                carrier = index.docs[posting]
                if carrier != last:
                    last = carrier
                    carriers += 1
                    taking += has[carrier] >= least
            found[group] = 2 * taking >= carriers
        for n in range(count):
            has[touched[n]] = 0
    return found


@kernel
def _end(group: int, index: Postings) -> int:
    return int(min(index.groups[group + 1], index.groups[group] + _MOST_CARRIERS))


@kernel
def _begun_here(
    first: int, index: Postings, short: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint32]:
    """Short groups of the document that no earlier one carries, each once."""
    own = index.met[index.bounds[first] : index.bounds[first + 1]]
    begun = np.empty(own.shape[0], np.uint32)
    count = 0
    for group in own:
        begun[count] = group
        count += short[group] and index.docs[index.groups[group]] == first
    return np.unique(begun[:count])
