"""TOML text to plain data that knows on which line each key stands.

The library tells a place only for faults of syntax, so the lines are scanned for headings and
keys; what stands in an inline table is placed at the key of that table.
"""

from __future__ import annotations

import re
import tomllib

from docanalyzer.model.faults import UsageFault
from docanalyzer.rules.yaml_text import Parsed, Path, Spot

_HEADING = re.compile(r"(\s*)(\[\[?)\s*([^\]#]+?)\s*\]")
_NAME = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEY = re.compile(rf"(\s*)({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_PLACE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$")


def parse_toml(text: str, where: str) -> Parsed:
    """Data of a TOML document; a fault of syntax ends the reading."""
    parsed = Parsed(where)
    try:
        parsed.data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        parsed.faults.append(_unreadable(parsed, text, str(error)))
        return parsed
    parsed.values[()] = Spot(1, 1)
    _scan(parsed, text)
    return parsed


def _unreadable(parsed: Parsed, text: str, message: str) -> UsageFault:
    """The library's complaint at its place; at the end of the text it names none."""
    place = _PLACE.search(message)
    spot = Spot(int(place[1]), int(place[2])) if place else Spot(text.count("\n") + 1, 1)
    what = _PLACE.sub("", message).removesuffix(" (at end of document)")
    hint = "look for a missing quote or bracket, or a key or table that stands twice"
    return parsed.fault(spot, f"not readable as TOML: {what[:1].lower()}{what[1:]}", hint)


def _scan(parsed: Parsed, text: str) -> None:
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        heading, key = _HEADING.match(line), _KEY.match(line)
        if heading:
            table = _parts(heading[3])
            if heading[2] == "[[":
                counts[table] = counts.get(table, -1) + 1
                parsed.values.setdefault(table, Spot(number, len(heading[1]) + 1))
                table = (*table, counts[table])
            _note(parsed, table, Spot(number, len(heading[1]) + 1))
        elif key:
            _note(parsed, (*table, *_parts(key[2])), Spot(number, len(key[1]) + 1))


def _note(parsed: Parsed, path: Path, spot: Spot) -> None:
    """Every beginning of the path too, so that a place is found for what holds the key."""
    for length in range(1, len(path) + 1):
        parsed.values.setdefault(path[:length], spot)
        parsed.keys.setdefault(path[:length], spot)


def _parts(dotted: str) -> Path:
    return tuple(part[1] or part[2] or part[3] or "" for part in _PART.finditer(dotted))
