"""Earlier runs that a run was compared with, and a run read together with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.model.faults import InputFault, UsageFault
from docanalyzer.model.tables import BODIES, DOCUMENTS
from docanalyzer.model.texts import longest_texts
from docanalyzer.results.run_folder import read_run
from docanalyzer.results.run_info import FinishedRun, RunInfo

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.model.tables import Table

AGAINST = "against"
"""The option under which run.json names the earlier run."""


def open_earlier(folder: Path, version: str) -> tuple[FinishedRun, ...]:
    """The run in `folder` and those it was itself compared with, latest first.

    Raises `UsageFault` for a folder that is no finished run (a scan writes beside its target
    and renames at the end, so a run still being written is none), for a run of another version,
    whose texts were read in another way, and for a chain that is broken or leads back.
    """
    runs: list[FinishedRun] = []
    seen: set[Path] = set()
    following: str | None = str(folder)
    while following is not None:
        place = Path(following)
        where = f"--{AGAINST} {place}"
        if place.resolve() in seen:
            raise UsageFault(where, "leads back to itself", "name a run that was made before")
        seen.add(place.resolve())
        try:
            run = read_run(place)
        except InputFault as fault:
            hint = "name a finished run folder; wait where a scan is still writing it"
            raise UsageFault(where, fault.what, hint) from fault
        if run.info.version != version:
            raise UsageFault(
                where,
                f"was written by version {run.info.version}, this is {version}",
                "scan its inputs again with this version, or compare without it",
            )
        runs.append(run)
        following = _named(run)
    return tuple(runs)


def _named(run: FinishedRun) -> str | None:
    name = run.info.options.get(AGAINST)
    return name if isinstance(name, str) else None


@dataclass(frozen=True, slots=True)
class RunWithEarlier:
    """A run whose documents and bodies include those of the runs it was compared with.

    `own` is the run without them.
    """

    run: FinishedRun
    earlier: tuple[FinishedRun, ...]

    @property
    def folder(self) -> Path:
        return self.run.folder

    @property
    def info(self) -> RunInfo:
        return self.run.info

    @property
    def own(self) -> FinishedRun:
        return self.run

    def table(self, table: Table) -> pl.DataFrame:
        """One table of the run; documents and bodies with those of earlier runs behind."""
        return self.part(table)

    def part(
        self, table: Table, where: pl.Expr | None = None, columns: Sequence[str] = ()
    ) -> pl.DataFrame:
        """The rows of `table` for which `where` holds: all columns or those named.

        Of a document's rows that of the latest run counts, of its texts the one that was
        compared. `where` may ask those two tables for doc_id only. Raises `ValueError` else.
        """
        if table not in (DOCUMENTS, BODIES):
            return self.run.part(table, where, columns)
        if where is not None and set(where.meta.root_names()) != {"doc_id"}:
            raise ValueError(f"rows of {table.name} are found by doc_id, not by {where}")
        runs = (self.run, *self.earlier)
        if table is BODIES:
            found = longest_texts(_concat([run.part(table, where) for run in runs]))
            return found.select(columns or table.names())
        rows = _concat([run.part(table, where, columns) for run in runs])
        return rows.unique("doc_id", keep="first", maintain_order=True)


def _concat(tables: list[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    return pl.concat(tables)


def with_earlier(run: FinishedRun) -> FinishedRun | RunWithEarlier:
    """`run` for reading single documents: together with the runs it was compared with.

    An earlier run that has gone or was replaced by one of another version costs the texts of
    its documents, not the view of this run.
    """
    name = _named(run)
    if name is None:
        return run
    try:
        return RunWithEarlier(run, open_earlier(Path(name), run.info.version))
    except UsageFault:
        return run
