"""Computes the summary of a run from its tables, once, for every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.model import tables
from docanalyzer.model.terms import SEVERITY_RANK, Family, Relation
from docanalyzer.report.copied import charged_pairs, copied_circulars, relation_lines
from docanalyzer.report.plain_text import shown, shown_or_none, visible
from docanalyzer.report.standing import quota_lines, status_lines, undetermined_reasons
from docanalyzer.report.summary import (
    SCREEN,
    WEIGHTS,
    CellNotes,
    FamilyLine,
    FileLine,
    FindingLine,
    InputLine,
    IssuerLine,
    Limits,
    ReasonCount,
    RuleLine,
    SeverityCounts,
    Summary,
    SuppressedLine,
    Totals,
    Unknowns,
)

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView

_SEVERITIES = ("high", "medium", "low", "info")
_DOCUMENT_COLUMNS = [
    "doc_id",
    "title",
    "doc_number",
    "issuer",
    "issuer_level",
    "issued_on",
    "body_chars",
    "is_relay",
]


def summarise(run: RunView, limits: Limits = SCREEN) -> Summary:
    """The summary of a finished run.

    Totals come from run.json (rows) and the tables (documents, receipts); lists are ordered
    worst first, ties by name, and cut at `limits`. The same run gives the same summary.
    """
    info = run.info
    documents = run.part(tables.DOCUMENTS, columns=_DOCUMENT_COLUMNS)
    suppressed, findings = _parted(run.table(tables.FINDINGS))
    pairs = run.table(tables.REUSE_PAIRS)
    quotas = run.table(tables.QUOTA_STATUS)
    receipts = run.part(tables.RECEIPTS, columns=["doc_id"]).height
    issuers = _issuers(findings, documents)
    charged = charged_pairs(findings, pairs)
    return Summary(
        folder=visible(str(run.folder)),
        version=info.version,
        engine=info.engine,
        rules_sha256=info.rules_sha256,
        seconds=sum(info.timings.values()),
        inputs=tuple(
            InputLine(
                visible(item.path),
                item.sha256,
                item.rows_read,
                item.rows_kept,
                item.rows_rejected,
            )
            for item in info.inputs[: limits.inputs]
        ),
        inputs_read=len(info.inputs),
        totals=Totals(
            rows_read=sum(item.rows_read for item in info.inputs),
            rows_kept=sum(item.rows_kept for item in info.inputs),
            rows_rejected=sum(item.rows_rejected for item in info.inputs),
            receipts=receipts,
            documents=documents.height,
            repeats=receipts - documents.height,
            relays=documents.filter("is_relay").height,
        ),
        rejects=_rejects(run.table(tables.REJECTS))[: limits.reasons],
        families=_family_lines(findings),
        suppressed=_suppressed(suppressed)[: limits.reasons],
        suppressed_findings=suppressed.height,
        rules=_rule_lines(findings),
        examples=_examples(findings, limits),
        issuers=_issuer_lines(issuers[: limits.issuers]),
        issuers_with_findings=issuers.height,
        circulars=copied_circulars(charged, documents, limits.circulars),
        circulars_copied=charged["source_doc_id"].n_unique(),
        relations=relation_lines(pairs),
        quotas=quota_lines(quotas, limits),
        quota_statuses=status_lines(quotas, limits),
        unknowns=_unknowns(run, documents, findings, pairs, quotas, limits),
        files=_file_lines(run),
    )


def _rejects(rejects: pl.DataFrame) -> tuple[ReasonCount, ...]:
    """Rejects by reason code, most frequent first; of several wordings the first in text order."""
    counted = (
        rejects.group_by(code=pl.col("reason_code").fill_null(""))
        .agg(pl.col("reason").drop_nulls().min(), pl.len())
        .sort(["len", "code"], descending=[True, False])
    )
    return tuple(
        ReasonCount(shown(line["code"]), shown(line["reason"] or ""), line["len"])
        for line in counted.to_dicts()
    )


def _cell_notes(notes: pl.DataFrame) -> tuple[CellNotes, ...]:
    """Cells by field and reason code, most frequent first."""
    counted = (
        notes.group_by(
            field=pl.col("column").fill_null(""), code=pl.col("reason_code").fill_null("")
        )
        .agg(pl.col("reason").drop_nulls().min(), pl.len())
        .sort(["len", "field", "code"], descending=[True, False, False])
    )
    return tuple(
        CellNotes(line["field"], shown(line["code"]), shown(line["reason"] or ""), line["len"])
        for line in counted.to_dicts()
    )


def _parted(findings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The findings that an allow-list covers, and all others."""
    # A quotation mark inside a text of JSON is escaped, so this only finds the entry itself.
    covered = pl.col("evidence").str.contains('"suppressed":{"', literal=True).fill_null(False)
    return findings.filter(covered), findings.filter(~covered)


def _suppressed(findings: pl.DataFrame) -> tuple[SuppressedLine, ...]:
    """By reason and last day, most findings first."""
    evidence = pl.col("evidence")
    counted = (
        findings.group_by(
            reason=evidence.str.json_path_match("$.suppressed.reason").fill_null(""),
            until=evidence.str.json_path_match("$.suppressed.until").fill_null(""),
        )
        .agg(pl.len())
        .sort(["len", "reason", "until"], descending=[True, False, False])
    )
    return tuple(
        SuppressedLine(shown(line["reason"]), shown(line["until"]), line["len"])
        for line in counted.to_dicts()
    )


