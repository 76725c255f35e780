"""Bodies in Arrow buffers to characters: the first step of every text kernel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.text.compiled import kernel


class TextBatch(NamedTuple):
    """Texts as one UTF-8 buffer: text i is `data[offsets[i]:offsets[i + 1]]`; null is empty."""

    offsets: npt.NDArray[np.int64]
    data: npt.NDArray[np.uint8]

    @property
    def texts(self) -> int:
        """Number of texts."""
        return len(self.offsets) - 1


def text_batch(texts: pl.Series) -> TextBatch:
    """A series of strings as buffers; null counts as the empty text."""
    arrow = texts.fill_null("").rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _validity, offsets, data = arrow.buffers()
    begin = arrow.offset
    all_offsets = np.frombuffer(offsets, np.int64)[begin : begin + len(arrow) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return TextBatch(all_offsets, content)


@kernel
def character(data: npt.NDArray[np.uint8], place: int) -> tuple[np.uint32, int]:
    """The character of valid UTF-8 at `place`, and where the next one begins."""
    lead = np.uint32(data[place])
    if lead < 0x80:
        return lead, place + 1
    second = np.uint32(data[place + 1] & 0x3F)
    if lead < 0xE0:
        return ((lead & 0x1F) << 6) | second, place + 2
    third = np.uint32(data[place + 2] & 0x3F)
    if lead < 0xF0:
        return ((lead & 0x0F) << 12) | (second << 6) | third, place + 3
    fourth = np.uint32(data[place + 3] & 0x3F)
    return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | fourth, place + 4


@kernel
def decode(data: npt.NDArray[np.uint8], begin: int, end: int, codes: npt.NDArray[np.uint32]) -> int:
    """Characters of valid UTF-8 `data[begin:end]` into `codes`; returns how many.

    `codes` must have room for `end - begin`.
    """
    position = begin
    count = 0
    while position < end:
        codes[count], position = character(data, position)
        count += 1
    return count
