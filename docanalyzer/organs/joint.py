"""Splits joint issuers: 国务院、中央军委; 河南省人民政府河南省军区.

White space is gone by the time a name is read, so a boundary is only where both sides are
complete organs by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docanalyzer.organs.naming import Reading
from docanalyzer.organs.tails import Kind

if TYPE_CHECKING:
    from docanalyzer.organs.naming import OrganReader

_SEPARATOR = re.compile(
    r"[、,;/]|(?<=[府院厅委会局部])(?:和|与|暨)(?=\S{2,}(?:府|院|厅|委|会|局|部|办|军区)$)"
)
_LONGEST = 200  # characters
_AND_OTHERS = re.compile(
    r"等(?:[一二三四五六七八九十\d]+|有关|相关)?个?(?:部门|单位|部委|机关|厅局|委办局|部委局)(?:\(.*\))?$"
)
_BOUNDARY = re.compile(
    r"国务院|人民政府|办公厅|办公室|军委|中央|委员会|委|军区|警备区|总局|局|部|署|厅|会|院"
)
_MILITARY_RIGHT = re.compile(r"(?:中国人民解放军.*|省)?军区|中国人民解放军|武警")
_ISSUERS = frozenset(
    {
        Kind.GOVERNMENT, Kind.OFFICE, Kind.DEPARTMENT, Kind.PARTY, Kind.DISCIPLINE, Kind.CONGRESS,
        Kind.CONSULTATIVE, Kind.MILITARY, Kind.GROUP, Kind.COURT, Kind.PROCURATORATE,
    }
)  # fmt: skip
_LEADING = frozenset(
    {
        Kind.GOVERNMENT, Kind.OFFICE, Kind.PARTY, Kind.CONGRESS, Kind.CONSULTATIVE,
        Kind.MILITARY, Kind.DISCIPLINE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JointReader:
    """Reads names that may hold several organs."""

    reader: OrganReader

    def read(self, name: str) -> Reading:
        """The reading of the first organ; joint names are canonical with 、 between.

        教育部等六部门 is read as 教育部 and keeps its name; 文件 after a name is letterhead.
        """
        if len(name) > _LONGEST:
            return self._first_of_many(name)
        if name.endswith("文件") and len(name) > 4:
            name = name[:-2]
        if listed := _AND_OTHERS.search(name):
            return replace(self.read(name[: listed.start()]), canonical=name)
        parts = self._parts(name)
        if parts is None:
            return self._leading(name)
        if len(parts) == 1:
            return parts[0]
        return replace(parts[0], canonical="、".join(part.canonical for part in parts))

    def _first_of_many(self, name: str) -> Reading:
        """A cell with a long list: its first organ decides. A sentence is no organ."""
        first = _SEPARATOR.split(name[: _LONGEST + 1], maxsplit=1)[0]
        if len(first) > _LONGEST:
            return Reading(name, None, Kind.UNKNOWN, reason="too long for an organ's name")
        return replace(self.reader.read(first), canonical=name)

    def _leading(self, name: str) -> Reading:
        """A list whose parts are not all organs: the first decides, the name stays as it is."""
        first = self.reader.read(_SEPARATOR.split(name, maxsplit=1)[0])
        whole = self.reader.read(name)
        chosen = whole if first.kind == Kind.UNKNOWN and whole.level is not None else first
        return replace(chosen, canonical=name)

    def _parts(self, name: str) -> list[Reading] | None:
        """Readings of the organs in `name`; None when a listed part is no organ."""
        if name.startswith(("各", "所有")) or name in self.reader.lexicon.central:
            return [self.reader.read(name)]
        pieces = _SEPARATOR.split(name)
        if len(pieces) == 1:
            return self._split(name) or [self.reader.read(name)]
        readings: list[Reading] = []
        for piece in pieces:
            found = self._split(piece) or [self.reader.read(piece)]
            if found[0].kind == Kind.UNKNOWN and found[0].level is None:
                return None
            readings += found
        return readings

    def _split(
        self, name: str, seen: dict[str, list[Reading] | None] | None = None
    ) -> list[Reading] | None:
        """Organs written without a separator; None when no boundary is certain.

        `seen` keeps what each rest of the name gave, so that every cut is tried once.
        """
        seen = {} if seen is None else seen
        if name not in seen:
            seen[name] = None if name in self.reader.lexicon.central else self._cut(name, seen)
        return seen[name]

    def _cut(self, name: str, seen: dict[str, list[Reading] | None]) -> list[Reading] | None:
        for match in _BOUNDARY.finditer(name, 1):
            cut = match.end()
            if not self._can_begin(name, cut):
                continue
            left, right = name[:cut], name[cut:]
            first = self.reader.read(left)
            if not _is_issuer(first):
                continue
            others = self._split(right, seen) or [self.reader.read(right)]
            if self._stand_side_by_side(first, others[0]):
                return [first, *others]
        return None

    def _can_begin(self, name: str, cut: int) -> bool:
        """Cheap test that an organ written in full could begin at `cut`."""
        if len(name) - cut < 3:
            return False
        start = name[cut : cut + 2]
        return (
            start in self.reader.gazetteer.lengths
            or start in self.reader.lexicon.central_lengths
            or start in ("中华", "中共", "中国", "共青", "政协")
            or _MILITARY_RIGHT.match(name, cut) is not None
        )

    def _stand_side_by_side(self, left: Reading, right: Reading) -> bool:
        """Two organs, not an organ and its own part or field office."""
        if not _is_issuer(right):
            return False
        if right.central:
            return right.canonical != left.canonical
        if _MILITARY_RIGHT.match(right.canonical):
            return left.level == right.level
        is_placed = bool(right.place.choices or right.place.made_up) and not right.place.bare
        return is_placed and bool(right.tail) and self._are_peers(left, right)

    def _are_peers(self, left: Reading, right: Reading) -> bool:
        """Left of a placed organ: a bureau's peers share its place, others are leading organs."""
        if left.kind != Kind.DEPARTMENT:
            return right.kind in _LEADING
        central = self.reader.lexicon.central.get(left.canonical)
        if central is not None:
            return not central.has_field_offices or right.kind != Kind.DEPARTMENT
        return right.place.path == left.place.path and right.kind == Kind.DEPARTMENT


def _is_issuer(reading: Reading) -> bool:
    return reading.level is not None and reading.kind in _ISSUERS
