"""The heading map: which canonical field a heading of a register stands for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.pack_data import default_pack

_DROPPED = re.compile(r"[\s:*_'\"\x00-\x1f\xad\u200b-\u200f\u2060\ufeff.。、]+")
_BRACKETED = re.compile(r"[(\[【〔<《{][^)\]】〕>》}]*[)\]】〕>》}]")
_FURTHER = re.compile(r"#\d+$")


def heading_key(heading: str) -> str:
    """`heading` as it is compared: NFKC, lower case, without spaces, colons and the like."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", heading)).lower()


def bare_key(heading: str) -> str:
    """`heading_key` without bracketed remarks, 标题(必填) being 标题."""
    return heading_key(_BRACKETED.sub("", unicodedata.normalize("NFKC", heading)))


@dataclass(frozen=True, slots=True)
class KnownHeading:
    """A heading of the map: its field, null when not carried; `rank` 0 is preferred."""

    key: str
    field: str | None
    rank: int
    meaning: str


@dataclass(frozen=True, slots=True)
class AmbiguousHeading:
    """A heading whose values decide: kind of value to field, in order of trial."""

    by_kind: tuple[tuple[str, str | None], ...]
    unseen: str | None
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class HeadingMap:
    """Known headings by key, the ambiguous ones among them, and the fields that may be filled
    from more than one column."""

    known: dict[str, KnownHeading]
    ambiguous: dict[str, AmbiguousHeading]
    filled: frozenset[str]

    def find(self, heading: str) -> KnownHeading | None:
        """The known heading that equals `heading`, with or without its bracketed remark."""
        return self.known.get(heading_key(heading)) or self.known.get(bare_key(heading))

    def knows(self, heading: str | None) -> bool:
        """Whether `heading` is in the map; null and empty are not."""
        return heading is not None and 0 < len(heading) <= 40 and self.find(heading) is not None


@cache
def heading_map(pack: Path | None = None) -> HeadingMap:
    """The heading map of the rule pack, read once.

    Raises `UsageFault` when a heading stands in two places or the file cannot be understood.
    """
    path = (pack or default_pack()) / "headings" / "headings.yml"
    document = load_yaml(path)
    known: dict[str, KnownHeading] = {}
    for field, entry in document["fields"].items():
        for rank, heading in enumerate([*entry["headings"], field]):
            _add(known, KnownHeading(heading_key(heading), field, rank, field), path)
    for meaning, headings in document["not_carried"].items():
        for rank, heading in enumerate(headings):
            _add(known, KnownHeading(heading_key(heading), None, rank, meaning), path)
    return HeadingMap(
        known=known,
        ambiguous={heading_key(h): _ambiguous(e) for h, e in document["ambiguous"].items()},
        filled=frozenset(f for f, e in document["fields"].items() if e.get("fill")),
    )


def load_yaml(path: Path) -> dict[str, Any]:
    """A mapping from a YAML file of the pack. Raises `UsageFault` when it is not one."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise UsageFault(str(path), f"cannot be read: {error}", "reinstall docanalyzer") from error
    if not isinstance(document, dict):
        raise UsageFault(str(path), "holds no mapping", "reinstall docanalyzer")
    return document


def _add(known: dict[str, KnownHeading], heading: KnownHeading, path: Path) -> None:
    other = known.setdefault(heading.key, heading)
    if other.meaning != heading.meaning:
        raise UsageFault(
            str(path),
            f"heading {heading.key} stands under {other.meaning} and {heading.meaning}",
            "keep it in one place, or add it to `ambiguous`",
        )


def _ambiguous(entry: dict[str, str | None]) -> AmbiguousHeading:
    kinds = tuple((k, v) for k, v in entry.items() if k not in ("unseen", "otherwise"))
    return AmbiguousHeading(kinds, entry["unseen"], entry["otherwise"])


def distinct_headings(headings: list[str | None]) -> tuple[str, ...]:
    """Headings as column names: unnamed ones become 列N, repeats get #2, #3 and so on."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = heading if heading and heading_key(heading) else f"列{number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def written_heading(name: str) -> str:
    """The heading as the file has it, without the mark of a repeat."""
    return _FURTHER.sub("", name)
