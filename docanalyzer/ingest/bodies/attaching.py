"""Gives rows the text of their document files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from docanalyzer.ingest.bodies.folder import (
    BodyFolder,
    attachment_paths,
    leaves_folder,
    number_key,
    path_key,
    title_key,
)
from docanalyzer.ingest.bodies.matching import Documents, Match, MatchedBy, Unmatched, signs
from docanalyzer.ingest.bodies.secrets import secret_names
from docanalyzer.ingest.bodies.texts import BodyText
from docanalyzer.ingest.classified import is_classified, marked_names
from docanalyzer.ingest.fates import Fate
from docanalyzer.ingest.isolation import LimitBroken, reading_process
from docanalyzer.ingest.readers.workbooks import OLE_MAGIC
from docanalyzer.model.tables import CELL_NOTES

_OFFICE_SECONDS = 70.0
_REASONS = {
    "attachment_outside": "the path of the attachment leaves its folder; it was not opened",
    "attachment_missing": "there is no such file",
    "body_ambiguous": "several files fit the row; which is meant cannot be told",
}
_ALIKE = 90.0
_COMPARED_CHARS = 4_000
_ROW_HAS_TEXT = "row_has_text"
FILE_ROWS = {
    "file": pl.String, "row": pl.Int64, "matched_by": pl.String, "reason_code": pl.String,
}  # fmt: skip
"""A file and a row of its document (its place among the rows), by what they were matched and why
the file gave the row no text; a file without a document has one line, its row null."""
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of the rows, in their order.

    `rows` has their bodies; `notes` (`CELL_NOTES`) tells of files that gave none; `classified`
    says for each row whether its file is marked as secret, which the caller must not keep;
    `matches` (`FILE_ROWS`) tells of every file; `hidden` are files that must not be named.
    """

    rows: pl.DataFrame
    notes: pl.DataFrame
    classified: pl.Series
    matches: pl.DataFrame
    hidden: frozenset[str]

    @property
    def used(self) -> frozenset[str]:
        """The files that belong to a row."""
        return frozenset(self.matches.filter(pl.col("row").is_not_null())["file"])


@dataclass(slots=True)
class _File:
    """A file on its way to its document: what it was matched by, or why not, and its text."""

    name: str
    text: BodyText
    rows: list[int]
    by: MatchedBy | None = None
    why: str | None = None
    doc: int | None = None


def attach_bodies(
    rows: pl.DataFrame,
    folder: BodyFolder,
    secret: pl.DataFrame,
    progress: Progress | None = None,
) -> Attached:
    """`rows` (`MAPPED_ROWS`) with the texts of `folder` where a row has no body of its own.

    A row's file is the one its attachment cell names, else the one whose name is its register
    number, else the one that fits its document (`matching`). Files of one document count once if
    they say the same, the longest then; else, like a file that fits several documents, they are
    noted and give no text. Files that belong to `secret` rows (`rows.SECRET`) stay closed.
    """
    hidden = set(secret_names(list(folder.files), secret))
    named = _named_rows(rows, folder)
    documents, rows_of, secret_docs = _documents(rows, secret)
    marked = pl.repeat(value=False, n=rows.height, eager=True)
    files: list[_File] = []
    for number, name in enumerate(folder.files):
        if progress is not None:
            progress(number / len(folder.files), name)
        by_name = documents.by_name(PurePosixPath(name).stem)
        if name in hidden or by_name.documents & secret_docs:
            hidden.add(name)
            continue
        text = read_body(folder.files[name], name)
        by_text = documents.by_text(text.text or "")
        file = _decided(name, text, by_name, by_text, documents)
        file.rows = named.get(name) or rows_of.get(-1 if file.doc is None else file.doc, [])
        if name in named:
            file.by, file.why = _by_cell(name, rows, named), None
        if by_text.documents & secret_docs or _is_marked(text):
            hidden.add(name)
            marked = marked.scatter(file.rows, True) if file.rows else marked
            continue
        files.append(file)
    _settle(files)
    return _attached(rows, folder, files, marked | _ask_marked(rows, folder), frozenset(hidden))


def _is_marked(text: BodyText) -> bool:
    if text.reason_code == Fate.CLASSIFIED.value:
        return True
    frame = pl.DataFrame({"text": [text.text]}, {"text": pl.String})
    return bool(frame.select(is_classified(["text"])).item())


def _documents(
    rows: pl.DataFrame, secret: pl.DataFrame
) -> tuple[Documents, dict[int, list[int]], frozenset[int]]:
    """The documents of the rows, the rows of each, and those that are secret."""
    asked = pl.concat(
        [frame.select(number_key(pl.col("doc_number")), "title") for frame in (rows, secret)]
    )
    pairs = asked.unique(maintain_order=True)
    documents = Documents(pairs.iter_rows())
    firsts = pairs.with_columns(pl.Series("first", documents.first_of, dtype=pl.Int64))
    places = asked.join(
        firsts, on=pairs.columns, how="left", nulls_equal=True, maintain_order="left"
    )["first"]
    rows_of: dict[int, list[int]] = {}
    for row, first in enumerate(places.head(rows.height)):
        rows_of.setdefault(first, []).append(row)
    return documents, rows_of, frozenset(places.slice(rows.height))


