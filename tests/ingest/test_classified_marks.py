"""Marks of state secrecy: whatever shape they take, nothing of what they mark comes out."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.cli.app import run
from docanalyzer.ingest import ingest
from docanalyzer.ingest.bodies import attaching
from docanalyzer.ingest.bodies.texts import BodyText
from docanalyzer.ingest.classified import (
    is_classified,
    marked_names,
    may_be_classified,
    secrecy_marks,
)
from docanalyzer.ingest.overview import overview

SECRET = "不可说之事"
MARKED = """
秘密|绝密★|机密★1年|机密 ★ 10年|绝　密|机密（内部）|★|☆|★1年|機密|秘密[10年]|机密10年|机密·长期
秘密级|机密件|涉密|机密★关于甲的通知|机密★1年 关于甲的通知|关于甲的通知（机密）|【绝密】甲
关于甲（秘密★10年）|[机密]甲|〖机密〗甲|「机密」甲|【绝 密】关于某某事项的紧急通知安排
机密：关于甲|机密 印发甲的通知|机密关于甲的通知|★机密★|机密⭐1年|机密﹡1年|密级：机密
机密件 关于甲|关于甲的通知机密|关于甲的通知 绝密|机密〔2021〕3号|市府秘密〔2021〕3号
绝密字(2021)3号|机密★市办发〔2021〕3号|此件为机密件|机密件，阅后退回|属秘密级|密级为秘密
"""
PATTERNS = ("text", "statements", "lines", "spaced")
EXAMPLES = [
    mark for place in PATTERNS for entry in secrecy_marks()[place] for mark in entry["marks"]
]
NAMES = [mark for entry in secrecy_marks()["names"] for mark in entry["marks"]]


ODD_MARKS = "秘机绝密★*＊﹡⭐🌟年1【】:：关于㊙ \t\n\x0b\x85\u3000\u200b\u2003\ufe0f"


def listed(texts: str) -> list[str]:
    return texts.strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("text", [*listed(MARKED), *EXAMPLES, "机\u200b密"])
def test_marks(text: str) -> None:
    frame = pl.DataFrame({"cell": [text]})
    assert frame.select(is_classified(["cell"])).item()
    assert frame.select(may_be_classified(["cell"])).item()


@given(st.lists(st.text(st.sampled_from(ODD_MARKS), max_size=8), max_size=80))
def test_the_first_look_lets_every_mark_through(texts: list[str]) -> None:
    frame = pl.DataFrame({"cell": texts}, schema={"cell": pl.String})
    marked, looked_at = is_classified(["cell"]), may_be_classified(["cell"])
    assert frame.filter(marked & ~looked_at).is_empty()


@pytest.mark.parametrize("text", secrecy_marks()["look_alikes"])
def test_words_about_secrecy_are_no_marks(text: str) -> None:
    assert not pl.DataFrame({"cell": [text]}).select(is_classified(["cell"])).item()


def test_names_of_files_and_sheets() -> None:
    marked, others = NAMES, secrecy_marks()["name_look_alikes"]
    assert marked_names(marked + others) == frozenset(marked)


def test_every_pattern_finds_its_own_marks() -> None:
    document = secrecy_marks()
    count = sum(len(entry["marks"]) for place in (*PATTERNS, "names") for entry in document[place])
    assert count >= 60
    assert len(document["look_alikes"]) + len(document["name_look_alikes"]) >= 60
    assert all(entry["marks"] for place in (*PATTERNS, "names") for entry in document[place])


def docx(path: Path, *paragraphs: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    with zipfile.ZipFile(path, "w") as package:
        document = f'<w:document xmlns:w="{space}"><w:body>{runs}</w:body></w:document>'
        package.writestr("word/document.xml", document)


def table(mark: str, place: int) -> list[list[str]]:
    """A register whose first row is marked in one of its cells."""
    heading = ["收文编号", "来文字号", "标题", "密级", "备注", "正文"]
    secret = ["1", "市办〔2021〕1号", f"关于{SECRET}的通知", "", "", f"{SECRET}如下"]
    cells = [mark if place in (3, 4) else f"{mark}{cell}" for cell in secret]
    secret[place] = cells[place]
    return [heading, secret, ["2", "市办〔2021〕2号", "关于可以说的事的通知", "", "", "可以说"]]


def written(folder: Path, rows: list[list[str]], kind: str) -> Path:
    """The rows in a file of that kind."""
    path = folder / f"收文.{kind}"
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    if kind == "csv":
        path.write_text(text, encoding="gb18030")
    elif kind == "json":
        path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    elif kind == "jsonl":
        lines = (json.dumps(record) for record in records)
        path.write_text("\n".join(lines), encoding="utf-8")
    elif kind == "parquet":
        pl.DataFrame(records).write_parquet(path)
    elif kind == "xls":
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        path.write_text(f"<html><table>{body}</table></html>", encoding="utf-8")
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("a.csv", text)
    else:
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("收文")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
    return path


def everything_below(folder: Path) -> str:
    """All that the files of a run folder say, Parquet unpacked."""
    said = ""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            said += "".join(str(frame[name].to_list()) for name in frame.columns)
        elif path.is_file():
            said += path.read_text(encoding="utf-8", errors="replace")
    return said


PLACES = [
    ("机密★1年", 2), ("绝密★", 1), ("秘密", 3), ("机密级(长期)", 3), ("机密件", 4), ("机密★", 5),
    ("（特急、机密）", 2), ("特急 机密", 3), ("该文为机密级，阅后退回", 4), ("按机密件管理", 4),
    ("工作秘密", 3), ("密", 3), ("内部资料，不得外传", 4),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "parquet", "xls", "zip", "xlsx"])
@pytest.mark.parametrize(("mark", "place"), PLACES)
def test_a_marked_row_is_nowhere(tmp_path: Path, kind: str, mark: str, place: int) -> None:
    path = written(tmp_path, table(mark, place), kind)
    result = ingest([str(path)])
    tables = (result.rows, result.rejects, result.cell_notes)
    said = "".join(str(frame.rows()) for frame in tables) + str(overview([str(path)]))
    assert "可以说的事" in said
    assert SECRET not in said
    assert "市办〔2021〕1号" not in said
    assert result.rejects["reason_code"].to_list() == ["classified"]


def test_no_command_says_anything_of_marked_rows(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [table(mark, place)[1] for mark, place in PLACES]
    path = written(tmp_path, [*table("秘密", 3), *rows], "xlsx")
    out, mapping = tmp_path / "out", tmp_path / "m.toml"
    assert run(["scan", str(path), "--out", str(out)]) == 0
    assert run(["columns", str(path), "--output", str(mapping)]) == 0
    for form in ("json", "html", "md", "terminal"):
        assert run(["report", str(out), "--format", form]) == 0
    said = everything_below(out) + "".join(capfd.readouterr()) + mapping.read_text("utf-8")
    assert "可以说的事" in said
    assert SECRET not in said
    assert "市办〔2021〕1号" not in said


def test_a_document_marked_in_one_row_is_hidden_in_all(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "来文字号,标题,密级\n"
        f"市办〔2021〕1号,关于{SECRET}的通知,机密\n市办[2021]1号,关于{SECRET}的通知,\n"
        "市办〔2021〕2号,关于可以说的事的通知,\n,关于没有文号而标题很长的那件事的通知,秘密\n"
        ",关于没有文号而标题很长的那件事的通知,\n",
        encoding="utf-8",
    )
    (tmp_path / "b.csv").write_text(
        f"来文字号,标题,收文日期\n市办〔2021〕1号,{SECRET},某日\n", encoding="utf-8"
    )
    result = ingest([str(tmp_path)])
    assert result.rows["title"].to_list() == ["关于可以说的事的通知"]
    assert result.rejects["reason_code"].to_list() == ["classified"] * 5
    assert result.cell_notes.is_empty()
    assert SECRET not in str(result)


def test_marked_body_files_stay_closed_and_hide_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = attaching.read_body

    def watched(path: Path, name: str) -> BodyText:
        opened.append(name)
        return real(path, name)

    monkeypatch.setattr(attaching, "read_body", watched)
    bodies = tmp_path / "正文"
    docx(bodies / "机密★市办〔2021〕1号.docx", SECRET)
    docx(bodies / "市办〔2021〕1号.docx", "此为副本")
    docx(bodies / "绝密" / "关于不可说之事的若干通知.docx", SECRET)
    docx(bodies / "3-机密.docx", SECRET)
    docx(bodies / "市办〔2021〕4号.docx", "000012", "机密", "特急", SECRET)
    docx(bodies / "市办〔2021〕5号.docx", "可以说")
    path = tmp_path / "收文.csv"
    path.write_text(
        "收文编号,来文字号,标题,附件\n1,市办〔2021〕1号,甲,\n2,,关于不可说之事的若干通知,\n"
        "3,,丙,3-机密.docx\n4,市办〔2021〕4号,丁,\n5,市办〔2021〕5号,戊,\n",
        encoding="utf-8",
    )
    result = ingest([str(path)], bodies=bodies)
    assert result.rows["title"].to_list() == ["戊"]
    assert not any("机密" in name or "绝密" in name for name in opened)
    assert SECRET not in str(result)
    for said in (str(result.rejects.rows()), str(result.cell_notes.rows()), str(result.inputs)):
        assert "机密★" not in said
        assert "3-机密" not in said
        assert "不可说" not in said
        assert "4号" not in said


def test_marked_members_and_sheets_are_not_read(tmp_path: Path) -> None:
    text = f"标题\n关于{SECRET}的通知\n"
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as package:
        package.writestr("机密/a.csv", text)
        package.writestr("机密★.csv", text)
        package.writestr("b.csv", "标题\n关于可以说的事的通知\n")
    book = xlsxwriter.Workbook(sink := io.BytesIO())
    for name in ("收文", "机密件"):
        sheet = book.add_worksheet(name)
        sheet.write_column(
            0, 0, ["标题", f"关于{'可以说的事' if name == '收文' else SECRET}的通知"]
        )
    book.close()
    (tmp_path / "簿.xlsx").write_bytes(sink.getvalue())
    result = ingest([str(tmp_path)])
    assert result.rows.height == 2
    assert result.rejects["reason_code"].to_list() == ["classified"] * 3
    said = str(result.rejects.rows()) + str(result.inputs)
    assert SECRET not in said
    assert "机密/" not in said
    assert "机密★" not in said
    assert "机密件" not in said


def test_no_option_of_the_record_names_a_marked_path(tmp_path: Path) -> None:
    folder, bodies = tmp_path / "绝密件", tmp_path / "机密"
    docx(bodies / "市办〔2021〕2号.docx", "可以说")
    folder.mkdir()
    path = written(folder, table("秘密", 3), "csv")
    numbered = path.rename(folder.parent / "市办〔2021〕1号.csv")
    plain = written(tmp_path, table("秘密", 3), "csv")
    written(folder, table("秘密", 3), "xlsx")
    out = tmp_path / "out"
    inputs = [str(plain), str(folder), str(numbered)]
    assert run(["scan", *inputs, "--bodies", str(bodies), "--out", str(out)]) == 0
    options = json.loads((out / "run.json").read_text(encoding="utf-8"))["options"]
    assert options["inputs"] == [str(plain), "classified/3", "classified/1"]
    assert options["bodies"] == "classified/2"


@pytest.mark.parametrize("part", ["header1", "footer2", "comments"])
def test_a_mark_beside_the_text_of_a_document_hides_it(tmp_path: Path, part: str) -> None:
    bodies = tmp_path / "正文"
    docx(bodies / "市办〔2021〕1号.docx", SECRET)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(bodies / "市办〔2021〕1号.docx", "a") as package:
        text = f'<w:x xmlns:w="{space}"><w:p><w:r><w:t>机密★1年</w:t></w:r></w:p></w:x>'
        package.writestr(f"word/{part}.xml", text)
    path = tmp_path / "收文.csv"
    path.write_text(f"来文字号,标题\n市办〔2021〕1号,{SECRET}\n", encoding="utf-8")
    result = ingest([str(path)], bodies=bodies)
    assert result.rows.is_empty()
    assert SECRET not in str(result)


def test_marks_in_headers_and_comments_of_a_workbook(tmp_path: Path) -> None:
    rows = [["标题"], [f"关于{SECRET}的通知"], ["关于可以说的事的通知"]]
    for name, header, comment in (("页眉", "&C机密", None), ("批注", "", "此件为机密件")):
        book = xlsxwriter.Workbook(str(tmp_path / f"{name}.xlsx"))
        sheet = book.add_worksheet("收文")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if header:
            sheet.set_header(header)
        if comment:
            sheet.write_comment("A2", comment)
        book.close()
    result = ingest([str(tmp_path)])
    assert result.rows["title"].to_list() == ["关于可以说的事的通知"]
    assert result.rows["source_file"].to_list() == ["批注.xlsx"]
    assert SECRET not in str(result)


def test_the_title_above_a_table_and_the_name_of_a_file_hide_all(tmp_path: Path) -> None:
    text = f"标题,文号\n关于{SECRET}的通知,市办〔2021〕1号\n"
    (tmp_path / "a.csv").write_text(f"机密收文登记簿,\n{text}", encoding="utf-8")
    (tmp_path / "机密件台账.csv").write_text(text, encoding="utf-8")
    (tmp_path / "b.csv").write_text("标题\n关于可以说的事的通知\n", encoding="utf-8")
    result = ingest([str(tmp_path)])
    assert result.rows["title"].to_list() == ["关于可以说的事的通知"]
    assert SECRET not in str(result)
    assert "机密件台账" not in str(result)


def test_a_setting_shows_what_is_no_state_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCANALYZER_SHOW_INTERNAL", "1")
    frame = pl.DataFrame({"cell": ["工作秘密", "内部资料，不得外传", "密件", "机密"]})
    marked = frame.select(is_classified(["cell"])).to_series()
    assert marked.to_list() == [False, False, False, True]
