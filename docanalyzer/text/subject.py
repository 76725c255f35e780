"""Subjects of titles, folded so that 全国 and 全省, or two provinces, compare as equal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import polars as pl

from docanalyzer.model.pack_data import default_pack
from docanalyzer.text import folding_words
from docanalyzer.text import title_words as words

PLACE_SYMBOL = "\ue000"
"""Stands for the name of a place; private use, so no text and no normalisation makes it."""

_GOVERNMENT_SYMBOL = "\ue001"
_LEVEL_SYMBOLS = {
    "area": PLACE_SYMBOL,
    "government": _GOVERNMENT_SYMBOL,
    "committee": "\ue002",
    "office": "\ue003",
    "rank": "\ue004",
    "everybody": "\ue005",
}

_PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆",
    "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
)  # fmt: skip
_PROVINCE_TAILS = ("省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区")

_PLACE_AT_HEAD = r"^(?:\p{Han}{2,3}?(?:自治[州县旗]|[省市县区州盟旗])){1,3}"
_NO_PLACE_AT_HEAD = (
    r"^\p{Han}{0,3}(?:城市|城区|市场|社区|地区|园区|特区|小区|山区|灾区|市区|郊区|景区|校区|区域|区县|县区|省市|市县|县域|"
    r"行政区|开发区|示范区|试验区|保护区|新区|流域|各省|各市|各县|各区)"
)


def plain_subject(title: pl.Expr) -> pl.Expr:
    """What a title without relay shell is about: no issuer, no 关于, no genre, no remark."""
    front = title.str.extract(r"^(.*?)关于", 1)
    about = title.str.extract(r"^.*?关于(.*)$", 1)
    organ_first = front.str.contains(rf"^{words.OPEN}?$") | (
        front.str.contains(words.ORGAN_END) & ~front.str.contains(words.NO_ORGAN)
    )
    bare = (
        pl.when(organ_first.fill_null(False)).then(about)
        .otherwise(title.str.replace(words.KNOWN_ORGAN, ""))
    )  # fmt: skip
    return pl.coalesce(
        pl.when(bare.str.replace(words.END, "") != "").then(bare.str.replace(words.END, "")), title
    )


def subject_keys(subjects: pl.Expr, places: Iterable[str] = ()) -> pl.Expr:
    """Subjects for comparing: NFKC, lower case, no space, punctuation or symbol, names of places
    and words of level as one private character each, 的 in front of a document word left out.

    Digits stay, so that subjects of different years differ. `places` are further names of
    places; provinces and a place at the head of the subject are known without.
    """
    text = subjects.str.normalize("NFKC").str.to_lowercase()
    text = text.str.replace_all(r"[\s\p{P}\p{S}\p{C}]", "")
    head = (
        pl.when(text.str.contains(_NO_PLACE_AT_HEAD))
        .then(text)
        .otherwise(text.str.replace(_PLACE_AT_HEAD, PLACE_SYMBOL))
    )
    folded = head.str.replace_many(dict(_symbols(tuple(sorted(set(places))))), leftmost=True)
    folded = folded.str.replace_all(rf"{PLACE_SYMBOL}+", PLACE_SYMBOL)
    folded = folded.str.replace_all(PLACE_SYMBOL + _GOVERNMENT_SYMBOL, _GOVERNMENT_SYMBOL)
    folded = folded.str.replace(rf"的({words.DOCUMENT_WORD})$", "${1}")
    return pl.when(folded != "").then(folded)


@lru_cache(maxsize=8)
def _symbols(places: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Words and their symbols, longest first, as the search takes the first that fits."""
    known = [name + tail for name in _PROVINCES for tail in ("", *_PROVINCE_TAILS)]
    pairs = {word: PLACE_SYMBOL for word, _ in folding_words.place_words([*known, *places])}
    for word, symbol in folding_words.level_words(default_pack()):
        pairs[word] = _LEVEL_SYMBOLS[folding_words.CLASSES[symbol - folding_words.PLACE - 1]]
    return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))
