"""What an office changes about the rules without writing any: tuning.toml of a pack.

Weights of rules, limits of length by level, region and period, and findings it has decided to
live with until a day, for a reason. docs/rules-tuning.md describes the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError, model_validator

from docanalyzer.detect.length import LengthException, LengthRule
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.rule import Rule, Strict
from docanalyzer.model.terms import Family, Level, Severity
from docanalyzer.rules.complaints import complaints
from docanalyzer.rules.files import read_text
from docanalyzer.rules.toml_text import parse_toml
from docanalyzer.rules.yaml_text import Parsed
from docanalyzer.rules.yaml_text import Path as Keys

FILE = "tuning.toml"
"""Name of the file, in the folder given with --rules itself."""

_BRACKETS = str.maketrans("[](){}［］（）【】〈〉", "〔〕〔〕〔〕〔〕〔〕〔〕〔〕")


def _canonical_number(number: str) -> str:
    """A document number as the register writes it: 〔〕 around the year, no blanks."""
    return "".join(number.split()).translate(_BRACKETS)


RuleName = Annotated[str, Field(min_length=2)]
Phrase = Annotated[str, Field(min_length=2, max_length=200)]


class Limit(Strict):
    """A `[[limit]]`: another limit of a length rule for some level, region and period."""

    rule: RuleName
    chars: Annotated[int, Field(ge=100)]
    level: Level | None = None
    region: Phrase | None = None
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _narrows(self) -> Limit:
        if all(part is None for part in (self.level, self.region, self.since, self.until)):
            raise ValueError(
                "nothing says where the limit holds | give level, region, since or until"
            )
        if self.since and self.until and self.until < self.since:
            raise ValueError("until is before since | exchange the two days")
        return self

    def exception(self) -> LengthException:
        """The limit as the length rule carries it."""
        return LengthException(
            limit=self.chars,
            level=self.level,
            region=self.region,
            since=self.since,
            until=self.until,
        )


class Allowance(Strict):
    """An `[[allow]]`: findings that are not held against anybody until a day, and why.

    `rule` is the id of a rule or a family. `issuer` is the whole canonical name, `title` a part
    of the title. All that is given must fit. Documents dated after `until` are not covered, nor
    are undated ones, nor findings about a unit.
    """

    rule: RuleName
    issuer: Phrase | None = None
    doc_number: Annotated[Phrase, AfterValidator(_canonical_number)] | None = None
    title: Phrase | None = None
    until: date
    reason: Phrase

    @model_validator(mode="after")
    def _names_something(self) -> Allowance:
        if self.issuer is None and self.doc_number is None and self.title is None:
            raise ValueError(
                "allows every document | give issuer, doc_number or title; "
                "to make a rule lighter for all, use [severity]"
            )
        return self


class Tuning(Strict):
    """All that tuning files say, in the order of the packs; within one, in file order."""

    severity: Mapping[RuleName, Severity] = {}
    limit: tuple[Limit, ...] = ()
    allow: tuple[Allowance, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether any entry was made."""
        return bool(self.severity or self.limit or self.allow)

    def then(self, later: Tuning) -> Tuning:
        """Both, `later` deciding where the two disagree."""
        return Tuning(
            severity={**self.severity, **later.severity},
            limit=self.limit + later.limit,
            # The first allowance that fits gives the reason, so the later pack comes first.
            allow=later.allow + self.allow,
        )

    def applied_to(self, rule: Rule) -> Rule:
        """The rule with its new weight and its further limits."""
        changes: dict[str, object] = {}
        if rule.id in self.severity:
            changes["severity"] = self.severity[rule.id]
        if isinstance(rule, LengthRule):
            own = tuple(limit.exception() for limit in self.limit if limit.rule == rule.id)
            if own:
                exceptions = rule.when.exceptions + own
                changes["when"] = rule.when.model_copy(update={"exceptions": exceptions})
        return rule.model_copy(update=changes) if changes else rule


@dataclass(frozen=True, slots=True)
class TuningFile:
    """A tuning file that was read, and where its entries stand."""

    tuning: Tuning = field(default_factory=Tuning)
    parsed: Parsed | None = None


def load_tuning(pack: Path) -> tuple[TuningFile, list[UsageFault]]:
    """The tuning of one pack, empty where it has no such file, and every fault in it."""
    faults = list(_misplaced(pack))
    path = pack / FILE
    if not path.is_file():
        return TuningFile(), faults
    try:
        text = read_text(path)
    except UsageFault as fault:
        return TuningFile(), [*faults, fault]
    parsed = parse_toml(text, str(path))
    if parsed.faults:
        return TuningFile(), [*faults, *parsed.faults]
    try:
        # JSON mode takes lists for tuples and text for dates, but is strict about all else.
        tuning = Tuning.model_validate_json(json.dumps(parsed.data, default=str))
    except ValidationError as error:
        return TuningFile(), [*faults, *complaints(error, Tuning, parsed)]
    return TuningFile(tuning, parsed), faults


def _misplaced(pack: Path) -> Iterator[UsageFault]:
    """TOML files that look like a tuning file and would silently not apply."""
    among_rules = [pack / family.value / FILE for family in Family]
    strays = [path for path in pack.glob("*.toml") if path.name != FILE]
    for path in sorted([*strays, *(path for path in among_rules if path.exists())]):
        hint = f"name it {FILE} and put it into the folder given with --rules itself"
        yield UsageFault(f"{path}:1:1", f"is not read: {path.name} at this place", hint)


def unknown_names(file: TuningFile, rules: Mapping[str, Rule]) -> list[UsageFault]:
    """Faults of entries that name a rule no pack has, or a limit for a rule without one."""
    if file.parsed is None:
        return []
    faults: list[UsageFault] = []
    families = {family.value for family in Family}
    limited = {name for name, rule in rules.items() if isinstance(rule, LengthRule)}

    def check(name: str, known: set[str], path: Keys, what: str) -> None:
        if name not in known and file.parsed is not None:
            near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else "rules list names them all"
            faults.append(file.parsed.fault(file.parsed.spot(path), f"{what} {name!r}", hint))

    for name in file.tuning.severity:
        check(name, set(rules), ("severity", name), "no rule")
    for index, limit in enumerate(file.tuning.limit):
        check(limit.rule, limited, ("limit", index, "rule"), "no rule of kind length")
    for index, entry in enumerate(file.tuning.allow):
        check(entry.rule, set(rules) | families, ("allow", index, "rule"), "no rule or family")
    return faults
