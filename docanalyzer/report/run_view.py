"""What a report needs of a finished run; the run folder satisfies it as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.model.tables import Table


class InputFacts(Protocol):
    """One input file and what became of its rows: read = kept + rejected."""

    @property
    def path(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def rows_kept(self) -> int: ...
    @property
    def rows_rejected(self) -> int: ...


class RunFacts(Protocol):
    """What run.json says about the run."""

    @property
    def version(self) -> str: ...
    @property
    def inputs(self) -> tuple[InputFacts, ...]: ...
    @property
    def rules_sha256(self) -> str: ...
    @property
    def engine(self) -> str: ...
    @property
    def timings(self) -> Mapping[str, float]: ...
    @property
    def counts(self) -> Mapping[str, int]: ...


class RunView(Protocol):
    """A finished run: its folder, its record and its tables."""

    @property
    def folder(self) -> Path: ...
    @property
    def info(self) -> RunFacts: ...

    @property
    def own(self) -> RunView:
        """The run without documents and texts of the runs it was compared with."""
        ...

    def table(self, table: Table) -> pl.DataFrame:
        """One table of the run, columns and types as in the contract."""
        ...

    def part(
        self, table: Table, where: pl.Expr | None = None, columns: Sequence[str] = ()
    ) -> pl.DataFrame:
        """The rows of a table for which `where` holds, in its order: all columns or those named.

        Of documents and bodies `where` and `columns` have doc_id. The rest is not read.
        """
        ...
