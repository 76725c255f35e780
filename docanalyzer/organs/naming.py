"""Reads one organ's name: what it is, where it stands, what stands above it.

Bounded work per name and meant for distinct names; `resolve` runs it over a whole column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docanalyzer.model.terms import LEVEL_RANK, Level
from docanalyzer.organs.places import NOWHERE, Place, PlaceReader
from docanalyzer.organs.tails import (
    NOT_AN_ORGAN,
    ORGAN_END,
    Follows,
    Kind,
    Tail,
    level_of,
    read_tail,
)

if TYPE_CHECKING:
    from docanalyzer.organs.gazetteer import Division, Gazetteer
    from docanalyzer.organs.lexicon import CentralOrgan, Lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name says. `tail` is the text after the place, `above` a superior known by name;
    `reason` tells why the level, or else the division, is not known."""

    canonical: str
    level: Level | None
    kind: Kind
    place: Place = NOWHERE
    tail: str = ""
    head: str = ""
    above: str | None = None
    reason: str | None = None
    central: bool = False
    is_collective: bool = False


# Heads that are followed by the place: 中共福建省委, 政协厦门市委员会.
_HEADS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"中国共产党|中共"), Kind.PARTY),
    (re.compile(r"中国人民政治协商会议|人民政协|政协"), Kind.CONSULTATIVE),
    (re.compile(r"中国共产主义青年团|共青团|中国少年先锋队|少先队"), Kind.GROUP),
    (
        re.compile(
            r"中国国民党革命委员会|民革|中国民主同盟|民盟|中国民主建国会|民建|中国民主促进会|民进|"
            r"中国农工民主党|农工党|中国致公党|致公党|九三学社|台湾民主自治同盟|台盟"
        ),
        Kind.GROUP,
    ),
    (
        re.compile(r"中国人民解放军|解放军|中国人民武装警察部队|武警部队|武警"),
        Kind.MILITARY,
    ),
)
_COMMITTEE = re.compile(r"委(?:$|员会)")
_CENTRAL_SHAPE = re.compile(
    r"(?:国务院|中共中央|党中央|中央(?!民族|音乐|戏剧|美术|财经大|企业|商务区|公园|广场|电大|所属|预算)|国家|全国|"
    r"中华人民共和国)[^、,]{1,38}?"
    r"(?:领导小组|委员会|办公室|办公厅|指挥部|联席会议|机制|机制综合组|工作小组|协调小组|小组|总局|部|局|署|委|院|中心)"
    r"(?:办公室|综合组|专家组|秘书处)?(?:\(.*\))?$"
)
_NOT_CENTRAL = re.compile(
    r"(?:部门|开发银行|电网|能源集团|公司|集团|医院|大学|学院|学校|中学|小学|实验室|协会|学会|公园|干部学院|督察.{2,3}局)"
)
_COLLECTIVE = re.compile(
    r"(?:各|所有|全部|有关)"
    r"(自治区|省|设区的市|设区市|自治州|地级市|市|州|盟|地区|自治县|县|区|旗|乡|镇|街道|街|社区|行政村|村)"
)
# Without 各 only words that join divisions of one tier name several.
_SEVERAL = re.compile(
    r"(县|区|旗|市|盟|乡|镇|街)"
    r"(?:(?<=县)(?:\((?:市|区|市、区|市区)\)|市区|区)|(?<=区)县|(?<=旗)县区?|(?<=市)(?:\(州\)|州)|(?<=盟)市|"
    r"(?<=乡)(?:\(镇\)|镇)(?:街道|\(街道\))?|(?<=镇)(?:\(街道?\)|街道?|乡)|(?<=街)镇)"
    r"(?=人民政府|政府|党委|党政|党\(|教育|农业|纪委|、|$)"
)
_COLLECTIVE_LEVEL = {
    "自治区": Level.PROVINCE, "省": Level.PROVINCE, "设区的市": Level.CITY, "设区市": Level.CITY,
    "自治州": Level.CITY, "地级市": Level.CITY, "市": Level.CITY, "州": Level.CITY,
    "盟": Level.CITY, "地区": Level.CITY, "自治县": Level.COUNTY, "县": Level.COUNTY,
    "区": Level.COUNTY, "旗": Level.COUNTY, "乡": Level.TOWNSHIP, "镇": Level.TOWNSHIP,
    "街道": Level.TOWNSHIP, "街": Level.TOWNSHIP, "社区": Level.VILLAGE,
    "行政村": Level.VILLAGE, "村": Level.VILLAGE,
}  # fmt: skip
_DEPARTMENTS = re.compile(
    r"^(?:级|直|属)?(?:机关)?(?:各|有关|相关|所属).*(?:部门|单位|部委|机构|企业|院校)$"
)
_BRANCH = re.compile(r"(?:局|队|所)([\u4e00-\u9fff]{2,6}?)(?:区|县|市)?(?:公安)?(分局|大队|中队)$")
_PROVINCIAL_END = re.compile(r"(?<!办公)厅(?:\(.*\))?$|总队$|人民检察院$|^省?委$|^党委$")
# After a short place these begin names of something else: 武夷山国家公园管理局.
_NOT_LOCAL_FIELDS = ("国家", "全国", "第", "各", "铁路", "实验", "台湾", "电力")
_DISTRICT_OFFICE = re.compile(r"(?:分局|监管局|督察局|地区管理局|水利委员会|派出机构)$")
_FIELD_OFFICE = re.compile(
    r"^(?:省|市)?(?:监管局|调查总队|调查队|监管分局|省?分行|中心支行|支行|办事处|管理局|局|专员办|税务局|特派员办事处|"
    r"监督管理局|安全监察局|分局)"
)


