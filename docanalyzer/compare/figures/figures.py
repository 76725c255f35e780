"""Figures as written and their values; texts in the form in which figures are read."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\S+")
WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05)}

_HAS_WIDE = re.compile("[" + "".join(map(chr, WIDE)) + "]")


def folded_text(text: str) -> tuple[str, list[int]]:
    """`text` with half-width digits and without blanks, and the place of each character in it."""
    places: list[int] = []
    for word in _WORD.finditer(text):
        places.extend(range(word.start(), word.end()))
    folded = "".join(text.split())
    return (folded.translate(WIDE) if _HAS_WIDE.search(folded) else folded), places


_ONES = "一二三四五六七八九"
_TENS = ["", "十", *(f"{one}十" for one in _ONES[1:])]
SMALL: dict[str, float] = {"零": 0.0, "两": 2.0} | {
    tens + ones: float(10 * n + m)
    for n, tens in enumerate(_TENS)
    for m, ones in enumerate(["", *_ONES])
    if n or m
}
"""Numerals below a hundred, which nearly all are."""


@lru_cache(maxsize=65_536)
def figure_value(figure: str) -> float | None:
    """Value of digits, Chinese numerals or both mixed; None where they make no number."""
    if figure == "半":
        return 0.5
    if figure in SMALL:
        return SMALL[figure]
    plain = figure.replace(",", "")
    if plain.replace(".", "", 1).isdecimal():
        return float(plain)
    # Imported here, as it takes a tenth of a second and few texts need it.
    import cn2an

    try:
        return float(cn2an.cn2an("一" + plain if plain[0] in "百千万亿" else plain, "smart"))
    except (ValueError, KeyError):
        # cn2an looks units up by value and stumbles over some that make no number (亿两).
        return None
