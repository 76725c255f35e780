"""Text as it is meant to be read: no blanks, no broken lines, one script; and the way back.

A phrase is the same phrase where a line ends inside it, where a typist put blanks or a program
left invisible characters, where a PDF names the radical instead of the character, and in
traditional script. Line ends that end a paragraph stay, because they end sentences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.reading import TextBatch, character, text_batch
from docanalyzer.engine import in_order
from docanalyzer.model.pack_data import default_pack

Codes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]

_CHARACTERS = 0x110000
_BATCH_ROWS = 2_000

_RADICALS = (
    "⺁厂⺅亻⺇几⺈刀⺉刂⺋卩⺌小⺍小⺎尢⺐尣⺑尢⺒巳⺓幺⺖忄⺗心⺘扌⺙攵⺛无⺜日⺝月⺟母⺠民⺡氵⺢水⺣灬⺤爪⺥爪⺦丬"
    "⺨犭⺩王⺫目⺬示⺭礻⺯糸⺰纟⺱网⺲罒⺶羊⺷羊⺸羊⺹老⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝"
    "⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻕阝⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)
"""Radicals that Unicode gives no compatible character, each before the one it looks like."""

_SENTENCE_ENDS = "。！？；：!?;:.…"
_BULLETS = "●■◆★※○□▲△▪·•◇➢①②③④⑤⑥⑦⑧⑨⑩"
_NUMERALS = "一二三四五六七八九十"
_OPENINGS = (
    "附件：", "附件:", "附件1", "附：", "抄送：", "抄送:", "主送：", "联系人：", "联系电话",
    "相关链接", "相关阅读", "相关文章", "相关文件", "相关新闻", "相关附件", "延伸阅读",
    "推荐阅读", "猜你喜欢", "上一篇", "下一篇", "上一条", "下一条", "上篇：", "下篇：",
    "责任编辑", "更多信息", "更多内容", "扫一扫", "扫码", "分享到", "打印本页", "关闭窗口",
    "主办单位", "承办单位：", "版权所有", "来源：", "发布时间", "浏览次数", "浏览量", "阅读量",
    "点击", "信息来源", "网站地图", "欢迎关注", "长按",
)  # fmt: skip
"""Words that begin a line of their own."""

(
    _END,
    _BULLET,
    _NUMERAL,
    _DIGIT,
    _TITLE,
    _SALUTED,
    _COMMA,
    _BLANK,
    _LINE,
    _CLOSER,
    _OPENER,
    _POINT,
    _CHANGED,
) = (1 << n for n in range(13))
"""What a character can be to a line end."""

_CELL = 8
"""Characters of a line that may be the cell of a table; two in a row are never joined."""

_HEADING = 25
"""Characters of a numbered line without comma that may be a heading."""


class Legibility(NamedTuple):
    """What the kernel reads: each character's form (0: dropped), what it is to a line end,
    and the words that begin a line, zero-filled."""

    forms: Codes
    kinds: npt.NDArray[np.uint16]
    openings: Codes


@lru_cache(maxsize=1)
def _legibility() -> Legibility:
    forms = np.arange(_CHARACTERS, dtype=np.uint32)
    for code in (*range(0x3000), 0x3000, *range(0xF900, 0x10000), *range(0xE0100, 0xE01F0)):
        character = chr(code)
        invisible = category(character) in ("Cf", "Cc", "Zs") or 0xFE00 <= code < 0xFE10
        if (invisible and character not in "\n\r") or code >= 0xE0100:
            forms[code] = 0
        elif 0x2F00 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00 or _is_wide(code):
            (forms[code],) = map(ord, normalize("NFKC", character)[:1])
    forms[0xE0100:0xE01F0] = 0
    written = (default_pack() / "folding" / "traditional.txt").read_text(encoding="utf-8")
    pairs = "".join(line for line in written.splitlines() if not line.startswith("#"))
    for pairing in (_RADICALS, pairs):
        forms[[ord(c) for c in pairing[::2]]] = [ord(c) for c in pairing[1::2]]
    # A radical may stand for a traditional character.
    forms = forms[forms]
    kinds = np.zeros(_CHARACTERS, np.uint16)
    for characters, kind in (
        (_SENTENCE_ENDS, _END), (_BULLETS, _BULLET), (_NUMERALS, _NUMERAL), ("0123456789", _DIGIT),
        ("知见案法告定函则", _TITLE), ("各市县区省机有", _SALUTED), ("，,、", _COMMA),
        ("\n\r\u2028", _LINE), ("）)", _CLOSER), ("（(", _OPENER), (".．、", _POINT),
    ):  # fmt: skip
        for character in characters:
            kinds[ord(character)] |= kind
    kinds[forms == 0] |= _BLANK
    kinds[forms != np.arange(_CHARACTERS)] |= _CHANGED
    openings = np.zeros((len(_OPENINGS), max(map(len, _OPENINGS))), np.uint32)
    for row, word in enumerate(_OPENINGS):
        openings[row, : len(word)] = [ord(character) for character in word]
    return Legibility(forms, kinds, openings)


def _is_wide(code: int) -> bool:
    """Whether a character is a full-width digit or letter."""
    return 0xFF10 <= code < 0xFF1A or 0xFF21 <= code < 0xFF3B or 0xFF41 <= code < 0xFF5B


def legible(texts: pl.Series) -> pl.Series:
    """The texts as they are meant to be read, in the same order; nulls stay."""
    import pyarrow as pa

    def part(begin: int) -> pl.Series:
        cut = texts[begin : begin + _BATCH_ROWS]
        offsets, data = _legible_batch(text_batch(cut), _legibility())
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
        made = pa.Array.from_buffers(pa.large_string(), len(cut), buffers)
        series = pl.Series(texts.name, made, pl.String)
        return series.set(cut.is_null(), None) if cut.null_count() else series

    parts = list(in_order(part, range(0, len(texts), _BATCH_ROWS)))
    return pl.concat(parts) if parts else texts


def as_ingested(occurrences: pl.DataFrame, ingested: pl.Series) -> pl.DataFrame:
    """Occurrences (row, begin, end) in legible texts, at their place in `ingested`.

    `row` is the place of the text in `ingested`; order and other columns stay, and matched_text
    is what the text says there, as ingested. A span begins and ends at a character that was kept,
    so what was dropped inside it belongs to it and what was dropped around it does not.
    """
    rows, number = np.unique(occurrences["row"].to_numpy(), return_inverse=True)
    spans = np.stack([number, occurrences["begin"].to_numpy(), occurrences["end"].to_numpy()], 1)
    order = np.argsort(number, kind="stable")
    back = np.empty((len(spans), 4), np.int64)
    back[order] = _carried_back(
        text_batch(ingested.gather(rows)), _legibility(), spans[order].astype(np.int64)
    )
    text = ingested.gather(occurrences["row"]).cast(pl.Binary)
    said = pl.DataFrame({"text": text, "first": back[:, 2], "bytes": back[:, 3]}).select(
        pl.col("text").bin.slice("first", "bytes").cast(pl.String)
    )
    return occurrences.with_columns(
        begin=pl.Series(back[:, 0], dtype=pl.Int64),
        end=pl.Series(back[:, 1], dtype=pl.Int64),
        matched_text=said.to_series(),
    )


@kernel
def _legible_batch(batch: TextBatch, by: Legibility) -> tuple[Ints, Bytes]:
    """The texts of a batch as they are meant to be read: none becomes longer in bytes."""
    batch, by = borrowed((batch, by))
    count = batch.offsets.shape[0] - 1
    offsets = np.zeros(count + 1, np.int64)
    data = np.empty(batch.data.shape[0], np.uint8)
    places = np.empty(_widest(batch.offsets), np.int32)
    for row in range(count):
        text = batch.data[batch.offsets[row] : batch.offsets[row + 1]]
        size, _ = _read(text, by, data[offsets[row] :], places)
        offsets[row + 1] = offsets[row] + size
    return offsets, data[: offsets[count]].copy()


@kernel
def _carried_back(batch: TextBatch, by: Legibility, spans: Ints) -> Ints:
    """Begin, end, first byte and bytes as ingested of `spans` (text, begin, end) by text."""
    batch, by, spans = borrowed((batch, by, spans))
    back = np.empty((spans.shape[0], 4), np.int64)
    widest = _widest(batch.offsets)
    made, places = np.empty(widest, np.uint8), np.empty(widest, np.int32)
    begins = np.zeros(widest + 1, np.int64)
    n = 0
    for row in range(batch.offsets.shape[0] - 1):
        text = batch.data[batch.offsets[row] : batch.offsets[row + 1]]
        _read(text, by, made, places)
        size = at = 0
        while at < text.shape[0]:
            _, at = character(text, at)
            size += 1
            begins[size] = at
        while n < spans.shape[0] and spans[n, 0] == row:
            begin, end = np.int64(places[spans[n, 1]]), np.int64(places[spans[n, 2] - 1]) + 1
            back[n, 0], back[n, 1] = begin, end
            back[n, 2], back[n, 3] = begins[begin], begins[end] - begins[begin]
            n += 1
    return back


@kernel
def _widest(offsets: Ints) -> int:
    """Bytes of the longest text."""
    widest = 0
    for row in range(offsets.shape[0] - 1):
        widest = max(widest, int(offsets[row + 1] - offsets[row]))
    return widest


@kernel
def _read(text: Bytes, by: Legibility, made: Bytes, places: Places) -> tuple[int, int]:
    """Write what is kept of a text, and the place of each kept character; how many bytes and
    characters that are. What most characters need stands in the loop: a call costs more."""
    text, by, made, places = borrowed((text, by, made, places))
    kinds = by.kinds
    size = count = place = at = 0
    line, before = 0, np.uint32(0)
    comma = numbered = False
    while at < text.shape[0]:
        begun = at
        code, at = character(text, begun)
        kind = kinds[code]
        if kind & (_BLANK | _LINE | _COMMA | _CHANGED):
            if kind & _BLANK:
                place += 1
                continue
            if kind & _LINE:
                length = count - line
                heading = numbered and not comma and length <= _HEADING
                whole = length == 0 or heading or kinds[before] & _END > 0
                if not whole and _goes_on(text, at, code, length + _CELL * comma, before, by):
                    place += 1
                    continue
                line, comma = count + 1, False
            if kind & _COMMA:
                comma = comma or count > line + 1
        if count == line:
            numbered = _begins_heading(text, begun, kinds)
        code = by.forms[code]
        size = _encode(code, made, size)
        places[count] = place
        before = code
        count += 1
        place += 1
        # Plain characters, three bytes each, are nearly all there is.
        while at + 2 < text.shape[0] and text[at] & 0xF0 == 0xE0:
            high, middle, low = text[at] & 0x0F, text[at + 1] & 0x3F, text[at + 2] & 0x3F
            code = np.uint32((high << 12) | (middle << 6) | low)
            if kinds[code] & (_BLANK | _LINE | _COMMA | _CHANGED):
                break
            made[size], made[size + 1], made[size + 2] = text[at], text[at + 1], text[at + 2]
            places[count] = place
            size, at = size + 3, at + 3
            count, place, before = count + 1, place + 1, code
    return size, count


@kernel
def _encode(code: np.uint32, data: npt.NDArray[np.uint8], at: int) -> int:
    """Write a character in UTF-8; returns where the next one begins."""
    if code < 0x80:
        data[at] = code
        return at + 1
    if code < 0x800:
        data[at], data[at + 1] = 0xC0 | (code >> 6), 0x80 | (code & 0x3F)
        return at + 2
    if code < 0x10000:
        data[at], data[at + 1] = 0xE0 | (code >> 12), 0x80 | ((code >> 6) & 0x3F)
        data[at + 2] = 0x80 | (code & 0x3F)
        return at + 3
    data[at], data[at + 1] = 0xF0 | (code >> 18), 0x80 | ((code >> 12) & 0x3F)
    data[at + 2], data[at + 3] = 0x80 | ((code >> 6) & 0x3F), 0x80 | (code & 0x3F)
    return at + 4


@kernel
def _at(text: Bytes, at: int, kinds: npt.NDArray[np.uint16]) -> tuple[int, int]:
    """What the character at a place is, 0 behind the end, and where the next begins."""
    if at >= text.shape[0]:
        return 0, at
    code, after = character(text, at)
    return int(kinds[code]), after


@kernel
def _begins_heading(text: Bytes, at: int, kinds: npt.NDArray[np.uint16]) -> bool:
    """Whether a line begins like 一、 or （一）."""
    return _numbered(text, at, kinds, _NUMERAL)


@kernel
def _numbered(text: Bytes, at: int, kinds: npt.NDArray[np.uint16], digits: int) -> bool:
    """Whether one to three `digits` stand here, in brackets or before 、 or a point."""
    kind, after = _at(text, at, kinds)
    bracket = kind & _OPENER > 0
    if bracket:
        kind, after = _at(text, after, kinds)
    many = 0
    while many < 4 and kind & digits:
        many += 1
        kind, after = _at(text, after, kinds)
    if many in (0, 4):
        return False
    if bracket:
        return kind & _CLOSER > 0
    following, _ = _at(text, after, kinds)
    return kind & _POINT > 0 and not following & _DIGIT


@kernel
def _goes_on(
    text: Bytes, at: int, ended: np.uint32, length: int, before: np.uint32, by: Legibility
) -> bool:
    """Whether the line that begins behind a line end is the rest of the sentence before it.

    `ended` is the line end, `length` that of the line so far, `before` its last character. An
    empty or indented line, a number, a bullet or a word that opens a line begins anew; so does
    a salutation below a title, and a short line below a short one without comma, as in a table.
    """
    kinds = by.kinds
    size = text.shape[0]
    if ended == 13 and at < size and text[at] == 10:
        at += 1
    indent = 0
    while at < size:
        code, after = character(text, at)
        if not kinds[code] & _BLANK:
            break
        indent += 2 if code in (0x3000, 9) else 1 if code == 32 else 0
        at = after
    if at == size or indent >= 2:
        return False
    code, after = character(text, at)
    if kinds[code] & (_LINE | _BULLET) or (kinds[before] & _TITLE and kinds[code] & _SALUTED):
        return False
    if code == 0x7B2C:
        kind, _ = _at(text, after, kinds)
        if kind & (_NUMERAL | _DIGIT):
            return False
    if _numbered(text, at, kinds, _NUMERAL) or _numbered(text, at, kinds, _DIGIT):
        return False
    if _opens_line(text, at, by.openings):
        return False
    shown = kind = 0
    while at < size and shown <= _CELL:
        code, at = character(text, at)
        if kinds[code] & _LINE:
            break
        kind = int(kinds[code])
        shown += int(not kind & _BLANK) + _CELL * int(kind & _COMMA > 0)
    return length > _CELL or shown > _CELL or kind & _END > 0


@kernel
def _opens_line(text: Bytes, at: int, openings: Codes) -> bool:
    """Whether one of the words that begin a line stands here."""
    for row in range(openings.shape[0]):
        place, same = at, 0
        while same < openings.shape[1] and openings[row, same] and place < text.shape[0]:
            code, place = character(text, place)
            if code != openings[row, same]:
                break
            same += 1
        if same == openings.shape[1] or openings[row, same] == 0:
            return True
    return False
