"""Odd files: one per format and trap, each with what must come of it. Made in memory, never kept.

The same two rows hide in every file that can be read, so one expectation serves them all.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import openpyxl
import polars as pl
import xlsxwriter

from benchmarks.fuzz.old_workbooks import MERGED_MARK, TWO_ROWS

HEADER = ["收文编号", "收文日期", "来文单位", "来文字号", "标题", "紧急程度"]
ROWS = [
    ["1", "2021-03-01", "市财政局", "市财〔2021〕1号", "关于甲的通知", "特急"],
    ["2", "2021-03-02", "市教育局", "市教〔2021〕2号", "关于乙的通知", "普通"],
]
GRID = [HEADER, *ROWS]
BOTH = ("关于甲的通知", "关于乙的通知")
MORE = [
    [str(n), "2021-03-03", "市水利局", f"市水〔2021〕{n}号", f"关于{n}的通知", ""]
    for n in range(3, 9)
]


@dataclass(frozen=True, slots=True)
class OddFile:
    """A file and its fate: the titles it must give in row order, or the reject's reason code.

    `row_codes` are the reason codes of its rejected rows, sorted.
    """

    name: str
    content: bytes
    titles: tuple[str, ...] = ()
    refused: str | None = None
    row_codes: tuple[str, ...] = ()


def csv(
    grid: list[list[str]] | None = None, delimiter: str = ",", end: str = "\n", quote: str = ""
) -> str:
    """Plain delimited text; quotes, where wanted, around every cell."""
    lines = (delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in grid or GRID)
    return end.join(lines) + end


def _text_files() -> Iterator[OddFile]:
    yield OddFile("utf8.csv", csv().encode(), BOTH)
    yield OddFile("bom.csv", csv().encode("utf-8-sig"), BOTH)
    yield OddFile("gb18030.csv", csv().encode("gb18030"), BOTH)
    yield OddFile("utf16.csv", csv().encode("utf-16"), BOTH)
    yield OddFile("utf16-bare.csv", csv().encode("utf-16-le"), BOTH)
    yield OddFile("utf16-tabs.txt", csv(delimiter="\t").encode("utf-16"), BOTH)
    yield OddFile("utf32.csv", csv().encode("utf-32"), BOTH)
    for name, delimiter in [("tab", "\t"), ("semicolon", ";"), ("bar", "|"), ("wide-comma", "，")]:
        yield OddFile(f"{name}.csv", csv(delimiter=delimiter).encode(), BOTH)
    yield OddFile("quoted.csv", csv(quote='"').encode(), BOTH)
    yield OddFile("single-quoted.csv", csv([*GRID, *MORE], quote="'").encode(),
                  (*BOTH, *(row[4] for row in MORE)))  # fmt: skip
    yield OddFile("old-mac.csv", csv(end="\r").encode(), BOTH)
    yield OddFile("crlf.csv", csv(end="\r\n").encode(), BOTH)
    mixed = csv(GRID[:2], end="\r\n") + csv(GRID[2:], end="\r")
    yield OddFile("mixed-ends.csv", mixed.encode(), BOTH)
    yield OddFile("no-last-end.csv", csv().rstrip().encode(), BOTH)
    yield OddFile("sep-line.csv", ("sep=;\n" + csv(delimiter=";")).encode(), BOTH,
                  row_codes=("above_header",))  # fmt: skip
    title = "市府办2021年收文登记簿,,,,,\n,,,,,\n"
    yield OddFile("preamble.csv", (title + csv()).encode(), BOTH,
                  row_codes=("above_header", "empty_row"))  # fmt: skip
    footer = "合计,,,,2件,\n制表人：张三,,,,,\n"
    yield OddFile("footer.csv", (csv() + footer).encode(), BOTH,
                  row_codes=("form_line", "totals_row"))  # fmt: skip
    yield OddFile("header-again.csv", (csv() + csv(MORE) + csv()).encode(),
                  (*BOTH, *(row[4] for row in MORE), *BOTH),
                  row_codes=("repeated_header",))  # fmt: skip
    yield OddFile("blank-lines.csv", csv(end="\n\n").encode(), BOTH,
                  row_codes=("empty_row", "empty_row"))  # fmt: skip
    short = csv(GRID[:2]) + "2,2021-03-02,市教育局,市教〔2021〕2号,关于乙的通知\n"
    yield OddFile("short-row.csv", short.encode(), BOTH)
    long = csv() + "3,2021-03-03,市水利局,市水〔2021〕3号,关于丙,和丁的通知,特急\n"
    yield OddFile("long-row.csv", long.encode(), BOTH, row_codes=("ragged_row",))
    trailing = "".join(line + ",,\n" for line in csv().splitlines())
    yield OddFile("trailing-commas.csv", trailing.encode(), BOTH)
    yield OddFile("nul.csv", csv().replace("市教育局", "市教\x00育局").encode(), BOTH)
    lines = csv(quote='"').replace("关于乙的通知", "关于乙\n的通知")
    yield OddFile("multi-line.csv", lines.encode(), (BOTH[0], "关于乙\n的通知"))
    stray = csv().replace("关于甲的通知", '"互联网+"通知')
    yield OddFile("stray-quotes.csv", stray.encode(), ('"互联网+"通知', BOTH[1]))
    unclosed = csv([*GRID, *MORE]).replace("关于甲的通知", '"关于甲的通知')
    yield OddFile("unclosed-quote.csv", unclosed.encode(),
                  ('"关于甲的通知', BOTH[1], *(row[4] for row in MORE)))  # fmt: skip
    damaged = csv([*GRID, *MORE * 30]).encode().replace("市水利局".encode(), b"\xe5\xb8" * 2, 1)
    yield OddFile("damaged-utf8.csv", damaged, (*BOTH, *(row[4] for row in MORE * 30)))
    yield OddFile("headings-dressed.csv", csv().replace("标题", " 标 题 *：").encode(), BOTH)
    swapped = csv().replace("收文编号", "收文\u200b编号").replace("来文字号", "来文字號")
    yield OddFile("zero-width.csv", swapped.encode(), BOTH)
    yield OddFile("no-header.csv", csv([*ROWS, *MORE]).encode(),
                  (*BOTH, *(row[4] for row in MORE)))  # fmt: skip
    yield OddFile("header-only.csv", csv([HEADER]).encode())
    yield OddFile("duplicate-headings.csv", csv([[*row, row[0]] for row in GRID]).encode(), BOTH)
    yield OddFile("wide.csv", csv([[*row, *[""] * 1018] for row in GRID]).encode(), BOTH)
    yield OddFile("empty.csv", b"", refused="empty_file")
    yield OddFile("spaces.csv", b" \n\t\n", refused="empty_file")
    yield OddFile("prose.txt", "此致敬礼。\n某年某月。\n".encode(), refused="not_a_table")
    yield OddFile("numbers.csv", b"1,2\n3,4\n5,6\n", refused="not_a_table")
    yield OddFile(
        "other-table.csv", "姓名,年龄\n甲,1\n乙,2\n".encode(), refused="no_document_columns"
    )
    yield OddFile("random.csv", zlib.compress(bytes(range(256)) * 9)[2:], refused="not_a_table")


def _records() -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def _structured_files() -> Iterator[OddFile]:
    records = _records()
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    yield OddFile("lines.jsonl", lines.encode(), BOTH)
    yield OddFile("lines-bom.jsonl", lines.encode("utf-8-sig"), BOTH)
    yield OddFile("list.json", json.dumps(records).encode(), BOTH)
    wrapped = {"code": 0, "data": records}
    yield OddFile("wrapped.json", json.dumps(wrapped, ensure_ascii=False).encode("gb18030"), BOTH)
    yield OddFile("broken-line.jsonl", (lines + '\n{"标题": \n').encode(), BOTH,
                  row_codes=("damaged_record",))  # fmt: skip
    deep = b"[" * 100_000 + b"]" * 100_000
    yield OddFile("deep.json", deep, refused="not_a_table")
    yield OddFile("scalar.json", b"[1, 2, 3]", refused="not_a_table")
    frame = pl.DataFrame(records).with_columns(pl.col("收文日期").str.to_date())
    sink = io.BytesIO()
    frame.write_parquet(sink)
    yield OddFile("typed.parquet", sink.getvalue(), BOTH)
    yield OddFile("parquet-named.csv", sink.getvalue(), BOTH)
    yield OddFile("cut.parquet", sink.getvalue()[:-20], refused="damaged_file")


def xlsx(*sheets: tuple[str, list[list[object]]], merge: str | None = None) -> bytes:
    """A workbook; `merge` merges a range of the first sheet after its cells are written."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "default_date_format": "yyyy/mm/dd"})
    for name, grid in sheets:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    sheet.write(row, column, cell)
        if merge and name == sheets[0][0]:
            first = merge.split(":")[0]
            sheet.merge_range(merge, str(grid[int(first[1:]) - 1][ord(first[0]) - 65]))
    book.close()
    return sink.getvalue()


