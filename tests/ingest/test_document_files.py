"""Bodies: texts of document files, found by attachment, number, title; none opened in vain."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.ingest import Ingested, ingest
from docanalyzer.ingest.bodies.attaching import read_body
from docanalyzer.ingest.bodies.folder import attachment_paths, leaves_folder, number_key, title_key
from docanalyzer.ingest.bodies.texts import BodyText, body_text
from docanalyzer.model.faults import InputFault

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"
TEXT = "各区县人民政府：\n现将有关事项通知如下。\n"


def docx(path: Path, *paragraphs: str, prolog: str = "", inside: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{runs}{inside}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
    return path


def pdf(path: Path, lines: list[str]) -> Path:
    """The smallest PDF with a page of Latin text, or of none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n"
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    path.write_bytes(data)
    return path


def ofd(path: Path, pieces: list[tuple[float, float, str]]) -> Path:
    objects = "".join(
        f'<ofd:TextObject Boundary="{x} {y} 50 5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
        for x, y, text in pieces
    )
    parts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages>'
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer>'
        f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_word_paragraphs_tables_and_deleted_text(tmp_path: Path) -> None:
    table = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>留下</w:t><w:br/><w:t>换行</w:t></w:r></w:ins></w:p>"
    )
    path = docx(tmp_path / "x.docx", "第一段", "第二段", inside=table)
    assert body_text(path, "x.docx").text == "第一段\n第二段\n甲\t乙\n留下\n换行\n"


def test_pdf_with_text_and_scan(tmp_path: Path) -> None:
    text = body_text(pdf(tmp_path / "x.pdf", ["Notice of the city office", "second line"]), "x.pdf")
    assert text.text is not None
    assert text.text.split("\n")[:2] == ["Notice of the city office", "second line"]
    assert body_text(pdf(tmp_path / "s.pdf", []), "s.pdf").reason_code == "body_empty"


def test_ofd_lines_from_top_to_bottom(tmp_path: Path) -> None:
    path = ofd(tmp_path / "x.ofd", [(20, 50, "第二行"), (60, 20.5, "通知"), (20, 20, "市政府")])
    assert body_text(path, "x.ofd").text == "市政府通知\n第二行\n"


def test_text_html_and_rtf(tmp_path: Path) -> None:
    plain = tmp_path / "x.txt"
    plain.write_bytes(TEXT.encode("gb18030"))
    assert body_text(plain, "x.txt").text == TEXT
    page = tmp_path / "x.html"
    page.write_text(
        "<html><head><title>不取</title><style>p{}</style></head><body><p>第一段<b>粗</b></p>"
        "<script>alert(1)</script><div>第二段<br>换行</div></body></html>",
        encoding="utf-8",
    )
    assert body_text(page, "x.html").text == "第一段粗\n第二段\n换行\n"
    rtf = tmp_path / "x.rtf"
    coded = "".join(f"\\'{byte:02x}" for byte in "通知".encode("gb18030"))
    rtf.write_text(rf"{{\rtf1\ansi\ansicpg936 {coded}\par \u22768? second\par}}", encoding="ascii")
    text = body_text(rtf, "x.rtf").text
    assert text is not None
    assert text.split() == ["通知", "声", "second"] or text.split() == ["通知", "声second"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda p: p.write_bytes(b"PK\x03\x04" + bytes(100)), "not_a_document"),
        (lambda p: p.write_bytes(b"%PDF-1.4\n" + bytes(100)), "damaged_file"),
        (lambda p: p.write_bytes(b""), "body_empty"),
        (lambda p: p.write_bytes(bytes(range(32)) * 20), "not_a_document"),
        (
            lambda p: docx(p, "&a;", prolog='<!DOCTYPE x [<!ENTITY a "b">]>'),
            "unsafe_xml",
        ),
    ],
)
def test_files_without_text_say_why(tmp_path: Path, make: object, code: str) -> None:
    path = tmp_path / "x.docx"
    make(path)  # type: ignore[operator]  # a parameter that makes the file
    assert body_text(path, "x.docx").reason_code == code
    assert read_body(path, "x.docx").reason_code == code


def test_a_document_that_unpacks_without_end_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("word/document.xml", bytes(64 << 20))
    assert body_text(path, "x.docx").reason_code == "zip_bomb"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("国办发〔2019〕64号", "国办发|2019|64"),
        ("国办发[2019]064号 关于某事的通知", "国办发|2019|64"),
        ("国办发2019-64号", "国办发|2019|64"),
        ("发文字号：国办发（2019）64号", "国办发|2019|64"),
        ("国办发 〔 2019 〕 64 号", "国办发|2019|64"),
        ("关于2019年工作的通知", None),
        ("通知", None),
    ],
)
def test_number_keys(text: str, key: str | None) -> None:
    assert pl.select(number_key(pl.lit(text))).item() == key


