"""Writes a run beside its target and renames it, so a target is a whole run or is not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.model.faults import InputFault, UsageFault
from docanalyzer.model.tables import BODIES, RUN_TABLES
from docanalyzer.results.run_info import RUN_FILE, FinishedRun, RunInfo, parse_run_info
from docanalyzer.results.table_files import TableFiles

if TYPE_CHECKING:
    import polars as pl

_RUN_FILES = frozenset({RUN_FILE, *(table.file for table in RUN_TABLES)})


def check_target(out: Path, *, force: bool) -> None:
    """Refuse a target that must not be written, before any work is done.

    Raises `UsageFault` when `out` exists and `force` is not given, when it holds anything that
    no run wrote (`force` replaces runs, it does not empty folders), or when its parent is
    missing or read-only.
    """
    parent = out.absolute().parent
    if not parent.is_dir():
        raise UsageFault(str(out), "its parent folder does not exist", f"create {parent} first")
    if out.is_symlink() or out.exists():
        if not force:
            raise UsageFault(str(out), "already exists", "choose another --out, or add --force")
        _check_replaceable(out)


def _check_replaceable(out: Path) -> None:
    hint = "choose another --out; --force only replaces folders that a scan wrote"
    if out.is_symlink() or not out.is_dir():
        raise UsageFault(str(out), "is not a folder", hint)
    strange = sorted(entry.name for entry in out.iterdir() if entry.name not in _RUN_FILES)
    if strange:
        raise UsageFault(str(out), f"holds something else: {strange[0]}", hint)


@contextmanager
def unfinished_run(out: Path, *, force: bool) -> Iterator[UnfinishedRun]:
    """A run to be written: tables as they become final, then the record, then into place.

    Leaving before `finish`, by an exception of any kind, Ctrl-C included, leaves neither the
    target nor the temporary folder behind.
    """
    run = UnfinishedRun(out, force=force)
    try:
        yield run
    finally:
        run.clean_up()


class UnfinishedRun:
    """A run folder under a temporary name; see `unfinished_run`."""

    def __init__(self, out: Path, *, force: bool) -> None:
        self._out, self._force = out, force
        self._partial: Path | None = None
        self._files: TableFiles | None = None
        self._counts: dict[str, int] = {}
        self._written: dict[str, pl.DataFrame] = {}

    def write(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Begin to write `tables`, by name, each a frame that conforms to its table.

        Returns at once. The folder is made at the first call, for what a scan reads may lie
        beside it.
        """
        if self._files is None:
            check_target(self._out, force=self._force)
            parent = self._out.absolute().parent
            self._partial = Path(tempfile.mkdtemp(prefix=f".{self._out.name}.", dir=parent))
            self._partial.chmod(0o755)
            self._files = TableFiles(self._partial)
        for table in RUN_TABLES:
            if table.name in tables:
                self._files.add(table, tables[table.name])
                self._counts[table.name] = tables[table.name].height
                if table is not BODIES:
                    self._written[table.name] = tables[table.name]

    def counts(self) -> dict[str, int]:
        """Rows of the tables given so far, in the order of the contract."""
        return {
            table.name: self._counts[table.name]
            for table in RUN_TABLES
            if table.name in self._counts
        }

    def finish(self, info: RunInfo) -> FinishedRun:
        """Wait for the tables, of which none may be missing, write run.json, rename into place.

        Raises `UsageFault` where something else has come to stand there, `ValueError` for a
        missing table, and whatever the writing of one raised.
        """
        missing = [table.name for table in RUN_TABLES if table.name not in self._counts]
        if missing or self._files is None or self._partial is None:
            raise ValueError(f"tables of a run are missing: {', '.join(missing)}")
        self._files.wait()
        (self._partial / RUN_FILE).write_text(info.to_json(), encoding="utf-8")
        check_target(self._out, force=self._force)
        _swap(self._partial, self._out)
        return FinishedRun(self._out, info, self._written)

    def clean_up(self) -> None:
        """Remove what was not finished."""
        try:
            if self._files is not None:
                self._files.give_up()
        finally:
            if self._partial is not None:
                shutil.rmtree(self._partial, ignore_errors=True)


def write_run(
    out: Path, tables: Mapping[str, pl.DataFrame], info: RunInfo, *, force: bool
) -> FinishedRun:
    """Write every table of the contract and run.json at once, whole or not at all."""
    with unfinished_run(out, force=force) as run:
        run.write(tables)
        return run.finish(info)


def _swap(partial: Path, out: Path) -> None:
    """Put `partial` in the place of `out`; an earlier run is put back if that fails."""
    if not out.exists():
        partial.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.absolute().parent))
    out.rename(old / out.name)
    try:
        partial.rename(out)
    except BaseException:
        (old / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def read_run(folder: Path) -> FinishedRun:
    """Open a finished run. Raises `InputFault` when `folder` is not one."""
    record = folder / RUN_FILE
    try:
        text = record.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a folder that docanalyzer scan --out wrote"
        raise InputFault(str(folder), "is not a run folder (no run.json)", hint) from error
    return FinishedRun(folder, parse_run_info(text, str(record)))
