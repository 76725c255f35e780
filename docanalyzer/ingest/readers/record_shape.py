"""How many records and columns a delimited file has, and whether its quoting keeps the rules.

Quoting by RFC 4180 section 2: a quoted cell begins after a delimiter or line end, ends before
one, and doubles the quotes inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
_Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RecordShape:
    """Cells of each record of a file, and the bytes where each ends (behind its line end).

    A last line without a line end is a record.
    """

    widths: Places
    ends: Places

    @property
    def records(self) -> int:
        """How many records there are."""
        return int(self.widths.size)

    @property
    def width(self) -> int:
        """Cells of the widest record."""
        return int(self.widths.max(initial=1))

    def counts(self) -> dict[int, int]:
        """How many records have so many cells."""
        widths, counts = np.unique(self.widths, return_counts=True)
        return dict(zip(widths.tolist(), counts.tolist(), strict=True))

    def text(self, data: bytes, first: int, last: int) -> bytes:
        """The bytes of the records from `first` to `last`, both 0-based and included."""
        begin = int(self.ends[first - 1]) if first else 0
        return data[begin : int(self.ends[last])]


def record_shape(data: bytes, delimiter: bytes) -> RecordShape | None:
    """The shape of UTF-8 `data`, or null where its quoting or line ends break the rules.

    Lines end in LF or CR LF; a CR alone outside a quoted cell breaks the rules. Columnar, about
    0.5 GB/s without quotes.
    """
    octets = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(octets == _QUOTE)
    if quotes.size and not _quotes_hold(octets, quotes, ord(delimiter)):
        return None
    ends = _outside(np.flatnonzero(octets == _LF), quotes)
    if _has_lone_return(octets, quotes):
        return None
    delimiters = _outside(np.flatnonzero(octets == ord(delimiter)), quotes)
    unfinished = octets.size > 0 and (ends.size == 0 or int(ends[-1]) != octets.size - 1)
    before = np.searchsorted(delimiters, ends)
    bounds = np.concatenate(([0], before, [delimiters.size] if unfinished else []))
    behind = np.concatenate((ends + 1, [octets.size] if unfinished else []))
    return RecordShape(np.diff(bounds) + 1, behind.astype(np.int64))


def _quotes_hold(octets: _Bytes, quotes: Places, delimiter: int) -> bool:
    if quotes.size % 2:
        return False
    edges = np.array([_QUOTE, _LF, _CR, delimiter], dtype=np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    before = octets[np.maximum(opening - 1, 0)]
    after = octets[np.minimum(closing + 1, octets.size - 1)]
    opens = np.isin(before, edges) | (opening == 0)
    closes = np.isin(after, edges) | (closing == octets.size - 1)
    return bool(opens.all() and closes.all())


def _outside(places: Places, quotes: Places) -> Places:
    """Of `places`, those not inside a quoted cell: an even number of quotes stands before."""
    if not quotes.size:
        return places
    outside: Places = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def _has_lone_return(octets: _Bytes, quotes: Places) -> bool:
    returns = _outside(np.flatnonzero(octets == _CR), quotes)
    if not returns.size:
        return False
    following = np.minimum(returns + 1, octets.size - 1)
    return bool((octets[following] != _LF).any())