@dataclass(frozen=True, slots=True)
class OrganReader:
    """Reads names that are already folded (see `folding`) and hold one organ."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    places: PlaceReader

    def read(self, name: str) -> Reading:
        """What `name` says; a name that is no organ has kind unknown, no level and a reason."""
        if not name:
            return Reading("", None, Kind.UNKNOWN, reason="empty")
        return self._central(name) or self._zone(name) or self._local(name)

    # -- the centre ---------------------------------------------------------------------

    def _central(self, name: str) -> Reading | None:
        found = self.lexicon.central_prefix(name)
        if found is None:
            return self._central_by_shape(name)
        organ, end = found
        rest = name[end:]
        if not rest:
            return _of_centre(organ.name, Kind(organ.kind), organ.superior)
        return self._field_office(name, organ, rest) or self._central_part(name, organ, rest)

    def _central_part(self, name: str, organ: CentralOrgan, rest: str) -> Reading | None:
        """A part of a central organ: 国务院办公厅秘书局, 国务院各部委."""
        if rest.startswith(("各", "有关", "所属", "直属")):
            return _of_centre(name, Kind.DEPARTMENT, organ.name)
        if _NOT_CENTRAL.search(rest) or not ORGAN_END.search(rest):
            return None
        tail = read_tail(rest)
        district = tail.follows == Follows.NEVER and tail.kind == Kind.DEPARTMENT
        if district or (organ.has_field_offices and _DISTRICT_OFFICE.search(rest)):
            reason = "a field office whose district follows no division"
            return Reading(
                name, None, Kind.DEPARTMENT, above=organ.name, reason=reason, central=True
            )
        kind = Kind(organ.kind)
        if kind in (Kind.GOVERNMENT, Kind.OFFICE):
            kind = Kind.DEPARTMENT
        return _of_centre(name, kind, organ.name)

    def _central_by_shape(self, name: str) -> Reading | None:
        if not _CENTRAL_SHAPE.match(name) or _NOT_CENTRAL.search(name):
            return None
        party = name.startswith(("中共中央", "党中央", "中央"))
        if not party and name.startswith("中华人民共和国"):
            # 中华人民共和国厦门海关: a customs house, not the centre.
            place, _ = self.places.read(name, 7)
            if place.level is not None or self.places.short(name, 7):
                return None
        return _of_centre(
            name, Kind.PARTY if party else Kind.DEPARTMENT, "中共中央" if party else "国务院"
        )

    def _field_office(self, name: str, organ: CentralOrgan, rest: str) -> Reading | None:
        """国家税务总局厦门市税务局, 国家统计局福建调查总队: the place is the office's."""
        if not organ.has_field_offices:
            return None
        place, end = self.places.read(rest)
        if place.level is None or place.bare:
            short = self._short_place(rest, prefer_province=True)
            if short is None or not _FIELD_OFFICE.match(rest[short[1] :]):
                return None
            if short[0].level not in (Level.PROVINCE, Level.CITY):
                return None
            place, end = short
        tail = read_tail(rest[end:])
        if tail.kind not in (Kind.DEPARTMENT, Kind.ENTERPRISE, Kind.ZONE):
            return None
        if tail.kind == Kind.ENTERPRISE:
            tail = Tail(Kind.DEPARTMENT)  # branches of the central bank are organs
        head = name[: len(name) - len(rest)]
        return _placed(name, place, rest[end:], tail, head=head, above=organ.name)

    def _short_place(self, text: str, *, prefer_province: bool) -> tuple[Place, int] | None:
        short = self.places.short(text)
        if short is None:
            return None
        place, end = short
        for level in (Level.PROVINCE, Level.CITY) if prefer_province else ():
            choices = tuple(d for d in place.choices if d.level == level)
            if choices:
                return replace(place, level=level, choices=choices), end
        return place, end

    # -- zones ----------------------------------------------------------------------------

    def _zone(self, name: str) -> Reading | None:
        for zone, owner in self.lexicon.zone_owners.items():
            if zone in name:
                if not owner:
                    return Reading(
                        name, None, Kind.ZONE, reason="the owner of the zone is not told"
                    )
                return self._known_zone(name, zone, self.gazetteer.names[owner][0])
        for length in self.gazetteer.zone_lengths.get(name[:2], ()):
            listed = self.gazetteer.zones.get(name[:length])
            if listed is not None:
                return self._known_zone(name, name[:length], listed)
        return None

    def _known_zone(self, name: str, zone: str, owner: Division) -> Reading | None:
        before, _, after = name.partition(zone)
        tail = read_tail(zone + after)
        if before not in ("", "中国", "中共", owner.name, owner.name.rstrip("省市")):
            return None
        if tail.kind != Kind.ZONE and not after.startswith(("管", "党", "委", "执", "工作委")):
            return None
        place = Place(level=owner.level, written=owner.name, choices=(owner,))
        return Reading(name, owner.level, Kind.ZONE, place, zone + after, above=None)

    # -- everything else ------------------------------------------------------------------

    def _local(self, name: str) -> Reading:
        start, head_kind = 0, None
        for pattern, kind in _HEADS:
            if match := pattern.match(name):
                start, head_kind = match.end(), kind
                break
        collective = self._collective(name, start, NOWHERE)
        if collective is not None:
            return collective
        place, end = self.places.read(name, start)
        head, tail_text = name[:start], name[end:]
        if place.level is None and not place.choices:
            return self._without_place(name, head, head_kind, tail_text)
        collective = self._collective(name, end, place)
        if collective is not None:
            return collective
        tail = self._tail_of(tail_text, place, head_kind)
        place = self._with_branch(place, tail_text, tail)
        return _placed(name, place, tail_text, tail, head=head)

    def _tail_of(self, text: str, place: Place, head_kind: Kind | None) -> Tail:
        if _DEPARTMENTS.match(text):
            return Tail(Kind.DEPARTMENT)
        if place.level == Level.VILLAGE and text.startswith(("村", "居", "民", "委", "社区")):
            return Tail(Kind.VILLAGE_COMMITTEE)
        tail = read_tail(text)
        if head_kind is None:
            return tail
        if tail.kind == Kind.DISCIPLINE or (head_kind == Kind.PARTY and tail.kind == Kind.SCHOOL):
            return tail
        if _COMMITTEE.match(text) or tail is not NOT_AN_ORGAN:
            return Tail(head_kind)
        return tail

    def _with_branch(self, place: Place, text: str, tail: Tail) -> Place:
        """厦门市公安局集美分局 stands at 集美区, one of 厦门市's own divisions."""
        branch = _BRANCH.search(text)
        if branch is None or tail.kind != Kind.DEPARTMENT or place.level is None:
            return place
        municipality = place.rank == LEVEL_RANK[Level.PROVINCE] and place.slot(Level.PROVINCE) in (
            "北京市",
            "天津市",
            "上海市",
            "重庆市",
        )
        if place.level != Level.CITY and not municipality:
            return place
        found = tuple(
            division
            for division in self.gazetteer.shorts.get(branch[1], ())
            if not place.bare
            and division.level == Level.COUNTY
            and any(division.lies_in(choice) for choice in place.choices)
        )
        if found:
            return replace(place, level=Level.COUNTY, choices=found)
        if branch[2] == "分局":
            note = f"the district of {branch[1]}分局 is in no list"
            return replace(place, level=Level.COUNTY, bare=False, note=note)
        return place

    def _collective(self, name: str, start: int, place: Place) -> Reading | None:
        """各县(市、区)人民政府: several organs of one level."""
        match = _COLLECTIVE.match(name, start) or _SEVERAL.match(name, start)
        if match is None:
            return None
        level = _COLLECTIVE_LEVEL[match[1]]
        if name.startswith(("各市县区", "各市、县(区)", "各市(县、区)", "各市县(区)")):
            level = Level.CITY
        if LEVEL_RANK[level] <= place.rank:
            level = Level.COUNTY if place.level == Level.CITY else level
        kind = Kind.GOVERNMENT if "政府" in name or "办事处" in name else Kind.UNKNOWN
        return Reading(name, level, kind, place, name[start:], is_collective=True)

    def _without_place(
        self, name: str, head: str, head_kind: Kind | None, tail_text: str
    ) -> Reading:
        short = self._short_local(name, head)
        if short is not None:
            return short
        tail = read_tail(tail_text)
        if head_kind is not None and tail.kind not in (Kind.DISCIPLINE, Kind.SCHOOL):
            tail = replace(tail, kind=head_kind) if tail is not NOT_AN_ORGAN else tail
        level = level_of(tail, None)
        if level is None and tail.kind == Kind.DEPARTMENT and _PROVINCIAL_END.search(name):
            # Only provinces call a department 厅.
            level = Level.PROVINCE if name.endswith("厅") else None
        reason = tail.reason
        if level is None and reason is None:
            is_zone = tail.kind == Kind.ZONE
            reason = "a zone whose owner is not named" if is_zone else "no division in the name"
        return Reading(name, level, tail.kind, tail=tail_text, head=head, reason=reason)

    def _short_local(self, name: str, head: str) -> Reading | None:
        """福建教育厅, 厦门教育局: a short place before a department."""
        start = len(head)
        short = self.places.short(name, start)
        if short is None:
            return None
        place, end = short
        rest = name[end:]
        if not self.lexicon.fields.match(rest) and not rest.startswith("委"):
            return None
        if rest.startswith(_NOT_LOCAL_FIELDS):
            return None
        tail = read_tail(rest)
        if tail.kind not in (Kind.DEPARTMENT, Kind.PARTY, Kind.DISCIPLINE, Kind.GOVERNMENT):
            return None
        if _PROVINCIAL_END.search(rest):
            choices = tuple(d for d in place.choices if d.level == Level.PROVINCE)
            place = replace(place, level=Level.PROVINCE, choices=choices) if choices else place
        return _placed(name, place, rest, tail, head=head)


