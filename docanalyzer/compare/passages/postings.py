"""The index from fingerprint to the documents that carry it.

Fingerprints of one document only are dropped; the rest become groups, numbered by the first
document that carries them, so that what one document shares lies together. Work goes by ranges
of the hash and, inside one, by partitions whose table fits into the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.fetching import ask_for
from docanalyzer.compare.passages.fingerprint import Fingerprints
from docanalyzer.compare.passages.prints import PrintShelf
from docanalyzer.engine import in_order

MOST_REPEATS = 4
"""Places within one document at which a fingerprint counts; tables repeat theirs endlessly."""

_RANGE = 1 << 26
_PARTITION = 1 << 16
_MOST_BITS = 10
_TABLE = 16
"""Slots of the smallest table of a partition."""

# Winnowing keeps the smallest hashes of all; multiplied, they are as many in every range.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_ALONE = np.uint32(0xFFFFFFFF)
_ENTRY = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_SLICES = 2
"""Parts in which groups are numbered and the lists written at once; the result is the same for
any number."""

_WORD = 64
_PAIRS = np.uint64(0x5555555555555555)
_FOURS = np.uint64(0x3333333333333333)
_BYTES = np.uint64(0x0F0F0F0F0F0F0F0F)
_ONES = np.uint64(0x0101010101010101)

# What is tallied of a group lies together: entries, documents that have it, the last of these
# plus 1, and how often that one has it.
_FIELDS = 4
_SIZE, _CARRIERS, _LAST, _REPEATS = range(_FIELDS)


class Postings(NamedTuple):
    """Groups of equal fingerprints, and the way back from each document.

    Group g lists `docs[groups[g]:groups[g + 1]]` in document order, a document up to
    `MOST_REPEATS` times; `carriers[g]` counts them once each. Document i meets the groups
    `met[bounds[i]:bounds[i + 1]]` at the folded places `at`, in text order. Documents are
    numbered in source order.
    """

    groups: npt.NDArray[np.int64]
    docs: npt.NDArray[np.uint32]
    carriers: npt.NDArray[np.uint32]
    bounds: npt.NDArray[np.int64]
    met: npt.NDArray[np.uint32]
    at: npt.NDArray[np.uint32]


def build_postings(
    shelf: PrintShelf, progress: Callable[[float], None] = lambda _share: None
) -> Postings:
    """Index the fingerprints of all documents.

    The result does not depend on the number of processors. Needs 4 bytes per fingerprint, 8
    per fingerprint of the range in work, and 12 per fingerprint that two documents share. At
    most 2^32 - 1 fingerprints.
    """
    if shelf.entries >= int(_ALONE):
        raise ValueError("too many fingerprints for one index")
    bounds = shelf.bounds()
    leader = _leaders(shelf, bounds, progress)
    slices = np.linspace(0, len(shelf), _SLICES + 1).astype(np.int64).tolist()
    shared, tallies = _numbered(leader, bounds, [shelf.first_document(batch) for batch in slices])
    carriers = tallies[:, :, _CARRIERS].sum(axis=0, dtype=np.uint32)
    groups = np.zeros(len(carriers) + 1, np.int64)
    np.cumsum(tallies[:, :, _SIZE].sum(axis=0, dtype=np.uint32), out=groups[1:])
    places = np.empty((_SLICES, len(carriers)), np.uint32)
    places[0] = groups[:-1]
    for part in range(1, _SLICES):
        np.add(places[part - 1], tallies[part - 1, :, _SIZE], out=places[part])
    del tallies
    docs, met, at = (np.empty(int(groups[-1]), np.uint32) for _ in range(3))
    index = Postings(groups, docs, carriers, shared, met, at)

    def enter(part: int) -> None:
        for number in range(slices[part], slices[part + 1]):
            entries = leader[shelf.first_entry(number) :]
            _list(shelf.batch(number), entries, shelf.first_document(number), index, places[part])

    for _ in in_order(enter, range(_SLICES)):
        pass
    return index


def _leaders(
    shelf: PrintShelf, bounds: npt.NDArray[np.int64], progress: Callable[[float], None]
) -> npt.NDArray[np.uint32]:
    """For each entry the first one of its group; `_ALONE` where no other document has it."""
    ranges = parts = 0
    while shelf.entries >> ranges > _RANGE:
        ranges += 1
    while shelf.entries >> ranges >> parts > _PARTITION and parts < _MOST_BITS:
        parts += 1
    batches = range(len(shelf))
    rows = [*in_order(lambda n: _counts(shelf.batch(n).hashes, ranges + parts), batches)]
    counts = np.stack([np.zeros(1 << (ranges + parts), np.int64), *rows])
    leader = np.empty(shelf.entries, np.uint32)
    longest = int(np.diff(bounds).max(initial=0))
    sizes = counts.sum(axis=0).reshape(1 << ranges, 1 << parts)
    # One for all ranges: to write to new memory for the first time costs more than the rest.
    room = np.empty(sizes.sum(axis=1).max(), np.uint64)
    for number, size in enumerate(sizes):
        edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(size)])
        share = counts[:, number << parts : (number + 1) << parts]
        begins = edges[:-1] + np.cumsum(share, axis=0)
        packed = room[: edges[-1]]
        scatter = partial(_scatter_batch, shelf, begins, packed, number, ranges, parts)
        for _ in in_order(scatter, batches):
            pass
        lead = partial(_lead_part, packed, edges, bounds, longest, leader)
        for _ in in_order(lead, range(1 << parts)):
            pass
        progress((number + 1) / (1 << ranges))
    return leader


def _scatter_batch(
    shelf: PrintShelf,
    begins: npt.NDArray[np.int64],
    packed: npt.NDArray[np.uint64],
    number: int,
    ranges: int,
    parts: int,
    batch: int,
) -> None:
    hashes = shelf.batch(batch).hashes
    fill = begins[batch].copy()
    _scatter(hashes, shelf.first_entry(batch), number, ranges, parts, fill, packed)


def _lead_part(
    packed: npt.NDArray[np.uint64],
    edges: npt.NDArray[np.int64],
    bounds: npt.NDArray[np.int64],
    longest: int,
    leader: npt.NDArray[np.uint32],
    part: int,
) -> None:
    _lead(packed[edges[part] : edges[part + 1]], bounds, longest, leader)


@kernel
def _counts(hashes: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.int64]:
    """How many hashes, spread, begin with each value of their first `bits` bits."""
    counts = np.zeros(1 << bits, np.int64)
    if bits == 0:
        counts[0] = hashes.shape[0]
        return counts
    shift = np.uint64(64 - bits)
    for i in range(hashes.shape[0]):
        counts[hashes[i] * _SPREAD >> shift] += 1
    return counts


@kernel
def _scatter(
    hashes: npt.NDArray[np.uint64],
    entry: int,
    number: int,
    ranges: int,
    parts: int,
    fill: npt.NDArray[np.int64],
    packed: npt.NDArray[np.uint64],
) -> None:
    """Entries of one range to their partitions: 32 bits behind those of the partition, then
    the entry."""
    bits = np.uint64(ranges + parts)
    mask = np.uint64((1 << parts) - 1)
    shift = np.uint64(64) - bits
    for i in range(hashes.shape[0]):
        value = hashes[i] * _SPREAD
        if ranges and value >> np.uint64(64 - ranges) != np.uint64(number):
            continue
        part = (value >> shift) & mask if ranges + parts else np.uint64(0)
        packed[fill[part]] = ((value << bits) >> _HALF << _HALF) | np.uint64(entry + i)
        fill[part] += 1


@kernel
def _lead(
    rows: npt.NDArray[np.uint64],
    bounds: npt.NDArray[np.int64],
    longest: int,
    leader: npt.NDArray[np.uint32],
) -> None:
    """Name the leader of every entry of a partition, whose rows have the order of their entries.

    No document has more than `longest` entries.
    """
    size = _TABLE
    while 2 * size < 3 * rows.shape[0]:
        size *= 2
    # By hash: the row of its first entry plus 1, and its last entry, then its leader instead.
    first_rows = np.zeros(size, np.uint64)
    leaders = np.empty(size, np.uint32)
    slots = np.empty(rows.shape[0], np.uint32)
    for i in range(rows.shape[0]):
        key = rows[i] >> _HALF
        slot = key & np.uint64(size - 1)
        while first_rows[slot] and first_rows[slot] >> _HALF != key:
            slot = (slot + np.uint64(1)) & np.uint64(size - 1)
        if not first_rows[slot]:
            first_rows[slot] = rows[i] + np.uint64(1)
        leaders[slot] = rows[i] & _ENTRY
        slots[i] = slot
    for slot in range(size):
        if first_rows[slot]:
            first = int(first_rows[slot] & _ENTRY) - 1
            is_shared = _is_shared(first, int(leaders[slot]), bounds, longest)
            leaders[slot] = first if is_shared else _ALONE
    for i in range(rows.shape[0]):
        leader[rows[i] & _ENTRY] = leaders[slots[i]]


@kernel
def _is_shared(first: int, last: int, bounds: npt.NDArray[np.int64], longest: int) -> bool:
    """Whether two entries, in this order, lie in two documents."""
    if last == first or last - first >= longest:
        return last > first
    return bool(last >= bounds[np.searchsorted(bounds, first, "right")])


class _Ranks(NamedTuple):
    """Which entries are leaders, a bit for each, and how many of them stand before each word of
    64; a last word says how many there are. The rank of a leader is the number of its group."""

    leads: npt.NDArray[np.uint64]
    before: npt.NDArray[np.uint32]


def _ranks(leader: npt.NDArray[np.uint32]) -> _Ranks:
    words = (len(leader) + _WORD - 1) // _WORD
    leads = np.zeros(words, np.uint64)
    edges = np.linspace(0, words, _SLICES + 1).astype(np.int64).tolist()

    def mark(part: int) -> None:
        _mark(leader, edges[part], edges[part + 1], leads)

    for _ in in_order(mark, range(_SLICES)):
        pass
    before = np.zeros(words + 1, np.uint32)
    np.cumsum(np.bitwise_count(leads), out=before[1:])
    return _Ranks(leads, before)


def _numbered(
    leader: npt.NDArray[np.uint32], bounds: npt.NDArray[np.int64], documents: Sequence[int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Where each document's shared entries begin, and what the slices of the documents, between
    `documents`, add to each group. Group numbers replace the leaders."""
    ranks = _ranks(leader)
    # Made here and not in the kernels: large arrays of numpy lie in large pages, and what is looked
    # up all over an array takes half the time there.
    tallies = np.zeros((_SLICES, int(ranks.before[-1]), _FIELDS), np.uint32)
    shared = np.zeros(len(bounds), np.int64)

    def number(part: int) -> None:
        _number(documents[part], documents[part + 1], bounds, ranks, leader, tallies[part], shared)

    for _ in in_order(number, range(_SLICES)):
        pass
    np.cumsum(shared, out=shared)
    return shared, tallies


