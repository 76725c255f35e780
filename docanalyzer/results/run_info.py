"""run.json as a typed record, and a finished run as its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from docanalyzer.model.faults import InputFault
from docanalyzer.model.tables import BODIES

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.model.tables import Table

RUN_FILE = "run.json"

OptionValue: TypeAlias = str | int | float | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One input file and what became of its rows: read = kept + rejected."""

    path: str
    sha256: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What run.json says: where the figures of a run come from.

    `timings` are wall-clock seconds per stage, `counts` rows per table.
    """

    version: str
    inputs: tuple[InputRecord, ...]
    rules_sha256: str
    options: Mapping[str, OptionValue]
    engine: str
    timings: Mapping[str, float]
    counts: Mapping[str, int]

    def to_json(self) -> str:
        """The text of run.json, keys in a fixed order."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run folder on disk; tables are read when asked for.

    `written` holds tables, by name, that this process wrote there and need not read back.
    """

    folder: Path
    info: RunInfo
    written: Mapping[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @property
    def own(self) -> FinishedRun:
        """The run without documents of earlier ones, of which it has none."""
        return self

    def table(self, table: Table) -> pl.DataFrame:
        """One table of the run, with the columns and types of the contract.

        Bodies may lie in files, so that many of them fit. Raises `InputFault` where the file is
        missing, damaged or has other columns.
        """
        import polars as pl

        from docanalyzer.engine.arrow_files import mapped_parquet

        if table.name in self.written:
            return self.written[table.name]
        path = self.folder / table.file
        with _as_faults(path):
            frame = mapped_parquet(path) if table is BODIES else pl.read_parquet(path, glob=False)
        _check_schema(frame.schema, table, path)
        return frame

    def part(
        self, table: Table, where: pl.Expr | None = None, columns: Sequence[str] = ()
    ) -> pl.DataFrame:
        """The rows of a table for which `where` holds, in its order: all columns or those named.

        No more of the file is read than that takes. Raises what `table` does.
        """
        import polars as pl

        if table.name in self.written:
            return _part(self.written[table.name].lazy(), where, columns)
        path = self.folder / table.file
        with _as_faults(path):
            stored = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            schema = stored.collect_schema()
        _check_schema(schema, table, path)
        with _as_faults(path):
            return _part(stored, where, columns)


def _part(table: pl.LazyFrame, where: pl.Expr | None, columns: Sequence[str]) -> pl.DataFrame:
    rows = table if where is None else table.filter(where)
    return (rows.select(columns) if columns else rows).collect()


_AGAIN = "scan again; the folder was changed or written by another version"


@contextmanager
def _as_faults(path: Path) -> Iterator[None]:
    """What reading a table raises, as faults of the input."""
    import polars as pl

    try:
        yield
    except FileNotFoundError as error:
        raise InputFault(str(path), "the table is missing", _AGAIN) from error
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise InputFault(str(path), f"cannot be read: {error}", _AGAIN) from error


def _check_schema(found: pl.Schema, table: Table, path: Path) -> None:
    import polars as pl

    if found != pl.Schema(table.schema()):
        raise InputFault(str(path), "its columns are not those of this version", _AGAIN)


def parse_run_info(text: str, where: str) -> RunInfo:
    """run.json read back; raises `InputFault` when it is not one."""
    hint = "name a folder that docanalyzer scan --out wrote"
    try:
        raw = json.loads(text)
        inputs = tuple(InputRecord(**record) for record in raw.pop("inputs"))
        return RunInfo(inputs=inputs, **raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputFault(where, "is not the record of a run", hint) from error