def _of_centre(name: str, kind: Kind, above: str | None) -> Reading:
    return Reading(name, Level.CENTRAL, kind, above=above, central=True)


def _placed(
    name: str, place: Place, text: str, tail: Tail, *, head: str = "", above: str | None = None
) -> Reading:
    """The reading of a name with a place; ambiguous places keep their choices."""
    level = level_of(tail, place.level)
    reason = tail.reason
    if tail.follows == Follows.PLACE:
        level, reason = _level_by_place(place, tail, text)
    if reason is None and len(place.choices) > 1:
        reason = ambiguity(place)
    return Reading(
        name, level, tail.kind, place, text, head=head, above=above, reason=reason or place.note
    )


def _level_by_place(place: Place, tail: Tail, text: str) -> tuple[Level | None, str | None]:
    level = place.level
    if level is None:
        return None, ambiguity(place)
    if tail.kind == Kind.COURT:
        return _court_level(place, text)
    if tail.kind == Kind.MILITARY:
        return level, None
    return level, None


def _court_level(place: Place, text: str) -> tuple[Level | None, str | None]:
    """A court without 高级 or 中级 is a basic one; under a city's name it may be a short form."""
    if place.level in (Level.PROVINCE, Level.CITY) and "人民法院" in text:
        return None, "a court of a city or province without its grade"
    return place.level, None


def ambiguity(place: Place) -> str:
    """Why the division is not known: the places of that name, in gazetteer order."""
    shown = [choice.full_name() for choice in place.choices[:6]]
    more = ", …" if len(place.choices) > 6 else ""
    return f"ambiguous: {place.written} is {', '.join(shown)}{more}"
