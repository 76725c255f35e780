"""How much one fault in a CSV costs: cell F1 against a clean copy, for a fault at every place.

    python -m benchmarks.ingest.csv_pollution [--rows 40] [--worst 5]

The kinds are those of Vitagliano and others, "Pollock: A Data Loading Benchmark" (VLDB 2023), in
files of our own: one stray quote, one missing, surplus or foreign separator, one record end, at
each row and column; and whole files with another delimiter, quote, escape or record end, several
tables, preambles, footnotes, no header, several header lines. Prints a line per kind and the mean
over all files; exits 1 when that mean is below 0.997.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ingest.csv_robustness import Table, f1
from docanalyzer.ingest import read_table

BAR = 0.997
_HEADER = [
    "收文编号", "收文日期", "来文单位", "来文字号", "标题", "紧急程度", "限办时间", "网址", "备注",
]  # fmt: skip
_REMARKS = (
    "",
    "已办",
    "第一行\n第二行，还有“引号”",
    "请张三阅，李四办",
    'said "ok", done',
    "a,b,c",
)


@dataclass(frozen=True, slots=True)
class Polluted:
    """A file of a kind, and the records (header first) that a reader should find in it."""

    kind: str
    content: bytes
    clean: Table


def register(rows: int) -> Table:
    """A made-up register, header first; some cells hold commas, quotes or line ends."""
    table = [list(_HEADER)]
    for number in range(1, rows + 1):
        title = f"关于第{number}件事的通知"
        table.append(
            [
                f"收{number}",
                f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}",
                f"某市第{number % 7}局",
                f"某发〔2021〕{number}号",
                title if number % 5 else f'"互联网+", {title}',
                ("特急", "普通", "加急", "")[number % 4],
                ("", "2021年12月1日")[number % 2],
                f"http://example.org/{number}?a=1&b=2",
                _REMARKS[number % len(_REMARKS)],
            ]
        )
    return table


def written(table: Table, **how: object) -> str:
    """The table as CSV text, by default as RFC 4180 has it but for a bare line feed."""
    sink = io.StringIO()
    csv.writer(sink, **{"lineterminator": "\n", **how}).writerows(table)  # type: ignore[arg-type]  # options by name
    return sink.getvalue()


def _cells(row: list[str], *, quote_all: bool) -> list[str]:
    """The cells of a row as they are written."""
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    return [written([[cell]], quoting=quoting)[:-1] if cell or quote_all else "" for cell in row]


Fault = Callable[[list[str], list[str], int], tuple[str, list[str]] | None]
"""Written cells, clean cells and a column: the faulty line and the cells in it, if it can be."""


def _stray_quote_before(cells: list[str], clean: list[str], at: int) -> tuple[str, list[str]]:
    spoilt = '"' + cells[at] if cells[at][:1] != '"' else '""' + cells[at][1:]
    return _with(cells, clean, at, spoilt, '"' + clean[at])


def _stray_quote_behind(cells: list[str], clean: list[str], at: int) -> tuple[str, list[str]]:
    return _with(cells, clean, at, cells[at] + '"', clean[at] + '"')


def _stray_quote_within(
    cells: list[str], clean: list[str], at: int
) -> tuple[str, list[str]] | None:
    middle = len(clean[at]) // 2
    if middle < 1 or any(char in clean[at] for char in '",\n'):
        return None
    spoilt = clean[at][:middle] + '"' + clean[at][middle:]
    return _with(cells, clean, at, spoilt if cells[at][0] != '"' else f'"{spoilt}"', spoilt)


def _with(
    cells: list[str], clean: list[str], at: int, spoilt: str, found: str
) -> tuple[str, list[str]]:
    line = ",".join([*cells[:at], spoilt, *cells[at + 1 :]])
    return line, [*clean[:at], found, *clean[at + 1 :]]


def _missing_separator(cells: list[str], clean: list[str], at: int) -> tuple[str, list[str]] | None:
    if at + 1 >= len(cells):
        return None
    line = ",".join([*cells[:at], cells[at] + cells[at + 1], *cells[at + 2 :]])
    return line, [*clean[:at], clean[at] + clean[at + 1], *clean[at + 2 :]]


def _surplus_separator(cells: list[str], clean: list[str], at: int) -> tuple[str, list[str]]:
    return ",".join([*cells[:at], "", *cells[at:]]), [*clean[:at], "", *clean[at:]]


def _foreign_separators(cells: list[str], clean: list[str], at: int) -> tuple[str, list[str]]:
    return ";\t|"[at % 3].join(cells), clean


def _record_end(cells: list[str], clean: list[str], at: int) -> tuple[str, list[str]] | None:
    if not 0 < at < len(cells):
        return None
    return ",".join(cells[:at]) + "\n" + ",".join(cells[at:]), clean


FAULTS: dict[str, Fault] = {
    fault.__name__.strip("_").replace("_", " "): fault
    for fault in (
        _stray_quote_before, _stray_quote_behind, _stray_quote_within, _missing_separator,
        _surplus_separator, _foreign_separators, _record_end,
    )
}  # fmt: skip


def one_fault(table: Table, *, quote_all: bool) -> Iterator[Polluted]:
    """A file for each fault at each row and column of `table`."""
    lines = [",".join(_cells(row, quote_all=quote_all)) for row in table]
    for kind, fault in FAULTS.items():
        for row, clean in enumerate(table):
            cells = _cells(clean, quote_all=quote_all)
            for column in range(len(clean)):
                spoilt = fault(cells, clean, column)
                if spoilt is None:
                    continue
                text = "\n".join([*lines[:row], spoilt[0], *lines[row + 1 :]]) + "\n"
                expected = [*table[:row], spoilt[1], *table[row + 1 :]]
                yield Polluted(kind, text.encode(), expected)


def whole_files(table: Table) -> Iterator[Polluted]:
    """Files that differ as a whole from what the standard has."""
    plain = [[cell.replace('"', "“") for cell in row] for row in table]
    flat = [[cell.replace("\n", " ") for cell in row] for row in plain]
    for delimiter in ",\t;|^~":
        yield Polluted("delimiter", written(table, delimiter=delimiter).encode(), table)
    for end in ("\n", "\r\n", "\r"):
        text = written(table, lineterminator=end, quoting=csv.QUOTE_ALL)
        yield Polluted("record end", text.encode(), table)
    single = written(plain, quotechar="'", quoting=csv.QUOTE_ALL)
    yield Polluted("quote", single.encode(), plain)
    some = written(plain, quotechar="'")
    yield Polluted("quote", some.encode(), plain)
    for escape in "\\":
        how = {"doublequote": False, "escapechar": escape}
        yield Polluted("escape", written(table, **how).encode(), table)
        yield Polluted("escape", written(table, quoting=csv.QUOTE_ALL, **how).encode(), table)
    yield Polluted("no header", written(table[1:]).encode(), table[1:])
    yield Polluted("one row", written(table[:2]).encode(), table[:2])
    yield Polluted("no last end", written(table)[:-1].encode(), table)
    yield Polluted("no quotes", "".join(",".join(r) + "\n" for r in _unquoted(flat)).encode(),
                   _unquoted(flat))  # fmt: skip
    title = [["某市办公室2021年收文登记簿"], [], ["打印日期：2021-12-31"]]
    yield Polluted("preamble", written([*title, *table]).encode(), table)
    foot = [["制表人：张三"], ["注：以上均为示例"]]
    yield Polluted("footnote", written([*table, *foot]).encode(), [*table, *foot])
    other = [["姓名", "电话", "科室"], ["张三", "1", "办公室"], ["李四", "2", "财务科"]]
    for second in (table, other, [[*row, "x"] for row in table]):
        both = [*table, [""], *second]
        yield Polluted("several tables", written(both).encode(), both)
    two = [["收文", "", "来文", "", "", "办理", "", "", ""], *table]
    yield Polluted("several header lines", written(two).encode(), table)


def _unquoted(table: Table) -> Table:
    return [[cell.replace(",", "，").replace("“", "") for cell in row] for row in table]


def cell_f1(polluted: Polluted, folder: Path) -> float:
    """F1 of all cells that are not empty, headings included where the file has them."""
    path = folder / "file.csv"
    path.write_bytes(polluted.content)
    table = read_table(path)
    names = [name for name in table.columns if not name.startswith("列")]
    found = [*names, *(cell for row in table.rows() for cell in row if cell)]
    return f1(found, (cell for row in polluted.clean for cell in row if cell))


def main() -> int:
    """Run as a command; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--worst", type=int, default=0, help="show so many files of each kind")
    options = parser.parse_args()
    clean = register(options.rows)
    scores: dict[str, list[tuple[float, Polluted]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for file in whole_files(clean):
            scores.setdefault(file.kind, []).append((cell_f1(file, Path(folder)), file))
        for quote_all in (False, True):
            for file in one_fault(clean, quote_all=quote_all):
                kind = f"{file.kind}, {'every cell quoted' if quote_all else 'quoted at need'}"
                scores.setdefault(kind, []).append((cell_f1(file, Path(folder)), file))
    print(f"{'kind':42} files   mean    worst   below 0.99")
    for kind, found in scores.items():
        values = [value for value, _ in found]
        low = sum(value < 0.99 for value in values)
        mean = sum(values) / len(values)
        print(f"{kind:42} {len(found):5}  {mean:.4f}  {min(values):.4f}  {low}")
        for value, file in sorted(found, key=lambda pair: pair[0])[: options.worst]:
            print(f"    {value:.4f}\n{file.content.decode()[:2_000]}")
    every = [value for found in scores.values() for value, _ in found]
    mean = sum(every) / len(every)
    print(f"{'all':42} {len(every):5}  {mean:.4f}  {min(every):.4f}")
    return 0 if mean >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
