"""Many words at once: a trie in flat arrays that compiled loops can walk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel

_MIX = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_PAIRS = 1 << 18


class Trie(NamedTuple):
    """Words as (state, character) edges in an open-addressing table.

    `keys[slot]` is `state << 32 | character`, `targets[slot]` the next state; `accept[state]`
    the value of the word that ends there, 0 for none. `pairs` is a bit set of the first two
    characters of all words, which turns most text away with one look.
    """

    keys: npt.NDArray[np.uint64]
    targets: npt.NDArray[np.int32]
    accept: npt.NDArray[np.uint32]
    pairs: npt.NDArray[np.bool_]


def build_trie(words: Iterable[tuple[str, int]]) -> Trie:
    """A trie of words with values above 0; a repeated word keeps its first value. `pairs` and
    `longest_at` leave out words of one character. The arrays depend on the set of words only."""
    edges: dict[tuple[int, int], int] = {}
    accept: list[int] = [0]
    pairs = np.zeros(_PAIRS, np.bool_)
    for word, value in sorted(set(words)):
        state = 0
        for character in map(ord, word):
            nxt = edges.get((state, character))
            if nxt is None:
                nxt = len(accept)
                edges[(state, character)] = nxt
                accept.append(0)
            state = nxt
        accept[state] = accept[state] or value
        if len(word) > 1:
            pairs[pair_slot(np.uint32(ord(word[0])), np.uint32(ord(word[1])))] = True
    keys, targets = _table(edges)
    return Trie(keys, targets, np.array(accept, np.uint32), pairs)


def _table(
    edges: dict[tuple[int, int], int],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    size = 16
    while size < 3 * len(edges):
        size *= 2
    keys = np.full(size, _EMPTY, np.uint64)
    targets = np.zeros(size, np.int32)
    sources = np.array([state for state, _ in edges], np.int64)
    characters = np.array([character for _, character in edges], np.int64)
    _fill(keys, targets, sources, characters, np.array(list(edges.values()), np.int32))
    return keys, targets


@kernel
def pair_slot(first: np.uint32, second: np.uint32) -> int:
    """Where a pair of characters stands in `Trie.pairs`. A loop over all of a text looks there
    itself before it calls `longest_at`: handing the trie over costs more than the look."""
    return int((first * 40503 + second * 9973) & (_PAIRS - 1))


@kernel
def _slot(key: np.uint64, mask: int) -> int:
    return int((key * _MIX) >> np.uint64(40)) & mask


@kernel
def _fill(
    keys: npt.NDArray[np.uint64],
    targets: npt.NDArray[np.int32],
    sources: npt.NDArray[np.int64],
    characters: npt.NDArray[np.int64],
    nexts: npt.NDArray[np.int32],
) -> None:
    mask = keys.shape[0] - 1
    for edge in range(sources.shape[0]):
        key = (np.uint64(sources[edge]) << np.uint64(32)) | np.uint64(characters[edge])
        slot = _slot(key, mask)
        while keys[slot] != _EMPTY:
            slot = (slot + 1) & mask
        keys[slot] = key
        targets[slot] = nexts[edge]


@kernel
def step(trie: Trie, state: int, character: np.uint32) -> int:
    """The state after `character`, or -1."""
    keys = trie.keys
    mask = keys.shape[0] - 1
    key = (np.uint64(state) << np.uint64(32)) | np.uint64(character)
    slot = _slot(key, mask)
    while keys[slot] != _EMPTY:
        if keys[slot] == key:
            return int(trie.targets[slot])
        slot = (slot + 1) & mask
    return -1


@kernel
def longest_at(
    trie: Trie, text: npt.NDArray[np.uint32] | npt.NDArray[np.uint16], begin: int, end: int
) -> tuple[int, np.uint32]:
    """Length and value of the longest word at `text[begin:]`; `(0, 0)` for none."""
    if end - begin < 2 or not trie.pairs[pair_slot(text[begin], text[begin + 1])]:
        return 0, np.uint32(0)
    state = 0
    length = 0
    value = np.uint32(0)
    position = begin
    while position < end:
        state = step(trie, state, text[position])
        if state < 0:
            break
        position += 1
        if trie.accept[state]:
            length = position - begin
            value = trie.accept[state]
    return length, value
