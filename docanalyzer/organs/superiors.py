"""Names the organ that stands directly above another, where the name tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docanalyzer.model.terms import Level
from docanalyzer.organs.tails import Kind

if TYPE_CHECKING:
    from docanalyzer.organs.naming import Reading

_OF_GOVERNMENT = frozenset({Kind.OFFICE, Kind.DEPARTMENT, Kind.ZONE, Kind.HOSPITAL, Kind.SCHOOL})
_UPWARD = {
    Level.VILLAGE: Level.TOWNSHIP,
    Level.TOWNSHIP: Level.COUNTY,
    Level.COUNTY: Level.CITY,
    Level.CITY: Level.PROVINCE,
}
# Cities with a state plan of their own: their tax offices stand under the central one.
_PLANNED_CITIES = frozenset({"大连市", "宁波市", "厦门市", "青岛市", "深圳市"})
_COMMITTEE_TAILS = frozenset({"委", "委员会", "党委"})


def superior_of(reading: Reading) -> str | None:
    """Canonical name of the superior; null where the name does not tell or none has command.

    Departments stand under their own government, governments under that of the next division
    up, party and discipline committees under the committee above, procuratorates under the
    procuratorate above (Organic Law of the Local People's Congresses and Governments; Party
    Constitution ch. 5 and 8). Courts, congresses and consultative conferences have none: what
    stands above them supervises.
    """
    if reading.central:
        return reading.above
    if reading.level is None or reading.is_collective:
        return None
    if reading.above is not None:
        return _above_field_office(reading, reading.above)
    if reading.kind in _OF_GOVERNMENT:
        return _own_government(reading)
    if reading.kind == Kind.PARTY and reading.tail not in _COMMITTEE_TAILS:
        own = reading.head + reading.place.written
        return f"{own}委" if own and reading.tail.startswith("委") else None
    above = _division_above(reading)
    return None if above is None else _organ_of(above, reading)


def _organ_of(division: str, reading: Reading) -> str | None:
    """The organ of `reading`'s branch in `division`; '' is the centre."""
    if reading.kind == Kind.PARTY:
        return f"中共{division}委" if division else "中共中央"
    if reading.kind == Kind.DISCIPLINE and reading.tail in ("纪委", "纪律检查委员会"):
        return f"中共{division}纪委" if division else "中共中央纪律检查委员会"
    if reading.kind == Kind.PROCURATORATE and reading.tail == "人民检察院":
        return f"{division}人民检察院" if division else "最高人民检察院"
    if reading.kind in (Kind.GOVERNMENT, Kind.VILLAGE_COMMITTEE, Kind.UNKNOWN):
        return _government(division) if division else "国务院"
    return None


def _government(division: str) -> str:
    """The government of a division: streets, leagues and prefectures have offices of others."""
    if division == "新疆生产建设兵团":
        return division
    if division.endswith("街道"):
        return f"{division}办事处"
    if division.endswith(("盟", "地区")):
        return f"{division}行政公署"
    return f"{division}人民政府"


def _own_government(reading: Reading) -> str | None:
    place = reading.place
    if not place.written or place.level is None or place.level != reading.level:
        return None
    if reading.tail.startswith("委"):
        return f"{reading.head}{place.written}委"
    if place.bare:
        return _government(place.written.lstrip("本我全"))
    own = place.slot(place.level)
    is_short = own is not None and not place.written.endswith(own)
    return _government(own if own and is_short else place.written)


def _above_field_office(reading: Reading, organ: str) -> str | None:
    """国家税务总局集美区税务局 stands under the tax office of 厦门市."""
    above = _division_above(reading)
    is_planned = reading.place.slot(Level.CITY) in _PLANNED_CITIES and reading.level == Level.CITY
    if above == "" or is_planned:
        return organ
    if above is not None and reading.tail.endswith("税务局"):
        return f"{organ}{above}税务局"
    return None


def _division_above(reading: Reading) -> str | None:
    """The division above, as the name writes it or by its usual name; '' for the centre."""
    place = reading.place
    if place.level is None:
        return None
    if place.level == Level.PROVINCE:
        return ""
    own = place.slot(place.level)
    if own and place.written.endswith(own) and len(place.written) > len(own):
        return place.written[: -len(own)]
    level = _UPWARD.get(place.level)
    while level is not None:
        name = place.slot(level)
        if name is not None:
            city = place.slot(Level.CITY) or place.slot(Level.PROVINCE)
            is_district = level == Level.COUNTY and name.endswith("区")
            return f"{city}{name}" if is_district and city else name
        level = _UPWARD.get(level)
    return None