@kernel
def _mark(
    leader: npt.NDArray[np.uint32], first: int, last: int, leads: npt.NDArray[np.uint64]
) -> None:
    """The words `first` to `last` of `leads`."""
    for word in range(first, last):
        begin = word * _WORD
        bits = np.uint64(0)
        for entry in range(begin, min(begin + _WORD, leader.shape[0])):
            bits |= np.uint64(leader[entry] == entry) << np.uint64(entry - begin)
        leads[word] = bits


@kernel
def _rank(ranks: _Ranks, entry: int) -> int:
    """How many leaders stand before an entry."""
    word = entry // _WORD
    bits = ranks.leads[word] & ((np.uint64(1) << np.uint64(entry % _WORD)) - np.uint64(1))
    # Bits are counted in pairs, fours and bytes, and the bytes added up by a multiplication.
    bits -= (bits >> np.uint64(1)) & _PAIRS
    bits = (bits & _FOURS) + ((bits >> np.uint64(2)) & _FOURS)
    bits = (bits + (bits >> np.uint64(4))) & _BYTES
    return int(ranks.before[word]) + int((bits * _ONES) >> np.uint64(56))


@kernel
def _number(
    first: int,
    last: int,
    bounds: npt.NDArray[np.int64],
    ranks: _Ranks,
    leader: npt.NDArray[np.uint32],
    tally: npt.NDArray[np.uint32],
    shared: npt.NDArray[np.int64],
) -> None:
    """Number the groups of the documents `first` to `last`: the numbers replace the leaders in
    place, and `_ALONE` an entry that its document has too often.

    Fills `tally`, a row for each group, with what these documents add to it, and `shared` with
    how many entries each of them keeps, behind its number. Groups have the order in which they
    come up.
    """
    for doc in range(first, last):
        for entry in range(bounds[doc], bounds[doc + 1]):
            if leader[entry] != _ALONE:
                leader[entry] = _rank(ranks, int(leader[entry]))
                ask_for(tally, leader[entry])
        kept = 0
        for entry in range(bounds[doc], bounds[doc + 1]):
            group = leader[entry]
            if group == _ALONE:
                continue
            row = tally[group]
            if row[_LAST] != doc + 1:
                row[_LAST] = doc + 1
                row[_REPEATS] = 0
                row[_CARRIERS] += 1
            if row[_REPEATS] == MOST_REPEATS:
                leader[entry] = _ALONE
                continue
            row[_REPEATS] += 1
            row[_SIZE] += 1
            kept += 1
        shared[doc + 1] = kept


@kernel
def _list(
    batch: Fingerprints,
    groups: npt.NDArray[np.uint32],
    first: int,
    index: Postings,
    places: npt.NDArray[np.uint32],
) -> None:
    """Enter a batch of documents, from number `first` on, in the lists of their groups, each at
    its place in `places`, which moves on."""
    docs, met, at = index.docs, index.met, index.at
    for i in range(batch.bounds.shape[0] - 1):
        written = index.bounds[first + i]
        for entry in range(batch.bounds[i], batch.bounds[i + 1]):
            group = groups[entry]
            if group != _ALONE:
                met[written] = group
                at[written] = batch.positions[entry]
                ask_for(places, group)
                written += 1
        own = met[index.bounds[first + i] : written]
        for n in range(own.shape[0]):
            ask_for(docs, places[own[n]])
        for n in range(own.shape[0]):
            docs[places[own[n]]] = first + i
            places[own[n]] += 1
