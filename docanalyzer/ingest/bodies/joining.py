"""Bodies for all rows of a run: from the folder given, and from files that registers name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from docanalyzer.ingest.bodies.attaching import Attached, Progress, attach_bodies
from docanalyzer.ingest.bodies.folder import (
    attachment_paths,
    folder_of,
    leaves_folder,
    scan_folder,
)
from docanalyzer.ingest.bodies.matching import REASONS, Unmatched
from docanalyzer.ingest.bodies.secrets import withheld
from docanalyzer.ingest.fates import FATE_REASONS, Fate
from docanalyzer.ingest.rows import SECRET
from docanalyzer.ingest.sources import Source, shown_path
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
    every file of the body folder, the used paths, and the shown names of files to be hidden.

    `matches` has a line for each file and row of its document: path, place of the row,
    matched_by, reason_code; places are null for a file without a document."""

    rows: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    secret: pl.DataFrame
    files: tuple[BodyFile, ...]
    used: frozenset[Path]
    matches: pl.DataFrame
    hidden: frozenset[str]


_PLACE = ["source_file", "source_sheet", "source_row"]
MATCHES = {
    "path": pl.String, "source_file": pl.String, "source_sheet": pl.String,
    "source_row": pl.Int64, "matched_by": pl.String, "reason_code": pl.String,
}  # fmt: skip


def with_bodies(
    rows: pl.DataFrame,
    sources: Sequence[Source],
    loose: Sequence[Source],
    bodies: Path | None,
    secret: pl.DataFrame,
    progress: Progress | None = None,
) -> WithBodies:
    """`rows` (`MAPPED_ROWS`) with the texts of their document files.

    With `bodies`, those are the files of that folder; without, the files that an attachment cell
    names beside or below its register, and the documents among the inputs, `loose`. Files of
    `secret` rows (`SECRET`) stay closed. Raises `InputFault` when `bodies` is no folder.
    """
    if bodies is not None:
        if not bodies.is_dir():
            raise InputFault(str(bodies), "no such folder", "give --bodies a folder of documents")
        return _from_folder(rows, sources, bodies, secret, progress)
    return _beside_registers(rows, sources, loose, secret, progress)


def _from_folder(
    rows: pl.DataFrame,
    sources: Sequence[Source],
    bodies: Path,
    secret: pl.DataFrame,
    progress: Progress | None,
) -> WithBodies:
    folder = scan_folder(bodies)
    attached = attach_bodies(rows, folder, secret, progress)
    inputs = {source.path.resolve(): source.name for source in sources}
    taken = set(inputs.values())
    root = bodies.resolve()
    files: list[BodyFile] = []
    shown_as: dict[str, str] = {}
    for path in sorted(bodies.rglob("*")):
        if not path.is_file():
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            continue
        shown = shown_path(path.relative_to(bodies))
        if path.resolve() in inputs:
            shown_as[shown] = inputs[path.resolve()]
            continue
        name = f"{shown_path(Path(root.name))}/{shown}" if shown in taken else shown
        shown_as[shown] = name
        files.append(BodyFile(path, name, shown in attached.used))
    unused = {file.name for file in files if not file.is_used}
    used = frozenset(folder.files[shown].resolve() for shown in attached.used)
    return _result(attached, tuple(files), unused, used, shown_as)


def _beside_registers(
    rows: pl.DataFrame,
    sources: Sequence[Source],
    loose: Sequence[Source],
    secret: pl.DataFrame,
    progress: Progress | None,
) -> WithBodies:
    """Registers that name existing documents, then the documents among the inputs."""
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
        part = attach_bodies(rows.filter(pl.col("source_file") == name), folder, secret, progress)
        used.update(folder.files[shown].resolve() for shown in part.used)
        parts.append(part)
    touched = [part.rows["source_file"][0] for part in parts]
    rest = rows.filter(~pl.col("source_file").is_in(touched))
    nobody = pl.Series([False], dtype=pl.Boolean).new_from_index(0, rest.height)
    whole = Attached(
        rows=pl.concat([rest, *(part.rows for part in parts)]),
        notes=pl.concat([CELL_NOTES.empty(), *(part.notes for part in parts)]),
        classified=pl.concat([nobody, *(part.classified for part in parts)]),
        matches=pl.concat([_matches(part, {}) for part in parts]) if parts else _no_matches(),
        hidden=frozenset().union(*(part.hidden for part in parts)),
    )
    named_result = _result(whole, (), set(), frozenset(used), None)
    left = {source.name: source.path for source in loose if source.path.resolve() not in used}
    if not left:
        return named_result
    found = attach_bodies(named_result.rows, folder_of(left), secret, progress)
    also = frozenset(left[shown].resolve() for shown in found.used)
    result = _result(found, (), set(), frozenset(used) | also, {})
    return replace(
        result,
        rejects=pl.concat([named_result.rejects, result.rejects]),
        notes=pl.concat([named_result.notes, result.notes]),
        secret=pl.concat([named_result.secret, result.secret]),
        matches=pl.concat([named_result.matches, result.matches]),
        hidden=named_result.hidden | result.hidden,
    )


def _no_matches() -> pl.DataFrame:
    return pl.DataFrame(schema=MATCHES)


def _matches(attached: Attached, shown_as: dict[str, str]) -> pl.DataFrame:
    """What became of each file, with the places of rows instead of their numbers."""
    rows = attached.rows.select(pl.int_range(pl.len()).alias("row"), *_PLACE)
    path = pl.col("file").replace(shown_as).alias("path")
    placed = attached.matches.join(rows, on="row", how="left", maintain_order="left")
    return placed.select(path, *_PLACE, "matched_by", "reason_code")


def _result(
    attached: Attached,
    files: tuple[BodyFile, ...],
    unused: set[str],
    used: frozenset[Path],
    shown_as: dict[str, str] | None,
) -> WithBodies:
    """`shown_as` gives files their names in the tables; null for matches that are placed."""
    secret = attached.rows.filter(attached.classified)
    places = secret.select(_PLACE)
    matches = attached.matches if shown_as is None else _matches(attached, shown_as)
    why = dict(matches.filter(pl.col("source_file").is_null()).select("path", "reason_code").rows())
    orphans = [
        (name, None, None, code, REASONS[code], "")
        for name in sorted(unused)
        if (code := why.get(name, Unmatched.NOBODY)) in REASONS
    ]
    left = [name for name in unused if why.get(name, Unmatched.NOBODY) not in REASONS]
    orphans += [(name, None, None, *_CLOSED, "") for name in sorted(left)]
    kept = attached.rows.filter(~attached.classified)
    return WithBodies(
        rows=kept.sort(list(MAPPED_ROWS.key), maintain_order=True),
        rejects=pl.concat(
            [withheld(secret), pl.DataFrame(orphans, schema=REJECTS.schema(), orient="row")]
        ),
        notes=attached.notes.join(places, on=_PLACE, how="anti", nulls_equal=True),
        secret=secret.select(SECRET),
        files=files,
        used=used,
        matches=matches,
        hidden=frozenset((shown_as or {}).get(name, name) for name in attached.hidden),
    )


_CLOSED = (Fate.CLASSIFIED.value, FATE_REASONS[Fate.CLASSIFIED])
