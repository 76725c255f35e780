"""Kind `copying`: how much of a document must come from above before it is called a copy."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from docanalyzer.model.terms import SEVERITY_RANK, Severity
from docanalyzer.rulepack.model import Example, Rule, Strict, When

Share = Annotated[float, Field(gt=0, le=1)]


class ShareBand(Strict):
    """From this copied share on, the finding has this severity."""

    from_share: Share
    severity: Severity


class CopyWhen(When):
    """A pair is a finding when both limits are reached; `bands` raise the rule's severity.

    `verdict` says which pairs are meant: those that are copied from above, or those where that
    cannot be told because the level of an issuer is not known.
    """

    kind: Literal["copying"]
    verdict: Literal["copied", "undetermined"] = "copied"
    min_copied_share: Share
    min_passage_chars: Annotated[int, Field(ge=10)]
    bands: tuple[ShareBand, ...] = ()

    @model_validator(mode="after")
    def _bands_rise(self) -> CopyWhen:
        steps = [(band.from_share, SEVERITY_RANK[band.severity]) for band in self.bands]
        rising = all(low[0] < high[0] and low[1] < high[1] for low, high in pairwise(steps))
        if not rising:
            raise ValueError("bands must rise in share and in severity")
        return self

    def severity_of(self, share: float, otherwise: Severity) -> Severity:
        """Severity of the highest band that `share` reaches, else `otherwise`."""
        reached = [band.severity for band in self.bands if share >= band.from_share]
        return reached[-1] if reached else otherwise


class CopyExample(Example):
    """A source and a later document of a lower organ."""

    source: Annotated[str, Field(min_length=1)]
    copy_title: str | None = None
    copy_body: Annotated[str, Field(min_length=1)]


class CopyExamples(Strict):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[CopyExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[CopyExample, ...], Field(min_length=1)]
    known_miss: tuple[CopyExample, ...] = ()


class CopyRule(Rule):
    """Copying from above; read by detect/reuse."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"source_number", "source_title", "source_issuer", "share", "passages", "longest"}
    )

    when: CopyWhen
    examples: CopyExamples
