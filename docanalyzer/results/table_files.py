"""Tables written to a folder beside other work, and given up at once when that work fails."""

from __future__ import annotations

import io
import queue
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl
    from _typeshed import ReadableBuffer

    from docanalyzer.model.tables import Table

_GROUP_ROWS = 1 << 18
_GROUP_BYTES = 128 << 20
# Level 3 makes files a seventh smaller and takes half as long again.
_LEVEL = 1
_THREADS = 2


class TableFiles:
    """Writes tables into `folder`, as Parquet packed with zstd, on threads of its own.

    The bytes of a file depend on its table alone. Call `wait` or `give_up` at the end.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: queue.SimpleQueue[tuple[Path, pl.DataFrame] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._opening = threading.Lock()
        self._is_over = False
        self._fault: BaseException | None = None

    def add(self, table: Table, frame: pl.DataFrame) -> None:
        """Begin to write `frame`, which conforms to `table`; nobody may change it any more."""
        self._tables.put((self._folder / table.file, frame))
        if len(self._threads) < _THREADS:
            # Daemons: a run that ends without a word must not wait for them.
            thread = threading.Thread(target=self._work, name="tables", daemon=True)
            self._threads.append(thread)
            thread.start()

    def wait(self) -> None:
        """Return when every table is written; raises what the first failure raised."""
        self._join()
        if self._fault is not None:
            raise self._fault

    def give_up(self) -> None:
        """Write no more: files begun are left as they are, and none is opened after this."""
        with self._opening:
            self._is_over = True
        self._join()

    def _join(self) -> None:
        for _ in self._threads:
            self._tables.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (given := self._tables.get()) is not None:
            path, frame = given
            try:
                self._write(path, frame)
            except BaseException as error:
                self._fault = self._fault or error
                self._is_over = True

    def _write(self, path: Path, frame: pl.DataFrame) -> None:
        with self._opening:
            if self._is_over:
                return
            file = _File(path, self)
        with file:
            frame.write_parquet(
                file,
                compression="zstd",
                compression_level=_LEVEL,
                row_group_size=_group_rows(frame),
            )

    @property
    def is_over(self) -> bool:
        """Whether what is still being written is of no use any more."""
        return self._is_over


class _File(io.BufferedWriter):
    """A file that takes no more once the writing is given up: a large table takes long."""

    def __init__(self, path: Path, files: TableFiles) -> None:
        super().__init__(io.FileIO(path, "w"))
        self._files = files

    def write(self, data: ReadableBuffer) -> int:
        if self._files.is_over:
            raise InterruptedError("given up")
        return super().write(data)


def _group_rows(frame: pl.DataFrame) -> int | None:
    """Rows of a row group; None for the usual number, fewer where texts are long.

    A row group is held in memory twice as it is packed, and is the least that can be read back.
    """
    import polars as pl

    lengths = frame.select(pl.col(pl.String).str.len_bytes().cast(pl.Int64).sum())
    size = sum(lengths.row(0)) if lengths.width else 0
    rows = _GROUP_ROWS
    while size * min(rows, frame.height) > _GROUP_BYTES * frame.height:
        rows //= 2
    return None if rows == _GROUP_ROWS else rows
