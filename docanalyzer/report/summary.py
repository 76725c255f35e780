"""The summary of a run: the typed view model that every format renders.

All texts in it are already masked and safe to show (`plain_text.shown`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputLine:
    """One input file; read = kept + rejected."""

    path: str
    sha256: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What became of the rows: read = kept + rejected, kept rows are the receipts."""

    rows_read: int
    rows_kept: int
    rows_rejected: int
    receipts: int
    documents: int
    repeats: int
    """Receipts beyond the first of their document."""
    relays: int
    """Documents whose title says that they pass on another organ's document."""


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often one reason was given."""

    code: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class QuotaReason:
    """Why rows of the quota table are undetermined."""

    reason: str
    """As the quota stage words it; where the rows differ in figures, one of them."""
    differ: bool
    rows: int


@dataclass(frozen=True, slots=True)
class CellNotes:
    """Cells of one field that were not understood for one reason."""

    field: str
    code: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class SeverityCounts:
    """Findings by severity."""

    high: int
    medium: int
    low: int
    info: int

    @property
    def total(self) -> int:
        return self.high + self.medium + self.low + self.info


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """The findings of one family."""

    family: str
    counts: SeverityCounts


@dataclass(frozen=True, slots=True)
class SuppressedLine:
    """Findings that an allow-list of the rule pack covers, by its reason and last day."""

    reason: str
    until: str
    findings: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The findings of one rule."""

    rule_id: str
    family: str
    severity: str
    findings: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, named so that `docanalyzer show` finds it again."""

    finding_id: str
    short_id: str
    """The shortest beginning of the id that is the only one in the run, eight characters up."""
    family: str
    rule_id: str
    severity: str
    issuer: str | None
    doc_number: str | None
    title: str | None
    message: str | None
    matched_text: str | None
    evidence: str | None
    """JSON text, as in findings.parquet."""


@dataclass(frozen=True, slots=True)
class IssuerLine:
    """An issuer and the weight of the findings on it (see `WEIGHTS`)."""

    issuer: str
    level: str | None
    documents: int
    counts: SeverityCounts
    weight: int


@dataclass(frozen=True, slots=True)
class CircularLine:
    """A document that findings say was copied; shares are of the copies' own text, 0 to 1."""

    doc_id: str
    doc_number: str | None
    title: str | None
    issuer: str | None
    level: str | None
    copies: int
    levels_reached: tuple[str, ...]
    copies_of_unknown_level: int
    median_share: float | None
    max_share: float | None


@dataclass(frozen=True, slots=True)
class RelationLine:
    """Pairs of documents by how the later one stands to the earlier."""

    relation: str
    pairs: int
    documents: int
    """Distinct later documents."""


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One row of the quota table."""

    unit: str
    level: str | None
    category: str
    period: str
    count: int | None
    previous: int | None
    change_pct: float | None
    target: str | None
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class StatusLine:
    """How many rows of the quota table have a status, and how many of them are not listed."""

    status: str
    rows: int
    without_target: int
    left_out: int
    """Rows with a target that the summary does not list."""


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What could not be told; none of it was taken for a pass."""

    documents_without_body: int
    documents_without_issuer: int
    documents_without_level: int
    documents_without_date: int
    documents_without_number: int
    pairs_without_share: int
    pairs_without_direction: int
    """Pairs of texts where neither level, date nor citation tells which came first."""
    findings_without_issuer: int
    quota_undetermined: tuple[QuotaReason, ...]
    cells_not_understood: tuple[CellNotes, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the run folder and the rows in it; run.json has none."""

    name: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a report says. Lists are ordered worst first and cut at `Limits`."""

    folder: str
    version: str
    engine: str
    rules_sha256: str
    seconds: float
    inputs: tuple[InputLine, ...]
    inputs_read: int
    totals: Totals
    rejects: tuple[ReasonCount, ...]
    families: tuple[FamilyLine, ...]
    suppressed: tuple[SuppressedLine, ...]
    """What no other figure counts: findings set aside by allow-lists."""
    suppressed_findings: int
    rules: tuple[RuleLine, ...]
    examples: tuple[FindingLine, ...]
    """The first findings of every rule, by severity."""
    issuers: tuple[IssuerLine, ...]
    issuers_with_findings: int
    circulars: tuple[CircularLine, ...]
    circulars_copied: int
    relations: tuple[RelationLine, ...]
    quotas: tuple[QuotaLine, ...]
    quota_statuses: tuple[StatusLine, ...]
    unknowns: Unknowns
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the lists of a summary may get; None means no limit."""

    inputs: int | None = 8
    reasons: int | None = 8
    examples: int | None = 12
    examples_per_rule: int | None = 2
    issuers: int | None = 10
    circulars: int | None = 10
    missed: int | None = 12
    undetermined: int | None = 4
    met: int | None = 4
    whole_reasons: bool = False
    """Whether a reason is kept whole, or only the clause that decided."""


SCREEN = Limits()
"""What fits a few screens."""

PAGE = Limits(
    inputs=50,
    reasons=30,
    examples=200,
    examples_per_rule=20,
    issuers=50,
    circulars=50,
    missed=200,
    undetermined=50,
    met=200,
    whole_reasons=True,
)
"""What a document to hand on can hold."""

EVERYTHING = Limits(None, None, None, None, None, None, None, None, None, whole_reasons=True)
"""No list is cut."""

WEIGHTS: dict[str, int] = {"high": 9, "medium": 3, "low": 1, "info": 0}
"""One high finding outweighs two medium ones; an info finding accuses nobody."""