def _cells(grid: list[list[str]]) -> list[list[object]]:
    return [list(row) for row in grid]


def _repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A package with each member passed through `change`."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, change(member, old.read(member)))
    return sink.getvalue()


def _workbooks() -> Iterator[OddFile]:
    plain = xlsx(("收文", _cells(GRID)))
    yield OddFile("plain.xlsx", plain, BOTH)
    yield OddFile("xlsx-named.xls", plain, BOTH)
    yield OddFile("xlsx-named.et", plain, BOTH)
    yield OddFile("xlsx-named.csv", plain, BOTH)
    typed: list[list[object]] = [
        list(HEADER),
        [1, date(2021, 3, 1), *ROWS[0][2:]],
        [2, 44257, *ROWS[1][2:]],
    ]
    yield OddFile("typed.xlsx", xlsx(("收文", typed)), BOTH)
    left: list[object] = [None, None]
    away: list[list[object]] = [[], [], *([*left, *row] for row in GRID)]
    yield OddFile("away-from-corner.xlsx", xlsx(("收文", away)), BOTH,
                  row_codes=("empty_row", "empty_row"))  # fmt: skip
    form: list[list[object]] = [
        ["文件处理单"],
        ["来文单位", "甲", "收文号", 1],
        ["标题", "乙"],
        ["密级", "", "紧急程度", "急"],
    ]
    several = xlsx(("收文", _cells(GRID)), ("处理单", form), ("统计", _cells(GRID)), ("Sheet4", []))
    yield OddFile("several-sheets.xlsx", several, BOTH,
                  row_codes=("empty_sheet", "form_sheet", "summary_sheet"))  # fmt: skip
    merged: list[list[object]] = [list(HEADER), list(ROWS[0]), ["2", None, *ROWS[1][2:]]]
    yield OddFile("merged-down.xlsx", xlsx(("收文", merged), merge="B2:B3"), BOTH)
    formula: list[list[object]] = [list(HEADER), ["=CMD()", *ROWS[0][1:]], list(ROWS[1])]
    yield OddFile("formula.xlsx", xlsx(("收文", formula)), BOTH)
    macro = _repacked(plain, lambda _, data: data)
    with zipfile.ZipFile(sink := io.BytesIO(macro), "a") as package:
        package.writestr("xl/vbaProject.bin", b"\x00macro")
    yield OddFile("macros.xlsm", sink.getvalue(), BOTH)
    old = zlib.decompress(base64.b85decode(TWO_ROWS))
    yield OddFile("old.xls", old, BOTH, row_codes=("above_header",))
    yield OddFile("old.et", old, BOTH, row_codes=("above_header",))
    marked = zlib.decompress(base64.b85decode(MERGED_MARK))
    yield OddFile("merged-mark.xls", marked, ("关于丙的通知",),
                  row_codes=("classified", "classified"))  # fmt: skip
    yield OddFile("cut.xls", old[: len(old) // 2], refused="not_a_table")
    yield OddFile("cut.xlsx", plain[: len(plain) // 2], refused="damaged_file")
    wide = openpyxl.Workbook()
    sheet = wide.active
    assert sheet is not None
    for row in GRID:
        sheet.append(row)
    sheet.cell(1_048_576, 16_384).value = None
    sheet.cell(3, 1_024).number_format = "0.00"
    wide.save(sink := io.BytesIO())
    yield OddFile("used-range.xlsx", sink.getvalue(), BOTH)
    far = _repacked(plain, lambda name, data: data.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    ) if "sheet1" in name else data)  # fmt: skip
    yield OddFile("far-cell.xlsx", far, refused="too_many_columns")
    entity = _repacked(plain, lambda name, data: data.replace(
        b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1
    ) if "sheet1" in name else data)  # fmt: skip
    yield OddFile("entities.xlsx", entity, refused="unsafe_xml")
    bomb = _repacked(
        plain, lambda name, data: data + b" " * (64 << 20) if "sheet1" in name else data
    )
    yield OddFile("bomb.xlsx", bomb, refused="zip_bomb")
    yield OddFile("rows.ods", ods(_ods_rows(GRID)), BOTH)
    yield OddFile("merged-mark.ods", ods(_ods_marked()), ("关于丙的通知",),
                  row_codes=("classified", "classified"))  # fmt: skip
    yield OddFile("merged-mark.xlsx", _xlsx_marked(), ("关于丙的通知",),
                  row_codes=("classified", "classified"))  # fmt: skip
    # A size in whole rows is refused by the fast reader.
    whole = _repacked(_xlsx_marked(), lambda name, data: data.replace(
        b'ref="A1:B4"', b'ref="1:4"'
    ) if "sheet1" in name else data)  # fmt: skip
    yield OddFile("merged-mark-rows.xlsx", whole, ("关于丙的通知",),
                  row_codes=("classified", "classified"))  # fmt: skip
    endless = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    yield OddFile("padded.ods", ods(_ods_rows(GRID) + endless), BOTH)


_MARKED = [["标题", "密级"], ["关于甲的通知", "机密"], ["关于乙的通知", ""], ["关于丙的通知", ""]]


def _ods_marked() -> str:
    """Rows two and three under one mark, in the third column that is used."""
    text = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = []
    for title, mark in _MARKED:
        span = ' table:number-rows-spanned="2"' if mark == "机密" else ""
        last = text.format(span, mark) if mark else "<table:covered-table-cell/>"
        rows.append(f"<table:table-row>{gap}{text.format('', title)}{last}</table:table-row>")
    return "".join(rows)


def _xlsx_marked() -> bytes:
    return xlsx(("收文", _cells(_MARKED)), merge="B2:B3")


def _ods_rows(grid: list[list[str]]) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return "".join(
        f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>"
        for row in grid
    )


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet with one sheet of the given row elements."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="收文">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return sink.getvalue()


def endless_ods() -> bytes:
    """A small file that stands for a hundred million cells."""
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="100">'
        "<text:p>甲</text:p></table:table-cell>"
    )
    return ods(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')


def _markup() -> Iterator[OddFile]:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in GRID)
    page = f"<html><head><meta charset='gb2312'></head><body><table>{body}</table></body></html>"
    yield OddFile("page.html", page.encode("gb18030"), BOTH)
    yield OddFile("page-named.xls", page.encode("gb18030"), BOTH)
    yield OddFile("bare-table.xls", f"<table>{body}</table>".encode(), BOTH)
    headed = f"<table><tr><th colspan=6>2021年收文</th></tr>{body}</table>"
    yield OddFile("colspan.html", headed.encode(), BOTH, row_codes=("above_header",))
    down = body.replace("<td>2021-03-01</td>", "<td rowspan=2>2021-03-01</td>").replace(
        "<td>2021-03-02</td>", ""
    )
    yield OddFile("rowspan.html", f"<table>{down}</table>".encode(), BOTH)
    yield OddFile("no-table.html", "<html><p>没有表</p></html>".encode(), refused="not_a_table")
    mail = MIMEMultipart("related")
    mail.attach(MIMEText(page, "html", "utf-8"))
    yield OddFile("archive.xls", mail.as_bytes(), BOTH)
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f'xmlns="{name}" xmlns:ss="{name}"'
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in GRID
    )
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook {sheet}><Worksheet ss:Name="收文"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    yield OddFile("xml-2003.xls", xml.encode(), BOTH)
    gap = xml.replace("<Row>", '<Row ss:Index="3">', 1)
    yield OddFile("xml-gap.xml", gap.encode(), BOTH, row_codes=("empty_row", "empty_row"))
    laughs = xml.replace(
        "<Workbook", '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Workbook', 1
    )
    yield OddFile("laughs.xml", laughs.encode(), refused="unsafe_xml")
    yield OddFile("cut.xml", xml[: len(xml) // 3].encode(), refused="damaged_file")


def zipped(**members: bytes) -> bytes:
    """A zip of members; underscores in names stand for dots."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("_", "."), content)
    return sink.getvalue()


def _packed() -> Iterator[OddFile]:
    table = csv().encode()
    yield OddFile("packed.csv.gz", gzip.compress(table), BOTH)
    yield OddFile("packed.zip", zipped(a_csv=table), BOTH)
    several = zipped(a_csv=table, b_png=b"\x89PNG\r\n\x1a\n", c_csv=b"")
    yield OddFile("packed-mixed.zip", several, BOTH,
                  row_codes=("empty_file", "not_a_table"))  # fmt: skip
    yield OddFile("nested.zip", zipped(a_zip=zipped(a_csv=table)), refused="nested_archive")
    yield OddFile("bomb.zip", zipped(a_csv=bytes(64 << 20)), refused="zip_bomb")
    yield OddFile("bomb.csv.gz", gzip.compress(bytes(64 << 20)), refused="zip_bomb")
    yield OddFile("cut.csv.gz", gzip.compress(table)[:-9], refused="damaged_file")
    yield OddFile("other.bz2", bz2.compress(table), refused="not_a_table")
    yield OddFile("lies.zip", _with_wrong_size(zipped(a_csv=table * 50)), refused="damaged_file")


def _with_wrong_size(content: bytes) -> bytes:
    """A zip whose member says it is smaller than it is."""
    at = content.rfind(b"PK\x01\x02") + 24
    return content[:at] + (5).to_bytes(4, "little") + content[at + 4 :]


def _foreign() -> Iterator[OddFile]:
    for name, magic in [
        ("picture.csv", b"\x89PNG\r\n\x1a\n"), ("photo.xls", b"\xff\xd8\xff\xe0"),
        ("paper.xlsx", b"%PDF-1.7\n"), ("program.csv", b"MZ\x90\x00\x03"),
        ("letter.xls", b"{\\rtf1 x}"),
        ("database.csv", b"SQLite format 3\x00"),
        ("old-letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ]:  # fmt: skip
        yield OddFile(name, magic + bytes(600), refused="not_a_table")


def odd_files() -> list[OddFile]:
    """Every odd file, in a fixed order."""
    groups = (_text_files, _structured_files, _workbooks, _markup, _packed, _foreign)
    return [file for group in groups for file in group()]
