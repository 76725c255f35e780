"""Brings names and titles to one spelling before anything reads them."""

from __future__ import annotations

import polars as pl

# White space of every kind, zero-width and directional marks, soft hyphen, controls.
_INVISIBLE = r"[\s\p{Z}\p{Cc}\p{Cf}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{FE00}-\u{FE0F}]+"
# A text without these is folded as it stands: Chinese characters, ASCII, and marks of its own.
_ODD = r"[^\x{21}-\x{7E}\x{4E00}-\x{9FFF}《》〈〉、。“”‘’〔〕【】—]"
_FRAME = "。.;；,，、:：·-—*"


def folded(text: pl.Expr) -> pl.Expr:
    """`text` (String) in NFKC, without white space, zero-width and control characters.

    Full-width letters, digits and brackets become ASCII ones. Nulls stay null.
    """
    is_odd = text.str.contains(_ODD)
    visible = pl.when(is_odd).then(text).str.replace_all(_INVISIBLE, "")
    odd = visible.str.normalize("NFKC").str.replace_all(_INVISIBLE, "")
    return pl.when(is_odd).then(odd).otherwise(text)


def folded_names(names: pl.Expr) -> pl.Expr:
    """`folded`, without punctuation around the name."""
    return folded(names).str.strip_chars(_FRAME)
