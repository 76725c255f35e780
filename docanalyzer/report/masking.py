"""Hides personal numbers in anything shown; the run folder itself keeps the text as ingested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FULL_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)}
_SOME_DIGITS = re.compile(r"\d{4}")
"""Every number below holds four digits in a row."""

_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-—－ )）]\d{7,8}(?!\d)")
_NUMBERS: tuple[tuple[re.Pattern[str], int, int], ...] = (
    (re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXxＸｘ](?!\d)"), 3, 2),
    (re.compile(r"(?<!\d)[1-9]\d{5}\d{2}[01]\d[0-3]\d{4}(?!\d)"), 3, 2),
    (re.compile(r"(?<!\d)1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d)"), 3, 4),
)
"""Identity numbers of eighteen and fifteen digits, mobile numbers; characters kept at each end."""


def mask(text: str) -> str:
    """`text` with the middle of phone and identity-card numbers starred out.

    138****1234 keeps three and four digits of a mobile number, 0592-****567 the area code and
    the last three of a landline, 350*************28 three and two of an identity number
    (GB 11643-1999, and its fifteen-digit form before 1999). Full-width digits count. The length
    never changes, so a span in `text` means the same place in the result.
    """
    if _SOME_DIGITS.search(text) is None:
        return text
    pieces: list[str] = []
    done = 0
    for begin, end in sorted(_hidden_spans(text.translate(_FULL_WIDTH))):
        start = max(begin, done)
        stars = "".join("*" if char.isdigit() else char for char in text[start:end])
        pieces += (text[done:start], stars)
        done = max(done, end)
    return "".join([*pieces, text[done:]])


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text and what may be shown of it; both have the same length."""

    text: str
    masked: str

    def part(self, begin: int, end: int) -> MaskedText:
        """A span of both; masking the whole first, no number escapes by being cut in two."""
        return MaskedText(self.text[begin:end], self.masked[begin:end])


def masked_text(text: str) -> MaskedText:
    """`text` beside its masked form."""
    return MaskedText(text, mask(text))


def _hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern, front, back in _NUMBERS:
        for found in pattern.finditer(text):
            yield found.start() + front, found.end() - back
    for found in _LANDLINE.finditer(text):
        area = 4 if found.group()[3].isdigit() else 3
        yield found.start() + area, found.end() - 3
