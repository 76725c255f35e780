"""Where the table stands in a sheet: header rows, blocks, and rows that belong to the form."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from docanalyzer.ingest.classified import marked_names
from docanalyzer.ingest.fates import FATE_REASONS, Fate, row_fates
from docanalyzer.ingest.headings import distinct_headings, heading_key, heading_map
from docanalyzer.ingest.sheets import ROW, RawSheet, Refused, cell_columns, cell_names, trim
from docanalyzer.ingest.values.kinds import value_kinds

_SEARCH_ROWS = 60
_FORM_HEADINGS = 3
_FOOTER_ROWS, _FOOTER_CHARS = 5, 30
_Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A table found in a sheet.

    `cells` holds its rows below and above the header, without the header itself; `fates` gives
    a `Fate` for each row that is no data, null for data. `headings` are distinct names, one per
    cell column. `label` stands above a block of columns (收文, 发文); `above` is the text above
    the header. `header_row` is null for a table without one.
    """

    headings: tuple[str, ...]
    cells: pl.DataFrame
    fates: pl.Series
    header_row: int | None
    label: str | None = None
    above: str = ""

    def data(self) -> pl.DataFrame:
        """The rows that are data."""
        return self.cells.filter(self.fates.is_null())


_IDENTITY = ("title", "doc_number")
_DIRECTIONS = frozenset({"收文", "发文", "来文", "收文登记", "发文登记", "收", "发"})


@dataclass(frozen=True, slots=True)
class _Header:
    """First and last header line (0-based place in the cells), and the names under them."""

    first: int
    last: int
    names: _Cells
    labels: _Cells = ()


def find_blocks(sheet: RawSheet) -> list[Block] | Refused:
    """The tables of `sheet`: one, or one per block of columns side by side.

    A sheet with no header that can be found is a table without headings if its rows are even
    enough; else it is refused: empty_sheet, form_sheet or not_a_table.
    """
    if sheet.headings is not None:
        return [_named_columns(sheet, sheet.headings)]
    if not sheet.cells.height:
        return Refused("empty_sheet", "the sheet holds no cell", sheet.name)
    lines = sheet.cells.head(_SEARCH_ROWS).drop(ROW).rows()
    header = _known_header(lines)
    if header is None:
        header = _plain_header(sheet.cells, lines)
    elif _is_form(sheet, lines, header):
        return Refused("form_sheet", "the sheet is a form for one document", sheet.name)
    if header is None:
        return _without_header(sheet)
    if _is_classified(sheet, header):
        reason = FATE_REASONS[Fate.CLASSIFIED]
        return Refused(Fate.CLASSIFIED.value, f"the register itself is {reason}", sheet.name)
    return [_block(sheet, header, *span) for span in _spans(header)]


def _named_columns(sheet: RawSheet, headings: tuple[str, ...]) -> Block:
    names = distinct_headings(list(headings))
    return Block(names, sheet.cells, row_fates(sheet.cells, names, ()), None)


def _known_count(cells: _Cells) -> int:
    return len({heading_key(cell) for cell in cells if cell and heading_map().knows(cell)})


def _filled(cells: _Cells) -> int:
    return sum(1 for cell in cells if cell and heading_key(cell))


def _known_header(lines: list[_Cells]) -> _Header | None:
    """The line, or two lines, with the most known headings."""
    best: tuple[int, int] | None = None
    for place, line in enumerate(lines):
        known = _known_count(line)
        if known and (known >= 2 or _filled(line) <= 2 or _reads_as_names(line)):
            best = max(best or (0, 0), (known, -place))
    if best is None:
        return None
    known, place = best[0], -best[1]
    return _with_second_line(lines, place, known)


def _reads_as_names(line: _Cells) -> bool:
    """Whether the cells could be headings: short, distinct, hardly a digit."""
    cells = [cell for cell in line if cell and cell.strip()]
    return (
        len(cells) > 0
        and len(set(cells)) == len(cells)
        and all(any(char.isalpha() for char in cell) for cell in cells)
        and all(len(cell) <= 24 and sum(char.isdigit() for char in cell) <= 2 for cell in cells)
    )


