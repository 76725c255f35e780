"""How many documents get their own text from a folder of files with spoilt names.

    python -m benchmarks.ingest.texts_beside [--documents 300] [--seed 1] [--seeds 5]

Makes a register, a text for each document in one of nine formats under a name spoilt at random,
and a tenth as many files of documents that are not in the register: relays of registered ones,
the same matter of another year, answers and annexes. Prints what was matched and by what; exits 1
when less than 99 % of the documents have their text or one has another's.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from docanalyzer.ingest import ingest

BAR = 0.99
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFD = "http://www.ofdspec.org/2016"
_PLACES = ("青阳市", "云溪区", "石桥镇", "白河县")
_OFFICES = {"水利局": "水发", "教育局": "教发", "人民政府办公室": "政办发", "卫生健康局": "卫函"}
_MATTERS = (
    "水库巡查", "校车检查", "粮食收购", "道路养护", "河道清淤", "图书捐赠", "灯会安全", "冬煤储备",
    "渔船检修", "果树嫁接", "古桥修缮", "蚕桑保险", "路灯节能", "防疫消杀", "档案整理", "旱厕改造",
    "山林防火", "集市管理", "危房排查",
)  # fmt: skip
_FRAMES = (
    "关于切实做好{}年度{}工作有关事项的通知",
    "关于印发《{}年{}实施方案》的通知",
    "关于{}年{}情况的报告",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the register, or one that it does not hold."""

    number: str
    title: str
    text: str
    is_known: bool = True


