"""Hides personal numbers in anything shown; the run folder itself keeps the text as ingested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FULL_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)}
_SOME_DIGITS = re.compile(r"\d{4}")
"""Every number below holds four digits in a row."""

_ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_LANDLINE = re.compile(
    r"(?<!\d)(?P<area>0\d{2,3})[-—－ )）]{1,3}\d{7,8}(?!\d)"
    r"|(?<!\d)(?P<code>0(?:10|2\d|[3-9]\d{2}))\d{7,8}(?!\d)"
)
_NUMBERS: tuple[tuple[re.Pattern[str], int, int], ...] = (
    (
        re.compile(
            r"(?<!\d)(?P<n>\d{6}[ -]?(?:19|20)\d{2}[01]\d[0-3]\d[ -]?\d{3}[\dXxＸｘ])(?!\d)"
        ),
        3, 2,
    ),
    (re.compile(r"(?<!\d)(?P<n>[1-9]\d{5}\d{2}[01]\d[0-3]\d{4})(?!\d)"), 3, 2),
    (
        re.compile(
            r"(?<!\d)(?:(?:00)?86[ -]?)?"
            r"(?P<n>1[3-9]\d(?:[ -]?\d{4}[ -]?|\d[ -]\d{3}[ -]|[ -]\d{3}[ -]\d)\d{4})(?!\d)"
        ),
        3, 4,
    ),
)  # fmt: skip
"""Identity numbers of eighteen and fifteen digits, mobile numbers; characters kept at each end."""


def mask(text: str) -> str:
    """`text` with the middle of phone and identity-card numbers starred out.

    138****1234 keeps three and four digits of a mobile number, 0592-****567 the area code and
    the last three of a landline, 350*************28 three and two of an identity number
    (GB 11643-1999, and its fifteen-digit form before 1999). Full-width digits count, and so does a
    number with blanks, hyphens, +86 or zero-width characters in it. The length never changes, so
    a span in `text` means the same place in the result.
    """
    if not _ZERO_WIDTH.isdisjoint(text):
        return _masked_between(text)
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


def _masked_between(text: str) -> str:
    """`mask` for a text with zero-width characters, which no number is safe behind."""
    places = [place for place, char in enumerate(text) if char not in _ZERO_WIDTH]
    chars = list(text)
    plain = mask("".join(chars[place] for place in places))
    for place, char in zip(places, plain, strict=True):
        chars[place] = char
    return "".join(chars)


def _hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern, front, back in _NUMBERS:
        for found in pattern.finditer(text):
            yield found.start("n") + front, found.end() - back
    for found in _LANDLINE.finditer(text):
        yield max(found.end("area"), found.end("code")), found.end() - 3
