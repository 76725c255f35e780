"""Bodies in Arrow buffers to characters: the first step of every text kernel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.system_calls import copy_memory, read_file
from docanalyzer.engine import is_much_mapped, places_in_files

_VIEW = 4
"""Words of four bytes in a view."""

_WITHIN = 12
"""Bytes of the longest text that lies in its view."""


class TextBatch(NamedTuple):
    """Texts as one UTF-8 buffer: text i is `data[offsets[i]:offsets[i + 1]]`; null is empty."""

    offsets: npt.NDArray[np.int64]
    data: npt.NDArray[np.uint8]

    @property
    def texts(self) -> int:
        """Number of texts."""
        return len(self.offsets) - 1


class _Buffers(NamedTuple):
    """Where buffers lie: their addresses, the open files of those that lie in one, else -1, and
    their places there."""

    addresses: npt.NDArray[np.uint64]
    files: npt.NDArray[np.int32]
    places: npt.NDArray[np.int64]


def text_batch(texts: pl.Series) -> TextBatch:
    """A series of strings as buffers; null counts as the empty text."""
    # An expression waits for the threads of polars, which may be busy for long.
    filled = texts.fill_null("") if texts.null_count() else texts
    arrow = filled.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    _validity, views, *buffers = arrow.buffers()
    begin = arrow.offset * _VIEW
    held = np.frombuffer(views or b"", np.int32)[begin : begin + len(arrow) * _VIEW]
    offsets = np.zeros(len(arrow) + 1, np.int64)
    np.cumsum(held[::_VIEW], out=offsets[1:])
    # Made by numpy, which takes again what it gave back, and in large pages.
    data = np.empty(offsets[-1], np.uint8)
    addresses = np.array([buffer.address for buffer in buffers], np.uint64)
    _gather(held, _Buffers(addresses, *places_in_files(addresses)), offsets, data)
    return TextBatch(offsets, data)


def fetched(texts: pl.Series) -> pl.Series:
    """The same texts, copied to memory where they may lie in mapped files that are long.

    For what looks at some of a column here and there, part by part. Nulls stay.
    """
    import pyarrow as pa

    if not is_much_mapped():
        return texts
    batch = text_batch(texts)
    buffers = [None, pa.py_buffer(batch.offsets), pa.py_buffer(batch.data)]
    copied = pl.Series(
        texts.name, pa.Array.from_buffers(pa.large_string(), len(texts), buffers), pl.String
    )
    return copied.set(texts.is_null(), None) if texts.null_count() else copied


@kernel
def _gather(
    views: npt.NDArray[np.int32],
    buffers: _Buffers,
    offsets: npt.NDArray[np.int64],
    data: npt.NDArray[np.uint8],
) -> None:
    """The texts of string views (Arrow columnar format, variable-size binary view) in a row.

    A view is the length and, of a short text, its bytes; else its first four bytes, the buffer
    it lies in and its place there. A file that does not give what was mapped of it is read where
    it lies in memory.
    """
    here = np.uintp(views.ctypes.data)
    to = np.uintp(data.ctypes.data)
    for i in range(offsets.shape[0] - 1):
        size = np.uintp(views[_VIEW * i])
        target = to + np.uintp(offsets[i])
        if size <= _WITHIN:
            copy_memory(target, here + np.uintp(4 * (_VIEW * i + 1)), size)
            continue
        buffer, place = views[_VIEW * i + 2], views[_VIEW * i + 3]
        if buffers.files[buffer] >= 0:
            behind = buffers.places[buffer] + np.int64(place)
            if read_file(buffers.files[buffer], target, size, behind) == np.intp(size):
                continue
        copy_memory(target, np.uintp(buffers.addresses[buffer]) + np.uintp(place), size)


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
