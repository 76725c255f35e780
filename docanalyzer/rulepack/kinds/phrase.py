"""Kind `phrase`: words in the title or the body, read in their context."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from docanalyzer.rulepack.kinds.documents import DocumentExamples
from docanalyzer.rulepack.model import Rule, Strict, When
from docanalyzer.rulepack.patterns import Pattern

Phrase = Annotated[str, Field(min_length=2, max_length=40)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1)]


class Near(Strict):
    """One of `any` stands within `within` characters of the phrase, in the same sentence."""

    any: Phrases
    within: Annotated[int, Field(ge=0, le=200)]
    side: Literal["before", "after", "either"] = "either"


class PhraseWhen(When):
    """One of `any` stands in one of `fields`, in a context that makes it count.

    - `all`: each of these words stands in the same sentence.
    - `near`: one of its words stands close by in the same sentence.
    - `not_inside`: the phrase is not part of one of these longer wordings.
    - `unless`: none of these words stands in the same sentence.
    - `unless_title`: the title holds none of these words.
    - `demanding`: the sentence asks for something (请, 须, 务必, 应于 …).
    - `quoted`: phrases inside quotation marks count too; inside 《》 they never do.
    - `pattern`: the sentence also matches this regular expression; the finding shows its match.
    - `word`: the phrase begins and ends at word boundaries of its sentence.
    - `position`, titles only: `end`, at the end, where the title's own kind of document stands;
      `relayed`, at the end of the name of the document that a 转发, 批转 or 印发 passes on, in 《》
      or not; `named`, either of the two; `own`, not part of such a document.
    """

    kind: Literal["phrase"]
    fields: Annotated[tuple[Literal["title", "body", "doc_number"], ...], Field(min_length=1)]
    any: Phrases
    all: tuple[Phrase, ...] = ()
    near: Near | None = None
    not_inside: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    unless_title: tuple[Phrase, ...] = ()
    demanding: bool = False
    quoted: bool = False
    pattern: Pattern | None = None
    word: bool = False
    position: Literal["anywhere", "end", "relayed", "named", "own"] = "anywhere"

    @model_validator(mode="after")
    def _position_is_for_titles(self) -> PhraseWhen:
        if self.position != "anywhere" and self.fields != ("title",):
            raise ValueError("position is for rules on the title alone")
        return self


class PhraseRule(Rule):
    """Words in context; read by detect/urgency."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched"})

    when: PhraseWhen
    examples: DocumentExamples
