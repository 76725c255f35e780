"""The forms in which official texts write dates, shares, periods and figures with a unit."""

from __future__ import annotations

import re

_FIGURE = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[十百千万亿]*"
    r"|[一二两三四五六七八九十百千万亿零〇]+(?:点[一二三四五六七八九零]+)?"
)
_YEAR = r"\d{4}|[一二三四五六七八九〇零]{4}"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = (
    r"3[01]|[12]\d|0?[1-9]"
    r"|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
)
_BY = r"(?:以前|之前|前)"
_DATE = rf"""(?P<date>
    (?:(?P<year>{_YEAR})年|(?P<word>今年|本年度?|当年|明年|次年|翌年|每年))?(?:的|度)?
    (?:(?P<month>{_MONTH})月(?:份)?
        (?:(?P<day>{_DAY})[日号]|(?P<part>底|末|上旬|中旬|下旬))?
      |(?P<quarter>[一二三四])季度(?:末|底)?
      |(?P<half>上半年)|(?P<end>年底|年末)|(?P<bare>底|末))
    {_BY})"""
_MONTH_DAY = rf"""(?P<monthday>
    (?P<anchor>每个?月|次月|下个?月|当月|每季度首月|每季度末月)(?P<mday>{_DAY})[日号]{_BY})"""
_FRACTION = rf"(?P<fraction>(?P<whole>{_FIGURE})分之(?P<portion>{_FIGURE}))"
_PERIOD = rf"""(?P<period>(?:每|按|逐)(?P<many>{_FIGURE}|半)?个?
    (?P<span>工作日|季度|学期|星期|小时|天|日|周|旬|月|季|年度|年)(?!度|级|限|龄))"""
_WITH_UNIT = rf"""(?P<figure>(?<![第〔\[.\d一二两三四五六七八九十百千万亿零〇几数])
    (?P<number>{_FIGURE}|半)(?!余|多|几)
    (?P<unit>%|个百分点|个?工作日|个?自然日|个?小时|分钟|个?星期|个?学时|个?课时|个月|季度
      |万元|亿元|元|平方公里|平方米|公里|公顷|公斤|千克|周岁|岁
      |[天日周月年成次场期轮遍人名个所家项处户座条件支台套辆间张份篇门类种片块村亩米吨字页起例]))"""

DATED = re.compile("|".join((_DATE, _MONTH_DAY)), re.VERBOSE)
"""The forms that end in 前, which come first."""

MEASURED = re.compile("|".join((_FRACTION, _PERIOD, _WITH_UNIT)), re.VERBOSE)
"""The other forms."""

TOKEN = re.compile(f"{DATED.pattern}|{MEASURED.pattern}", re.VERBOSE)
"""One thing that can be compared, in folded text. Its first group that matched says which:
date, monthday, fraction, period or figure."""

CALENDAR_YEAR = re.compile(rf"(?:{_YEAR})年")
"""2024年 is a name of a year, not a stretch of time."""
