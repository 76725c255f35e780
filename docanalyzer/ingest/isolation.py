"""Reads dangerous formats in a process of its own, within limits of time and memory."""

from __future__ import annotations

import atexit
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from docanalyzer.ingest.sources import Source

if TYPE_CHECKING:
    from docanalyzer.ingest.sheets import RawSheet, Refused

SECONDS, SECONDS_PER_MIB = 8.0, 6.0
# A busy machine must not turn a good file into a reject, so processor time counts; a reader that
# sleeps is ended by the clock.
CLOCK_FACTOR = 4.0
MEMORY_MAX = 3 << 30
# What a small file may take more than was taken before it; a large one 200 times its size.
_MEMORY_SMALL, _MEMORY_FACTOR = 1 << 30, 200
_POLL = 0.1
_LEAVE_SECONDS = 0.5
_PAGE = 4096
# A file without one of these may be asked about too, the process starts later then.
_ISOLATED_SUFFIXES = (".parquet", ".xlsx", ".xlsm", ".xls", ".ods", ".et", ".html", ".htm")
# What is in a name with a mark of state secrecy, and in many others: 密, or a star.
_MAYBE_MARKED = re.compile(r"[密料]|[^\w .()（）-]")


class LimitBroken(Exception):
    """The reading process was ended; `code` and `reason` are those of the reject."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


Tell = Callable[[float], None]
"""Hears the share of a file that is read, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """When a file has had its share: seconds of processor time and of the clock, bytes."""

    processor: float
    clock: float
    memory: int


@dataclass(frozen=True, slots=True)
class _Begun:
    """A task that the process was given and whose answer nobody has taken yet."""

    process: subprocess.Popen[str]
    task: dict[str, Any]
    limits: _Limits


class _Stage:
    """How far the reading process is in a file: the part of the work it told of, and within it
    the place up to which it has read the file."""

    def __init__(self, tell: Tell | None, path: str, size: int) -> None:
        self._tell, self._path, self._size = tell, path, max(size, 1)
        self._begin, self._end = 0.0, 0.0

    def begins(self, begin: float, end: float) -> None:
        self._begin, self._end = begin, end
        if self._tell is not None:
            self._tell(begin)

    def goes_on(self, pid: int) -> None:
        if self._tell is not None and self._end > self._begin:
            read = min(_bytes_read(pid, self._path) / self._size, 1.0)
            self._tell(self._begin + (self._end - self._begin) * read)


