"""Which files of a pack hold rules, and their text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.terms import Family

MAX_BYTES = 4 << 20
_SUFFIXES = (".yml", ".yaml")
_RULE_LINE = b"\nwhen:"


def rule_files(pack: Path) -> tuple[list[Path], list[UsageFault]]:
    """Rule files of a pack in order of path, and faults of its layout.

    Rules lie in folders named after their family, at any depth below. A file elsewhere that
    reads like a rule is a fault, because it would silently not apply.
    """
    files: list[Path] = []
    faults: list[UsageFault] = []
    if not pack.is_dir():
        hint = "name a folder that has folders such as urgency/ in it"
        return [], [UsageFault(str(pack), "is not a folder of rules", hint)]
    for path in _walk(pack, faults):
        family = path.relative_to(pack).parts[0]
        if family in set(Family):
            files.append(path)
        elif _reads_like_a_rule(path):
            faults.append(_misplaced(path, family))
    return sorted(files), faults


def _walk(pack: Path, faults: list[UsageFault]) -> Iterator[Path]:
    """Every YAML file below `pack`; a link back to a folder above is a fault, not followed."""
    pending: list[tuple[Path, frozenset[tuple[int, int]]]] = [(pack, frozenset())]
    while pending:
        folder, above = pending.pop()
        try:
            status = folder.stat()
            entries = sorted(folder.iterdir())
        except OSError as error:
            faults.append(
                UsageFault(str(folder), f"cannot be read: {error.strerror}", "check its rights")
            )
            continue
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            faults.append(
                UsageFault(
                    f"{folder}:1:1",
                    f"leads back to a folder above it: {os.path.realpath(folder)}",
                    "remove the link",
                )
            )
            continue
        for entry in entries:
            if entry.is_dir():
                pending.append((entry, above | {identity}))
            elif entry.suffix.lower() in _SUFFIXES:
                yield entry


def _reads_like_a_rule(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return _RULE_LINE in b"\n" + stream.read(1 << 16)
    except OSError:
        return False


def _misplaced(path: Path, folder: str) -> UsageFault:
    families = [family.value for family in Family]
    near = get_close_matches(folder, families, n=1)
    hint = f"did you mean the folder {near[0]}/?" if near else f"use {', '.join(families)}"
    return UsageFault(f"{path}:1:1", "a rule outside the folder of a family", hint)


def read_text(path: Path) -> str:
    """Text of a rule file; raises `UsageFault` where it is too large or not UTF-8."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UsageFault(
                f"{path}:1:1",
                f"{size >> 20} MB, which no rule needs",
                "split the rule; long word lists belong in several rules",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UsageFault(
            f"{path}:1:1", f"cannot be read: {error.strerror}", "check the file and its rights"
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, raw, error.start) from error


def _not_utf8(path: Path, raw: bytes, at: int) -> UsageFault:
    line = raw.count(b"\n", 0, at) + 1
    start = raw.rfind(b"\n", 0, at) + 1
    column = len(raw[start:at].decode("utf-8", "replace")) + 1
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        looks = "is not UTF-8"
    else:
        looks = "is not UTF-8; it looks like GB18030"
    return UsageFault(f"{path}:{line}:{column}", looks, "save the file as UTF-8")
