"""The index lists every fingerprint that two documents carry, whatever the parts it is built in."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.passages import postings
from docanalyzer.compare.passages.fingerprint import Fingerprints
from docanalyzer.compare.passages.postings import MOST_REPEATS, Postings, build_postings
from docanalyzer.compare.passages.prints import PrintShelf

_Documents = list[list[int]]

_HASHES = np.random.default_rng(5).integers(0, 1 << 64, 40, np.uint64).tolist()


def shelf_of(documents: _Documents, batch: int) -> PrintShelf:
    shelf = PrintShelf()
    for begin in range(0, len(documents), batch):
        part = documents[begin : begin + batch]
        bounds = np.cumsum([0, *map(len, part)]).astype(np.int64)
        hashes = np.array([_HASHES[number] for row in part for number in row], np.uint64)
        places = [np.arange(len(row), dtype=np.uint32) * 3 for row in part]
        shelf.add(Fingerprints(bounds, hashes, np.concatenate(places)))
    return shelf


def expected(documents: _Documents) -> tuple[list[list[int]], list[list[tuple[int, int]]]]:
    """The documents of each group, and the groups that each document meets with their places."""
    carriers = Counter(number for row in documents for number in set(row))
    groups: dict[int, int] = {}
    lists: list[list[int]] = []
    met: list[list[tuple[int, int]]] = []
    for doc, row in enumerate(documents):
        met.append([])
        for place, number in enumerate(row):
            if carriers[number] < 2:
                continue
            group = groups.setdefault(number, len(groups))
            if group == len(lists):
                lists.append([])
            if lists[group].count(doc) < MOST_REPEATS:
                lists[group].append(doc)
                met[doc].append((group, 3 * place))
    return lists, met


def assert_as_expected(index: Postings, documents: _Documents) -> None:
    lists, met = expected(documents)
    assert rows(index.groups, index.docs) == lists
    assert index.carriers.tolist() == [len(set(docs)) for docs in lists]
    pairs = zip(rows(index.bounds, index.met), rows(index.bounds, index.at), strict=True)
    assert [list(zip(*pair, strict=True)) for pair in pairs] == met


def rows(bounds: npt.NDArray[np.int64], values: npt.NDArray[np.uint32]) -> list[list[int]]:
    return [values[begin:end].tolist() for begin, end in pairwise(bounds)]


_documents = st.lists(
    st.lists(st.integers(0, len(_HASHES) - 1), max_size=30), min_size=1, max_size=12
)


@given(_documents, st.integers(1, 5))
def test_groups_have_the_order_in_which_they_come_up(documents: _Documents, batch: int) -> None:
    assert_as_expected(build_postings(shelf_of(documents, batch)), documents)


@given(_documents, st.integers(0, 60), st.integers(1, 20))
def test_ranges_and_partitions_do_not_show(
    documents: _Documents, most_of_range: int, most_of_partition: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_RANGE", max(1, most_of_range))
        patch.setattr(postings, "_PARTITION", most_of_partition)
        assert_as_expected(build_postings(shelf_of(documents, 3)), documents)


def test_what_neighbours_share_is_shared_however_long_another_document_is() -> None:
    """Entries less than the longest document apart may lie in one document or in two."""
    documents = [[0], [0], list(range(1, 30)) * 2, [1]]
    assert_as_expected(build_postings(shelf_of(documents, 2)), documents)


def test_smallest_hashes_spread_over_all_ranges() -> None:
    """Winnowing keeps hashes of which most begin with zeros."""
    hashes = np.arange(1 << 16, dtype=np.uint64)
    counts = postings._counts(hashes, 4)
    assert counts.min() > len(hashes) / 16 * 0.9
    assert counts.sum() == len(hashes)
