"""What every rule has in common: identity, weight, wording, ground and examples.

Rules are data that an analyst wrote, so every model here is frozen, strict about types and
closed: a key it does not know is a fault, never ignored.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated, ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from docanalyzer.model.terms import Family, Severity

RULE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Rule ids are lower-case words joined by hyphens; the file carries the same name."""


BLANK = "【待填】"
"""Stands in a new rule where its writer has to fill something in; a rule with it is refused."""


class Strict(BaseModel):
    """Base of everything read from a rule file: frozen, closed, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


Words = Annotated[str, Field(min_length=2)]
"""Text for readers; a single character is a slip."""

Word = Annotated[str, Field(min_length=2, max_length=40)]
"""A word or phrase that a condition looks for; a single character stands in too many others."""

Year = Annotated[int, Field(ge=1949, le=2100)]
"""A year of the People's Republic."""


class Bilingual(Strict):
    """The same words in Chinese and English."""

    zh: Words
    en: Words

    def of(self, lang: Literal["zh", "en"]) -> str:
        """The wording in one language."""
        return self.zh if lang == "zh" else self.en


class When(Strict):
    """Condition of a rule; each kind has its own subclass with a literal `kind`."""

    kind: str


class Example(Strict):
    """One example; each kind has its own subclass with the fields its condition reads."""

    why: Annotated[str, Field(min_length=2)] | None = None


E = TypeVar("E", bound=Example)


class Examples(Strict, Generic[E]):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[E, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[E, ...], Field(min_length=1)]
    known_miss: tuple[E, ...] = ()


class Rule(Strict):
    """One rule of a pack.

    Subclasses narrow `when` and `examples` and name the `placeholders` that their messages may
    use in braces. `message` says what was found, in words that the accused unit can check;
    `rationale` names the clause or public case it rests on; `blind_spots` what it cannot see.
    """

    placeholders: ClassVar[frozenset[str]] = frozenset()

    id: Annotated[str, Field(pattern=f"^{RULE_ID.pattern}$")]
    family: Family
    version: Annotated[int, Field(ge=1)]
    severity: Severity
    title: Bilingual
    message: Bilingual
    rationale: Words
    blind_spots: Words
    when: When

    @property
    def fields(self) -> tuple[str, ...]:
        """The texts or cells of a document that the condition names; none for most kinds."""
        named = getattr(self.when, "fields", ())
        one = getattr(self.when, "field", None)
        return (*named, one) if one is not None else tuple(named)

    @model_validator(mode="after")
    def _messages_use_known_placeholders(self) -> Rule:
        for text in (self.message.zh, self.message.en):
            unknown = set(placeholders_of(text)) - self.placeholders
            if unknown:
                known = ", ".join(sorted(self.placeholders)) or "none"
                raise ValueError(
                    f"message uses unknown placeholder {sorted(unknown)[0]!r}; known: {known}"
                )
        return self


def placeholders_of(text: str) -> tuple[str, ...]:
    """Placeholder names of a message in order of use.

    Raises `ValueError` on any other use of braces, so that a message is plain to read and to fill.
    """
    for literal, _, spec, conversion in Formatter().parse(text):
        if "{" in literal or "}" in literal or spec or conversion:
            raise ValueError("braces in a message only hold the name of a placeholder")
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def positional(text: str) -> tuple[str, tuple[str, ...]]:
    """A message as a `{}` template and the names that fill it, in order, for columnar formatting.

    >>> positional("文件{number}已标注{mark}")
    ('文件{}已标注{}', ('number', 'mark'))
    """
    names = placeholders_of(text)
    parts = Formatter().parse(text)
    template = "".join(
        literal + ("{}" if name is not None else "") for literal, name, _, _ in parts
    )
    return template, names
