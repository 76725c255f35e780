"""Chinese numerals where a document number has its year or serial."""

from __future__ import annotations

import polars as pl

_DIGITS = "〇○零一二三四五六七八九"
_VALUES = dict(zip(_DIGITS, (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {"两": 2}
_TO_ARABIC = {digit: str(value) for digit, value in _VALUES.items()}
_SPELT = rf"^[{_DIGITS}]{{2,4}}$"
_MARK = "\x1a"

NUMERAL = rf"[{_DIGITS}十百千两]{{1,9}}"
YEAR = rf"[{_DIGITS}]{{4}}"


def replace_numerals(texts: pl.Series, front: str, numeral: str, behind: str) -> pl.Series:
    """`texts` with the first numeral that matches between `front` and `behind` in digits.

    The three are regular expressions without groups; a text in which they do not match, or
    whose numeral has no value, comes back as it is.
    """
    pattern = f"({front})({numeral})({behind})"
    frame = texts.to_frame("text").with_columns(
        pl.when(pl.col("text").str.contains(pattern)).then("text").alias("hit")
    )
    if frame["hit"].null_count() == frame.height:
        return texts
    frame = frame.with_columns(
        pl.col("hit").str.extract(pattern, 2).alias("numeral"),
        pl.col("hit")
        .str.replace(pattern, rf"${{1}}{_MARK}${{3}}")
        .str.splitn(_MARK, 2)
        .struct.rename_fields(["left", "right"])
        .alias("halves"),
    ).unnest("halves")
    value = numeral_values(frame["numeral"]).cast(pl.String)
    put = pl.col("left") + value + pl.col("right")
    return frame.select(pl.coalesce(put, "text").alias("text"))["text"]


def numeral_values(numerals: pl.Series) -> pl.Series:
    """Values of Chinese numerals below 10,000, in words (四十九) or digit by digit (一二〇);
    null where a text is none. Int64, same order."""
    digit = "([一二两三四五六七八九])"
    words = rf"^(?:{digit}千)?[零〇]?(?:{digit}百)?[零〇]?(?:{digit}?(十))?[零〇]?{digit}?$"
    groups = pl.col("numeral").str.extract_groups(words)
    names = ["thousands", "hundreds", "tens", "ten", "ones"]
    frame = numerals.to_frame("numeral").with_columns(
        groups.struct.rename_fields(names).alias("parts"),
        pl.when(pl.col("numeral").str.contains(_SPELT))
        .then("numeral")
        .str.replace_many(_TO_ARABIC)
        .cast(pl.Int64, strict=False)
        .alias("spelt"),
    )
    frame = frame.unnest("parts")
    one, ten, hundred, thousand = (
        pl.col(name).replace_strict(_VALUES, default=None, return_dtype=pl.Int64)
        for name in ("ones", "tens", "hundreds", "thousands")
    )
    tens = pl.when(pl.col("ten").is_not_null()).then(ten.fill_null(1) * 10).otherwise(0)
    total = thousand.fill_null(0) * 1000 + hundred.fill_null(0) * 100 + tens + one.fill_null(0)
    value = pl.coalesce("spelt", pl.when(total > 0).then(total))
    return frame.select(value.alias("value"))["value"]
