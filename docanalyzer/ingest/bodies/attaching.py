"""Gives rows the text of their document files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from docanalyzer.ingest.bodies.folder import (
    BodyFolder,
    attachment_paths,
    leaves_folder,
    number_key,
    path_key,
    title_key,
)
from docanalyzer.ingest.bodies.texts import BodyText
from docanalyzer.ingest.classified import is_classified, marked_names
from docanalyzer.ingest.fates import Fate
from docanalyzer.ingest.isolation import LimitBroken, reading_process
from docanalyzer.ingest.readers.workbooks import OLE_MAGIC

_OFFICE_SECONDS = 70.0
_REASONS = {
    "attachment_outside": "the path of the attachment leaves its folder; it was not opened",
    "attachment_missing": "there is no such file",
    "body_ambiguous": "several files fit the row; which is meant cannot be told",
}
_FOUND = ("file", "code", "value")
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of the rows, in their order.

    `rows` has their bodies; `notes` (`CELL_NOTES`) tells of files that gave none; `classified`
    says for each row whether its file is marked as a state secret, which the caller must not
    keep; `used` names the files that belong to a row.
    """

    rows: pl.DataFrame
    notes: pl.DataFrame
    classified: pl.Series
    used: frozenset[str]


def attach_bodies(
    rows: pl.DataFrame, folder: BodyFolder, progress: Progress | None = None
) -> Attached:
    """`rows` (`MAPPED_ROWS`) with the texts of `folder` where a row has no body of its own.

    A row's file is the one its attachment cell names, else the one whose name carries its
    document number, its title, or its register number. A file that two rows share serves both.
    A file without text, several files for one row, and an attachment path that leaves the
    folder are noted. Files that no row asks for are not opened.
    """
    search = _search(rows, folder)
    texts = _read(search["file"].drop_nulls().unique().sort().to_list(), folder, progress)
    found = search.join(texts, on="file", how="left", maintain_order="left")
    text = found["text"]
    taken = text.is_not_null()
    return Attached(
        rows=rows.with_columns(
            text.zip_with(taken, rows["body"]).alias("body"),
            found["file"].zip_with(taken, rows["body_source"]).alias("body_source"),
        ),
        notes=_notes(rows, found),
        classified=found.select(
            is_classified(["text"]) | (pl.col("failed") == Fate.CLASSIFIED.value).fill_null(False)
        ).to_series()
        | _ask_marked(rows, folder),
        used=frozenset(search["file"].drop_nulls()),
    )


def _search(rows: pl.DataFrame, folder: BodyFolder) -> pl.DataFrame:
    """File, or code and value of a note, for each row; all null for a row with a body."""
    asked = rows.select(
        pl.col("body").is_null().alias("open"),
        pl.col("attachment"),
        number_key(pl.col("doc_number")).alias("number"),
        title_key(pl.col("title")).alias("title"),
        path_key(pl.col("register_no")).alias("name"),
    ).join(_named(rows["attachment"], folder), on="attachment", how="left", maintain_order="left")
    kinds = ("number", "title", "name")
    for kind in kinds:
        keys = folder.of_kind(kind).rename({"file": f"{kind}_file", "several": f"{kind}_several"})
        asked = asked.join(keys, left_on=kind, right_on="key", how="left", maintain_order="left")
    told = pl.col("told").fill_null(value=False)
    # The first kind that fits decides, be it for a file or for a doubt.
    picked = [pl.when(told).then(pl.struct(file="file", code="code", value="attachment"))]
    for kind in kinds:
        one, several = pl.col(f"{kind}_file"), pl.col(f"{kind}_several")
        doubt = pl.when(several.is_not_null()).then(pl.lit("body_ambiguous"))
        fits = one.is_not_null() | several.is_not_null()
        picked.append(pl.when(fits).then(pl.struct(file=one, code=doubt, value=several)))
    found = pl.coalesce(pl.when("open").then(choice) for choice in picked)
    fields = [found.struct.field(name).alias(name) for name in _FOUND]
    return asked.select(fields)


