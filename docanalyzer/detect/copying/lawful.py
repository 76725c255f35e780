"""Texts that must be like one from above, or speak about it: they are never called copying.

Statutes follow a superior statute, lists and forms are decided above, an interpretation repeats
what it interprets. Each such pair keeps its reason, a code of `Reason`.
"""

from __future__ import annotations

import polars as pl

from docanalyzer.engine import by_parts
from docanalyzer.model.terms import Reason

_STATUTE = r"(?:法|条例|规定|办法|细则|规则|准则)(?:[（(][^（()）]{1,20}[）)])*$"
_PRINTED = r"^[^《]*(?:印发|发布|公布)"
_LAW_NUMBER = "令"
_ARTICLES = r"第[一二三四五六七八九十百零〇\d]+条"
_LEAST_ARTICLES = 5
_BY_A_STATUTE = (
    r"(?:根据|依据|依照|按照|实施|执行|贯彻|落实)[^。]{0,20}《[^》]*(?:法|条例|规定|办法)》"
    r"[^。]{0,200}制定本(?:条例|办法|规定|细则|规则|实施办法|实施细则)"
)
_IMPLEMENTS = r"实施[《〈][^》〉]+[》〉](?:的)?(?:办法|细则|若干规定|规定|意见)?|实施(?:办法|细则)"
_HOLIDAY = r"放假|节假日安排|调休"

_ABOUT_ANOTHER_TEXT = (
    (Reason.INTERPRETATION, r"解读|答记者问|问答|释义|图解|一图读懂|明白纸|宣讲|宣传提纲"),
    (Reason.COMPILATION, r"汇编|选编|摘编|文件集|政策集|编印"),
    (Reason.MINUTES, r"纪要(?:[（(][^（()）]*[）)])?$|会议记录"),
    (Reason.REPORT, r"(?:报告|汇报|请示|总结|答复|复函|述职)(?:[（(][^（()）]*[）)])?$"),
    (
        Reason.INSPECTION,
        r"(?:落实|执行|贯彻|进展|完成)[^，。]{0,8}情况[^，。]{0,16}(?:督查|督导|检查|评估|核查|自查|调研|通报|反馈)"
        r"|(?:督查|督导|检查|评估|核查|自查)[^，。]{0,40}(?:落实|执行|贯彻|进展|完成)[^，。]{0,8}情况"
        r"|(?:督查|督导|检查|评估|核查)(?:情况)?(?:的)?(?:通报|反馈)",
    ),
)
"""What a title says of a document that speaks about another one; the first that fits."""

_COMMENT_TITLE = r"(?:征求|征集|征询|公开征求)[^。]{0,90}意见"
_COMMENT_LEAD = r"征求意见稿[^。]{0,40}(?:发给|印发|送|转)[^。]{0,40}(?:意见|建议)"
_QUOTED = r"《([^》]+)》"

_LIST_SIGNS = r"[\t|│┃\n]"
_PROSE_SIGNS = r"[，。；！？]"
_CHARS_PER_SENTENCE = 45
_CHARS_PER_CELL = 14
"""A table has a cell's end every few characters and hardly a comma or full stop."""

_SHORT_CHARS = 70
"""Comparable characters below which a text has no room for wording of its own."""

_HEAD = 700


def alike_by_law(
    pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series, passages: pl.DataFrame
) -> pl.Series:
    """Why the copy of each pair may be like its source, a code of `Reason`; null where it may not.

    `pairs` carry row (place among all pairs), copy, source, copy_chars (comparable characters of
    the copy); `documents` and `bodies` stand by number. `passages` of the pairs have copy, source,
    copy_begin and copy_end. In the order of `pairs`.
    """
    facts = documents.select(
        title=pl.col("title").str.replace_all(r"\s", "").fill_null(""),
        number=pl.col("doc_number").fill_null(""),
    )
    asked = pairs.select("copy", "source", "copy_chars").with_columns(
        *(facts[name].gather(pairs[side]).alias(f"{side}_{name}")
          for side in ("copy", "source") for name in ("title", "number")),
        own_place=pl.coalesce(
            documents[name].gather(pairs["copy"]) for name in ("county", "city", "province")
        ),
    )  # fmt: skip
    read = asked.hstack(_texts(asked, bodies)).hstack(_shared_form(asked, bodies, passages))
    return read.select(_reason()).to_series().alias("reason")


