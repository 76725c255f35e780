"""Writes a run beside its target and renames it, so a target is a whole run or is not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.model.faults import InputFault, UsageFault
from docanalyzer.model.tables import RUN_TABLES
from docanalyzer.results.run_info import RUN_FILE, FinishedRun, RunInfo, parse_run_info

if TYPE_CHECKING:
    import polars as pl

_GROUP_ROWS = 1 << 18
_GROUP_BYTES = 384 << 20
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


def write_run(
    out: Path, tables: Mapping[str, pl.DataFrame], info: RunInfo, *, force: bool
) -> FinishedRun:
    """Write every table of the contract and run.json, then rename into place.

    `tables` maps table name to a frame that already conforms to it. An exception of any kind,
    Ctrl-C included, leaves neither the target nor the temporary folder behind.
    """
    check_target(out, force=force)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.absolute().parent))
    try:
        partial.chmod(0o755)
        for table in RUN_TABLES:
            frame = tables[table.name]
            frame.write_parquet(
                partial / table.file, compression="zstd", row_group_size=_group_rows(frame)
            )
        (partial / RUN_FILE).write_text(info.to_json(), encoding="utf-8")
        _swap(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return FinishedRun(out, info)


def _group_rows(frame: pl.DataFrame) -> int | None:
    """Rows of a row group; None for the usual number, fewer where texts are long.

    A row group is held in memory twice as it is packed, and is the least that can be read back.
    """
    import polars as pl

    lengths = frame.select(pl.col(pl.String).str.len_bytes().cast(pl.Int64).sum())
    size = sum(lengths.row(0)) if lengths.width else 0
    rows = _GROUP_ROWS
    while size * min(rows, frame.height) > _GROUP_BYTES * frame.height:
        rows //= 2
    return None if rows == _GROUP_ROWS else rows


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
