"""How offices say that what follows is another's document: wordings of leads, titles and headings.

Patterns are for text without white space (`spelt_alike`), as Rust regular expressions.
"""

from __future__ import annotations

TITLE = (
    r"^[（(\[【〔]?转(?:发|载)?[）)\]】〕]?[:：]"
    r"|^[（(\[【〔]转(?:发|载)?[）)\]】〕]"
    r"|(?:^|关于)(?:认真|及时|学习|做好|抓好|进一步)*(?:传达|转达|照转|转印|印转|翻印|重申|转载)"
)
"""A title that passes on: 转：…, 关于传达…精神的通知, 关于重申…的通知."""

_OF_OTHERS = r"转发|批转|翻印|照转|照录|转去|转给|转达|转知|转请|转印|印转|转交|转载|传达|重申"
"""What is done to another's document only."""

_OWN_TOO = r"印发|印送|下发|发给|送给|发你|刊发|刊载"
"""What is done to an own document as well."""

_ADDED = r"见附件|附后|附上|随文|随函|全文|原文|附文"

ANY = (
    rf"{_OF_OTHERS}|{_OWN_TOO}|{_ADDED}|转|附|来源|摘自|本报讯"
    r"|\n[^\S\n]*[0-9一二三四五六七八九十（(]+[)）、.．][^\n。]{0,40}关于"
)
"""In a text with none of these nothing is passed on."""

BEFORE = r"[将把][^。]{0,80}$"
AFTER = rf"^[^。]{{0,60}}(?:{_OF_OTHERS}|{_OWN_TOO}|{_ADDED})"
AFTER_OF_OTHERS = rf"^[^。]{{0,60}}(?:{_OF_OTHERS})"
VERB_BEFORE = r"(?:转发|批转|照转|转达|传达|重申)[^。]{0,40}$"
"""What stands around the name of a document that is passed on: 将《…》印发, 转发省政府《…》."""

GROUND = r"(?:根据|按照|依据|依照|遵照|参照|对照|结合|落实|贯彻)[^。]{0,30}$"
"""In front of the name of a document that is only the ground of own measures."""

AFTER_ADDED = rf"^[^。]{{0,40}}(?:{_ADDED}|附件[）)]|照转)"
"""Behind the name of a document that stands below: 《…》已下发，现随文附上; （…号，见附件）."""

_CLAUSE = r"(?:^|[。：:；;！，,])(?:现|兹|今|特|已|一并)?"
_HANDED = (
    rf"{_CLAUSE}[将把][^。]{{0,60}}(?:{_OF_OTHERS})(?:给|你|各|如下|于后|于下|，|。|；|：|:|请|$)"
)
_PLAIN = (
    r"(?:现|兹|特此|特|今|一并|现予|予以)(?:予以?|将其|全文)?"
    r"(?:转发|批转|照转|转去|转给|转达|翻印|转印|印转|传达)(?:给|你|各|如下|，|。|；|：|:|请|$)"
)
_WHOLE = r"(?:原文|全文|来文)[^。，]{0,6}(?:照转|照录|照发|转|附|如下|抄|印发|下发|传达)"
_ADDED_HERE = r"随[文函](?:附|转|印|下|送)|现随文"
_RECEIVED = (
    r"(?:接|接到|收到|奉)[^。]{2,50}(?:通知|来文|来电|明电|文件|来函|函|电报)"
    r"[^。]{0,16}(?:如下|转发|照转|附后|全文|内容)"
)
UNNAMED = rf"([^。]*(?:{_HANDED}|{_PLAIN}|{_WHOLE}|{_ADDED_HERE}|{_RECEIVED})[^。]*)"
"""A lead that hands over whatever stands below it, named or not: 现将原文照转如下."""

MAY_HAND = r"转|传达|原文|全文|来文|随文|随函|重申|翻印|照录|[接奉]|收到"
"""What every such lead holds."""

OWN_PAPER = r"[将把](?:本|此|该)(?:通知|文件|件|方案|意见|办法|精神)"
"""请将本通知转发至各村: what is to be passed on is the document itself."""

NAMES_A_DOCUMENT = r"《[^》]{4,}》|〔\d{4}〕\d+号"


def of_superior(names: str) -> str:
    """A lead that hands over a document told by its organ alone: 现将省厅通知印发给你们.

    `names` are first words of names of superiors, as alternatives.
    """
    return (
        rf"{_CLAUSE}[将把](?:{names})[^。《》]{{0,30}}(?:通知|文件|文|意见|方案|要求|规定|清单|精神)"
        rf"[^。]{{0,20}}(?:{_OWN_TOO}|{_OF_OTHERS}|{_ADDED})"
    )


_ABOVE = "国务院|中共中央|中央|国家|全国|省|自治区|上级|部|总局"
SUPERIORS = (_ABOVE, f"{_ABOVE}|市", f"{_ABOVE}|市|县|区")
"""How organs of a city, a county, and a township or village name their superiors."""

HEADING = (
    r"(?m)^(?:附件[0-9一二三四五六七八九十]*[:：.．、]?|附[:：]"
    r"|[（(]?[0-9一二三四五六七八九十]+[)）、.．])+"
)
"""What stands in front of the name of an attached document on its line."""

HEADING_LINE = r"(?m)(?:^|附件[0-9一二三四五]*[:：])[^。；！\n]{6,80}$"
"""A line without an end of sentence, or what stands behind 附件： to the end of its line."""

BRACKETED_END = r"(?m)》?[（(][^（()）\n]*[）)]$"

REPRINT = r"转自|摘自|转载自|本报讯|据[^。]{2,20}(?:网站|报道|消息)"
SOURCE_LINE = r"(?:信息)?(?:来源|出处)[:：]([^\n。；，]{2,40})"
WEBSITE = r"(?:门户)?(?:官方)?(?:网站|官网|网|微信公众号|公众号).*$"

FOOT = r"日[^。]{0,4}翻印"