class ReadingProcess:
    """One process that reads files one after another; ended and started anew when it must be.

    A file may take 8 seconds of processor time and 6 more per MiB, four times that by the clock,
    and 1 GiB of memory or 200 times its size; the process never more than 3 GiB.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="docanalyzer-")
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._begun: _Begun | None = None

    def begin(self, task: dict[str, Any], size: int, extra: float = 0.0) -> _Begun:
        """Give the process a task that `ask` will ask for; one that it is still at is given up.

        Raises `LimitBroken` when the process has ended.
        """
        if self._begun is not None:
            self.close()
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(task) + "\n")
            process.stdin.flush()
        except OSError:
            self.close()
            raise LimitBroken("reader_failed", "the reader ended before the file") from None
        allowed = SECONDS + SECONDS_PER_MIB * size / (1 << 20) + extra
        limits = _Limits(
            processor=_processor_seconds(process.pid) + allowed,
            clock=monotonic() + allowed * CLOCK_FACTOR,
            memory=min(MEMORY_MAX, _resident(process.pid) + _MEMORY_SMALL + size * _MEMORY_FACTOR),
        )
        self._begun = _Begun(process, task, limits)
        return self._begun

    def ask(
        self, task: dict[str, Any], size: int, extra: float = 0.0, tell: Tell | None = None
    ) -> dict[str, Any]:
        """The answer to `task`, about a file of `size` bytes; `extra` seconds on top.

        `tell` hears the share of the file that is read, now and then. Raises `LimitBroken` when
        the process runs out of time or memory, or dies.
        """
        begun = self._begun
        if begun is None or begun.task != task:
            begun = self.begin(task, size, extra)
        process = begun.process
        stage = _Stage(tell, str(Path(task["path"]).resolve()), size)
        while True:
            try:
                line = self._answers.get(timeout=_POLL)
            except queue.Empty:
                self._check(process, begun.limits)
                stage.goes_on(process.pid)
                continue
            if not line:
                self.close()
                raise LimitBroken("reader_failed", "the file crashes its reader")
            answer = json.loads(line)
            if "stage" not in answer:
                self._begun = None
                return self._checked(answer)
            stage.begins(*answer["stage"])

    def _checked(self, answer: dict[str, Any]) -> dict[str, Any]:
        fault = answer.get("fault")
        if fault == "memory":
            raise LimitBroken("memory_limit", "reading the file needs too much memory")
        if fault is not None:
            raise LimitBroken("damaged_file", f"not readable: {fault}")
        return answer

    def _check(self, process: subprocess.Popen[str], limits: _Limits) -> None:
        if _processor_seconds(process.pid) > limits.processor or monotonic() > limits.clock:
            self.close()
            raise LimitBroken("time_limit", "reading the file takes too long for its size")
        if _resident(process.pid) > limits.memory:
            self.close()
            raise LimitBroken("memory_limit", "reading the file takes too much memory for its size")

    def start(self) -> None:
        """Let the process load what it needs, if it does not run yet."""
        self._running()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._answers = queue.Queue()
        # Its own session: Ctrl-C reaches this process only, which then ends the other.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "docanalyzer.ingest.worker", self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )
        thread = threading.Thread(
            target=_pump, args=(self._process, self._answers), name="answers", daemon=True
        )
        thread.start()
        return self._process

    def close(self) -> None:
        """End the process, if it runs, and what it started for a document."""
        if self._process is not None:
            if self._begun is not None:
                self._process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_LEAVE_SECONDS)
            # Idle, it has nothing to take along, and to leave by itself takes it longer.
            self._process.kill()
            self._process.wait()
        self._process = self._begun = None

    def clean_up(self) -> None:
        """End the process and remove what it left."""
        self.close()
        self._folder.cleanup()


def _pump(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put("")


def _resident(pid: int) -> int:
    """Bytes of memory the process holds, pages of mapped files left out, which the system can
    take back; 0 where it does not tell."""
    try:
        resident, shared = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1:3]
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE


def _bytes_read(pid: int, path: str) -> int:
    """Up to which byte the process has read the file it has open; 0 where nothing tells."""
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            if str(link.readlink()) == path:
                told = Path(f"/proc/{pid}/fdinfo/{link.name}").read_text(encoding="ascii")
                return int(told.split()[1])
    except (OSError, ValueError, IndexError):
        pass
    return 0


def _processor_seconds(pid: int) -> float:
    """Seconds of processor time the process has used; 0 where the system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        # The name in brackets may hold spaces; user and system time are 11 fields behind it.
        user, system = stat.rpartition(")")[2].split()[11:13]
    except (OSError, ValueError):
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


_shared: list[ReadingProcess] = []


def reading_process() -> ReadingProcess:
    """The one reading process of this run, started when first asked."""
    if not _shared:
        _shared.append(ReadingProcess())
        atexit.register(_shared[0].clean_up)
    return _shared[0]


def start_early(inputs: Sequence[str], *, bodies: bool) -> None:
    """Start the reading process if the names of `inputs` say that it will be asked for a table,
    or `bodies` that it will be for texts: it loads while the caller does other things.

    A Parquet file that is the only input it begins to read, unless the name of the file might
    carry a mark of state secrecy: such a file is not to be opened. No fault shows before
    `read_isolated` asks for the file.
    """
    if not bodies and not any(Path(given).suffix.lower() in _ISOLATED_SUFFIXES for given in inputs):
        return
    process = reading_process()
    process.start()
    path = Path(inputs[0]) if len(inputs) == 1 else None
    if path is None or path.suffix.lower() != ".parquet" or _MAYBE_MARKED.search(path.name):
        return
    with suppress(OSError, LimitBroken):
        if path.is_file():
            source = Source(path, path.name)
            process.begin(_sheets_task("parquet", source), source.size())


def read_isolated(
    reader: str, source: Source, tell: Tell | None = None
) -> list[RawSheet | Refused]:
    """The sheets of a file by the named reader, in the reading process.

    A file that breaks a limit or its reader is refused: time_limit, memory_limit,
    reader_failed, damaged_file.
    """
    # These load polars, and the reading process starts before that.
    from docanalyzer.ingest.handover import as_parts
    from docanalyzer.ingest.sheets import Refused

    task = _sheets_task(reader, source)
    try:
        return as_parts(reading_process().ask(task, source.size(), tell=tell)["parts"])
    except LimitBroken as broken:
        return [Refused(broken.code, broken.reason)]


def _sheets_task(reader: str, source: Source) -> dict[str, Any]:
    path = str(source.path.absolute())
    return {"kind": "sheets", "reader": reader, "path": path, "name": source.name}
