"""Words that fold to one symbol: level words from the pack, place names from the caller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from docanalyzer.model.faults import UsageFault

PLACE = 0xE000
"""Symbol of a place name; these symbols lie in the private area of Unicode, whose characters
folding drops, so none can clash."""

FIRST_RARE, RARE_SYMBOLS = 0xE100, 0x1800
"""The part of that area which the characters beyond 16 bits, all of them rare, share."""

CLASSES: tuple[str, ...] = ("area", "government", "committee", "office", "rank", "everybody")
"""Lists of `rules/folding/level_words.yml`; the n-th folds to the symbol `PLACE + 1 + n`."""

GOVERNMENT = PLACE + 1 + CLASSES.index("government")

_SHORTENED = ("省", "市")


def level_words(pack: Path) -> list[tuple[str, int]]:
    """The words of `folding/level_words.yml` in a pack, each with its symbol.

    Raises `UsageFault` on a list that is missing, unknown, or holds anything but words of at
    least two characters.
    """
    path = pack / "folding" / "level_words.yml"
    lists = _word_lists(path)
    if set(lists) != set(CLASSES):
        odd = sorted(set(lists) ^ set(CLASSES))
        raise UsageFault(str(path), f"lists do not match: {', '.join(odd)}", "name each list once")
    return [(word, PLACE + 1 + n) for n, name in enumerate(CLASSES) for word in lists[name]]


def place_words(names: Iterable[str]) -> list[tuple[str, int]]:
    """Place names with the symbol `PLACE`: as given, and without 省 or 市 at their end.

    Names of fewer than two characters, and county and town names whose stem is an ordinary
    word (朝阳区 keeps its 区), do not lose their ending. Order and repetition do not matter.
    """
    words = set()
    for name in names:
        if len(name) < 2:
            continue
        words.add(name)
        if name.endswith(_SHORTENED) and len(name) >= 3:
            words.add(name[:-1])
    return [(word, PLACE) for word in sorted(words)]


def _word_lists(path: Path) -> dict[str, Sequence[str]]:
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise UsageFault(str(path), "is not a mapping of lists", "name: followed by a list")
    lists = {name: words for name, words in data.items() if name != "version"}
    for name, words in lists.items():
        good = isinstance(words, list) and all(isinstance(w, str) and len(w) >= 2 for w in words)
        if not good:
            raise UsageFault(str(path), f"{name} is not a list of words", "two characters or more")
    return lists