def _reason() -> pl.Expr:
    copy, source = pl.col("copy_title"), pl.col("source_title")
    said = [(reason, copy.str.contains(words)) for reason, words in _ABOUT_ANOTHER_TEXT]
    source_is_law = (source.str.contains(_STATUTE) & ~source.str.contains(_PRINTED)) | pl.col(
        "source_number"
    ).str.contains(_LAW_NUMBER, literal=True)
    by_articles = pl.col("articles") >= _LEAST_ARTICLES
    is_statute = by_articles & (
        copy.str.contains(_IMPLEMENTS)
        | pl.col("copy_number").str.contains(_LAW_NUMBER, literal=True)
        | pl.col("by_statute")
    )
    # An office that asks what others think of its own draft writes for itself.
    own = copy.str.extract(_QUOTED, 1).str.contains(pl.col("own_place"), literal=True)
    comment = copy.str.contains(_COMMENT_TITLE) | pl.col("asks_comment").fill_null(False)
    cases = [
        (Reason.HOLIDAY, copy.str.contains(_HOLIDAY) & source.str.contains(_HOLIDAY)),
        (Reason.QUOTED_LAW, source_is_law),
        (Reason.STATUTE, is_statute),
        *said,
        (Reason.COMMENT, comment & ~own.fill_null(False)),
        (Reason.FORM, pl.col("is_list")),
        (Reason.SHORT, pl.col("copy_chars") < _SHORT_CHARS),
    ]
    reason = pl.lit(None, pl.String)
    for code, holds in reversed(cases):
        reason = pl.when(holds.fill_null(False)).then(pl.lit(code.value)).otherwise(reason)
    return reason


def _texts(asked: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """Of each copy: articles (their number), by_statute (it names the statute it follows),
    asks_comment (it asks for comments on a draft)."""
    from docanalyzer.compare.reading import fetched

    body = pl.col("body")

    def read(part: pl.DataFrame) -> pl.DataFrame:
        whole = part.select(body=fetched(bodies.gather(part["copy"])))
        # Null rows cost nothing, and few texts hold these words.
        parted, ruled, draft = (
            pl.when(body.str.contains(word, literal=True)).then(body)
            for word in ("二条", "制定本", "征求意见稿")
        )
        return whole.select(
            articles=parted.str.count_matches(_ARTICLES).cast(pl.Int64),
            by_statute=_head(ruled).str.contains(_BY_A_STATUTE),
            asks_comment=_head(draft).str.contains(_COMMENT_LEAD),
        )

    copies = asked.select(pl.col("copy").unique().sort())
    said = copies.hstack(by_parts(copies, read))
    return (
        asked.select("copy").join(said, on="copy", how="left", maintain_order="left").drop("copy")
    )


def _head(body: pl.Expr) -> pl.Expr:
    return body.str.head(_HEAD).str.replace_all(r"\s", "")


def _shared_form(asked: pl.DataFrame, bodies: pl.Series, passages: pl.DataFrame) -> pl.DataFrame:
    """is_list: whether the longest passage of each pair is a list or table and not prose."""
    from docanalyzer.compare.reading import fetched

    length = pl.col("copy_end") - pl.col("copy_begin")
    longest = (
        passages.sort(length, "copy_begin", descending=[True, False])
        .unique(["copy", "source"], keep="first", maintain_order=True)
        .select("copy", "source", "copy_begin", length=length)
    )
    spans = asked.select("copy", "source").join(
        longest, on=["copy", "source"], how="left", maintain_order="left"
    )

    def read(part: pl.DataFrame) -> pl.DataFrame:
        body = fetched(bodies.gather(part["copy"]))
        text = pl.col("body").str.slice("copy_begin", "length")
        return part.with_columns(body=body).select(
            is_list=(text.str.count_matches(_PROSE_SIGNS) * _CHARS_PER_SENTENCE < pl.col("length"))
            & (text.str.count_matches(_LIST_SIGNS) * _CHARS_PER_CELL > pl.col("length"))
        )

    return by_parts(spans.select("copy", "copy_begin", "length"), read)
