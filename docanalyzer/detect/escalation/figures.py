"""Figures as written and their values; texts in the form in which figures are read."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\S+")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05)}


def folded_text(text: str) -> tuple[str, list[int]]:
    """`text` with half-width digits and without blanks, and the place of each character in it."""
    words = list(_WORD.finditer(text))
    places = [place for word in words for place in range(word.start(), word.end())]
    return "".join(word[0] for word in words).translate(_WIDE), places


@lru_cache(maxsize=65_536)
def figure_value(figure: str) -> float | None:
    """Value of digits, Chinese numerals or both mixed; None where they make no number."""
    import cn2an

    if figure == "半":
        return 0.5
    plain = figure.replace(",", "")
    if plain.replace(".", "", 1).isdecimal():
        return float(plain)
    try:
        return float(cn2an.cn2an("一" + plain if plain[0] in "百千万亿" else plain, "smart"))
    except (ValueError, KeyError):
        # cn2an looks units up by value and stumbles over some that make no number (亿两).
        return None