def _ask_marked(rows: pl.DataFrame, folder: BodyFolder) -> pl.Series:
    """Whether each row asks for a file whose name is marked as a state secret."""
    asked = rows.select(
        number_key(pl.col("doc_number")).alias("number"),
        title_key(pl.col("title")).alias("title"),
        path_key(pl.col("register_no")).alias("name"),
    )
    wanted = {
        kind: folder.marked.filter(pl.col("kind") == kind)["key"].implode()
        for kind in ("number", "title", "name")
    }
    by_key = asked.select(
        pl.any_horizontal(
            pl.col(kind).is_in(keys).fill_null(value=False) for kind, keys in wanted.items()
        )
    ).to_series()
    cells = rows["attachment"].drop_nulls().unique()
    named = [cell for cell in cells if marked_names(attachment_paths(cell))]
    return by_key | rows["attachment"].is_in(named).fill_null(value=False)


def _named(cells: pl.Series, folder: BodyFolder) -> pl.DataFrame:
    """For each distinct attachment cell that names files: the file, or the code of a note."""
    paths = dict(folder.of_kind("path").select("key", "file").iter_rows())
    names = dict(folder.of_kind("name").select("key", "file").iter_rows())
    distinct = cells.drop_nulls().unique().sort().to_list()
    told = [(cell, *_named_by(cell, paths, names)) for cell in distinct if attachment_paths(cell)]
    schema = {"attachment": pl.String, "file": pl.String, "code": pl.String}
    frame = pl.DataFrame(told, schema=schema, orient="row")
    return frame.with_columns(pl.lit(value=True).alias("told"))


def _named_by(
    cell: str, paths: dict[str, str | None], names: dict[str, str | None]
) -> tuple[str | None, str | None]:
    code = "attachment_missing"
    for path in attachment_paths(cell):
        if leaves_folder(path):
            code = "attachment_outside"
            continue
        key = str(pl.select(path_key(pl.lit(path))).item())
        name = key.rsplit("/", 1)[-1]
        file = paths.get(key) or names.get(name)
        if file is not None:
            return file, None
        if name in names:
            code = "body_ambiguous"
    return None, code


def _read(names: list[str], folder: BodyFolder, progress: Progress | None) -> pl.DataFrame:
    texts: list[BodyText] = []
    for number, name in enumerate(names):
        if progress is not None:
            progress(number / len(names), name)
        texts.append(read_body(folder.files[name], name))
    return pl.DataFrame(
        {
            "file": names,
            "text": [text.text for text in texts],
            "failed": [text.reason_code for text in texts],
            "why": [text.reason for text in texts],
        },
        schema=dict.fromkeys(("file", "text", "failed", "why"), pl.String),
    )


def read_body(path: Path, name: str) -> BodyText:
    """The text of one document file, read in the reading process within its limits."""
    task = {"kind": "body", "path": str(path.absolute()), "name": name}
    try:
        with path.open("rb") as stream:
            is_office = stream.read(len(OLE_MAGIC)) == OLE_MAGIC
        extra = _OFFICE_SECONDS if is_office else 0.0
        answer = reading_process().ask(task, path.stat().st_size, extra)
    except LimitBroken as broken:
        return BodyText(None, broken.code, broken.reason)
    except OSError as error:
        return BodyText(None, "damaged_file", error.strerror or "cannot be read")
    return BodyText(**answer["body"])


def _notes(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    told = found.select(
        pl.lit("body").alias("column"),
        pl.coalesce("value", "file").alias("value"),
        pl.coalesce("code", "failed").alias("reason_code"),
        pl.coalesce(
            pl.col("code").replace_strict(_REASONS, default=None, return_dtype=pl.String), "why"
        ).alias("reason"),
    )
    places = rows.select("source_file", "source_sheet", "source_row")
    whole = pl.concat([places, told], how="horizontal")
    return whole.filter(pl.col("reason_code").is_not_null())