def _decided(
    name: str, text: BodyText, by_name: Match, by_text: Match, documents: Documents
) -> _File:
    """The file with its document, or with the reason why it has none."""
    file = _File(name, text, [], why=Unmatched.NOBODY)
    wanted = by_name.document
    if wanted is not None and text.text is not None:
        if by_name.is_cut and not documents.holds(wanted, text.text):
            wanted = None
        elif by_text.document not in (None, wanted) and not documents.holds(wanted, text.text):
            file.why = Unmatched.DIFFER
            return file
    if wanted is not None:
        file.doc, file.by, file.why = wanted, by_name.by, None
        return file
    several = len(by_name.documents) > 1
    fits = by_text.documents & by_name.documents if several else by_text.documents
    if len(fits) == 1:
        file.doc, file.by, file.why = next(iter(fits)), by_text.by, None
    elif fits or several:
        file.why = Unmatched.SEVERAL
    return file


def _settle(files: list[_File]) -> None:
    """Files of one document that say different things are none of it: which is meant cannot be
    told. Of files that say the same the longest comes first."""
    from rapidfuzz.fuzz import ratio

    by_doc: dict[int, list[_File]] = {}
    for file in files:
        if file.doc is not None and file.text.text is not None:
            by_doc.setdefault(file.doc, []).append(file)
    for same in by_doc.values():
        said = [signs(file.text.text or "")[:_COMPARED_CHARS] for file in same]
        if any(ratio(said[0], other) < _ALIKE for other in said[1:]):
            for file in same:
                file.why = Unmatched.SEVERAL
    files.sort(key=lambda file: (-len(file.text.text or ""), file.name))


def _attached(
    rows: pl.DataFrame,
    folder: BodyFolder,
    files: list[_File],
    classified: pl.Series,
    hidden: frozenset[str],
) -> Attached:
    """Texts into rows, and what is to be told of rows and files."""
    has_text = rows["body"].is_not_null()
    bodies: dict[int, _File] = {}
    lines: list[tuple[str, int | None, str | None, str | None]] = []
    doubts: dict[int, list[str]] = {}
    failed: dict[int, _File] = {}
    for file in files:
        if file.why is not None or not file.rows:
            lines.append((file.name, None, None, file.why or Unmatched.NOBODY))
            for row in file.rows:
                doubts.setdefault(row, []).append(file.name)
            continue
        for row in file.rows:
            code = _ROW_HAS_TEXT if has_text[row] else file.text.reason_code
            lines.append((file.name, row, file.by, code))
            if file.text.text is not None:
                bodies.setdefault(row, file)
            else:
                failed.setdefault(row, file)
    lines += [(name, None, None, Fate.CLASSIFIED.value) for name in sorted(hidden)]
    given = {row: file for row, file in bodies.items() if not has_text[row]}
    places = sorted(given)
    return Attached(
        rows=rows.with_columns(
            rows["body"].scatter(places, [given[row].text.text for row in places]),
            rows["body_source"].scatter(places, [given[row].name for row in places]),
        ) if places else rows,
        notes=_notes(rows, folder, given, doubts, failed),
        classified=classified,
        matches=pl.DataFrame(lines, schema=FILE_ROWS, orient="row"),
        hidden=hidden,
    )  # fmt: skip


def _named_rows(rows: pl.DataFrame, folder: BodyFolder) -> dict[str, list[int]]:
    """The rows whose attachment cell names a file, or whose register number is its name."""
    asked = rows.select(
        pl.int_range(pl.len()).alias("row"),
        "attachment",
        path_key(pl.col("register_no")).alias("name"),
    )
    cells = asked.join(_named(rows["attachment"], folder), on="attachment", how="left")
    by_name = folder.of_kind("name").select("key", pl.col("file").alias("own"))
    both = cells.join(by_name, left_on="name", right_on="key", how="left").sort("row")
    file = pl.when(pl.col("told")).then("file").otherwise("own").alias("file")
    found = both.select("row", file).drop_nulls().group_by("file", maintain_order=True).all()
    return dict(found.select("file", "row").iter_rows())


def _by_cell(name: str, rows: pl.DataFrame, named: dict[str, list[int]]) -> MatchedBy:
    cells = rows["attachment"].gather(named[name])
    is_named = any(cell and attachment_paths(cell) for cell in cells)
    return MatchedBy.ATTACHMENT if is_named else MatchedBy.REGISTER_NUMBER


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


def _notes(
    rows: pl.DataFrame,
    folder: BodyFolder,
    given: dict[int, _File],
    doubts: dict[int, list[str]],
    failed: dict[int, _File],
) -> pl.DataFrame:
    """A note (`CELL_NOTES`) on each row without a text that a file or a cell promised."""
    cells = rows.select(pl.int_range(pl.len()).alias("row"), "attachment", "body").join(
        _named(rows["attachment"], folder), on="attachment"
    )
    wrong = cells.filter(pl.col("code").is_not_null() & pl.col("body").is_null())
    told = [(row, cell, code, _REASONS[code]) for row, cell, code in
            wrong.select("row", "attachment", "code").iter_rows()]  # fmt: skip
    ambiguous = Unmatched.SEVERAL.value
    told += [(row, ", ".join(sorted(names)[:5]), ambiguous, _REASONS[ambiguous])
             for row, names in doubts.items()]  # fmt: skip
    told += [(row, file.name, file.text.reason_code or "", file.text.reason or "")
             for row, file in failed.items()]  # fmt: skip
    spoken: dict[int, tuple[int, str, str, str]] = {}
    for line in told:
        if line[0] not in given and rows["body"][line[0]] is None:
            spoken.setdefault(line[0], line)
    lines = [spoken[row] for row in sorted(spoken)]
    schema = {"row": pl.Int64, "value": pl.String, "reason_code": pl.String, "reason": pl.String}
    frame = pl.DataFrame(lines, schema=schema, orient="row")
    places = rows.select("source_file", "source_sheet", "source_row")[frame["row"].to_list()]
    whole = places.with_columns(pl.lit("body").alias("column"), *frame.drop("row"))
    return whole.select(list(CELL_NOTES.schema()))
