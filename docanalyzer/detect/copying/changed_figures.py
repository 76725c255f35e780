"""How many figures a copy changed inside the passages that it shares with a source."""

from __future__ import annotations

import polars as pl

from docanalyzer.engine import by_parts

_DIGITS = "零〇一二两三四五六七八九十百千万亿"
_NUMBERING = (
    r"(?m)^\s*[（(]?[0-9一二三四五六七八九十]+[)）、.．]"
    r"|第[0-9一二三四五六七八九十百]+[条章节款项]"
)
_FIGURE = rf"[0-9０-９]+(?:[.．,，][0-9０-９]+)*%?|百分之[{_DIGITS}点]+|[{_DIGITS}]+"
_SIDES = ("copy", "source")


def figures_changed(passages: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """copy, source and figures_changed (Int64) of the pairs with a passage that was edited.

    `passages` have copy, source, their spans and similarity; `bodies` stand by number. Counted are
    the figures of the copy's passage that the source's does not hold; numbers of headings and
    articles are none. Pairs whose passages are all equal are left out.
    """
    edited = passages.filter(pl.col("similarity") < 1)
    spans = [f"{side}_{edge}" for side in _SIDES for edge in ("begin", "end")]

    def read(part: pl.DataFrame) -> pl.DataFrame:
        from docanalyzer.compare.reading import fetched

        texts = part.with_columns(
            fetched(bodies.gather(part[side])).alias(f"{side}_body") for side in _SIDES
        )
        ours, theirs = (
            pl.col(f"{side}_body")
            .str.slice(f"{side}_begin", pl.col(f"{side}_end") - pl.col(f"{side}_begin"))
            .str.replace_all(_NUMBERING, "")
            .str.extract_all(_FIGURE)
            for side in _SIDES
        )
        return texts.select("copy", "source", changed=ours.list.set_difference(theirs).list.len())

    read_parts = by_parts(edited.select("copy", "source", *spans), read)
    changed = read_parts.group_by("copy", "source").agg(pl.col("changed").sum().cast(pl.Int64))
    return changed.rename({"changed": "figures_changed"})
