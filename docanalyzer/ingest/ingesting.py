"""From inputs to canonical rows: every file, sheet and row is kept or rejected with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from docanalyzer.engine import aside
from docanalyzer.ingest.bodies.joining import WithBodies, with_bodies
from docanalyzer.ingest.bodies.secrets import (
    NO_SECRET,
    masked,
    same_documents,
    secret_names,
    withheld,
)
from docanalyzer.ingest.bodies.texts import SUFFIXES
from docanalyzer.ingest.classified import marked_names
from docanalyzer.ingest.columns import ColumnDecision, decide_columns
from docanalyzer.ingest.combined import parted
from docanalyzer.ingest.fates import FATE_REASONS, Fate
from docanalyzer.ingest.isolation import Tell
from docanalyzer.ingest.layout import Block, find_blocks
from docanalyzer.ingest.mapping import FileMapping, Mapping
from docanalyzer.ingest.readers import read_sheets
from docanalyzer.ingest.rows import SECRET, Place, map_block, refused_rows
from docanalyzer.ingest.sheets import RawSheet, Refused
from docanalyzer.ingest.sources import Source, opened, shown_name
from docanalyzer.ingest.values.words import is_summary
from docanalyzer.model.faults import Fault, InputFault
from docanalyzer.model.tables import CELL_NOTES, MAPPED_ROWS, REJECTS, Table

_IDENTITY = ("title", "doc_number", "body")
# Of the time a file takes, finding the table and making rows of it takes the rest.
_READING_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file read: shown path, digest, and its rows; read = kept + rejected.

    A file or sheet that was refused as a whole counts as one row read and rejected.
    """

    path: str
    sha256: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class Ingested:
    """Kept rows (`MAPPED_ROWS`), rejects (`REJECTS`), notes on cells (`CELL_NOTES`), and the
    files they come from, sorted by path.

    `given` and `bodies` are the inputs and the body folder as they may be recorded, in the order
    they were given: a path with a mark of state secrecy, or what belongs to a classified row,
    is only counted (classified/1). `matches` has a line for each document file and row of its
    document: path, source_file, source_sheet, source_row, matched_by, reason_code.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame
    cell_notes: pl.DataFrame
    inputs: tuple[InputFile, ...]
    given: tuple[str, ...]
    bodies: Path | None
    matches: pl.DataFrame


@dataclass(frozen=True, slots=True)
class UnderstoodBlock:
    """A found table with the decision on each of its columns."""

    place: Place
    block: Block
    decisions: tuple[ColumnDecision, ...]


@dataclass(frozen=True, slots=True)
class _FileResult:
    rows: list[pl.DataFrame]
    rejects: list[pl.DataFrame]
    notes: list[pl.DataFrame]
    secret: list[pl.DataFrame]
    rows_read: int
    names: frozenset[str]


Progress = Callable[[float, str], None]


def ingest(
    inputs: Sequence[str],
    *,
    mapping: Mapping | None = None,
    bodies: Path | None = None,
    progress: Progress | None = None,
) -> Ingested:
    """Every row of `inputs` (files, folders, globs, `-`), kept or rejected with a reason.

    The result does not depend on the order of inputs, on file times or on where the command
    runs. `progress` is called with the share done, 0 to 1, and the shown name of the file.
    Raises `InputFault` for an input that does not exist or cannot be opened, and when the only
    input is empty or no table; in a folder such files are rejects and the others go on. Raises
    `Fault` (internal) should a row be neither kept nor rejected.
    """
    mapping = mapping or Mapping()
    with opened(inputs) as sources:
        digests = aside(lambda: [source.sha256() for source in sources])
        results = [
            _file(source, mapping.for_file(source.name), tell)
            for source, tell in _with_progress(sources, progress)
        ]
        _check_any_table(sources, results)
        rows = _gathered(MAPPED_ROWS, [frame for result in results for frame in result.rows])
        secret = pl.concat([NO_SECRET, *(frame for result in results for frame in result.secret)])
        loose = [
            source
            for source, result in zip(sources, results, strict=True)
            if _is_loose(source, result)
        ]
        joined = _joined(rows, secret, sources, loose, bodies, progress)
        rejects = _gathered(
            REJECTS, [*(frame for result in results for frame in result.rejects), joined.rejects]
        )
        used = [source.name for source in sources if source.path.resolve() in joined.used]
        # A document that serves as a body is no reject for being no table.
        rejects = rejects.filter(
            ~(pl.col("source_file").is_in(used) & (pl.col("reason_code") == "not_a_table"))
        )
        files = _input_files(sources, digests.result(), results, joined, rejects)
    rejects, files, new = _unnamed(joined, rejects, files)
    if progress is not None:
        progress(1.0, "")
    notes = [*(frame for result in results for frame in result.notes), joined.notes]
    typed = [shown_name(path) for path in (*inputs, *([] if bodies is None else [str(bodies)]))]
    shown = masked(typed, secret_names(typed, joined.secret))
    return Ingested(
        rows=joined.rows,
        rejects=rejects,
        cell_notes=_gathered(CELL_NOTES, [_without(joined.rejects, frame) for frame in notes]),
        inputs=files,
        given=tuple(shown[shown_name(path)] for path in inputs),
        bodies=None if bodies is None else Path(shown[shown_name(str(bodies))]),
        matches=_told(joined.matches, joined.hidden, new),
    )


def _is_loose(source: Source, result: _FileResult) -> bool:
    """Whether an input is a document and no register."""
    codes = {code for frame in result.rejects for code in frame["reason_code"]}
    return source.suffix in SUFFIXES and not result.rows and codes == {"not_a_table"}


def _told(matches: pl.DataFrame, hidden: frozenset[str], new: dict[str, str]) -> pl.DataFrame:
    """What became of document files, the hidden ones unnamed and without a document."""
    is_hidden = pl.col("path").is_in(
        sorted({*hidden, *(old for old, name in new.items() if old != name)})
    )
    closed = pl.when(is_hidden).then(pl.lit(Fate.CLASSIFIED.value)).otherwise("reason_code")
    open_only = [
        pl.when(~is_hidden).then(name).alias(name)
        for name in ("source_file", "source_sheet", "source_row", "matched_by")
    ]
    told = matches.with_columns(*open_only, closed.alias("reason_code"))
    return told.with_columns(pl.col("path").replace(new)).unique().sort(pl.all())


def _joined(
    rows: pl.DataFrame,
    secret: pl.DataFrame,
    sources: Sequence[Source],
    loose: Sequence[Source],
    bodies: Path | None,
    progress: Progress | None,
) -> WithBodies:
    """Rows with their bodies, without those about a document that is classified elsewhere.

    What is `secret` by its cells opens no body file; what a body file shows to be secret is
    looked for among all rows afterwards.
    """
    known = same_documents(rows, secret)
    closed = pl.concat([secret, rows.filter(known).select(SECRET)])
    joined = with_bodies(rows.filter(~known), sources, loose, bodies, closed, progress)
    found = same_documents(joined.rows, joined.secret)
    hidden = [rows.filter(known), joined.rows.filter(found)]
    place = ["source_file", "source_sheet", "source_row"]
    closed_files = joined.matches.join(hidden[1].select(place), on=place, nulls_equal=True)["path"]
    return replace(
        joined,
        rows=joined.rows.filter(~found),
        rejects=pl.concat([joined.rejects, *(withheld(part) for part in hidden)]),
        secret=pl.concat([secret, joined.secret, *(part.select(SECRET) for part in hidden)]),
        hidden=joined.hidden | frozenset(closed_files),
    )


def _without(rejects: pl.DataFrame, notes: pl.DataFrame) -> pl.DataFrame:
    """The notes on cells of rows that are not among `rejects`."""
    place = ["source_file", "source_sheet", "source_row"]
    return notes.join(rejects, on=place, how="anti", nulls_equal=True, maintain_order="left")


def _with_progress(
    sources: Sequence[Source], progress: Progress | None
) -> Iterator[tuple[Source, Tell]]:
    """Each source, and what hears how much of it is done; shares told never fall."""
    total = sum(source.size() for source in sources) or 1
    done, last = 0, -1.0
    for source in sources:

        def tell(share: float, begin: int = done, file: Source = source) -> None:
            nonlocal last
            whole = (begin + share * file.size()) / total
            if progress is not None and whole > last:
                last = whole
                progress(whole, file.name)

        tell(0.0)
        yield source, tell
        done += source.size()


def understand(
    source: Source, mapping: FileMapping, tell: Tell | None = None
) -> list[UnderstoodBlock | Refused]:
    """The tables of a file with their columns decided, and whatever is refused.

    A file whose own name carries a mark of state secrecy is not opened. `tell` hears how much
    of the file is read.
    """
    if secret_names([source.name], NO_SECRET):
        return [Refused(Fate.CLASSIFIED.value, FATE_REASONS[Fate.CLASSIFIED])]
    sheets = _without_marked(read_sheets(source, tell))
    found = [(sheet, find_blocks(sheet)) for sheet in sheets if isinstance(sheet, RawSheet)]
    tables = Counter(sheet.file for sheet, blocks in found if isinstance(blocks, list))
    understood: list[UnderstoodBlock | Refused] = [
        sheet for sheet in sheets if isinstance(sheet, Refused)
    ]
    for sheet, blocks in found:
        if isinstance(blocks, Refused):
            understood.append(replace(blocks, file=sheet.file))
        elif tables[sheet.file] > 1 and is_summary(sheet.name):
            reason = "a sheet that sums up or lists the other sheets"
            understood.append(Refused("summary_sheet", reason, sheet.name, file=sheet.file))
        else:
            understood.extend(_decided(source, sheet, block, mapping) for block in blocks)
    return understood


def _without_marked(sheets: Sequence[RawSheet | Refused]) -> list[RawSheet | Refused]:
    """The sheets, those refused and unnamed whose names carry a mark of state secrecy."""
    named = {sheet.name if isinstance(sheet, RawSheet) else sheet.sheet for sheet in sheets}
    marked = sorted(marked_names([name for name in named if name]))
    code, reason = Fate.CLASSIFIED.value, FATE_REASONS[Fate.CLASSIFIED]
    told: list[RawSheet | Refused] = []
    for sheet in sheets:
        name = sheet.name if isinstance(sheet, RawSheet) else sheet.sheet
        if name in marked:
            unnamed = f"classified/{marked.index(name) + 1}"
            told.append(Refused(code, reason, unnamed, file=sheet.file))
        else:
            told.append(sheet)
    return told


def _decided(
    source: Source, sheet: RawSheet, block: Block, mapping: FileMapping
) -> UnderstoodBlock | Refused:
    block = parted(block)
    decisions = decide_columns(block.headings, block.data(), mapping, block.label)
    if not any(decision.field in _IDENTITY for decision in decisions):
        reason = "no column holds a title, a document number or a text"
        return Refused("no_document_columns", reason, sheet.name, file=sheet.file)
    return UnderstoodBlock(Place(sheet.file or source.name, sheet.name), block, decisions)


def _file(source: Source, mapping: FileMapping, tell: Tell) -> _FileResult:
    rows: list[pl.DataFrame] = []
    rejects: list[pl.DataFrame] = []
    notes: list[pl.DataFrame] = []
    secret: list[pl.DataFrame] = []
    rows_read = 0
    names: set[str] = set()
    parts = understand(source, mapping, lambda share: tell(share * _READING_SHARE))
    for number, part in enumerate(parts):
        tell(_READING_SHARE + (1 - _READING_SHARE) * number / len(parts))
        if isinstance(part, Refused):
            names.add(part.file or source.name)
            rejects.append(refused_rows(part, Place(source.name, part.sheet)))
            rows_read += 1
            continue
        mapped = map_block(part.block, part.decisions, part.place, mapping)
        names.add(part.place.file)
        rows.append(mapped.rows)
        rejects.append(mapped.rejects)
        notes.append(mapped.notes)
        secret.append(mapped.secret)
        rows_read += part.block.cells.height
    return _FileResult(rows, rejects, notes, secret, rows_read, frozenset(names))


def _input_files(
    sources: Sequence[Source],
    digests: Sequence[str],
    results: Sequence[_FileResult],
    joined: WithBodies,
    rejects: pl.DataFrame,
) -> tuple[InputFile, ...]:
    """Every file read, with its rows counted in the tables and held against what was read."""
    kept, rejected = _per_file(joined.rows), _per_file(rejects)
    files: list[InputFile] = []
    for source, digest, result in zip(sources, digests, results, strict=True):
        names = result.names | {source.name}
        count = InputFile(
            path=source.name,
            sha256=digest,
            rows_read=0 if source.path.resolve() in joined.used else result.rows_read,
            rows_kept=sum(kept.get(name, 0) for name in names),
            rows_rejected=sum(rejected.get(name, 0) for name in names),
        )
        files.append(count)
    for file in joined.files:
        unused = int(not file.is_used)
        sha256 = Source(file.path, file.name).sha256()
        files.append(InputFile(file.name, sha256, unused, 0, rejected.get(file.name, 0)))
    for count in files:
        if count.rows_read != count.rows_kept + count.rows_rejected:
            raise Fault(
                where=count.path,
                what=f"{count.rows_read} rows read, {count.rows_kept} kept, "
                f"{count.rows_rejected} rejected",
                hint="this is a defect of docanalyzer; please report it with the file",
            )
    return tuple(sorted(files, key=lambda file: file.path))


def _unnamed(
    joined: WithBodies, rejects: pl.DataFrame, files: tuple[InputFile, ...]
) -> tuple[pl.DataFrame, tuple[InputFile, ...], dict[str, str]]:
    """Rejects and files without the names of files that belong to classified rows; new names."""
    rows = joined.rows
    shown = {*rows["source_file"].unique(), *rows["body_source"].drop_nulls().unique()}
    known = {*(file.path for file in files), *rejects["source_file"].unique()}
    names = sorted({*known, *joined.matches["path"], *joined.hidden} - shown)
    hidden = secret_names(names, joined.secret) | joined.hidden
    if not hidden:
        return rejects, files, {}
    new = masked(names, hidden)
    is_hidden = pl.col("source_file").is_in(sorted(hidden))
    code, reason = Fate.CLASSIFIED.value, FATE_REASONS[Fate.CLASSIFIED]
    unnamed = rejects.with_columns(
        pl.col("source_file").replace(new),
        pl.when(is_hidden).then(pl.lit(code)).otherwise("reason_code").alias("reason_code"),
        pl.when(is_hidden).then(pl.lit(reason)).otherwise("reason").alias("reason"),
        pl.when(is_hidden).then(pl.lit("")).otherwise("raw").alias("raw"),
    )
    renamed = (replace(file, path=new.get(file.path, file.path)) for file in files)
    shown_files = tuple(sorted(renamed, key=lambda file: file.path))
    return _gathered(REJECTS, [unnamed]), shown_files, new


def _per_file(frame: pl.DataFrame) -> dict[str, int]:
    return dict(frame.group_by("source_file").len().iter_rows())


def _check_any_table(sources: Sequence[Source], results: Sequence[_FileResult]) -> None:
    """One input alone that gives nothing is a fault of the call, not a reject."""
    if len(sources) != 1 or sources[0].from_folder or results[0].rows:
        return
    reasons = _gathered(REJECTS, list(results[0].rejects))["reason"].unique(maintain_order=True)
    raise InputFault(
        sources[0].name,
        "; ".join(reasons.head(3)) or "no sheet holds a row",
        "see how it is understood with: docanalyzer columns INPUT",
    )


def _gathered(table: Table, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The frames as one table in key order; a stable sort keeps the order of equal keys."""
    if not frames:
        return table.empty()
    schema = table.schema()
    whole = pl.concat(frames, how="diagonal")
    columns = [
        (pl.col(name) if name in whole.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    ordered = whole.select(columns)
    # The rows of one table come in row order already, and sorting a million takes a second.
    in_order = len(frames) == 1 and table is MAPPED_ROWS
    return ordered if in_order else ordered.sort(list(table.key), maintain_order=True)
