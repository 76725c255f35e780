"""From the inputs of the command line to the files behind them, each with the name it is shown by.

Names never depend on where the command runs: a file goes by its name, a file of a folder by its
path below that folder, with parent folders in front only where two would be alike.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from docanalyzer.model.faults import InputFault

STDIN = "-"
STDIN_NAME = "stdin"
_HEAD_BYTES = 65_536
_STDIN_BYTES_MAX = 4 << 30


def shown_name(name: str | bytes) -> str:
    """A name of the file system or an archive as it can be shown: as it is, as GB18030 where its
    bytes are no UTF-8, and bytes that are neither as \\xNN."""
    if isinstance(name, str) and is_utf8(Path(name)):
        return name
    data = name if isinstance(name, bytes) else os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="backslashreplace")


def is_utf8(path: Path) -> bool:
    """Whether the path is text; one in another encoding is fit for the system only."""
    return not any("\ud800" <= char <= "\udfff" for char in str(path))


def shown_path(path: Path) -> str:
    """A path as it can be shown, each of its parts by itself."""
    parts = path.as_posix().split("/")
    return "/".join(shown_name(part) for part in parts)


def escaped(name: str) -> str:
    """A name with bytes that are no UTF-8 as \\xNN."""
    return os.fsencode(name).decode("utf-8", errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: the path it lies at and the name it is shown by."""

    path: Path
    name: str
    from_folder: bool = False

    @property
    def suffix(self) -> str:
        """Lower-case suffix of the shown name, with its dot."""
        return Path(self.name).suffix.lower()

    def head(self, size: int = _HEAD_BYTES) -> bytes:
        """The first bytes of the file."""
        with self.path.open("rb") as stream:
            return stream.read(size)

    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def sha256(self) -> str:
        """SHA-256 of the file, in hexadecimal; empty for a file that cannot be read."""
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file behind an input, its name below that input, and whether the input is a folder."""

    path: Path
    name: Path
    from_folder: bool


@contextmanager
def opened(inputs: Sequence[str]) -> Iterator[list[Source]]:
    """The files behind `inputs`, sorted by shown name; standard input is kept while open.

    An input is a file, a folder (all files below it, links that leave it not followed), a glob
    or `-`. A file reached twice counts once. Raises `InputFault` for an input that does not
    exist, cannot be opened, or holds no file.
    """
    with ExitStack() as kept:
        found: dict[Path, _Found] = {}
        for given in dict.fromkeys(inputs):
            if given == STDIN:
                folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="docanalyzer-"))
                path = _spooled_stdin(Path(folder))
                found.setdefault(path, _Found(path, Path(STDIN_NAME), from_folder=False))
                continue
            for one in _behind(given):
                found.setdefault(one.path.resolve(), one)
        yield _named(list(found.values()))


def _spooled_stdin(folder: Path) -> Path:
    target = folder / STDIN_NAME
    size = 0
    with target.open("wb") as sink:
        while chunk := sys.stdin.buffer.read(1 << 20):
            size += len(chunk)
            if size > _STDIN_BYTES_MAX:
                raise InputFault(STDIN, "more than 4 GiB on standard input", "save it to a file")
            sink.write(chunk)
    return target


def _behind(given: str) -> Iterator[_Found]:
    path = Path(given)
    try:
        if path.is_dir():
            yield from _below(path, given)
        elif path.exists():
            _check_file(path, given)
            yield _Found(path, Path(path.name), from_folder=False)
        elif has_magic(given):
            yield from _matching(given)
        else:
            raise InputFault(given, "no such file or folder", "check the path and its spelling")
    except OSError as error:
        raise InputFault(
            given, error.strerror or "cannot be read", "check the path and its permissions"
        ) from error


def _check_file(path: Path, given: str) -> None:
    if not path.is_file():
        raise InputFault(given, "not a regular file", "give a file, a folder or - (stdin)")
    path.open("rb").close()


def _matching(given: str) -> Iterator[_Found]:
    parts = Path(given).parts
    plain = next(place for place, part in enumerate(parts) if has_magic(part))
    matches = sorted(Path(*parts[:plain]).glob(str(Path(*parts[plain:]))))
    if not matches:
        raise InputFault(given, "no file matches", "check the pattern, and quote it in the shell")
    for path in matches:
        if path.is_dir():
            yield from _below(path, str(path))
        elif path.is_file():
            yield _Found(path, Path(path.name), from_folder=False)


def _below(folder: Path, given: str) -> Iterator[_Found]:
    """Files below `folder`; a link is followed only to a file that lies below it too."""
    root = folder.resolve()
    files: list[Path] = []
    for parent, _folders, names in os.walk(folder, followlinks=False):
        for name in names:
            path = Path(parent) / name
            # A link that leads to itself is no file, and resolving it would fail.
            if not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            files.append(path)
    if not files:
        raise InputFault(given, "the folder holds no file", "give a folder with exports in it")
    for path in sorted(files):
        yield _Found(path, path.relative_to(folder), from_folder=True)


def _named(found: list[_Found]) -> list[Source]:
    """Sources with shown names made distinct by as many parent folders as that takes."""
    shown = {one.path: one.name for one in found}
    deeper = True
    while deeper:
        deeper = False
        counts = Counter(shown.values())
        for path, name in shown.items():
            if counts[name] < 2:
                continue
            parts = path.absolute().parts
            if len(name.parts) + 1 < len(parts):
                shown[path] = Path(*parts[-len(name.parts) - 1 :])
                deeper = True
    names = {path: shown_path(name) for path, name in shown.items()}
    alike = Counter(names.values())
    sources = [
        Source(
            one.path,
            # What reads like another name in another encoding is told apart by its bytes.
            names[one.path] if alike[names[one.path]] < 2 else escaped(shown[one.path].as_posix()),
            one.from_folder,
        )
        for one in found
    ]
    return sorted(sources, key=lambda source: source.name)
