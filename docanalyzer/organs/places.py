"""Reads the chain of divisions at the head of an organ's name.

厦门市集美区灌口镇人民政府 -> 福建省/厦门市/集美区/灌口镇 and the rest 人民政府. A division that
no list knows still counts by its word (清川县 is a county); a bare word (省, 市) tells a level
and no division.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docanalyzer.model.terms import LEVEL_RANK, Level

if TYPE_CHECKING:
    from docanalyzer.organs.gazetteer import Division, Gazetteer
    from docanalyzer.organs.lexicon import Lexicon

_WORD_LEVEL = {
    "特别行政区": Level.PROVINCE, "自治区": Level.PROVINCE, "省": Level.PROVINCE,
    "自治州": Level.CITY, "地区": Level.CITY, "州": Level.CITY, "盟": Level.CITY,
    "地": Level.CITY, "设区市": Level.CITY, "设区的市": Level.CITY, "市": Level.CITY,
    "自治县": Level.COUNTY, "自治旗": Level.COUNTY, "县级市": Level.COUNTY,
    "县": Level.COUNTY, "区": Level.COUNTY, "旗": Level.COUNTY,
    "民族乡": Level.TOWNSHIP, "街道": Level.TOWNSHIP, "镇": Level.TOWNSHIP,
    "乡": Level.TOWNSHIP, "苏木": Level.TOWNSHIP,
    "社区": Level.VILLAGE, "嘎查": Level.VILLAGE, "村": Level.VILLAGE,
}  # fmt: skip

# A stem does not run over the words that end organs or join phrases.
_STEM = r"[^局厅委部院办处府会所站队校党政国的和与及是对各暨、,()A-Za-z0-9\s]"
_MADE_UP = re.compile(
    rf"({_STEM}{{2,6}}?)(特别行政区|自治区|省|自治州|地区|盟|市|自治县|自治旗|县|区|旗)"
)
_TOWNSHIP_END = re.compile(r"民族乡|街道|镇|乡|苏木|地区(?=办事处|街道)")
_VILLAGE = re.compile(
    rf"({_STEM}{{1,8}}?(?:社区|村|嘎查))(?=居民委员会|居委会|村?民委员会|村?委会|党|$)"
)
# 市场, 市民, 区域: the word goes on and is no division.
_GOES_ON = re.compile(
    r"(?<=市)(?:场(?!.{0,4}(?:镇|乡|街道))|民(?:众|心|热线|服务|中心|$)|容(?:市貌|环境|管理|局|$))|"
    r"(?<=[区县])[域级]|(?<=区)(?:块|间)|(?<=乡)[村镇愁]"
)
# 城市, 社区, 开发区: the word before belongs to it and makes it no division.
_NO_DIVISION = re.compile(
    r"(?:城市|都市|门市|超市|夜市|上市|股市|"
    r"(?:社|园|校|林|灾|军|警备|保税|管理|示范|风景|景|名胜|度假|开发|经开|产业|工业|新|特|港|合作|实验|试验|"
    r"改革|自贸|贸易|片|库|投资|功能|集聚|聚集|物流|商务|经济|高新|技术|旅游|科技|综保|辖|院|街|小|山|牧|垦|战|先导|引领)区)$"
)
# No name of a division begins so; a sentence or a pronoun does.
_NO_START = re.compile(
    r"转发|批转|印发|关于|转|我|本|该|某|全|其他|其它|有关|所有|同意|设立|撤销|成立"
)
# 县市区, 镇街道: words for divisions, no division.
_ONLY_WORDS = re.compile(r"[省市县区乡镇街道州盟旗村]+")
_ZONE_HEAD = re.compile(r"(?:城乡|家乡|老乡|故乡|城镇|村镇|乡镇|重镇)$")
_BARE = re.compile(
    r"[本我全]?(自治区|省|自治州|自治县|自治旗|县级市|市|州|盟|地区|地(?=委|直)|县|区|旗|镇|乡|街道|社区|村)"
    r"(?=级|直|属|委|局|厅|办|[一二三四五六七八九十\d]中$|第|党|人民|人大|政府|政协|府|纪|监|编|工会|总工会|团委|妇联|残联|各|机关|本级|"
    r"高|中级|中院|中医|检察|法院|公安|教|财|司|武|军|武装|办|直属|[\u4e00-\u9fff]{1,14}"
    r"(?:局|厅|委|办|室|会|院|中心|站|所|队|公司|处|校|部|组|社|馆|台|段|署)|$)"
)
_BARE_NOT = re.compile(
    r"(?:市(?:场|民(?!政|族|宗|兵)|容|政(?!府|协|法|务|研|策))|区(?:域|块|间)|县域|社区(?:卫生|矫正|服务|教育)|"
    r"乡(?:村|镇|土|贤)|镇(?:江|海|远|平|雄|康|巴|坪|安|沅|原|赉|宁)|村镇|省际|旗(?:下|舰))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """The divisions a name begins with.

    `choices` are the listed divisions it can be (one when certain, none when made up or bare);
    `made_up` are the parts below them that no list has; `written` is the text read.
    """

    level: Level | None
    written: str = ""
    choices: tuple[Division, ...] = ()
    made_up: tuple[tuple[Level, str], ...] = ()
    bare: bool = False
    note: str | None = None

    @property
    def rank(self) -> int:
        """Rank of the deepest level read; -1 before any."""
        return -1 if self.level is None else LEVEL_RANK[self.level]

    @property
    def is_certain(self) -> bool:
        """True when the listed division is exactly one."""
        return len(self.choices) == 1

    def slot(self, level: Level) -> str | None:
        """Name of the division at `level`, as far as it is certain."""
        for made_level, made_name in self.made_up:
            if made_level == level:
                return made_name
        if not self.choices:
            return None
        name: str | None = getattr(self.choices[0], level.value, None)
        if len(self.choices) > 1 and any(getattr(c, level.value) != name for c in self.choices):
            return None
        return name

    @property
    def path(self) -> tuple[str, ...]:
        """Division names from the province down; empty unless every one is certain."""
        if len(self.choices) > 1:
            return ()
        listed = self.choices[0].path if self.choices else ()
        return (*listed, *(name for _, name in self.made_up))


NOWHERE = Place(level=None)


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads places; holds the gazetteer and the words that end a place."""

    gazetteer: Gazetteer
    lexicon: Lexicon

    def read(self, text: str, start: int = 0) -> tuple[Place, int]:
        """The place at `start` and where it ends; `NOWHERE` and `start` when there is none."""
        place, position = NOWHERE, start
        while position < len(text):
            step = self._listed(text, position, place) or self._township(text, position, place)
            if step is None and not self.lexicon.fields.match(text, position):
                step = (
                    self._village(text, position, place)
                    or self._bare(text, position, place)
                    or self._made_up(text, position, place)
                )
            if step is None:
                break
            place, position = step
            if place.bare:
                break
        if position == start:
            return NOWHERE, start
        place = _today(place)
        written = text[start:position]
        return (
            Place(place.level, written, place.choices, place.made_up, place.bare, place.note),
            position,
        )

    def short(self, text: str, start: int = 0) -> tuple[Place, int] | None:
        """A short form such as 厦门 at `start`: every division that it can mean."""
        for length in self.gazetteer.short_lengths.get(text[start : start + 2], ()):
            found = self.gazetteer.shorts.get(text[start : start + length])
            if found:
                levels = {division.level for division in found}
                level = levels.pop() if len(levels) == 1 else None
                end = start + length
                return Place(level=level, written=text[start:end], choices=found), end
        return None

    def _listed(self, text: str, position: int, place: Place) -> tuple[Place, int] | None:
        if place.made_up:
            return None
        for length in self.gazetteer.lengths.get(text[position : position + 2], ()):
            end = position + length
            found = self.gazetteer.names.get(text[position:end], ())
            if found and place.choices:
                found = tuple(d for d in _inside(found, place.choices) if d.rank > place.rank)
            if found and not _GOES_ON.match(text, end):
                return _narrowed(found, place), end
        if place.level is None:
            return self._after_short_province(text, position)
        return None

    def _after_short_province(self, text: str, position: int) -> tuple[Place, int] | None:
        """福建厦门市: a short province counts when one of its divisions follows in full."""
        short = self.short(text, position)
        if short is None or not any(d.level == Level.PROVINCE for d in short[0].choices):
            return None
        province = tuple(d for d in short[0].choices if d.level == Level.PROVINCE)
        return self._listed(text, short[1], Place(level=Level.PROVINCE, choices=province))

    def _township(self, text: str, position: int, place: Place) -> tuple[Place, int] | None:
        if place.rank >= LEVEL_RANK[Level.TOWNSHIP]:
            return None
        by_word: int | None = None
        for match in _TOWNSHIP_END.finditer(text, position + 1, position + 14):
            name = text[position : match.end()]
            if found := self._listed_townships(name, place):
                return _narrowed(found, place), match.end()
            if by_word is None and _is_township_word(name, text, match.end(), self.lexicon):
                by_word = match.end()
        if by_word is None:
            return None
        return _with_made_up(place, Level.TOWNSHIP, text[position:by_word]), by_word

    def _listed_townships(self, name: str, place: Place) -> tuple[Division, ...]:
        if place.made_up:
            return ()
        found = self.gazetteer.townships_named(name)
        return _inside(found, place.choices) if place.choices else found

    def _village(self, text: str, position: int, place: Place) -> tuple[Place, int] | None:
        match = _VILLAGE.match(text, position)
        if match is None or place.rank >= LEVEL_RANK[Level.VILLAGE]:
            return None
        return _with_made_up(place, Level.VILLAGE, match[1]), match.end()

    def _bare(self, text: str, position: int, place: Place) -> tuple[Place, int] | None:
        if place.level is not None:
            return None
        match = _BARE.match(text, position)
        if match is None or _BARE_NOT.match(text, match.start(1)):
            return None
        return Place(level=_WORD_LEVEL[match[1]], bare=True), match.end()

    def _made_up(self, text: str, position: int, place: Place) -> tuple[Place, int] | None:
        match = _MADE_UP.match(text, position)
        if match is None:
            return None
        name, end = match[0], match.end()
        level = _WORD_LEVEL[match[2]]
        if match[2] == "市" and place.rank >= LEVEL_RANK[Level.CITY]:
            level = Level.COUNTY
        if (
            LEVEL_RANK[level] <= place.rank
            or _NO_DIVISION.search(name)
            or _NO_START.match(name)
            or _ONLY_WORDS.fullmatch(name)
            or _GOES_ON.match(text, end)
            or self.lexicon.fields.search(name, 1)
        ):
            return None
        return _with_made_up(place, level, name), end


