"""The divisions of China and their names: which place a word can mean.

Source: rules/gazetteer, made by scripts/make_gazetteer.py from published lists on the base of
GB/T 2260. Counties and above are always in memory; townships load when a name needs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.terms import LEVEL_RANK, Level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})

_NATIONS = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|傣族|白族|景颇族|傈僳族|回族|壮族|"
    "哈萨克族?|柯尔克孜族?|蒙古族?|瑶族|满族|黎族|畲族|仡佬族|水族|佤族|拉祜族|纳西族|布朗族|"
    "土族|撒拉族|保安族|东乡族|裕固族|锡伯族?|塔吉克族?|仫佬族|毛南族|独龙族|怒族|普米族|"
    "鄂温克族|达斡尔族|各族|维吾尔族?"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:{_NATIONS})+自治(区|州|县|旗)$")
_STEM = re.compile(r"^(.{2,})(?:特别行政区|自治区|省|地区|盟|林区|新区|市|区|县|旗)$")


@dataclass(frozen=True, slots=True)
class Division:
    """A division: `path` runs from its province down to itself; `former` ones are history."""

    name: str
    level: Level
    path: tuple[str, ...]
    province: str
    city: str | None = None
    county: str | None = None
    township: str | None = None
    former: bool = False

    @property
    def rank(self) -> int:
        """0 for central to 5 for village."""
        return LEVEL_RANK[self.level]

    def lies_in(self, other: Division) -> bool:
        """True when `other` stands above this division, or is it."""
        return self.path[: len(other.path)] == other.path

    def full_name(self) -> str:
        """The path in one word: 福建省厦门市集美区."""
        return "".join(self.path)


@dataclass(frozen=True)
class Gazetteer:
    """Divisions by name. Built once per process by `gazetteer()`."""

    by_code: dict[str, Division]
    names: dict[str, tuple[Division, ...]]
    shorts: dict[str, tuple[Division, ...]]
    zones: dict[str, Division]  # listed zones named after the city that owns them
    township_file: Path
    _townships_read: dict[str, tuple[Division, ...]] = field(default_factory=dict, repr=False)
    lengths: dict[str, tuple[int, ...]] = field(init=False)
    zone_lengths: dict[str, tuple[int, ...]] = field(init=False)
    short_lengths: dict[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lengths", lengths_by_start(self.names))
        object.__setattr__(self, "zone_lengths", lengths_by_start(self.zones))
        object.__setattr__(self, "short_lengths", lengths_by_start(self.shorts))

    @cached_property
    def townships(self) -> dict[str, list[str]]:
        """Township name to the codes of the divisions that have one of that name."""
        import polars as pl

        table = pl.read_parquet(self.township_file, glob=False)
        return dict(zip(table["name"].to_list(), table["codes"].to_list(), strict=True))

    def townships_named(self, name: str) -> tuple[Division, ...]:
        """Every township of that name, in code order."""
        found = self._townships_read.get(name)
        if found is None:
            owners = (self.by_code[code] for code in self.townships.get(name, ()))
            found = tuple(_township(name, owner) for owner in owners)
            self._townships_read[name] = found
        return found


def _township(name: str, owner: Division) -> Division:
    return Division(
        name,
        Level.TOWNSHIP,
        (*owner.path, name),
        province=owner.province,
        city=owner.city,
        county=owner.county,
        township=name,
    )


def lengths_by_start(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters to the lengths of the names that begin so, longest first."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


@cache
def gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of the default pack, or of `folder`; read once per process.

    Raises `UsageFault` when the file is missing or a line is not understood.
    """
    folder = folder or default_pack() / "gazetteer"
    file = folder / "divisions.tsv"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageFault(str(file), "the gazetteer cannot be read", "reinstall docanalyzer") from (
            error
        )
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 4:
            raise UsageFault(f"{file}:{number}", "not four cells", "make the file again")
        rows.append(cells)
    return _build(rows, folder / "townships.parquet")


def _build(rows: list[list[str]], township_file: Path) -> Gazetteer:
    by_code: dict[str, Division] = {}
    names: dict[str, list[Division]] = {}
    zones: dict[str, Division] = {}
    # Parents have shorter codes; current ones first, so that a code means today's division.
    listed = [row for row in rows if row[1] != "alias"]
    for code, kind, name, until in sorted(listed, key=lambda row: (len(row[0]), row[3] != "", row)):
        parent = (by_code.get(code[:4]) if len(code) == 6 else None) or by_code.get(code[:2])
        if len(code) == 2:
            parent = None
        if kind == "zone":
            if parent is not None and parent.name[:2] in name:
                zones[name] = parent
            continue
        division = _division(name, Level(kind), parent, former=bool(until))
        by_code.setdefault(code, division)
        names.setdefault(name, []).append(division)
    for code, kind, name, _ in rows:
        if kind == "alias":
            names.setdefault(name, []).append(by_code[code])
    shorts: dict[str, list[Division]] = {}
    for name in list(names):
        for division in names[name]:
            _add_short_forms(division, names, shorts)
    return Gazetteer(
        by_code=by_code,
        names={name: tuple(found) for name, found in names.items()},
        shorts={name: tuple(found) for name, found in shorts.items()},
        zones=zones,
        township_file=township_file,
    )


def _division(name: str, level: Level, parent: Division | None, *, former: bool) -> Division:
    if parent is None:
        return Division(name, level, (name,), province=name, former=former)
    return Division(
        name=name,
        level=level,
        path=(*parent.path, name),
        province=parent.province,
        city=name if level == Level.CITY else parent.city,
        county=name if level == Level.COUNTY else None,
        former=former,
    )


def _add_short_forms(
    division: Division, names: dict[str, list[Division]], shorts: dict[str, list[Division]]
) -> None:
    """恩施州 for 恩施土家族苗族自治州 is as good as a full name; 厦门 is a short one."""
    if division.former:
        return
    name = division.name
    stem = None
    if match := _AUTONOMOUS.match(name):
        stem = match[1]
        if match[2] == "区":
            names.setdefault(stem + "自治区", []).append(division)
        elif stem + match[2] not in names:
            names.setdefault(stem + match[2], []).append(division)
    elif match := _STEM.match(name):
        stem = match[1]
    if stem and division not in shorts.setdefault(stem, []):
        shorts[stem].append(division)