def documents(count: int, chance: random.Random) -> list[Document]:
    """`count` documents with distinct numbers and titles, then their strangers."""
    made: list[Document] = []
    for serial in range(1, count + 1):
        place, office = chance.choice(_PLACES), chance.choice(sorted(_OFFICES))
        year = chance.choice((2022, 2023, 2024))
        matter = (
            f"{chance.choice(_MATTERS)}（第{serial}片）"
            if serial % 3
            else f"{chance.choice(_MATTERS)}{serial}"
        )
        title = place + office + chance.choice(_FRAMES).format(year, matter)
        number = f"{place[0]}{_OFFICES[office]}〔{year}〕{serial}号"
        made.append(_document(number, title, chance))
    for one in chance.sample(made, count // 10):
        other = chance.choice(("转发", "回复", "另年"))
        number = one.number.replace("发〔", "转〔").replace("函〔", "转〔").replace("〔2", "〔3")
        title = {
            "转发": f"石桥镇人民政府转发{one.title}的通知",
            "回复": f"石桥镇人民政府关于落实《{one.title}》（{one.number}）的报告",
            "另年": one.title.replace("202", "201"),
        }[other]
        made.append(_document(number, title, chance, is_known=False))
    return made


def _document(number: str, title: str, chance: random.Random, *, is_known: bool = True) -> Document:
    head = chance.choice(
        (f"{title}\n{number}", f"{number}\n{title}", f"{title[:16]}\n{title[16:]}\n{number}", title)
    )
    cited = "根据《石桥镇人民政府关于其他事项的通知》（石政发〔2020〕1号）要求，"
    told = f"{cited}现将{chance.random():.9f}号事项通知如下。\n一、明确责任人。\n"
    text = f"{head}\n各镇人民政府：\n{told}"
    return Document(number, title, text, is_known)


def _named(one: Document, chance: random.Random, serial: int) -> str:
    """A file name without suffix, spoilt in one of many ways."""
    flat = one.title.replace("《", "").replace("》", "")
    at = chance.randrange(len(flat) - 1)
    ways: list[Callable[[], str]] = [
        lambda: one.number,
        lambda: one.number.replace("〔", "[").replace("〕", "]"),
        lambda: one.number.replace("〔", "(").replace("〕", ") "),
        lambda: one.number.replace("〔", "").replace("〕", "年第"),
        lambda: f"{one.number} {flat}",
        lambda: f"{flat}（{one.number}）",
        lambda: flat,
        lambda: f"{serial}.{flat}（定稿）",
        lambda: f"2024-05-06 {flat}",
        lambda: f"{flat[: chance.randrange(12, len(flat))]}…",
        lambda: flat[: chance.randrange(12, len(flat))],
        lambda: flat[flat.index("关于") :],
        lambda: flat[:at] + flat[at + 1 :],
        lambda: flat[:at] + chance.choice("某的了一口") + flat[at + 1 :],
        lambda: flat[:at] + flat[at + 1] + flat[at] + flat[at + 2 :],
        lambda: " ".join(flat),
        lambda: f"扫描件{chance.randrange(10**6)}",
        lambda: f"附件{serial}",
        lambda: f"{chance.randrange(16**8):08x}",
        lambda: "新建文档",
        lambda: f"关于{flat[-8:]}",
    ]
    return chance.choice(ways)()


def _txt(path: Path, text: str) -> None:
    path.write_bytes(text.encode("gb18030" if len(text) % 2 else "utf-8"))


def _html(path: Path, text: str) -> None:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    path.write_text(f"<html><head><title>页</title></head><body>{lines}</body></html>", "utf-8")


def _rtf(path: Path, text: str) -> None:
    coded = "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in text)
    path.write_text("{\\rtf1\\ansi " + coded.replace("\n", "\\par\n") + "}", "ascii")


def _docx(path: Path, text: str) -> None:
    lines = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines()
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        body = f'<w:document xmlns:w="{_WORD}"><w:body>{lines}</w:body></w:document>'
        package.writestr("word/document.xml", body)


def _ofd(path: Path, text: str) -> None:
    objects = "".join(
        f'<o:TextObject Boundary="20 {20 + 8 * row} 170 6"><o:TextCode X="0" Y="5">{escape(line)}'
        "</o:TextCode></o:TextObject>"
        for row, line in enumerate(text.splitlines())
    )
    space = f'xmlns:o="{_OFD}"'
    page = '<o:Pages><o:Page ID="1" BaseLoc="P.xml"/></o:Pages>'
    root = "<o:DocBody><o:DocRoot>D/Document.xml</o:DocRoot></o:DocBody>"
    parts = {
        "OFD.xml": f"<o:OFD {space}>{root}</o:OFD>",
        "D/Document.xml": f"<o:Document {space}>{page}</o:Document>",
        "D/P.xml": f"<o:Page {space}><o:Content><o:Layer>{objects}</o:Layer></o:Content></o:Page>",
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _pdf(path: Path, text: str) -> None:
    """One page in a font that the reader brings along, so that nothing is embedded."""
    shown = "".join(
        f"<{line.encode('utf-16-be').hex()}> Tj 0 -22 Td " for line in text.splitlines()
    )
    stream = f"BT /F1 11 Tf 40 760 Td {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1200 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    begin = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        begin,
    )
    path.write_bytes(data)


_FORMATS: dict[str, Callable[[Path, str], None]] = {
    "docx": _docx, "docm": _docx, "wps": _docx, "pdf": _pdf, "ofd": _ofd, "txt": _txt,
    "html": _html, "htm": _html, "rtf": _rtf,
}  # fmt: skip


def measure(folder: Path, count: int, seed: int) -> tuple[int, int, int, Counter[str]]:
    """Documents with their own text, with another's, strangers taken, and files by match."""
    chance = random.Random(seed)
    made = documents(count, chance)
    bodies = folder / "正文"
    bodies.mkdir(parents=True)
    suffixes = sorted(_FORMATS)
    for serial, one in enumerate(made):
        suffix = suffixes[serial % len(suffixes)]
        path = bodies / f"{_named(one, chance, serial)[:80]}.{suffix}"
        while path.exists():
            path = path.with_stem(f"{path.stem}({serial})")
        _FORMATS[suffix](path, one.text)
    register = folder / "收文.csv"
    with register.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["收文编号", "发文字号", "标题"])
        writer.writerows(
            (f"收{n}", one.number, one.title) for n, one in enumerate(made) if one.is_known
        )
    result = ingest([str(register)], bodies=bodies)
    by_number = {one.number: one for one in made}
    own = other = 0
    for number, body in result.rows.select("doc_number", "body").iter_rows():
        if body is not None:
            is_own = _key(by_number[number].text) == _key(body)
            own, other = own + is_own, other + (not is_own)
    by = Counter(by or why for by, why in result.matches.select("matched_by", "reason_code").rows())
    strangers = {_key(one.text) for one in made if not one.is_known}
    taken = sum(_key(body) in strangers for body in result.rows["body"].drop_nulls())
    return own, other, taken, by


def _key(text: str) -> str:
    """The number in a text that no other has."""
    return text.partition("现将")[2][:11]


def main() -> int:
    """Measure and print; the exit code says whether the bar is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1)
    asked = parser.parse_args()
    reached = True
    for seed in range(asked.seed, asked.seed + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            own, other, taken, by = measure(Path(folder), asked.documents, seed)
        told = ", ".join(f"{name} {count}" for name, count in by.most_common())
        said = f"own {own} of {asked.documents}, wrong {other} ({taken} strangers)"
        print(f"seed {seed}: {said}; {told}")
        reached &= own >= BAR * asked.documents and not other
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
