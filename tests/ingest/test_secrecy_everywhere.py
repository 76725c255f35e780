"""A hundred ways to mark secrecy and sixty look-alikes, each in CSV, workbook, text and archive."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from docanalyzer.cli.app import run
from docanalyzer.ingest import ingest
from tests.ingest.run_bytes import said_anywhere

HEADINGS = ["收文编号", "来文字号", "标题", "来文单位", "紧急程度", "密级", "拟办", "备注"]
PLACES = {"title": 2, "number": 1, "urgency": 4, "label": 5, "task": 6, "remark": 7}


WAYS = yaml.safe_load(Path(__file__).with_name("secrecy_ways.yml").read_text(encoding="utf-8"))


def ways(kind: str) -> list[tuple[str, str]]:
    """Column and what stands there, for every row of that kind; a remark stands in two columns."""
    said = {place: texts for place, texts in WAYS[kind].items() if place in PLACES}
    said["task"] = said["remark"][:9]
    return [(place, text) for place, texts in said.items() for text in texts]


def hidden_word(number: int) -> str:
    return f"第{number}桩暗事"


def rows(marks: list[tuple[str, str]], subject: str, serial: int) -> list[list[str]]:
    """A register row for each mark, about a subject of its own."""
    made = []
    for number, (place, text) in enumerate(marks):
        title = f"关于{subject.format(number)}的通知"
        row = [str(serial + number), f"青发〔2024〕{serial + number}号", title, "青阳市人民政府"]
        row += ["", "", "", ""]
        fill = title if place == "title" else str(serial + number)
        row[PLACES[place]] = text.replace("*", fill) if "*" in text else text
        made.append(row)
    return made


def register() -> tuple[list[list[str]], int]:
    marked = rows(ways("marked"), "第{}桩暗事", 1000)
    plain = rows(ways("open"), "第{}件明事", 5000)
    return [HEADINGS, *marked, *plain], len(plain)


def csv_text(table: list[list[str]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in table)


def csv_file(folder: Path, table: list[list[str]]) -> Path:
    path = folder / "收文.csv"
    path.write_text(csv_text(table), encoding="utf-8")
    return path


def text_file(folder: Path, table: list[list[str]]) -> Path:
    path = folder / "收文.txt"
    lines = ("\t".join(f'"{cell}"' for cell in row) for row in table)
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    return path


def workbook(folder: Path, table: list[list[str]]) -> Path:
    path = folder / "收文.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("收文")
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def archive(folder: Path, table: list[list[str]]) -> Path:
    path = folder / "收文.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("夹/收文.csv", csv_text(table))
    return path


@pytest.mark.parametrize("carrier", [csv_file, text_file, workbook, archive])
def test_no_mark_leaves_a_trace_and_no_look_alike_is_hidden(
    tmp_path: Path,
    carrier: Callable[[Path, list[list[str]]], Path],
    capfd: pytest.CaptureFixture[str],
) -> None:
    table, shown = register()
    assert len(ways("marked")) >= 100
    assert len(ways("open")) >= 60
    path = carrier(tmp_path, table)
    out = tmp_path / "out"
    assert run(["scan", str(path), "--out", str(out)]) == 0
    said = said_anywhere(out) + "".join(capfd.readouterr())
    assert [n for n in range(len(ways("marked"))) if hidden_word(n) in said] == []
    assert [n for n in range(shown) if f"〔2024〕{5000 + n}号" not in said] == []
    assert "桩暗事" not in said


def test_names_of_files_folders_members_and_sheets(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "导出"
    marked_names, open_names = WAYS["marked"]["name"], WAYS["open"]["name"]
    names = [*marked_names, *open_names]
    packed: list[tuple[str, str]] = []
    for number, name in enumerate(names):
        word = "暗" if number < len(marked_names) else "明"
        text = f"标题,来文单位\n关于第{number}桩{word}事的通知,青阳市人民政府\n"
        if name.startswith("包.zip/"):
            packed.append((name.removeprefix("包.zip/"), text))
            continue
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(given / "包.zip", "w") as package:
        for name, text in packed:
            package.writestr(name, text)
    book = xlsxwriter.Workbook(str(given / "簿.xlsx"))
    marked = {
        "机密收文登记簿": "暗",
        "绝密": "暗",
        "收文（密）": "暗",
        "保密工作": "明",
        "密云收文": "明",
    }
    for number, (name, word) in enumerate(marked.items()):
        title = f"关于簿中第{number}桩{word}事的通知"
        book.add_worksheet(name).write_column(0, 0, ["标题", title])
    for number, title in enumerate(["2024年机密收文登记簿", "县保密局收文登记簿"]):
        rows = [title, "标题", f"关于表中第{number}桩{'明' if number else '暗'}事的通知"]
        book.add_worksheet(f"表{number}").write_column(0, 0, rows)
    book.close()
    out = tmp_path / "out"
    assert run(["scan", str(given), "--out", str(out)]) == 0
    said = said_anywhere(out) + "".join(capfd.readouterr())
    assert "暗事" not in said
    assert [name for name in marked_names if name in said] == []
    assert [n for n, name in enumerate(names) if n >= len(marked_names) and name not in said] == []
    assert said.count("桩明事") >= len(open_names) + 3


@pytest.mark.parametrize("yes", ["是", "√", " Ｙ ", "1", "涉密"])
def test_a_column_that_asks_for_secrecy_hides_what_says_yes(tmp_path: Path, yes: str) -> None:
    path = tmp_path / "收文.csv"
    rows = (
        f"标题,是否涉密\n关于一桩暗事的通知,{yes}\n关于一件明事的通知,否\n关于又一件明事的通知,\n"
    )
    path.write_text(rows, encoding="utf-8")
    result = ingest([str(path)])
    assert result.rows["title"].to_list() == ["关于一件明事的通知", "关于又一件明事的通知"]
    assert result.rejects.select("reason_code", "raw").rows() == [("classified", "")]


@pytest.mark.parametrize("footer", ["本表为机密件，注意保管", "机密", "密级：秘密"])
def test_a_mark_below_a_table_hides_all_of_it(tmp_path: Path, footer: str) -> None:
    (tmp_path / "甲.csv").write_text(
        f"标题,文号,备注\n关于一桩暗事的通知,青发〔2024〕1号,\n{footer},,\n", encoding="utf-8"
    )
    (tmp_path / "乙.csv").write_text(
        "标题,文号,备注\n关于一件明事的通知,青发〔2024〕2号,\n保密局制表,,\n", encoding="utf-8"
    )
    result = ingest([str(tmp_path)])
    assert "暗事" not in str(result)
    assert "关于一件明事的通知" in result.rows["title"].to_list()
