"""Text from a register made safe to show, and cut by the cells it takes on a screen."""

from __future__ import annotations

import re
import unicodedata

from docanalyzer.report.masking import mask

_LINE_BREAKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_PIECES = re.compile(
    r"[（《“‘〔【「『]*(?:[!-~]+|.)[，。；：、！？）》”’〕】」』…;:,.!?)\]}%]* *", re.DOTALL
)
"""What stays together when a text is wrapped: a number, a word, brackets and their content."""


def visible(text: str) -> str:
    """`text` on one line and with nothing a screen would act on.

    Line breaks and tabs become a space, zero-width characters go, and every other control,
    format, private or unassigned character (escape sequences, writing-direction overrides) is
    written out as its code, `\\x1b`.
    """
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    if char in _LINE_BREAKS:
        return " "
    if char in _ZERO_WIDTH:
        return ""
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(text: str) -> str:
    """`text` masked and visible: what every format shows of a cell that came from a register."""
    return visible(mask(text))


def shown_or_none(text: str | None) -> str | None:
    """`shown` for a cell that may be empty."""
    return None if text is None else shown(text)


def shorten(text: str, cells: int) -> str:
    """`text` in at most `cells` screen cells, cut with … where it does not fit."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    return set_cell_size(text, cells - 1).rstrip() + "…"


def fold(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` screen cells.

    Numbers and words stay whole and no line starts with closing punctuation where the width
    allows it; pieces wider than a line are broken anywhere.
    """
    from rich.cells import cell_len, chop_cells

    lines = [""]
    for found in _PIECES.finditer(text):
        piece = found.group()
        if cell_len(lines[-1]) + cell_len(piece.rstrip()) <= cells:
            lines[-1] += piece
        elif cell_len(piece.rstrip()) <= cells:
            lines.append(piece)
        else:
            lines += chop_cells(piece, cells)
    return [line.rstrip() for line in lines if line.strip()] or [""]
