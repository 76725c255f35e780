"""Organ names kept by hand: central organs, zones, field words, number codes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.pack_data import default_pack
from docanalyzer.organs.gazetteer import lengths_by_start

if TYPE_CHECKING:
    from pathlib import Path


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Organ(_Strict):
    name: str
    short: list[str] = []
    has_field_offices: bool = Field(default=False, alias="field")


class _CentralGroup(_Strict):
    kind: str
    superior: str
    organs: list[_Organ]


class _Words(_Strict):
    fields: list[str]


class Codes(_Strict):
    """Organ codes of document numbers; see organs.toml for what each table means."""

    central: dict[str, str]
    province: dict[str, tuple[str, str]]
    special: dict[str, str]
    city: dict[str, tuple[str, str]]
    ambiguous: dict[str, list[str]]


class _File(_Strict):
    central: list[_CentralGroup]
    zones: dict[str, str]
    words: _Words
    codes: Codes


@dataclass(frozen=True, slots=True)
class CentralOrgan:
    """An organ of the centre; `has_field_offices`: local offices bear its name."""

    name: str
    kind: str
    superior: str | None
    has_field_offices: bool


@dataclass(frozen=True)
class Lexicon:
    """What organs.toml says. Built once per process by `lexicon()`; never changed."""

    central: dict[str, CentralOrgan]
    central_lengths: dict[str, tuple[int, ...]]
    zone_owners: dict[str, str]
    fields: re.Pattern[str]
    codes: Codes

    def central_prefix(self, text: str, start: int = 0) -> tuple[CentralOrgan, int] | None:
        """The longest central organ that `text` has at `start`, and where it ends."""
        begin = start + 7 if text.startswith("中华人民共和国", start) else start
        for length in self.central_lengths.get(text[begin : begin + 2], ()):
            organ = self.central.get(text[begin : begin + length])
            if organ is not None:
                return organ, begin + length
        return None


@cache
def lexicon(file: Path | None = None) -> Lexicon:
    """The lexicon of the default pack, or of `file`; read once per process.

    Raises `UsageFault` when the file is missing, malformed or names a form twice.
    """
    file = file or default_pack() / "gazetteer" / "organs.toml"
    try:
        with file.open("rb") as stream:
            parsed = _File.model_validate(tomllib.load(stream))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        what = " ".join(str(error).split())
        raise UsageFault(str(file), what, "compare it with the file of the release") from error
    central: dict[str, CentralOrgan] = {}
    for group in parsed.central:
        for organ in group.organs:
            known = CentralOrgan(
                organ.name, group.kind, group.superior or None, organ.has_field_offices
            )
            for form in (organ.name, *organ.short):
                if form in central:
                    raise UsageFault(str(file), f"{form} is there twice", "keep one of them")
                central[form] = known
    return Lexicon(
        central=central,
        central_lengths=lengths_by_start(central),
        zone_owners=parsed.zones,
        fields=re.compile("|".join(sorted(parsed.words.fields, key=len, reverse=True))),
        codes=parsed.codes,
    )