def _with_second_line(lines: list[_Cells], place: int, known: int) -> _Header:
    """The header at `place`, with the line above or below it where the two make more names."""
    choices = [_Header(place, place, lines[place])]
    for first in (place - 1, place):
        if first < 0 or first + 1 >= len(lines):
            continue
        top, bottom = lines[first], lines[first + 1]
        if not _filled(top) or not (_short(top) and _short(bottom)):
            continue
        labels = _filled_right(top)
        names = tuple(
            _joined(above, label, below)
            for above, label, below in zip(top, labels, bottom, strict=True)
        )
        if _known_count(names) > known or (first < place and _names_blocks(top, bottom)):
            choices.append(_Header(first, first + 1, names, labels))
    return max(choices, key=lambda header: (_known_count(header.names), header.last - header.first))


def _short(line: _Cells) -> bool:
    return all(
        cell is None or (len(cell) <= 16 and not any(char.isdigit() for char in cell))
        for cell in line
    )


def _names_blocks(top: _Cells, bottom: _Cells) -> bool:
    """Whether the line above only names blocks of columns, 收文 and 发文 side by side."""
    keys = [heading_key(cell) for cell in bottom if cell]
    labels = {heading_key(cell) for cell in top if cell}
    names = len(set(keys)) < len(keys) or len(labels & _DIRECTIONS) >= 2
    return 2 <= _filled(top) <= len(keys) // 2 and names


def _filled_right(line: _Cells) -> _Cells:
    """A merged cell keeps its text in its first cell only: carry it to the right."""
    carried: list[str | None] = []
    for cell in line:
        carried.append(cell if cell and cell.strip() else (carried[-1] if carried else None))
    return tuple(carried)


def _joined(above: str | None, label: str | None, below: str | None) -> str | None:
    """One name of two lines: 收文 over 日期 is 收文日期, a name over nothing is itself."""
    if not below or not below.strip():
        return above
    if not label or heading_key(label) == heading_key(below):
        return below
    both = f"{label}{below}"
    knows = heading_map().knows
    return both if knows(both) or not knows(below) else below


def _is_form(sheet: RawSheet, lines: list[_Cells], header: _Header) -> bool:
    """A form names and fills its cells in turn: a small sheet, headings on many lines, none of
    the lines full of them. A register may well say 附件 in a cell, so one word does not count."""
    known, filled = _known_count(header.names), _filled(header.names)
    elsewhere = {
        heading_key(cell)
        for place, line in enumerate(lines)
        for cell in line
        if cell and not header.first <= place <= header.last and heading_map().knows(cell)
    }
    is_small = sheet.cells.height <= _SEARCH_ROWS
    return is_small and known * 10 <= filled * 6 and len(elsewhere) >= _FORM_HEADINGS


def _plain_header(cells: pl.DataFrame, lines: list[_Cells]) -> _Header | None:
    """A header of unknown names: the first full line, when it reads as names over data."""
    usual = max((_filled(line) for line in lines), default=0)
    if usual < 2:
        return None
    for place, line in enumerate(lines):
        if _filled(line) * 10 < usual * 8:
            continue
        has_data = cells.height > place + 1
        return _Header(place, place, line) if has_data and _reads_as_names(line) else None
    return None


def _without_header(sheet: RawSheet) -> list[Block] | Refused:
    """A table without headings must show by its values what it holds."""
    columns = cell_columns(sheet.cells)
    kinds = [value_kinds(sheet.cells[name]) for name in columns]
    tells = any(kind.is_mostly("doc_number", 0.5) or kind.is_mostly("title") for kind in kinds)
    if len(columns) < 2 or not tells:
        return Refused("not_a_table", "no heading row and no table was found", sheet.name)
    names = distinct_headings([None] * len(columns))
    return [Block(names, sheet.cells, row_fates(sheet.cells, names, ()), None)]


def _spans(header: _Header) -> list[tuple[int, int, str | None]]:
    """Column ranges of blocks that stand side by side, each with its label; mostly one."""
    width = len(header.names)
    keys = [heading_key(name) if name else "" for name in header.names]
    fields = [_identity_field(name) for name in header.names]
    starts = _block_starts(keys, fields, header.labels)
    ends = [*starts[1:], width]
    return [
        (begin, end, header.labels[begin] if header.labels and len(starts) > 1 else None)
        for begin, end in zip(starts, ends, strict=True)
    ]


def _identity_field(name: str | None) -> str:
    known = heading_map().find(name) if name else None
    return known.field if known and known.field in _IDENTITY else ""