def test_title_keys_and_attachment_cells() -> None:
    assert pl.select(title_key(pl.lit("关于“甲”、乙 的通知"))).item() == "关于甲乙的通知"
    assert pl.select(title_key(pl.lit("通知"))).item() is None
    assert attachment_paths("说明见附件；正文/甲.docx、《乙.PDF》") == ["正文/甲.docx", "乙.PDF"]
    assert leaves_folder("../甲.docx")
    assert leaves_folder("/etc/passwd.txt")
    assert leaves_folder("C:\\甲.docx")
    assert leaves_folder("下\\..\\..\\甲.docx")
    assert not leaves_folder("下/甲..docx")


def scan(folder: Path, *lines: str, bodies: bool = True) -> Ingested:
    path = folder / "登记" / "收文.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        "\n".join(["收文编号,来文字号,标题,密级,附件", *lines]) + "\n", encoding="utf-8"
    )
    return ingest([str(path)], bodies=folder / "正文" if bodies else None)


def test_rows_get_the_text_of_their_files(tmp_path: Path) -> None:
    bodies = tmp_path / "正文"
    docx(bodies / "下" / "甲.docx", "按附件")
    docx(bodies / "市办〔2021〕2号.docx", "按文号")
    docx(bodies / "3.关于开展第三项工作的通知(定稿).docx", "按标题")
    (bodies / "收004.txt").write_text("按编号\n", encoding="utf-8")
    docx(bodies / "多余.docx", "没有行要它")
    result = scan(
        tmp_path,
        "收001,市办〔2021〕1号,关于甲的通知,,下/甲.docx",
        "收002,市办 [2021] 02号,关于乙的通知,,",
        "收003,,关于开展第三项工作的通知,,",
        "收004,,关于丁的通知,,",
        "收005,,关于没有正文的通知,,",
    )
    assert result.rows.select("body", "body_source").rows() == [
        ("按附件\n", "下/甲.docx"),
        ("按文号\n", "市办〔2021〕2号.docx"),
        ("按标题\n", "3.关于开展第三项工作的通知(定稿).docx"),
        ("按编号\n", "收004.txt"),
        (None, None),
    ]
    assert result.rejects.select("source_file", "reason_code").rows() == [
        ("多余.docx", "body_unmatched")
    ]
    assert [(i.path, i.rows_read, i.rows_kept, i.rows_rejected) for i in result.inputs] == [
        ("3.关于开展第三项工作的通知(定稿).docx", 0, 0, 0),
        ("下/甲.docx", 0, 0, 0),
        ("多余.docx", 1, 0, 1),
        ("市办〔2021〕2号.docx", 0, 0, 0),
        ("收004.txt", 0, 0, 0),
        ("收文.csv", 5, 5, 0),
    ]


def test_what_cannot_be_matched_is_noted(tmp_path: Path) -> None:
    bodies = tmp_path / "正文"
    docx(tmp_path / "外.docx", "外面的文件")
    docx(bodies / "市办〔2021〕2号.docx", "一")
    docx(bodies / "副" / "市办〔2021〕2号.docx", "二")
    pdf(bodies / "市办〔2021〕3号.pdf", [])
    (bodies / "链.docx").symlink_to(tmp_path / "外.docx")
    result = scan(
        tmp_path,
        "1,,关于甲的通知,,../外.docx",
        "2,市办〔2021〕2号,关于乙的通知,,",
        "3,市办〔2021〕3号,关于丙的通知,,",
        "4,,关于丁的通知,,没有.docx",
        "5,,关于戊的通知,,链.docx",
    )
    assert result.cell_notes.select("source_row", "column", "reason_code").rows() == [
        (2, "body", "attachment_outside"),
        (3, "body", "body_ambiguous"),
        (4, "body", "body_empty"),
        (5, "body", "attachment_missing"),
        (6, "body", "attachment_missing"),
    ]
    assert result.rows["body"].null_count() == 5


def test_classified_bodies_are_not_opened_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = tmp_path / "正文"
    docx(bodies / "市办〔2021〕1号.docx", "行上标密的正文")
    docx(bodies / "市办〔2021〕2号.docx", "机密★10年", "正文自己标密")
    opened: list[str] = []

    def watched(path: Path, name: str) -> BodyText:
        opened.append(name)
        return body_text(path, name)

    monkeypatch.setattr("docanalyzer.ingest.bodies.attaching.read_body", watched)
    result = scan(
        tmp_path, "1,市办〔2021〕1号,甲的秘题,秘密,", "2,市办〔2021〕2号,乙的秘题,,", "3,,丙的题,,"
    )
    assert opened == ["市办〔2021〕2号.docx"]
    assert result.rows["title"].to_list() == ["丙的题"]
    secret = result.rejects.filter(pl.col("reason_code") == "classified")
    assert secret.select("source_row", "raw").rows() == [
        (None, ""), (None, ""), (2, ""), (3, ""),
    ]  # fmt: skip
    for table in (result.rows, result.rejects, result.cell_notes):
        assert "秘题" not in str(table.rows())