def _today(place: Place) -> Place:
    """`place` without divisions of the past, unless it can only be one of them."""
    today = tuple(choice for choice in place.choices if not choice.former)
    if not today or len(today) == len(place.choices):
        return place
    if place.made_up:
        return replace(place, choices=today)
    return _narrowed(today, place)


def _inside(found: tuple[Division, ...], owners: tuple[Division, ...]) -> tuple[Division, ...]:
    """Those of `found` that lie in one of `owners`, and are none of them."""
    if len(owners) == 1:
        path = owners[0].path
        depth = len(path)
        return tuple(d for d in found if d.path[:depth] == path and len(d.path) > depth)
    return tuple(
        d for d in found if any(d.lies_in(c) and len(d.path) > len(c.path) for c in owners)
    )


def _narrowed(found: tuple[Division, ...], place: Place) -> Place:
    level: Level | None = found[0].level
    if len(found) > 1 and any(division.level != level for division in found):
        level = None
    return Place(level, "", found, place.made_up, note=place.note)


def _with_made_up(place: Place, level: Level, name: str) -> Place:
    note = f"{name} is in no list; level told by its last word"
    return replace(
        place, level=level, made_up=(*place.made_up, (level, name)), note=place.note or note
    )


def _is_township_word(name: str, text: str, end: int, lexicon: Lexicon) -> bool:
    stem = re.sub(r"(?:民族乡|街道|镇|乡|苏木|地区)$", "", name)
    return (
        1 <= len(stem) <= 7
        and re.fullmatch(rf"{_STEM}+", stem) is not None
        and not _ZONE_HEAD.search(name)
        and not _GOES_ON.match(text, end)
        and not _NO_START.match(name)
        and not _ONLY_WORDS.fullmatch(name)
        and not lexicon.fields.match(stem)
        and not re.search(r"[市区县省]$|[市区县省](?=.)", stem)
    )
