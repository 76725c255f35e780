"""Fingerprints kept on disk between scans, one file for the texts of each run.

A file is named by a digest of all it depends on: the texts as compared, in source order, the
words they are folded with, and the code that folds and winnows. So it is right or not found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.detect.reuse.prints import PrintShelf
from docanalyzer.text.cache_place import cache_place, sources_digest
from docanalyzer.text.fingerprint import Fingerprints
from docanalyzer.text.folding import Folding
from docanalyzer.text.reading import text_batch

MOST_BYTES = 8 << 30
"""Bytes of all kept files together; those that were not used for longest go first."""

Numbers = npt.NDArray[np.int64]

_SUFFIX = ".prints"
_COUNT = np.dtype("<u4")
_PRINT = np.dtype([("hash", "<u8"), ("position", "<u4")])
_DIGEST_BYTES = sha256().digest_size
_CHUNK = 4096


def print_folder() -> Path | None:
    """The folder of kept fingerprints, made if need be; None where it cannot be written.

    `fingerprints` in `$DOCANALYZER_CACHE`, else in docanalyzer's own cache.
    """
    return cache_place("DOCANALYZER_CACHE", "fingerprints")


class PrintCache:
    """Kept fingerprints of a corpus: those found for its runs, and files for the others.

    `runs` are sets of documents by ascending number in source order; without any nothing is
    read or written. A damaged file counts as not found and is written anew.
    """

    def __init__(self, texts: pl.Series, folding: Folding, runs: Sequence[Numbers]) -> None:
        self.known = np.zeros(len(texts), np.bool_)
        self._held: list[tuple[Numbers, Fingerprints]] = []
        self._wanted: list[tuple[Numbers, Path]] = []
        folder = print_folder() if any(map(len, runs)) else None
        if folder is None:
            return
        ground = _ground(folding)
        for numbers in filter(len, runs):
            path = folder / f"{_digest(texts, numbers, ground)}{_SUFFIX}"
            prints = _load(path, len(numbers))
            if prints is None:
                self._wanted.append((numbers, path))
                continue
            self._held.append((numbers, prints))
            self.known[numbers] = True

    def together(self, begin: int, end: int, read: Fingerprints) -> Fingerprints:
        """Fingerprints of the documents `begin` to `end`; `read` has those that are not known."""
        if not self.known[begin:end].any():
            return read
        documents = [np.flatnonzero(~self.known[begin:end])]
        parts = [read]
        for numbers, prints in self._held:
            low, high = np.searchsorted(numbers, [begin, end])
            documents.append(numbers[low:high] - begin)
            parts.append(_between(prints, int(low), int(high)))
        # A document of two runs has the same text, so the same fingerprints, in both.
        _every, order = np.unique(np.concatenate(documents), return_index=True)
        return _rows(_joined(parts), order)

    def keep(self, shelf: PrintShelf) -> None:
        """Write the fingerprints of runs that were not found; where that fails, none."""
        for numbers, path in self._wanted:
            with suppress(OSError):
                _save(path, numbers, shelf)
                _make_room(path.parent)


def _ground(folding: Folding) -> bytes:
    """A digest of what turns a text into fingerprints."""
    digest = sha256(sources_digest(("text",)))
    zones = folding.zones
    arrays: list[npt.NDArray[np.generic]] = [folding.characters, folding.expansions, zones.kinds]
    for trie in (folding.words, zones.beginnings, zones.openings):
        arrays.extend(trie)
    for array in arrays:
        digest.update(repr((array.shape, array.dtype.str)).encode() + array.tobytes())
    return digest.digest()


def _digest(texts: pl.Series, numbers: Numbers, ground: bytes) -> str:
    """The name under which the fingerprints of these texts are kept."""
    digest = sha256(ground)
    for begin in range(0, len(numbers), _CHUNK):
        batch = text_batch(texts[numbers[begin : begin + _CHUNK]])
        first, last = batch.offsets[0], batch.offsets[-1]
        digest.update(np.diff(batch.offsets).tobytes())
        digest.update(batch.data[first:last].data)
    return digest.hexdigest()


def _load(path: Path, documents: int) -> Fingerprints | None:
    """A kept file, mapped; None where there is none for so many documents, or a damaged one."""
    try:
        content = np.memmap(path, np.uint8, "r")
        os.utime(path)
    except (OSError, ValueError):
        return None
    begin, end = documents * _COUNT.itemsize, len(content) - _DIGEST_BYTES
    if end < begin or (end - begin) % _PRINT.itemsize:
        return None
    if sha256(content[:end].data).digest() != content[end:].tobytes():
        return None
    bounds = _bounds(content[:begin].view(_COUNT).astype(np.int64))
    prints = content[begin:end].view(_PRINT)
    if bounds[-1] != len(prints):
        return None
    return Fingerprints(bounds, prints["hash"], prints["position"])


def _save(path: Path, numbers: Numbers, shelf: PrintShelf) -> None:
    """Counts, fingerprints and their digest, under another name until all is written."""
    counts = np.diff(shelf.bounds())[numbers]
    if counts.sum() * _PRINT.itemsize > MOST_BYTES // 2:
        return
    handle, name = mkstemp(suffix=_SUFFIX, dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest = sha256()
            for part in (counts.astype(_COUNT), *_records(numbers, shelf)):
                digest.update(part.tobytes())
                file.write(part.tobytes())
            file.write(digest.digest())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _records(numbers: Numbers, shelf: PrintShelf) -> Iterator[npt.NDArray[np.void]]:
    first = 0
    for n in range(len(shelf)):
        batch = shelf.batch(n)
        after = first + len(batch.bounds) - 1
        low, high = np.searchsorted(numbers, [first, after])
        chosen = _rows(batch, numbers[low:high] - first)
        records = np.empty(len(chosen.hashes), _PRINT)
        records["hash"], records["position"] = chosen.hashes, chosen.positions
        yield records
        first = after


def _make_room(folder: Path) -> None:
    """Remove the files that were not used for longest until the others fit."""
    files = [(path.stat(), path) for path in folder.glob(f"*{_SUFFIX}")]
    total = 0
    for stat, path in sorted(files, key=lambda file: (-file[0].st_mtime_ns, file[1])):
        total += stat.st_size
        if total > MOST_BYTES:
            path.unlink(missing_ok=True)


def _bounds(counts: Numbers) -> Numbers:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _between(prints: Fingerprints, low: int, high: int) -> Fingerprints:
    """The documents `low` to `high` of a batch."""
    begin, end = prints.bounds[low], prints.bounds[high]
    bounds = prints.bounds[low : high + 1] - begin
    return Fingerprints(bounds, prints.hashes[begin:end], prints.positions[begin:end])


def _joined(parts: Sequence[Fingerprints]) -> Fingerprints:
    """Batches one behind the other."""
    return Fingerprints(
        _bounds(np.concatenate([np.diff(part.bounds) for part in parts])),
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.positions for part in parts]),
    )


def _rows(prints: Fingerprints, rows: Numbers) -> Fingerprints:
    """Some documents of a batch, in the order of `rows`."""
    counts = np.diff(prints.bounds)[rows]
    bounds = _bounds(counts)
    places = np.repeat(prints.bounds[:-1][rows] - bounds[:-1], counts) + np.arange(bounds[-1])
    return Fingerprints(bounds, prints.hashes[places], prints.positions[places])
