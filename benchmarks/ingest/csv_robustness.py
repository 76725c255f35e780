"""How well tables come out of spoilt CSV: header, record and cell F1 against a clean copy.

    python -m benchmarks.ingest.csv_robustness [--variants 20] [--seed 1]

Each trap family spoils the same made-up registers in its own way, as the traps of office exports
do; F1 compares multisets of headings, records and cells. Prints a line per family and the means;
exits 1 when a mean is below 0.99.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from docanalyzer.ingest import read_table

Table = list[list[str]]
BAR = 0.99
_HEADER = ["收文编号", "收文日期", "来文单位", "来文字号", "标题", "紧急程度", "限办时间", "备注"]
_OFFICES = ("财政局", "教育局", "水利局", "统计局", "发展和改革委员会", "人民政府办公室")
_MATTERS = (
    "报送预算",
    "汛期值班",
    "“双减”工作",
    "开展“三下乡”活动",
    "安全生产，消防检查",
    "年度统计",
)
_ENDS = ("的通知", "的意见", "的函", "情况的报告")


def register(random_: random.Random) -> Table:
    """A made-up register of 5 to 200 rows, heading row first."""
    rows = [list(_HEADER)]
    for number in range(1, random_.choice((5, 30, 200)) + 1):
        office, matter = random_.choice(_OFFICES), random_.choice(_MATTERS)
        rows.append(
            [
                f"收〔2021〕{number}号",
                f"2021-{random_.randint(1, 12):02}-{random_.randint(1, 28):02}",
                f"某市{office}",
                f"某{office[0]}发〔2021〕{random_.randint(1, 400)}号",
                f"关于{matter}{random_.choice(_ENDS)}",
                random_.choice(("特急", "普通", "加急", "")),
                random_.choice(("", "2021年12月1日")),
                random_.choice(("", "急办", "已办", "请张三阅，李四办")),
            ]
        )
    return rows


def _written(table: Table, **how: object) -> str:
    sink = io.StringIO()
    csv.writer(sink, **{"lineterminator": "\n", **how}).writerows(table)  # type: ignore[arg-type]
    return sink.getvalue()


def _delimiter(table: Table, random_: random.Random) -> bytes:
    return _written(table, delimiter=random_.choice("\t;|,")).encode()


def _quoting(table: Table, random_: random.Random) -> bytes:
    quoting = random_.choice((csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_MINIMAL))
    return _written(table, quoting=quoting).encode()


def _single_quotes(table: Table, _random: random.Random) -> bytes:
    return _written(table, quotechar="'", quoting=csv.QUOTE_ALL).encode()


def _line_ends(table: Table, random_: random.Random) -> bytes:
    return _written(table, lineterminator=random_.choice(("\r\n", "\r", "\n"))).encode()


def _mixed_ends(table: Table, random_: random.Random) -> bytes:
    lines = _written(table).split("\n")[:-1]
    return "".join(line + random_.choice(("\r\n", "\r", "\n")) for line in lines).encode()


def _encoding(table: Table, random_: random.Random) -> bytes:
    encodings = ("gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk")
    return _written(table).encode(random_.choice(encodings))


def _preamble(table: Table, random_: random.Random) -> bytes:
    lines = ["某市办公室2021年收文登记簿", "", "打印日期：2021-12-31", "单位：件"]
    head = "\n".join(random_.sample(lines, random_.randint(1, 3))) + "\n"
    return (head + _written(table)).encode()


def _wide_preamble(table: Table, _random: random.Random) -> bytes:
    blank = "," * (len(table[0]) - 1)
    return (f"某市办公室2021年收文登记簿{blank}\n{blank}\n" + _written(table)).encode()


def _no_last_end(table: Table, _random: random.Random) -> bytes:
    return _written(table).rstrip("\n").encode()


def _short_rows(table: Table, _random: random.Random) -> bytes:
    lines = _written(table).split("\n")
    return "\n".join([lines[0], *(line.rstrip(",") for line in lines[1:])]).encode()


def _trailing_delimiters(table: Table, _random: random.Random) -> bytes:
    return "".join(f"{line},,\n" for line in _written(table).split("\n")[:-1]).encode()


def _nul_bytes(table: Table, random_: random.Random) -> bytes:
    return _written(table).encode() + b"\x00" * random_.randint(1, 3)


def _spaces(table: Table, _random: random.Random) -> bytes:
    return "".join(", ".join(_quoted(row)) + "\n" for row in table).encode()


def _quoted(row: list[str]) -> Iterable[str]:
    return (f'"{cell}"' if "," in cell else cell for cell in row)


def _backslashes(table: Table, _random: random.Random) -> bytes:
    spoilt = [[cell.replace("“", '"').replace("”", '"') for cell in row] for row in table]
    for row, clean in zip(spoilt, table, strict=True):
        clean[:] = row
    how = {"doublequote": False, "escapechar": "\\", "quoting": csv.QUOTE_ALL}
    return _written(spoilt, **how).encode()


def _stray_quotes(table: Table, _random: random.Random) -> bytes:
    for row in table[1:]:
        row[4] = row[4].replace("“", '"').replace("”", '"')
    return "".join(",".join(row) + "\n" for row in table).encode()


def _one_open_quote(table: Table, random_: random.Random) -> bytes:
    row = random_.choice(table[1:])
    row[4] = '"' + row[4]
    return "".join(",".join(line) + "\n" for line in table).encode()


def _multi_line(table: Table, random_: random.Random) -> bytes:
    for row in table[1:]:
        if random_.random() < 0.3:
            row[7] = "第一行\n第二行，还有“引号”"
    return _written(table).encode()


def _separator_line(table: Table, _random: random.Random) -> bytes:
    return ("sep=;\r\n" + _written(table, delimiter=";", lineterminator="\r\n")).encode()


Spoil = Callable[[Table, random.Random], bytes]
FAMILIES: dict[str, Spoil] = {
    spoil.__name__.strip("_").replace("_", " "): spoil
    for spoil in (
        _delimiter, _quoting, _single_quotes, _line_ends, _mixed_ends, _encoding, _preamble,
        _wide_preamble, _no_last_end, _short_rows, _trailing_delimiters, _nul_bytes, _spaces,
        _backslashes, _stray_quotes, _one_open_quote, _multi_line, _separator_line,
    )
}  # fmt: skip


def f1(found: Iterable[Hashable], clean: Iterable[Hashable]) -> float:
    """Harmonic mean of precision and recall of two multisets."""
    ours, theirs = Counter(found), Counter(clean)
    common = (ours & theirs).total()
    total = ours.total() + theirs.total()
    return 2 * common / total if total else 1.0


def scores(path: Path, clean: Table) -> tuple[float, float, float]:
    """F1 of headings, records and cells of the table read from `path`."""
    table = read_table(path)
    rows = [tuple(cell or "" for cell in row) for row in table.rows()]
    expected = [tuple(row) for row in clean[1:]]
    return (
        f1(table.columns, clean[0]),
        f1(rows, expected),
        f1((cell for row in rows for cell in row), (cell for row in expected for cell in row)),
    )


def main() -> int:
    """Run as a command; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--variants", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    means: list[tuple[float, ...]] = []
    print(f"{'family':22} header  record  cell")
    with tempfile.TemporaryDirectory() as folder:
        for family, spoil in FAMILIES.items():
            found = []
            for number in range(options.variants):
                clean = register(random_)
                path = Path(folder, f"{number}.csv")
                path.write_bytes(spoil(clean, random_))
                found.append(scores(path, clean))
            mean = tuple(sum(column) / len(column) for column in zip(*found, strict=True))
            means.append(mean)
            print(f"{family:22} " + "  ".join(f"{value:.4f}" for value in mean))
    whole = [sum(column) / len(column) for column in zip(*means, strict=True)]
    print(f"{'mean':22} " + "  ".join(f"{value:.4f}" for value in whole))
    return 0 if min(whole) >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
