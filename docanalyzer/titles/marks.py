"""What registers write around a title and is no part of it: ★, （特急）, （共3页）, its number."""

from __future__ import annotations

import polars as pl

_OPEN, _CLOSE = r"[（(\[【〔〈<]", r"[）)\]】〕〉>]"
_MARK = (
    r"(?:特提|特急|加急|平急|急件|紧急|急|明电|内部明电|转办|会签|阅|阅办|已?失效|已?废止|现行有效|有效|部分失效|"
    r"共?\s*\d{1,4}\s*[页份件张]|第?\d+页|附件?\s*\d*\s*[份个件]?|复印件?|原件|扫描件|扫描|电子版|传真件?|"
    r"主动公开|依申请公开|不予?公开|公开|印发稿|定稿|副本|抄件|存档|已?归档|重复|补登|重登|\d{4}年?)"
)
_SIGNS = r"^[\s★☆*＊●◆■▲△※◎○·•]+|[\s★☆*＊●◆■▲△※◎○·•]+$"
_BRACKETED = rf"{_OPEN}\s*{_MARK}(?:[、，,/\s·]*{_MARK})*\s*{_CLOSE}"
_LED = rf"^(?:{_BRACKETED}\s*|(?:特提|特急|加急|平急|急件|紧急)[:：\s]\s*)+"
_TAILED = (
    rf"(?:\s*{_BRACKETED}|\s*共\s*\d{{1,4}}\s*[页份]|\s+\d{{1,3}}\s*[页份件]"
    r"|\s*[-—_]+\s*\d{1,3}\s*[页份])+$"
)
_CUT = r"(?:。|…|\.{2,}|。{2,}|···)+$"
_NUMBER = (
    r"^[\p{Han}（）()]{2,14}\s*[〔\[（(【［]\s*(?:19|20)\d{2}\s*[〕\]）)】］]\s*第?\s*\d{1,5}\s*号\s*[:：、，,]?\s*"
    r"|\s*[（(]?[\p{Han}]{2,14}\s*[〔\[【［]\s*(?:19|20)\d{2}\s*[〕\]】］]\s*第?\s*\d{1,5}\s*号[）)]?\s*$"
)
_MAY_BE = r"[（(\[【〔〈<★☆*＊●◆■▲△※◎○·•…]|\.\.|。。|[:：]|[〕\]】］]|共\s*\d|[页份件。]$"


def plain_titles(title: pl.Expr) -> pl.Expr:
    """Titles without marks of urgency and validity, pages, copies, their number and a cut's dots.

    Stripped at both ends only. What nothing is left of stays as it is; null stays null. 转：stays,
    as it says that the document passes another one on.
    """
    # Null rows cost a search nothing, and most titles carry no mark.
    odd = pl.when(title.str.contains(_MAY_BE)).then(title)
    bare = odd.str.replace_all(_SIGNS, "").str.replace(_LED, "").str.replace(_NUMBER, "")
    for pattern in (_CUT, _TAILED, _NUMBER, _SIGNS, _LED, _CUT):
        bare = bare.str.replace(pattern, "")
    kept = pl.when(bare.str.len_chars() >= 2).then(bare)
    return pl.coalesce(kept, title).alias("title")
