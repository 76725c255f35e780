"""Subjects of titles, folded so that 全国 and 全省, or two provinces, compare as equal."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from docanalyzer.compare.folds import folding_words
from docanalyzer.model.pack_data import default_pack
from docanalyzer.titles import title_words as words

PLACE_SYMBOL = "\ue000"
"""Stands for a place or the area of a level; private use, so no text and no NFKC makes it."""

BETWEEN_NUMBERS = "\ue00f"
"""Stands for what separated two numbers: 2015—2020."""

_GOVERNMENT_SYMBOL = "\ue001"
_LEVEL_SYMBOLS = {
    "area": PLACE_SYMBOL,
    "government": _GOVERNMENT_SYMBOL,
    "committee": "\ue002",
    "office": "\ue003",
    "rank": "\ue004",
    "everybody": "\ue005",
}
SYMBOLS = r"[\x{E000}-\x{E00F}]"

_MIXED = r"[^\x{4E00}-\x{9FFF}0-9a-z]"
_TOWNSHIP = r"(\p{Han}{2,4}?(?:镇|乡|街道))(?:人民政府|党委|党工委|办事处|纪委)"
_REGION_TAIL = r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$"


def plain_subjects(titles: pl.Series) -> pl.Series:
    """What titles without relay shell are about: no issuer, no 关于, no genre, no remark."""
    halves = pl.col("title").str.splitn("关于", 2).struct.rename_fields(["front", "about"])
    frame = titles.to_frame("title").select("title", halves.alias("halves")).unnest("halves")
    frame = frame.with_columns(
        pl.when(pl.col("about").is_not_null())
        .then(pl.col("front").str.replace(rf"{words.OPEN}$", ""))
        .alias("front")
    )
    # Null rows cost a search nothing, so each pattern runs only where it can matter.
    of_organ = pl.col("front").str.contains(words.ORGAN_END) & ~pl.col("front").str.contains(
        words.NO_ORGAN
    )
    frame = frame.with_columns(((pl.col("front") == "") | of_organ).fill_null(False).alias("led"))
    unled = pl.when(~pl.col("led")).then("title").str.replace(words.KNOWN_ORGAN, "")
    about = pl.when("led").then("about").str.replace(rf"{words.CLOSE}$", "")
    frame = frame.with_columns(pl.coalesce(about, unled).alias("bare"))
    ended = pl.when(~pl.col("bare").str.contains(words.NO_GENRE)).then("bare")
    frame = frame.with_columns(ended.str.replace(words.END, "").alias("subject"))
    whole = pl.coalesce("bare", "title")
    return frame.select(
        pl.when(pl.col("subject") != "").then("subject").otherwise(whole).alias("subject")
    )["subject"]


def subject_keys(subjects: pl.Series, decides_a_case: pl.Series, townships: pl.Series) -> pl.Series:
    """Subjects for comparing.

    NFKC, lower case, no space, punctuation or symbol; names of provinces, cities and counties
    and words of level as one private character each; 的 in front of a document word left out.
    Digits stay, so that subjects of different years differ, and numbers stay apart. Where the
    document decides a single case (批复, 同意…), its place is what it is about and stays.
    `townships` are the names of the issuers' own townships, null for other issuers.
    """
    frame = pl.DataFrame(
        [subjects.alias("text"), decides_a_case.alias("case"), townships.alias("township")]
    )
    mixed = pl.when(pl.col("text").str.contains(_MIXED)).then("text")
    frame = frame.with_columns(mixed.str.normalize("NFKC").str.to_lowercase().alias("mixed"))
    apart = pl.col("mixed").str.replace_all(
        r"([0-9])[\s\p{P}\p{S}]+([0-9])", rf"${{1}}{BETWEEN_NUMBERS}${{2}}"
    )
    clean = apart.str.replace_all(r"[\s\p{P}\p{S}\p{Cc}\p{Cf}]", "")
    frame = frame.with_columns(pl.coalesce(clean, "text").alias("text"))
    of_township = pl.when(pl.col("township").is_not_null()).then("text")
    own = of_township.str.split(pl.col("township")).list.join(PLACE_SYMBOL)
    folded = pl.when(~pl.col("case").fill_null(False)).then(pl.coalesce(own, "text"))
    frame = frame.with_columns(folded.str.replace_many(_symbols(), leftmost=True).alias("folded"))
    joined = pl.col("folded").str.replace_all(rf"{PLACE_SYMBOL}+", PLACE_SYMBOL)
    joined = joined.str.replace_all(PLACE_SYMBOL + _GOVERNMENT_SYMBOL, _GOVERNMENT_SYMBOL)
    key = pl.coalesce(joined, "text").str.replace(rf"的({words.DOCUMENT_WORD})$", "${1}")
    frame = frame.select(key.alias("key"))
    return frame.select(pl.when(pl.col("key") != "").then("key"))["key"]


def township_of(issuer: pl.Expr) -> pl.Expr:
    """The township in the name of a township's organ, without the divisions above it."""
    named = pl.when(names_township(issuer)).then(issuer)
    places = sorted(_place_names(), key=len, reverse=True)
    above = named.str.replace_many(places, [""] * len(places), leftmost=True)
    return above.str.extract(rf"^{_TOWNSHIP}", 1)


def places_named(titles: pl.Series) -> pl.Series:
    """The provinces, cities and counties that each title names, as lists, provinces and cities
    without 省 and 市; empty for a null title."""
    found = titles.fill_null("").str.extract_many(list(_place_names()), leftmost=True)
    return found.list.eval(pl.element().str.replace("(?:省|市)$", "")).rename("places")


def names_township(issuer: pl.Expr) -> pl.Expr:
    """Whether an issuer's name may be that of a township's organ; null for null."""
    return issuer.str.contains(_TOWNSHIP)


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """Words and their symbols, longest first, as the search takes the first that fits."""
    pairs = dict.fromkeys(_place_names(), PLACE_SYMBOL)
    for word, symbol in folding_words.level_words(default_pack()):
        pairs[word] = _LEVEL_SYMBOLS[folding_words.CLASSES[symbol - folding_words.PLACE - 1]]
    return dict(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1)
def _place_names() -> tuple[str, ...]:
    """Provinces and prefectures with and without their ending, counties with it."""
    file = default_pack() / "gazetteer" / "divisions.tsv"
    divisions = pl.read_csv(file, separator="\t", quote_char=None, infer_schema=False, glob=False)
    name, kind = pl.col("name"), pl.col("kind")
    large = divisions.filter(kind.is_in(["province", "city"]))["name"]
    regions = divisions.filter(kind == "province")["name"].str.replace(_REGION_TAIL, "")
    counties = divisions.filter((kind == "county") & (name.str.len_chars() >= 3))["name"]
    stems = [word for word, _ in folding_words.place_words([*large, *regions])]
    return tuple(sorted({*stems, *counties}))
