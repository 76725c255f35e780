"""Bodies for all rows of a run: from the folder given, and from files that registers name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from docanalyzer.ingest.bodies.attaching import Attached, Progress, attach_bodies
from docanalyzer.ingest.bodies.folder import (
    BodyFolder,
    attachment_paths,
    leaves_folder,
    scan_folder,
)
from docanalyzer.ingest.bodies.secrets import withheld
from docanalyzer.ingest.rows import SECRET
from docanalyzer.ingest.sources import Source
from docanalyzer.model.faults import InputFault
from docanalyzer.model.tables import CELL_NOTES, MAPPED_ROWS, REJECTS


@dataclass(frozen=True, slots=True)
class BodyFile:
    """A file of the body folder: the path it lies at, the name it is shown by, and whether a
    row uses it."""

    path: Path
    name: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class WithBodies:
    """Rows with their bodies; rejects of rows whose file is classified and of files that no row
    uses; notes on files without text; what the rows of classified files are about (`SECRET`);
    every file of the body folder, and the used paths."""

    rows: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    secret: pl.DataFrame
    files: tuple[BodyFile, ...]
    used: frozenset[Path]


def with_bodies(
    rows: pl.DataFrame,
    sources: Sequence[Source],
    bodies: Path | None,
    progress: Progress | None = None,
) -> WithBodies:
    """`rows` (`MAPPED_ROWS`) with the texts of their document files.

    With `bodies`, files are found by attachment, number, title or register number; without,
    only the files that an attachment cell names beside or below its register. Raises
    `InputFault` when `bodies` is no folder.
    """
    if bodies is not None:
        if not bodies.is_dir():
            raise InputFault(str(bodies), "no such folder", "give --bodies a folder of documents")
        return _from_folder(rows, sources, bodies, progress)
    return _beside_registers(rows, sources, progress)


def _from_folder(
    rows: pl.DataFrame, sources: Sequence[Source], bodies: Path, progress: Progress | None
) -> WithBodies:
    folder = scan_folder(bodies)
    attached = attach_bodies(rows, folder, progress)
    inputs = {source.path.resolve() for source in sources}
    taken = {source.name for source in sources}
    root = bodies.resolve()
    files: list[BodyFile] = []
    for path in sorted(bodies.rglob("*")):
        if not path.is_file() or path.resolve() in inputs:
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            continue
        shown = path.relative_to(bodies).as_posix()
        name = f"{root.name}/{shown}" if shown in taken else shown
        files.append(BodyFile(path, name, shown in attached.used))
    unused = [file.name for file in files if not file.is_used]
    return _result(attached, files, unused, folder)


def _beside_registers(
    rows: pl.DataFrame, sources: Sequence[Source], progress: Progress | None
) -> WithBodies:
    """Only registers that name existing documents are looked at; nothing is searched."""
    parts: list[Attached] = []
    used: set[Path] = set()
    by_name = {source.name: source for source in sources}
    naming = rows.filter(pl.col("attachment").is_not_null() & pl.col("body").is_null())
    for name in naming["source_file"].unique().sort():
        source = by_name.get(name)
        if source is None:
            continue
        root = source.path.parent
        cells = naming.filter(pl.col("source_file") == name)["attachment"].unique()
        named = {path for cell in cells for path in attachment_paths(cell)}
        safe = [root / path.replace("\\", "/") for path in named if not leaves_folder(path)]
        folder = scan_folder(root, only=safe)
        part = attach_bodies(rows.filter(pl.col("source_file") == name), folder, progress)
        used.update(folder.files[shown].resolve() for shown in part.used)
        parts.append(part)
    if not parts:
        nothing = REJECTS.empty(), CELL_NOTES.empty(), rows.select(SECRET).clear()
        return WithBodies(rows, *nothing, files=(), used=frozenset())
    touched = [part.rows["source_file"][0] for part in parts]
    rest = rows.filter(~pl.col("source_file").is_in(touched))
    whole = Attached(
        rows=pl.concat([rest, *(part.rows for part in parts)]),
        notes=pl.concat([CELL_NOTES.empty(), *(part.notes for part in parts)]),
        classified=pl.concat(
            [
                pl.Series([False], dtype=pl.Boolean).new_from_index(0, rest.height),
                *(part.classified for part in parts),
            ]
        ),
        used=frozenset(),
    )
    return _result(whole, [], [], None, frozenset(used))


def _result(
    attached: Attached,
    files: list[BodyFile],
    unused: list[str],
    folder: BodyFolder | None,
    used: frozenset[Path] = frozenset(),
) -> WithBodies:
    secret = attached.rows.filter(attached.classified)
    places = secret.select("source_file", "source_sheet", "source_row")
    orphans = pl.DataFrame(
        {
            "source_file": unused,
            "source_sheet": None,
            "source_row": None,
            "reason_code": "body_unmatched",
            "reason": "a file of the body folder that no row asks for",
            "raw": "",
        },
        schema=REJECTS.schema(),
    )
    if folder is not None:
        used = frozenset(folder.files[shown].resolve() for shown in attached.used)
    kept = attached.rows.filter(~attached.classified)
    return WithBodies(
        rows=kept.sort(list(MAPPED_ROWS.key), maintain_order=True),
        rejects=pl.concat([withheld(secret), orphans]),
        notes=attached.notes.join(
            places, on=["source_file", "source_sheet", "source_row"], how="anti", nulls_equal=True
        ),
        secret=secret.select(SECRET),
        files=tuple(files),
        used=used,
    )