def test_attachments_beside_the_register_need_no_option(tmp_path: Path) -> None:
    docx(tmp_path / "登记" / "附" / "甲.docx", "旁边的正文")
    docx(tmp_path / "登记" / "市办〔2021〕2号.docx", "没有点名")
    docx(tmp_path / "外.docx", "外面")
    lines = ["1,,关于甲的通知,,附\\甲.docx", "2,市办〔2021〕2号,乙题,,", "3,,丙题,,../外.docx"]
    result = scan(tmp_path, *lines, bodies=False)
    assert result.rows["body"].to_list() == ["旁边的正文\n", None, None]
    whole = ingest([str(tmp_path / "登记")])
    assert whole.rows["body"].to_list() == ["旁边的正文\n", "没有点名\n", None]
    assert whole.rejects.is_empty()
    assert whole.matches.select("path", "source_row", "matched_by").rows() == [
        ("市办〔2021〕2号.docx", 3, "number_in_name"),
        ("附/甲.docx", 2, "attachment"),
    ]
    assert {i.path: i.rows_read for i in whole.inputs} == {
        "收文.csv": 3, "附/甲.docx": 0, "市办〔2021〕2号.docx": 0,
    }  # fmt: skip


def test_a_body_as_long_as_a_cell_is_marked_as_cut(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"标题,正文\n甲,{'文' * 32767}\n乙,{'文' * 32766}\n", encoding="utf-8")
    notes = ingest([str(path)]).cell_notes
    assert notes.select("source_row", "column", "reason_code").rows() == [(2, "body", "body_cut")]


def test_missing_body_folder_is_an_input_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("标题\n甲\n", encoding="utf-8")
    with pytest.raises(InputFault):
        ingest([str(path)], bodies=tmp_path / "none")


def test_compressed_tables(tmp_path: Path) -> None:
    table = "标题,文号\n关于甲的通知,市办〔2021〕1号\n"
    packed = tmp_path / "收文.csv.gz"
    packed.write_bytes(gzip.compress(table.encode()))
    assert ingest([str(packed)]).rows["source_file"].to_list() == ["收文.csv.gz"]
    both = tmp_path / "包.zip"
    with zipfile.ZipFile(both, "w") as package:
        package.writestr("a/收文.csv", table)
        package.writestr("../../出.csv", table)
        package.writestr("内.zip", both.name)
        package.writestr("图.png", b"\x89PNG\r\n\x1a\n")
        package.writestr("空.csv", "")
    result = ingest([str(both)])
    assert result.rows["source_file"].to_list() == ["包.zip/a/收文.csv", "包.zip/出.csv"]
    assert result.inputs[0].rows_read == 5
    assert [entry.path for entry in result.inputs] == ["包.zip"]


def test_files_of_classified_rows_are_not_named(tmp_path: Path) -> None:
    bodies = tmp_path / "正文"
    docx(bodies / "关于不可说之事的通知.docx", "甲")
    docx(bodies / "市办〔2021〕2号.docx", "乙")
    docx(bodies / "机密★丙.docx", "丙")
    docx(bodies / "丁.docx", "丁")
    docx(bodies / "多余.docx", "戊")
    result = scan(
        tmp_path,
        "1,,关于不可说之事的通知,秘密,",
        "2,市办〔2021〕2号,乙的题,机密,",
        "3,,丙的题,绝密,丁.docx",
        "4,,可以说的题,,",
    )
    assert result.rows["title"].to_list() == ["可以说的题"]
    assert result.rejects.select("source_file", "source_row", "reason_code").rows() == [
        ("classified/1", None, "classified"),
        ("classified/2", None, "classified"),
        ("classified/3", None, "classified"),
        ("classified/4", None, "classified"),
        ("多余.docx", None, "body_unmatched"),
        ("收文.csv", 2, "classified"),
        ("收文.csv", 3, "classified"),
        ("收文.csv", 4, "classified"),
    ]
    assert [file.path for file in result.inputs] == [
        "classified/1", "classified/2", "classified/3", "classified/4", "多余.docx", "收文.csv",
    ]  # fmt: skip
    inside = ingest([str(tmp_path)])
    assert "不可说" not in str(inside)
    assert sum(path.path.startswith("classified/") for path in inside.inputs) == 4


def test_a_register_whose_name_is_marked_is_not_opened(tmp_path: Path) -> None:
    for name in ("机密★收文.csv", "收文.csv"):
        (tmp_path / name).write_text("标题\n关于甲的通知\n", encoding="utf-8")
    result = ingest([str(tmp_path)])
    assert result.rows["source_file"].to_list() == ["收文.csv"]
    assert result.rejects["reason_code"].to_list() == ["classified"]
    assert "★" not in str(result.inputs)


def test_a_member_that_does_not_unpack_is_damage(tmp_path: Path) -> None:
    for name, member in (("a.docx", "word/document.xml"), ("a.ofd", "OFD.xml")):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(member, TEXT * 40)
        spoilt = bytearray(path.read_bytes())
        at = spoilt.index(member.encode()) + len(member)
        spoilt[at : at + 8] = b"\xff" * 8
        path.write_bytes(spoilt)
        assert body_text(path, name).reason_code == "damaged_file"


def test_a_page_of_comments_holds_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<!-- 一页 -->", encoding="utf-8")
    assert body_text(path, "a.html").reason_code == "body_empty"
