"""Where the organ code begins in the text that stands in front of a year."""

from __future__ import annotations

import polars as pl

from docanalyzer.titles.number_shapes import BRACKET

_LEAD_IN = r"^(?:按照|根据|依据|依照|参照|遵照|参见|详见|见|据|附件|附|即|:)+"
_GENRE_BEFORE = (
    r"^.*的(?:紧急|补充|若干|实施|指导|暂行)?(?:通知|意见|决定|决议|批复|通报|报告|公告|通告|命令|请示|"
    r"纪要|复函|函|办法|规定|方案|细则|规划|计划|说明)(?:[(〔][^()〔〕0-9]{1,6}[)〕])?"
    rf"{BRACKET}*"
)
_TITLE_BEFORE = r"^.*[》〉]"

_AGENCY = (
    r"(?:人民政府|政府|委员会|办公厅|办公室|总局|局|厅|委|院|署|部|集团|公司|大学|学院|医院|法院|检察院|中心|"
    r"指挥部|小组)"
)
_LAST_AGENCY = rf"^(.*{_AGENCY})([\p{{Han}}A-Z]+)$"
_FIRST_AGENCY = rf"^(.{{3,}}?{_AGENCY}+)([\p{{Han}}A-Z]{{2,9}})$"
_KIND_ALONE = (
    r"^(?:[办秘内党][发函]?|党组|党委)?(?:发明电|办明电|明电|密电|发电|电|发|函|办|办发|办函|发函|发字|函字|字|文|"
    r"公告|通告|公报|会议|会议纪要|纪要|纪|复|批复|批|通报|通知|简报|专报|便函|便笺|便签|信函|公函|规|规字|"
    r"任|任字|令|公开|议案|议)$"
)
_REGIONS = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼港澳台国中"
_PLAIN = r"^\p{Han}[\p{Han}A-Z]{0,15}$"
_LONG = r"^\p{Han}[\p{Han}A-Z]{0,59}$"
_SENTENCE = (
    r"的|关于|转发|批转|印发|根据|按照|办法|条例|规定|方案|有关|做好|加强|贯彻|落实|执行|精神|"
    r"文件|研究|同意"
)


def organ_codes(before: pl.Series, forms: pl.Series) -> pl.Series:
    """The organ code at the end of each text in front of a year; null where its begin is not
    certain, empty where there is none. `forms` are the `NumberForm` values of the numbers.

    Taken off: lead-ins (按照), a title that ends in 的 and a genre, a title in 《》, and the
    issuer's own name where the code that follows begins with a character of that name or a
    province's one-character name. A name followed by nothing but a kind (办公厅函) is the code
    itself. Orders, announcements and issues carry the full name of the organ and keep it.
    """
    bare = (
        before.str.replace(_GENRE_BEFORE, "")
        .str.replace(_TITLE_BEFORE, "")
        .str.replace(_LEAD_IN, "")
        .str.replace_all("[、,·]", "")
    )
    named = pl.col("form").is_in(["order", "announcement", "issue"]).alias("is_named")
    frame = pl.DataFrame([bare.alias("bare"), forms.alias("form")]).with_columns(named)
    last = _named_ends(pl.when(~pl.col("is_named")).then("bare"), _LAST_AGENCY)
    frame = frame.with_columns(last.alias("last")).unnest("last").with_columns(**_clues())
    # 市委 + 厦委发 ends in an agency word itself; there the first name is tried.
    again = pl.when("kind_alone").then("bare")
    first = _named_ends(again, _FIRST_AGENCY)
    twice = frame.select("bare", first.alias("first")).unnest("first").with_columns(**_clues())
    twice = twice.select(
        pl.when(~pl.col("kind_alone") & pl.col("begins")).then("code").alias("inner")
    )
    frame = pl.concat([frame, twice], how="horizontal")
    organ = (
        pl.when(pl.col("inner").is_not_null()).then("inner")
        .when(pl.col("agency").is_null() | pl.col("kind_alone")).then("bare")
        .when("begins").then("code")
        .when("long").then(None)
        .otherwise("bare").alias("organ")
    )  # fmt: skip
    frame = frame.select("is_named", organ)
    plain = pl.when(~pl.col("is_named")).then("organ").str.contains(_PLAIN)
    full = pl.when("is_named").then("organ").str.contains(_LONG)
    fits = (pl.coalesce(plain, full) & ~pl.col("organ").str.contains(_SENTENCE)) | (
        pl.col("organ") == ""
    )
    return frame.select(pl.when(fits).then("organ").alias("organ"))["organ"]


def _named_ends(text: pl.Expr, pattern: str) -> pl.Expr:
    """A name of an agency and what follows it."""
    return text.str.extract_groups(pattern).struct.rename_fields(["agency", "code"])


def _clues() -> dict[str, pl.Expr]:
    """Whether `code` is a code of its own behind the name in `agency`."""
    agency, code = pl.col("agency"), pl.col("code")
    letter = code.str.slice(0, 1)
    long = agency.str.len_chars() >= 4
    its_letter = agency.str.contains(letter, literal=True) | pl.lit(_REGIONS).str.contains(
        letter, literal=True
    )
    return {
        "long": long,
        "begins": pl.when(long).then(its_letter).otherwise(agency.str.slice(0, 1) == letter),
        "kind_alone": code.str.contains(_KIND_ALONE),
    }
