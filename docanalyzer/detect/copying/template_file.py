"""Files of an office's own standing texts, one a line, given with `--template`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docanalyzer.model.faults import RuleFaults, UsageFault

_MOST_BYTES = 4 << 20
_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class StandingText:
    """A standing text and the file and line it was read from."""

    text: str
    where: str


def load_templates(paths: Sequence[Path]) -> tuple[StandingText, ...]:
    """The standing texts of all files, in their order, each text once.

    A file is UTF-8 (with or without BOM) or GB18030; every line is one standing text, blank
    lines and lines that begin with # aside. Raises `UsageFault`, or `RuleFaults` with all of
    them, for files that cannot be read and, with file:line, for texts that are too short to
    tell anything: those would take ordinary words out of every comparison.
    """
    faults: list[UsageFault] = []
    found: dict[str, StandingText] = {}
    for path in paths:
        try:
            for standing in _lines(path):
                found.setdefault(standing.text, standing)
        except UsageFault as fault:
            faults.append(fault)
    texts = tuple(found.values())
    faults += _too_short(texts)
    if faults:
        raise faults[0] if len(faults) == 1 else RuleFaults(tuple(faults))
    return texts


def _lines(path: Path) -> list[StandingText]:
    lines = enumerate(_decoded(path).splitlines(), start=1)
    texts = [
        StandingText(line.strip(), f"{path}:{number}")
        for number, line in lines
        if line.strip() and not line.lstrip().startswith(_COMMENT)
    ]
    if not texts:
        raise UsageFault(str(path), "holds no standing text", "write one text a line")
    return texts


def _decoded(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageFault(str(path), f"cannot be read: {reason}", "name a text file") from error
    if len(data) > _MOST_BYTES:
        raise UsageFault(str(path), "is larger than 4 MB", "keep to texts that many documents hold")
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UsageFault(str(path), "is no text in UTF-8 or GB18030", "save it as a plain text file")


def _too_short(texts: Sequence[StandingText]) -> list[UsageFault]:
    from docanalyzer.compare.folds.folding import build_folding
    from docanalyzer.compare.passages.standing_texts import LEAST_STANDING, comparable_sizes

    sizes = comparable_sizes([standing.text for standing in texts], build_folding())
    return [
        UsageFault(
            standing.where,
            f"{size} comparable characters are too few for a standing text",
            f"write at least {LEAST_STANDING}, punctuation aside, or put # before the line",
        )
        for standing, size in zip(texts, sizes, strict=True)
        if size < LEAST_STANDING
    ]
