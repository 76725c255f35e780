"""YAML text to plain data that knows where each key and value stands.

A deliberate subset: no anchors, tags or several documents, and only `true`, `false`, `null` and
decimal numbers are anything but text, so that 17:30, yes and 2023-05-01 stay what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from docanalyzer.model.faults import UsageFault

Key = str | int
Scalar = str | int | float | bool | None
Data = Any
"""Nested dicts, lists and `Scalar`s, as YAML and JSON have them."""
Path = tuple[Key, ...]

_DEPTH = 20
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq", "int", "float", "bool", "null")
)


class _Mark(Protocol):
    """What the two YAML parsers call a mark; both count from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Parsed:
    """A file's data, where its keys and values stand, and what is wrong with its form.

    `values` and `keys` map a path such as `("when", "any", 3)` to a place; `faults` are empty
    for a well-formed file.
    """

    where: str
    data: Data = None
    values: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)
    faults: list[UsageFault] = field(default_factory=list)

    def fault(self, spot: Spot, what: str, hint: str) -> UsageFault:
        """A fault at a place of this file."""
        return UsageFault(f"{self.where}:{spot.line}:{spot.column}", what, hint)

    def spot(self, path: Path, *, of_key: bool = False) -> Spot:
        """Where `path` stands; parts that the file does not have are skipped."""
        known: Path = ()
        for part in path:
            if (*known, part) in self.values:
                known = (*known, part)
        table = self.keys if of_key and known in self.keys else self.values
        return table.get(known, Spot(1, 1))


def parse_yaml(text: str, where: str) -> Parsed:
    """Data of one YAML document; faults of form are collected, the worst ends the reading."""
    parsed = Parsed(where)
    builder = _Builder(parsed)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if not builder.take(event):
                return parsed
    except yaml.MarkedYAMLError as error:
        parsed.faults.append(
            parsed.fault(
                _spot(error.problem_mark),
                f"not readable as YAML: {error.problem}",
                "look for a missing quote, a missing space after a colon, or a tab in the indent",
            )
        )
    except yaml.reader.ReaderError as error:
        parsed.faults.append(_control_character(parsed, text, error))
    return parsed


def _control_character(parsed: Parsed, text: str, error: yaml.reader.ReaderError) -> UsageFault:
    bad = next(
        (at for at, char in enumerate(text) if not char.isprintable() and char not in "\n\r\t"), 0
    )
    line = text.count("\n", 0, bad) + 1
    column = bad - (text.rfind("\n", 0, bad) + 1) + 1
    return parsed.fault(
        Spot(line, column), f"not readable as YAML: {error.reason}", "remove the control character"
    )


@dataclass(slots=True)
class _Open:
    """A mapping or sequence being read; `key` is the key whose value comes next."""

    content: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    skipping: bool = False


class _Builder:
    """Turns YAML events into data without recursion."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Use one event; False once reading on makes no sense."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            return self._documents == 1 or self._stop(
                event, "a second document begins", "write one rule per file, without ---"
            )
        if isinstance(event, yaml.AliasEvent):
            return self._stop(event, f"alias *{event.anchor}", "write the value out")
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
            return True
        if isinstance(event, yaml.NodeEvent):
            return self._take_node(event)
        return True

    def _take_node(self, event: yaml.NodeEvent) -> bool:
        if event.anchor is not None:
            return self._stop(event, f"anchor &{event.anchor}", "write the value out")
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _PLAIN_TAGS:
            return self._stop(event, f"tag {tag}", "leave the tag out")
        if isinstance(event, yaml.ScalarEvent):
            return self._take_scalar(event)
        if len(self._stack) >= _DEPTH:
            return self._stop(event, "nested too deeply", "a rule needs only a few levels")
        content: dict[str, Any] | list[Any] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        path = self._place(event, content)
        if path is None:
            return False
        self._stack.append(_Open(content, path))
        return True

    def _take_scalar(self, event: yaml.ScalarEvent) -> bool:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.content, dict) and top.key is None:
            self._take_key(top, event)
            return True
        return self._place(event, _scalar(event)) is not None

    def _take_key(self, top: _Open, event: yaml.ScalarEvent) -> None:
        top.key = event.value
        path = (*top.path, event.value)
        top.skipping = path in self._parsed.keys
        if top.skipping:
            first = self._parsed.keys[path]
            self._add(
                event,
                f"key {event.value!r} stands twice, first on line {first.line}",
                "keep one of the two",
            )
        else:
            self._parsed.keys[path] = _spot(event.start_mark)

    def _place(
        self, event: yaml.NodeEvent, value: Scalar | dict[str, Any] | list[Any]
    ) -> Path | None:
        """Put a value where it belongs and return its path; None when that is impossible."""
        spot = _spot(event.start_mark)
        if not self._stack:
            self._parsed.data = value
            self._parsed.values[()] = spot
            return ()
        top = self._stack[-1]
        if isinstance(top.content, list):
            path: Path = (*top.path, len(top.content))
            top.content.append(value)
        elif top.key is None:
            self._stop(event, "a key that is a list or a mapping", "use a plain word as key")
            return None
        else:
            path = (*top.path, top.key)
            if top.skipping:
                # The second of two equal keys is read for its form, not for its value.
                path = (*path, "")
            else:
                top.content[top.key] = value
            top.key = None
        self._parsed.values[path] = spot
        return path

    def _add(self, event: yaml.Event, what: str, hint: str) -> None:
        self._parsed.faults.append(self._parsed.fault(_spot(event.start_mark), what, hint))

    def _stop(self, event: yaml.Event, what: str, hint: str) -> bool:
        self._add(event, what, hint)
        return False


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    text = event.value
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _spot(mark: _Mark | None) -> Spot:
    return Spot(1, 1) if mark is None else Spot(mark.line + 1, mark.column + 1)


def walk(data: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value of parsed data with its path, outer values first."""
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*path, index))
