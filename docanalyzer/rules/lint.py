"""What no single value shows: names that disagree, phrases that can never matter.

Reads the data of a file rather than its rule, so that one run tells everything even where a
value has the wrong type.
"""

from __future__ import annotations

from collections.abc import Iterator

from docanalyzer.model.faults import UsageFault
from docanalyzer.rules.yaml_text import Data, Parsed, Path, walk

MAX_PHRASES = 2_000
"""Phrases of one list; more is a word list that nobody has read."""

_AT_END = ("end", "relayed", "named")
"""Positions where only a phrase's ending decides."""

_LONGEST = 40
"""The models refuse longer phrases, so nothing more is said about them here."""

_PHRASE_LISTS: tuple[Path, ...] = (
    ("any",),
    ("all",),
    ("not_inside",),
    ("unless",),
    ("unless_title",),
    ("near", "any"),
    ("marks",),
)


def lint(parsed: Parsed, stem: str, folder: str) -> list[UsageFault]:
    """Faults of one file's data, `stem` and `folder` being those of its path."""
    data = parsed.data if isinstance(parsed.data, dict) else {}
    when = data.get("when")
    faults = [*_names(data, parsed, stem, folder), *_ragged(parsed)]
    if isinstance(when, dict):
        for path in _PHRASE_LISTS:
            faults.extend(_repeated(("when", *path), _phrases(when, path), parsed))
        if when.get("kind") == "phrase":
            faults.extend(_useless(when, parsed))
    return faults


def _names(data: Data, parsed: Parsed, stem: str, folder: str) -> Iterator[UsageFault]:
    name, family = data.get("id"), data.get("family")
    if isinstance(name, str) and name != stem:
        yield parsed.fault(
            parsed.spot(("id",)),
            f"id {name!r} is not the file name {stem!r}",
            "rename the file or the id",
        )
    if isinstance(family, str) and family != folder:
        yield parsed.fault(
            parsed.spot(("family",)),
            f"family {family!r} is not the folder {folder!r}",
            "move the file or correct the family",
        )


def _ragged(parsed: Parsed) -> Iterator[UsageFault]:
    """Phrases with blanks around them never match what the writer meant."""
    data = parsed.data if isinstance(parsed.data, dict) else {}
    for path, value in walk(data.get("when"), ("when",)):
        if isinstance(value, str) and value != value.strip():
            yield parsed.fault(
                parsed.spot(path), f"blank before or after {value!r}", "remove the blank"
            )


def _phrases(when: Data, path: Path) -> list[str]:
    """The list of texts at `path`, empty where there is none; other entries read as ''."""
    for part in path:
        when = when.get(part) if isinstance(when, dict) else None
    if not isinstance(when, list):
        return []
    return [phrase if isinstance(phrase, str) else "" for phrase in when]


def _repeated(path: Path, phrases: list[str], parsed: Parsed) -> Iterator[UsageFault]:
    if len(phrases) > MAX_PHRASES:
        yield parsed.fault(
            parsed.spot(path),
            f"{len(phrases)} phrases; a rule may have {MAX_PHRASES}",
            "split the rule, or look for what the phrases have in common",
        )
        return
    first: dict[str, int] = {}
    for index, phrase in enumerate(phrases):
        if phrase and phrase in first:
            line = parsed.spot((*path, first[phrase])).line
            yield parsed.fault(
                parsed.spot((*path, index)),
                f"phrase {phrase!r} stands twice, first on line {line}",
                "keep one of the two",
            )
        first.setdefault(phrase, index)


def _useless(when: Data, parsed: Parsed) -> Iterator[UsageFault]:
    """Phrases and exclusions that change nothing."""
    phrases = _phrases(when, ("any",))
    excluded = _phrases(when, ("not_inside",))
    if max(len(phrases), len(excluded)) > MAX_PHRASES:
        return
    if when.get("word") is not True:
        yield from _shadowed(phrases, when.get("position") in _AT_END, parsed)
    for index, phrase in enumerate(phrases):
        if phrase and phrase in excluded:
            yield parsed.fault(
                parsed.spot(("when", "any", index)),
                f"phrase {phrase!r} is also in not_inside, so it never matches",
                "remove one of the two",
            )
    for index, outer in enumerate(excluded):
        if outer and not any(phrase and phrase in outer for phrase in phrases):
            yield parsed.fault(
                parsed.spot(("when", "not_inside", index)),
                f"{outer!r} holds none of the phrases, so it excludes nothing",
                "write the longer wording with the phrase in it, or use unless",
            )


def _shadowed(phrases: list[str], at_end: bool, parsed: Parsed) -> Iterator[UsageFault]:
    known = set(phrases)
    for index, phrase in enumerate(phrases):
        if len(phrase) > _LONGEST:
            continue
        shorter = next((part for part in _parts(phrase, at_end) if part in known), None)
        if shorter is not None:
            yield parsed.fault(
                parsed.spot(("when", "any", index)),
                f"phrase {phrase!r} is shadowed by {shorter!r}, which it contains",
                "remove the longer phrase, or make it a rule of its own",
            )


def _parts(phrase: str, at_end: bool) -> Iterator[str]:
    """Shorter phrases of two and more characters inside this one; only its endings if `at_end`."""
    length = len(phrase)
    for begin in range(length - 1):
        for end in [length] if at_end else range(begin + 2, length + 1):
            if end - begin < length:
                yield phrase[begin:end]
