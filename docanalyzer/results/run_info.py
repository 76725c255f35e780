"""run.json as a typed record, and a finished run as its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from docanalyzer.model.faults import InputFault

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

    def table(self, table: Table) -> pl.DataFrame:
        """One table of the run, with the columns and types of the contract.

        Raises `InputFault` where the file is missing, damaged or has other columns.
        """
        import polars as pl

        from docanalyzer.engine.arrow_files import read_parquet

        if table.name in self.written:
            return self.written[table.name]
        path = self.folder / table.file
        hint = "scan again; the folder was changed or written by another version"
        try:
            frame = read_parquet(path)
        except FileNotFoundError as error:
            raise InputFault(str(path), "the table is missing", hint) from error
        except (pl.exceptions.PolarsError, OSError, ValueError) as error:
            raise InputFault(str(path), f"cannot be read: {error}", hint) from error
        if frame.schema != pl.Schema(table.schema()):
            raise InputFault(str(path), "its columns are not those of this version", hint)
        return frame


def parse_run_info(text: str, where: str) -> RunInfo:
    """run.json read back; raises `InputFault` when it is not one."""
    hint = "name a folder that docanalyzer scan --out wrote"
    try:
        raw = json.loads(text)
        inputs = tuple(InputRecord(**record) for record in raw.pop("inputs"))
        return RunInfo(inputs=inputs, **raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputFault(where, "is not the record of a run", hint) from error
