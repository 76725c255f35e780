"""Time and memory of ingest on large made-up registers, each in a process of its own.

    python -m benchmarks.ingest.large_inputs [--rows 1000000] [--xlsx-rows 900000]

900,000 rows with remarks are a workbook of 200 MB. Prints rows, size of the file, seconds of the
whole process, how often it told how far it was, and peak memory of the process and of the reading
process it starts. Linux only: peaks come from /proc.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
import xlsxwriter

_MIB = 1 << 20


def register(rows: int) -> pl.DataFrame:
    """A made-up register: every document twenty times, as its receivers log it."""
    number = pl.int_range(rows)
    text = number.cast(pl.String)
    day = (number % 28 + 1).cast(pl.String).str.zfill(2)
    month = (number % 12 + 1).cast(pl.String).str.zfill(2)
    document = (number // 20).cast(pl.String)
    return pl.select(
        (pl.lit("收〔2023〕") + text + "号").alias("收文编号"),
        (pl.lit("2023-") + month + "-" + day + " 08:30:00").alias("收文日期"),
        (pl.lit("某市第") + (number % 300).cast(pl.String) + "局").alias("来文单位"),
        (pl.lit("市办发〔2023〕") + document + "号").alias("来文字号"),
        (pl.lit("关于做好第") + document + "项重点工作落实情况报送的通知").alias("标题"),
        (pl.lit("某县第") + (number % 2000).cast(pl.String) + "镇").alias("收文单位"),
        pl.when(number % 5 == 0).then(pl.lit("特急")).otherwise(pl.lit("普通")).alias("紧急程度"),
        (pl.lit("2023年") + month + "月" + day + "日").alias("限办时间"),
    )


def with_remarks(frame: pl.DataFrame) -> pl.DataFrame:
    """The register with 80 characters of text beside each row that hardly repeat."""
    random_ = random.Random(1)
    characters = "".join(chr(random_.randrange(0x4E00, 0x59B8)) for _ in range(1_000_000))
    begins = [random_.randrange(999_900) for _ in range(frame.height)]
    remarks = [characters[begin : begin + 80] for begin in begins]
    return frame.with_columns(pl.Series("备注", remarks))


def write_xlsx(frame: pl.DataFrame, path: Path) -> None:
    """The register as a workbook, row by row, its texts in the sheet itself."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("收文")
    sheet.write_row(0, 0, frame.columns)
    for place, row in enumerate(frame.rows(), 1):
        sheet.write_row(place, 0, row)
    book.close()


_CODE = """
import sys
from docanalyzer.ingest import ingest
told = []
result = ingest([sys.argv[1]], progress=lambda share, _name: told.append(share))
counts = result.rows.height, result.rejects.height, *result.rejects["reason"].head(1)
print(*counts, f"({len(told)} steps of progress)")
"""


def measure(path: Path) -> None:
    """Ingest `path` in a new process and print what it took."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _CODE, str(path)], stdout=subprocess.PIPE)
    own = reader = 0
    while process.poll() is None:
        own = max(own, _peak(process.pid))
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            reader = max([reader, *(_peak(int(pid)) for pid in children.read_text().split())])
        except OSError:
            continue
        time.sleep(0.05)
    seconds = time.perf_counter() - begun
    told = process.stdout.read().decode().strip() if process.stdout else ""
    size = path.stat().st_size / _MIB
    print(
        f"{path.name:16} {size:7.1f} MiB  {seconds:6.1f} s  peak {own / _MIB:,.0f} MiB, "
        f"reading process {reader / _MIB:,.0f} MiB  kept, rejected: {told}"
    )


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) * 1024


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--xlsx-rows", type=int, default=900_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "register.csv")
        register(options.rows).write_csv(table)
        measure(table)
        workbook = Path(folder, "register.xlsx")
        write_xlsx(with_remarks(register(options.xlsx_rows)), workbook)
        measure(workbook)


if __name__ == "__main__":
    main()