def _severity_counts() -> list[pl.Expr]:
    return [(pl.col("severity") == name).sum().alias(name) for name in _SEVERITIES]


def _counts(line: dict[str, int]) -> SeverityCounts:
    return SeverityCounts(line["high"], line["medium"], line["low"], line["info"])


def _family_lines(findings: pl.DataFrame) -> tuple[FamilyLine, ...]:
    """Every family in its fixed order, with zeros where it found nothing."""
    counted = findings.group_by("family").agg(_severity_counts())
    found = {line["family"]: _counts(line) for line in counted.to_dicts()}
    known = [family.value for family in Family]
    names = known + sorted(set(found) - set(known))
    none = SeverityCounts(0, 0, 0, 0)
    return tuple(FamilyLine(name, found.get(name, none)) for name in names)


def _rule_lines(findings: pl.DataFrame) -> tuple[RuleLine, ...]:
    counted = findings.group_by("rule_id", "family", "severity").agg(pl.len()).to_dicts()
    lines = [
        RuleLine(shown(line["rule_id"] or ""), line["family"], line["severity"], line["len"])
        for line in counted
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                -SEVERITY_RANK.get(line.severity, -1),
                -line.findings,
                line.rule_id,
                line.family,
            ),
        )
    )


def _examples(findings: pl.DataFrame, limits: Limits) -> tuple[FindingLine, ...]:
    """The first findings of each rule, gravest rules first, then by issuer, number and id."""
    cut = short_id_length(findings["finding_id"])
    return tuple(
        FindingLine(
            finding_id=line["finding_id"],
            short_id=line["finding_id"][:cut],
            family=line["family"],
            rule_id=shown(line["rule_id"] or ""),
            severity=line["severity"],
            issuer=shown_or_none(line["issuer"]),
            doc_number=shown_or_none(line["doc_number"]),
            title=shown_or_none(line["title"]),
            message=shown_or_none(line["message"]),
            matched_text=shown_or_none(line["matched_text"]),
            evidence=shown_or_none(line["evidence"]),
        )
        for line in findings[_example_rows(findings, limits)].to_dicts()
    )


def _example_rows(findings: pl.DataFrame, limits: Limits) -> pl.Series:
    """Where the examples stand; few are shown, so no rule's findings are sorted as a whole."""
    gravity = pl.col("severity").replace_strict(SEVERITY_RANK, default=-1, return_dtype=pl.Int64)
    order = ["gravity", "rule_id", "issuer", "doc_number", "finding_id"]
    keys = findings.select((-gravity).alias("gravity"), *order[1:]).with_row_index("row")
    most = limits.examples_per_rule or findings.height
    of_rules = [rule.bottom_k(most, by=order) for rule in keys.partition_by(order[:2])]
    return pl.concat([keys.clear(), *of_rules]).sort(order, nulls_last=True)["row"][
        : limits.examples
    ]


def short_id_length(ids: pl.Series) -> int:
    """How many characters of these ids tell them apart, at least eight."""
    ordered = ids.unique().sort()
    for length in range(8, 64):
        heads = ordered.str.head(length)
        if not (heads == heads.shift(1)).any():
            return length
    return 64


def _issuers(findings: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Issuers by weight of their findings; info alone puts nobody on the list."""
    weight = pl.col("severity").replace_strict(WEIGHTS, default=0, return_dtype=pl.Int64)
    issued = documents.group_by("issuer").agg(pl.len().alias("documents"))
    return (
        findings.filter(pl.col("issuer").is_not_null())
        .group_by("issuer")
        .agg(
            pl.col("issuer_level").drop_nulls().min().alias("level"),
            weight.sum().alias("weight"),
            *_severity_counts(),
        )
        .filter(pl.col("weight") > 0)
        .join(issued, on="issuer", how="left")
        .sort(["weight", "issuer"], descending=[True, False])
    )


def _issuer_lines(issuers: pl.DataFrame) -> tuple[IssuerLine, ...]:
    return tuple(
        IssuerLine(
            shown(line["issuer"]),
            line["level"],
            line["documents"] or 0,
            _counts(line),
            line["weight"],
        )
        for line in issuers.to_dicts()
    )


def _unknowns(
    run: RunView,
    documents: pl.DataFrame,
    findings: pl.DataFrame,
    pairs: pl.DataFrame,
    quotas: pl.DataFrame,
    limits: Limits,
) -> Unknowns:
    missing = documents.null_count().row(0, named=True)
    unshared = pairs.filter(
        pl.col("copied_share").is_null() & (pl.col("relation") != Relation.DECLARED_RELAY)
    )
    return Unknowns(
        documents_without_body=missing["body_chars"],
        documents_without_issuer=missing["issuer"],
        documents_without_level=missing["issuer_level"],
        documents_without_date=missing["issued_on"],
        documents_without_number=missing["doc_number"],
        pairs_without_share=unshared.height,
        pairs_without_direction=pairs.filter(
            (pl.col("passages") > 0) & pl.col("is_immediate_parent").is_null()
        ).height,
        findings_without_issuer=findings["issuer"].null_count(),
        quota_undetermined=undetermined_reasons(quotas, limits),
        cells_not_understood=_cell_notes(run.table(tables.CELL_NOTES))[: limits.reasons],
    )


def _file_lines(run: RunView) -> tuple[FileLine, ...]:
    tabled = tuple(
        FileLine(table.file, run.info.counts.get(table.name)) for table in tables.RUN_TABLES
    )
    return (*tabled, FileLine("run.json", None))
