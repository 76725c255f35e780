"""Kind `share`: a unit that marks more of its documents urgent than its peers do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.examples import rows_of
from docanalyzer.detect.found import FOUND, as_json, message_column, whole_field
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.rule import Example, Examples, Rule, Strict, When
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.model.terms import Level, Urgency


class ShareWhen(When):
    """A unit marks a larger share of its documents urgent than its peers do.

    The unit has at least `min_documents`, its share is at least `min_share` and at least
    `times_peers` times the middle share of the units of its level; peers are fewer than
    `min_peers`: no verdict.
    """

    kind: Literal["share"]
    marks: Annotated[tuple[Urgency, ...], Field(min_length=1)]
    min_documents: Annotated[int, Field(ge=5)]
    min_share: Annotated[float, Field(gt=0, le=1)]
    times_peers: Annotated[float, Field(ge=1)]
    min_peers: Annotated[int, Field(ge=2)]


class Unit(Strict):
    """A unit of an example: its name, documents, and those marked urgent."""

    name: Annotated[str, Field(min_length=2)]
    documents: Annotated[int, Field(ge=1, le=1000)]
    urgent: Annotated[int, Field(ge=0)]
    level: Level | None = Level.COUNTY


class ShareExample(Example):
    """A register of several units; a finding names the unit."""

    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    expect: str | None = None


class ShareRule(Rule):
    """An urgent share out of proportion."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"unit", "urgent", "documents", "share", "peers"}
    )

    when: ShareWhen
    examples: Examples[ShareExample]


def find_shares(rule: ShareRule, log: Log) -> pl.DataFrame:
    """One row per unit that breaks the rule (`FOUND` columns, issuer and issuer_level).

    Counts documents whose urgency field holds one of the marks; a unit is an issuer, its peers
    are the issuers of its level with enough documents. Unknown levels are not compared.
    """
    when = rule.when
    urgent = pl.col("urgency").is_in([mark.value for mark in when.marks])
    units = (
        log.documents.filter(pl.col("issuer").is_not_null() & pl.col("issuer_level").is_not_null())
        .group_by("issuer", "issuer_level")
        .agg(documents=pl.len(), urgent=urgent.fill_null(False).sum())
        .filter(pl.col("documents") >= when.min_documents)
        .with_columns(share=pl.col("urgent") / pl.col("documents"))
        .with_columns(
            peers=pl.col("share").median().over("issuer_level"),
            peer_count=pl.len().over("issuer_level") - 1,
        )
        .sort("issuer", "issuer_level")
    )
    loud = units.filter(
        (pl.col("peer_count") >= when.min_peers)
        & (pl.col("share") >= when.min_share)
        & (pl.col("share") >= when.times_peers * pl.col("peers"))
    )
    facts = {
        "unit": pl.col("issuer"),
        "urgent": pl.col("urgent"),
        "documents": pl.col("documents"),
        "share": _percent("share"),
        "peers": _percent("peers"),
    }
    return loud.select(
        pl.lit(None, pl.String).alias("doc_id"),
        *whole_field("count", pl.format("{}/{}", "urgent", "documents")),
        message_column(rule, facts),
        as_json({**facts, "peer_count": pl.col("peer_count")}).alias("evidence"),
        "issuer",
        "issuer_level",
    ).select(*FOUND.keys(), "issuer", "issuer_level")


def _percent(column: str) -> pl.Expr:
    return pl.format("{}%", (pl.col(column) * 100).round(1))


def probe_shares(rule: ShareRule, examples: Sequence[ShareExample]) -> list[tuple[str, ...]]:
    """Per example the units found; each example is a register of its own."""
    return [_units_found(rule, example) for example in examples]


def _units_found(rule: ShareRule, example: ShareExample) -> tuple[str, ...]:
    documents = rows_of(
        DOCUMENTS,
        [
            {
                "doc_id": f"{unit.name}-{place}",
                "issuer": unit.name,
                "issuer_level": unit.level.value if unit.level else None,
                "urgency": rule.when.marks[0].value if place < unit.urgent else None,
            }
            for unit in example.units
            for place in range(unit.documents)
        ],
    )
    found = find_shares(rule, Log(documents, BODIES.empty(), RECEIPTS.empty()))
    return tuple(found["issuer"].to_list())


KIND = Kind(
    name="share",
    rule=ShareRule,
    find=find_shares,
    probe=probe_shares,
    words={
        "unit": Label("单位", "Unit"),
        "urgent": Label("紧急件", "Urgent"),
        "documents": Label("文件数", "Documents"),
        "share": Label("占比", "Share"),
        "peers": Label("同级中位", "Middle of its level"),
        "peer_count": Label("同级单位", "Units of its level"),
    },
)
