"""Bytes to text: which encoding a register was saved in."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Characters that fill Chinese office prose; a wrong double-byte decoding yields few of them.
_COMMON = frozenset(
    "的一是在和有关于通知发文号日期标题单位收来年月办公室政府人民市县区局委员会印关意见办法管理工作"
    "的一是在和有關於通知發文號日期標題單位收來年月辦公室政府人民市縣區局委員會印意見辦法管理工作"
)
_SAMPLE = 200_000
_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, the encoding it was in, and how many bytes made no character."""

    text: str
    encoding: str
    broken: int = 0


class NotText(ValueError):
    """The bytes are no text in any encoding registers are kept in."""


def decode(data: bytes) -> Decoded:
    """`data` as text: by byte order mark, else UTF-8, UTF-16 without mark, GB18030 or Big5.

    A file put together from several, some lines UTF-8 and some GB18030, is read line by line.
    Where no encoding fits wholly, the best one is taken and bytes that make no character become
    U+FFFD, counted in `broken`. Raises `NotText` when the bytes look like no text at all.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if utf16 := _utf16_without_mark(data):
        return _decoded(data, utf16)
    if _is_binary(data):
        raise NotText
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        cut_character = error.start >= len(data) - 3
        if (mixed := None if cut_character else _line_by_line(data)) is not None:
            return mixed
        if cut_character or _is_mostly_utf8(data):
            return _decoded(data, "utf-8")
    return _decoded(data, _double_byte(data))


def utf8_start(data: bytes) -> int | None:
    """Where the text begins (after a byte order mark) when `data` is wholly UTF-8, else null."""
    if _utf16_without_mark(data) or _is_binary(data):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(data), _CHUNK):
            decoder.decode(data[begin : begin + _CHUNK], final=begin + _CHUNK >= len(data))
    except UnicodeDecodeError:
        return None
    return len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        return Decoded(text, encoding, text.count("\ufffd"))


def _is_mostly_utf8(data: bytes, worst: int = 100) -> bool:
    """Damaged UTF-8: of so many characters less than one is lost to damage."""
    sample = data[:_SAMPLE]
    high = sum(sample.count(bytes([lead])) for lead in range(0xE4, 0xEA))
    lost = sample.decode("utf-8", errors="replace").count("\ufffd")
    return high > 0 and lost * worst < high


def _line_by_line(data: bytes) -> Decoded | None:
    """A file whose lines are partly UTF-8, partly GB18030; null where one of them is missing.

    A line that is UTF-8 but for some damage stays UTF-8: as GB18030 it would be nonsense.
    """
    lines = data.splitlines(keepends=True)
    kinds = [_line_encoding(line) for line in lines]
    utf8, double = kinds.count("utf-8"), kinds.count("gb18030")
    # Short GB18030 lines may look like UTF-8 by chance, never a tenth of them.
    if not double or utf8 * 10 < utf8 + double:
        return None
    texts = [
        line.decode(kind or "utf-8", errors="replace")
        for line, kind in zip(lines, kinds, strict=True)
    ]
    text = "".join(texts)
    return Decoded(text, "utf-8", text.count("\ufffd"))


def _line_encoding(line: bytes) -> str | None:
    """utf-8 or gb18030; null for a line that is in both alike, or damaged."""
    if line.isascii():
        return None
    if _decodes(line, "utf-8"):
        return "utf-8"
    if _is_mostly_utf8(line, 4) or not _decodes(line, "gb18030"):
        return None
    return "gb18030"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 betrays itself by a NUL beside every separator and digit, on one side only."""
    sample = data[:4096]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    total = len(sample) // 2
    if max(even, odd) < max(2, total // 20) or min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    control = sum(char < " " and char not in "\t\r\n" for char in text)
    return encoding if control * 50 <= len(text) else None


def _is_binary(data: bytes) -> bool:
    sample = data[:8192]
    control = sum(sample.count(bytes([byte])) for byte in range(32) if byte not in (9, 10, 13, 12))
    return control * 20 > len(sample)


def _double_byte(data: bytes) -> str:
    """GB18030 or Big5, whichever reads as office prose; GB18030 when they tie."""
    sample = data[:_SAMPLE]
    return max(("gb18030", "big5"), key=lambda encoding: _prose_score(sample, encoding))


def _prose_score(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    wide = sum(1 for char in text if char > "\x7f")
    common = sum(1 for char in text if char in _COMMON)
    return common / max(wide, 1) - 10 * text.count("\ufffd") / max(len(text), 1)
