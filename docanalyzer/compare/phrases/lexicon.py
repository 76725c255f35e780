"""What one scan looks for: the words of all rules and the marks that divide a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.phrases.asked import Asked, Conditions, conditions
from docanalyzer.compare.trie import Trie, build_trie

BOOK = ("《", "》")
QUOTES = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ('"', '"'))
LINE_ENDS = "\n\r\u2028"
SENTENCE_ENDS = "。！？；!?;" + LINE_ENDS

SENTENCE_END, LINE_END, BRACKET, ALONE, TRIGGER = 1, 2, 4, 8, 16
"""What a character can be to a scan: end a sentence or a line, enclose, be a word or a trigger."""

BEGINS_WORD, BEGINS_TRIGGER = 32, 64
"""What a character can be by the one behind it: the begin of a longer word or trigger, perhaps."""

_CHARACTERS = 0x110000


class Tables(NamedTuple):
    """What the kernel reads. `kinds` has the flags of every character, most of them 0, and `pairs`
    those of two characters in a row by their `pair_slot`; the value of a word is its place among
    the patterns plus 1."""

    kinds: npt.NDArray[np.uint8]
    pairs: npt.NDArray[np.uint8]
    triggers: Trie
    words: Trie


@dataclass(frozen=True)
class Lexicon:
    """The distinct words in text order, their tables, and what is asked of them."""

    patterns: tuple[str, ...]
    tables: Tables
    conditions: Conditions


def build_lexicon(asked: Sequence[Asked]) -> Lexicon:
    """A lexicon of all words of `asked`; the numbers of `asked` are their places."""
    decisive = {word for each in asked if each.decisive for word in each.any}
    patterns = tuple(sorted({word for each in asked for word in each.words()}))
    # A word across the end of a sentence concerns the next one, so its own must be read too.
    decisive |= {word for word in patterns if not set(word[1:]).isdisjoint(SENTENCE_ENDS)}
    words = [(pattern, place) for place, pattern in enumerate(patterns, 1)]
    triggering = [(word, place) for word, place in words if word in decisive]
    kinds = np.zeros(_CHARACTERS, np.uint8)
    brackets = (mark for pair in (BOOK, *QUOTES) for mark in pair)
    for characters, kind in (
        (SENTENCE_ENDS, SENTENCE_END),
        (LINE_ENDS, LINE_END),
        (brackets, BRACKET),
        ((word for word in patterns if len(word) == 1), ALONE),
        ((word for word in decisive if len(word) == 1), TRIGGER),
    ):
        for character in characters:
            kinds[ord(character)] |= kind
    trigger_trie, word_trie = build_trie(triggering), build_trie(words)
    pairs = trigger_trie.pairs * np.uint8(BEGINS_TRIGGER) | word_trie.pairs * np.uint8(BEGINS_WORD)
    tables = Tables(kinds, pairs, trigger_trie, word_trie)
    return Lexicon(patterns, tables, conditions(asked, patterns))
