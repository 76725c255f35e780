"""One comparison form per character: NFKC, lower case, nothing for spaces and punctuation."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import ucd_3_2_0

import numpy as np
import numpy.typing as npt

TABLE_SIZE = 0x20000
"""Characters with an entry of their own; above stand only rare ideographs, kept as they are."""

EXPANDED = 0x80000000
"""Flag of an entry that stands for several characters: the rest is its row in `expansions`."""

_EXPANSION_WIDTH = 3
_DROPPED_CATEGORIES = frozenset("PZCSM")
_PLAIN_BLOCKS = ((0x3400, 0x4DB6), (0x4E00, 0x9FFF + 1), (0xAC00, 0xD7A4))


@lru_cache(maxsize=1)
def character_table() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """`(table, expansions)`: what each character below `TABLE_SIZE` is compared as.

    `table[c]` is 0 where the character is dropped (space, punctuation, symbol, control), the
    folded character otherwise, or `EXPANDED | row` where NFKC makes several of it; they stand
    in `expansions[row]`, zero-filled. Three are kept at most, and no more than the character
    has UTF-8 bytes, which bounds the room that a folded text needs.
    Unicode 3.2 is used, the one version every Python carries, so that fingerprints agree
    between Python versions. Normalisation: Unicode Standard Annex 15.
    """
    table = np.zeros(TABLE_SIZE, np.uint32)
    for first, end in _PLAIN_BLOCKS:
        table[first:end] = np.arange(first, end, dtype=np.uint32)
    rows: list[list[int]] = []
    for code in range(TABLE_SIZE):
        if table[code] or 0xD800 <= code < 0xE000 or 0xE000 <= code < 0xF900:
            continue
        kept = _folded(chr(code))
        if len(kept) == 1:
            table[code] = kept[0]
        elif kept:
            table[code] = EXPANDED | len(rows)
            rows.append(kept)
    expansions = np.zeros((len(rows), _EXPANSION_WIDTH), np.uint32)
    for row, kept in enumerate(rows):
        expansions[row, : len(kept)] = kept
    return table, expansions


def _folded(character: str) -> list[int]:
    if ucd_3_2_0.category(character)[0] in _DROPPED_CATEGORIES:
        # ① and ㎡ are symbols to Unicode but letters and digits to a reader.
        normal = ucd_3_2_0.normalize("NFKC", character)
        if normal == character:
            return []
    else:
        normal = ucd_3_2_0.normalize("NFKC", character)
    kept = [c for c in normal.lower() if ucd_3_2_0.category(c)[0] not in _DROPPED_CATEGORIES]
    return [ord(c) for c in kept[: min(_EXPANSION_WIDTH, len(character.encode()))]]