def _block_starts(keys: list[str], fields: list[str], labels: _Cells) -> list[int]:
    """Columns where a block begins: the first heading comes again and each block has a title."""
    first = next((key for key in keys if key), "")
    again = [place for place, key in enumerate(keys) if key == first]
    changes = [
        place
        for place in range(1, len(keys))
        if labels and labels[place] != labels[place - 1] and keys[place]
    ]
    begin = keys.index(first) if first else 0
    for starts in (again, [begin, *changes], [begin, *_second_identity(keys, fields)]):
        ends = [*starts[1:], len(keys)]
        if len(starts) > 1 and all(
            "title" in fields[start:end] for start, end in zip(starts, ends, strict=True)
        ):
            return [0, *starts[1:]]
    return [0]


def _second_identity(keys: list[str], fields: list[str]) -> list[int]:
    """Where a second block begins that has other headings than the first: 收文日期 … | 发文日期 …

    A document has one title and one number. Where both come twice, the second block begins behind
    the blank column between, else at the heading that turns from 收 or 来 to 发, or back.
    """
    places = {name: [n for n, field in enumerate(fields) if field == name] for name in _IDENTITY}
    if any(len(found) != 2 for found in places.values()):
        return []
    first_end = max(found[0] for found in places.values())
    second = min(found[1] for found in places.values())
    if first_end >= second:
        return []
    between = range(first_end + 1, second + 1)
    blank = [place + 1 for place in between if not keys[place]]
    turn = [place for place in between if _direction(keys[place]) != _direction(keys[0])
            and _direction(keys[place])]  # fmt: skip
    return blank[-1:] or turn[:1] or [second]


def _direction(key: str) -> str:
    """What a heading says of the way of a document: 收 for what came in, 发 for what went out."""
    if key.startswith(("收", "来")):
        return "收"
    return "发" if key.startswith(("发", "签发", "印发", "拟")) else ""


def _block(sheet: RawSheet, header: _Header, begin: int, end: int, label: str | None) -> Block:
    columns = cell_columns(sheet.cells)[begin:end]
    part = sheet.cells.select(ROW, *columns)
    part = part.rename(dict(zip(columns, cell_names(len(columns)), strict=True)))
    is_whole = len(columns) == len(header.names)
    names = distinct_headings(list(header.names[begin:end]))
    above, below = part.head(header.first), part.slice(header.last + 1)
    if not is_whole:
        # A line that is empty in this block belongs to the other one.
        above, below = above.clear() if begin else above, trim(_without_blank(below, len(names)))
    header_words = _texts(part.slice(header.first, header.last + 1 - header.first))
    fates = pl.concat(
        [_fates_above(above), row_fates(below, header_words, _texts(above)).alias("fate")]
    )
    missing = [name for name in part.columns if name not in below.columns]
    below = below.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    cells = pl.concat([above, below.select(part.columns)])
    header_row = int(sheet.cells[ROW][header.last])
    title = " ".join(_texts(sheet.cells.head(header.first)))
    return Block(names, cells, fates, header_row, label, title)


def _is_classified(sheet: RawSheet, header: _Header) -> bool:
    """A mark of secrecy above the headings, or alone on one of the last lines, holds for all."""
    if any(_is_marked_footer(line) for line in sheet.cells.tail(_FOOTER_ROWS).drop(ROW).rows()):
        return True
    above = sheet.cells.head(header.first)
    marked = (row_fates(above, (), ()) == Fate.CLASSIFIED.value).any()
    return bool(marked) or bool(marked_names(_texts(above)))


def _is_marked_footer(line: _Cells) -> bool:
    """One short cell alone that says 本表为机密件, and is no title of a document."""
    said = [cell for cell in line if cell and cell.strip()]
    if len(line) < 3 or len(said) != 1 or len(said[0]) > _FOOTER_CHARS or "关于" in said[0]:
        return False
    return bool(marked_names(said))


def _fates_above(above: pl.DataFrame) -> pl.Series:
    empty = row_fates(above, (), ()) == Fate.EMPTY_ROW.value
    codes = [Fate.EMPTY_ROW.value if is_empty else Fate.ABOVE_HEADER.value for is_empty in empty]
    return pl.Series("fate", codes, dtype=pl.String)


def _without_blank(cells: pl.DataFrame, width: int) -> pl.DataFrame:
    return cells.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in cell_names(width)))


def _texts(cells: pl.DataFrame) -> list[str]:
    return [
        cell.strip() for line in cells.drop(ROW).rows() for cell in line if cell and cell.strip()
    ]
