"""The words and characters that tell form from content, compiled from `rules/folding/zones.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import yaml

from docanalyzer.compare.trie import Trie, build_trie
from docanalyzer.model.faults import UsageFault

LABEL, PAGE, COPIES, CLOSING, ATTACHMENT, OPENING = 1, 2, 4, 8, 16, 32
"""Values of line beginnings in `ZoneWords.beginnings`; 0 is plain text."""

SPACE, DIGIT, DATE_PART, ORGAN_TAIL, YEAR_BRACKET, COLON, STOP, INNER = 1, 2, 4, 8, 16, 32, 64, 128
"""Bits of `ZoneWords.kinds`. `STOP` ends a sentence; `INNER` never stands in an organ's name."""

_LISTS = {
    "labels": LABEL,
    "page_lines": PAGE,
    "copies": COPIES,
    "closings": CLOSING,
    "attachments": ATTACHMENT,
}
_CHARACTERS = {
    SPACE: "\t\n\x0b\x0c\r \x85\xa0\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010))),
    DIGIT: "0123456789０１２３４５６７８９",
    DATE_PART: "0123456789０１２３４５６７８９年月日〇○零一二三四五六七八九十OＯ()（）",
    YEAR_BRACKET: "〔[［(（【",
    COLON: "：:",
    STOP: "。；！",
    INNER: "。，；：！《",
}


class ZoneWords(NamedTuple):
    """`beginnings` of lines, `openings` that rule an addressee out, and for every character of
    the basic plane its `kinds`."""

    beginnings: Trie
    openings: Trie
    kinds: npt.NDArray[np.uint8]


def zone_words(pack: Path) -> ZoneWords:
    """Read and compile the zone words of a pack; `UsageFault` on lists that do not fit."""
    path = pack / "folding" / "zones.yml"
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    wanted = {*_LISTS, "organ_tails", "not_addressee", "version"}
    if not isinstance(data, dict) or set(data) != wanted:
        raise UsageFault(str(path), "does not hold the expected lists", ", ".join(sorted(wanted)))
    beginnings = [(word, value) for name, value in _LISTS.items() for word in data[name]]
    openings = [(word, OPENING) for word in data["not_addressee"]]
    kinds = np.zeros(0x10000, np.uint8)
    for bit, characters in {**_CHARACTERS, ORGAN_TAIL: data["organ_tails"]}.items():
        kinds[[ord(character) for character in characters]] |= bit
    return ZoneWords(build_trie(beginnings), build_trie(openings), kinds)
