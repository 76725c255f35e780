"""The shapes a document number takes once spaces, widths and brackets are put aside."""

from __future__ import annotations

import polars as pl

from docanalyzer.titles.numerals import NUMERAL, YEAR, replace_numerals

IGNORED = r"[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\x{2800}]+"
"""Characters that never matter: spaces, controls, zero-width and invisible ones."""

STRIPPED = rf"^{IGNORED}|{IGNORED}$"
"""The same at both ends of a cell."""

_BRACKETS = r"〔〕\[\]()【】〖〗〈〉《》<>〚〛⟦⟧⟨⟩❲❳‘’“”'\"`´「」『』{}"
BRACKET = rf"[{_BRACKETS}]"
"""Any bracket or quote, opening or closing: clerks mix them, and some exports turn them."""

_LABEL = (
    rf"^(?:{BRACKET}*(?:(?:来文|发文|收文|文件|公文|原)?(?:文号|字号|编号|文字号|文编号)|"
    rf"[发来收]文号|文件号){BRACKET}*[:;,.]*)+"
)
EMPTY = (
    r"(?i)^(?:[无無]|暂?无(?:文号|字号|编号|文字号|发文字号)?|没有|空白?|缺|未编号|"
    r"[-—–―─_/\\|*×x.·~]+|n/?a|null|none|nil|nan)?$"
)
"""Cells that say there is no number."""

REGISTRATION = r"^[A-Z]{2,8}[0-9]{0,3}[-—–―][0-9]{4}[-—–―]?[0-9A-Z]*[0-9]{2,}$"
"""规范性文件登记号, such as JNCR—2022—0040001."""

CASE = (
    r"^〔[0-9]{4}〕[^号]*(?:执|[民刑行执破赔知](?:初|终|再|申|监|抗|他|更|保|特|督|复|辖|执))"
    r"[^号发函办]*[0-9]+号"
)
"""Numbers of court cases, year first."""

PASSED_ON = (
    r"(?:转发|批转|翻印)[^〔〕的关]{0,14}〔[0-9]{4}〕|^转(?:国|中|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋"
    r"蒙陕吉闽贵粤青藏川宁琼])[^〔〕]{0,10}〔|号文?的?(?:转发|批转)"
)
"""Wordings that give the number of the document passed on."""

SEVERAL_SERIALS = (
    r"(?:〕|第|年)第?[0-9]+号?[-—–―~〜至到、,/.和及与&+]+(?:第?[0-9]+|[一二三四五]号?$)"
    r"|号?之[一二三四五六七八九0-9]|号[-—–―][0-9A-Z]"
)
"""A span or list of serials, or a part (之一) of one."""

_DATED_CODE = r"^$|(?:[发函字办政电规任]|[^政]府|纪要)$"
_TAIL = (
    rf"^(?:文件?|公文)?(?:特提|特急|加急|平急|急件|{BRACKET}[^0-9]*|{BRACKET}?总?第[0-9]+期{BRACKET}?|关于.*|"
    r"\p{Han}{2,40}(?:关于|转发|批转|印发).*|附件?.*)?[。.,;:、]*$"
)


_WAYS_OF_WRITING = (
    (rf"{BRACKET}+([0-9]{{4}})年?{BRACKET}+", "〔${1}〕"),
    (rf"{BRACKET}+([0-9]{{4}}年)第?([0-9]+[号期]){BRACKET}*", "${1}第${2}"),
    (rf"{BRACKET}+([0-9]{{4}})第([0-9]+)", "〔${1}〕${2}"),
    (rf"([^0-9{_BRACKETS}])([0-9]{{4}})年?{BRACKET}+第?([0-9])", "${1}〔${2}〕${3}"),
    (r"〕第?号([0-9]+)$", "〕${1}号"),
    (rf"([^期]){BRACKET}+(总第[0-9]+期){BRACKET}*$", "${1}${2}"),
    (rf"^{BRACKET}+(\p{{Han}})", "${1}"),
    (rf"([号期]){BRACKET}+$", "${1}"),
    (r"[。.,;:、]+$", ""),
)


