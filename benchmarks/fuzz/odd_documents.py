"""Document files to begin with when the readers of bodies are fuzzed: one of each kind, small."""

from __future__ import annotations

import io
import zipfile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFD = "http://www.ofdspec.org/2016"


def _package(members: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    return sink.getvalue()


def word() -> bytes:
    """A Word document of a paragraph, a deleted passage, a table and a text box."""
    cell = "<w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>"
    body = (
        "<w:p><w:r><w:t>各县人民政府：</w:t><w:tab/><w:br/></w:r><w:del><w:r><w:delText>删</w:delText>"
        f"</w:r></w:del></w:p><w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>末</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _package({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def ofd() -> bytes:
    """An OFD document of one page with two lines."""
    texts = "".join(
        f'<ofd:TextObject Boundary="10 {top} 50 5"><ofd:TextCode X="0" Y="4">第{top}行'
        "</ofd:TextCode></ofd:TextObject>"
        for top in (20, 40)
    )
    return _package(
        {
            "OFD.xml": f'<ofd:OFD xmlns:ofd="{_OFD}"><ofd:DocBody><ofd:DocRoot>D/Document.xml'
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "D/Document.xml": f'<ofd:Document xmlns:ofd="{_OFD}"><ofd:Pages><ofd:Page ID="1" '
            'BaseLoc="P/Content.xml"/></ofd:Pages></ofd:Document>',
            "D/P/Content.xml": f'<ofd:Page xmlns:ofd="{_OFD}"><ofd:Content><ofd:Layer>{texts}'
            "</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


def pdf() -> bytes:
    """A PDF of one page with a line of Latin text."""
    stream = b"BT /F1 12 Tf 50 700 Td (second notice) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.4\n" + numbered + b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"


def odd_documents() -> dict[str, bytes]:
    """Documents by file name."""
    text = "各县人民政府：\n现将有关事项通知如下。\n"
    page = (
        f"<html><head><title>x</title></head><body><p>{text}</p><table><tr><td>甲</td></tr></table>"
    )
    rtf = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\'b8\'f7\u21439?\par second\par}"
    return {
        "a.docx": word(),
        "a.ofd": ofd(),
        "a.pdf": pdf(),
        "a.rtf": rtf,
        "a.html": page.encode("gb18030"),
        "b.txt": text.encode("gb18030"),
        "c.txt": text.encode("utf-16"),
    }