def simplified(cells: pl.Series) -> pl.Series:
    """Cells with one way of writing: NFKC, nothing ignorable, digits for Chinese numerals,
    no label, 〔〕 around a year that stands in any brackets, 号 for 號."""
    text = cells.str.normalize("NFKC").str.replace_all(IGNORED, "").str.replace_all("號", "号")
    text = replace_numerals(text, f"第|{BRACKET}", NUMERAL, "[号期]")
    text = replace_numerals(text, BRACKET, YEAR, f"年?{BRACKET}")
    text = text.str.replace(_LABEL, "")
    for pattern, replacement in _WAYS_OF_WRITING:
        text = text.str.replace(pattern, replacement)
    return text


_BEHIND = r"(?P<behind>.*)$"
_SERIAL = r"(?P<serial>[0-9]+)"
_SHAPES = (
    # 国办发〔2019〕64号
    rf"^(?P<before>.*?)〔(?P<year>[0-9]{{4}})〕字?第?{BRACKET}*{_SERIAL}{BRACKET}*(?P<unit>[号期])?{_BEHIND}",
    # 〔1985〕国发12号, the order before 1987
    rf"^〔(?P<year>[0-9]{{4}})〕(?P<before>\p{{Han}}{{1,12}}?)第?{_SERIAL}(?P<unit>号){_BEHIND}",
    # 公告2018年第14号, 2018年第14号公告, 简报2019年第3期
    rf"^(?P<before>.*?)第?(?P<year>[0-9]{{4}})年第?{_SERIAL}(?P<unit>号令|号公告|号通告|[号期]){_BEHIND}",
    # 国务院令第706号, 第706号令, 第3期
    rf"^(?P<before>.*?){BRACKET}*第?{BRACKET}*{_SERIAL}{BRACKET}*(?P<unit>号令|号公告|号通告|[号期])"
    rf"{_BEHIND}",
    # 国务院令第706
    rf"^(?P<before>.*令)第{_SERIAL}(?P<unit>)(?P<behind>)$",
)
_PARTS = ("before", "year", "serial", "unit", "behind")


def read_shapes(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame`, which has the columns row and core, with what its first matching shape gives.

    Adds before (text in front), year, serial, unexpected (what stands behind and is no usual
    addition), form (null without a shape), is_running (总第N期) and numbers, how many numbers
    the cell seems to hold. Sorted by row.
    """
    rest, read = frame, []
    for pattern in _SHAPES:
        groups = pl.col("core").str.extract_groups(pattern)
        has_year = "(?P<year>" in pattern
        parts = [
            (
                groups.struct.field(name) if name != "year" or has_year else pl.lit(None, pl.String)
            ).alias(name)
            for name in _PARTS
        ]
        tried = rest.with_columns(parts)
        matched = pl.col("before").is_not_null()
        read.append(tried.filter(matched))
        rest = tried.filter(~matched).select(frame.columns)
    shaped = pl.concat([*read, rest], how="diagonal").sort("row")
    unit = pl.col("unit").fill_null("")
    full = pl.col("before") + unit.str.slice(1)
    return shaped.with_columns(
        full.str.strip_suffix("总").alias("before"),
        full.str.ends_with("总").alias("is_running"),
        _form(full, unit).alias("form"),
        pl.max_horizontal(
            pl.col("core").str.count_matches(r"〔[0-9]{4}〕"),
            pl.col("core").str.count_matches(r"[0-9]号"),
        ).alias("numbers"),
        pl.when(unit != "")
        .then(pl.col("behind").str.replace(_TAIL, ""))
        .otherwise(pl.col("behind").str.strip_chars("。.,;:、"))
        .alias("unexpected"),
    ).drop("unit", "behind")


def _form(full: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """The form, null where neither brackets nor a word for the kind tell it."""
    in_brackets = pl.col("core").str.contains(r"〔[0-9]{4}〕")
    return (
        pl.when(unit == "期").then(pl.lit("issue"))
        .when(pl.col("serial").is_null() | (in_brackets & pl.col("year").is_null())).then(None)
        .when(in_brackets).then(pl.lit("bracketed"))
        .when(full.str.ends_with("令")).then(pl.lit("order"))
        .when(full.str.contains("(?:公告|通告)$")).then(pl.lit("announcement"))
        .when(pl.col("year").is_not_null() & full.str.contains(_DATED_CODE))
        .then(pl.lit("bracketed"))
    )  # fmt: skip
