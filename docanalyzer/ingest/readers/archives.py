"""Compressed tables: a zip of them, or one in gzip, unpacked in a private folder only."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from docanalyzer.ingest.classified import marked_names
from docanalyzer.ingest.readers.packages import (
    BROKEN_ZIP,
    MAGIC,
    PackageKind,
    member_chunks,
    package_danger,
    package_kind,
)
from docanalyzer.ingest.sheets import Begins, RawSheet, Refused
from docanalyzer.ingest.sources import Source, shown_name

_GZIP = b"\x1f\x8b"
_UNPACKED_MAX = 2 << 30
_FILES_MAX = 1_000
_RATIO_MAX, _RATIO_FROM = 400, 20 << 20
ReadInner = Callable[[Source], list[RawSheet | Refused]]


class Archives:
    """Reads the tables inside a zip or gzip file; archives inside archives are refused."""

    name = "archive"
    isolated = False

    def __init__(self, read_inner: ReadInner) -> None:
        self._read_inner = read_inner

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file is gzip, or a zip that is no workbook or document itself."""
        if head.startswith(_GZIP):
            return True
        return head.startswith(MAGIC) and package_kind(source.path) is PackageKind.ARCHIVE

    def read(self, source: Source, begins: Begins) -> list[RawSheet | Refused]:
        """The sheets of every member, each with the shown name of its member."""
        with tempfile.TemporaryDirectory(prefix="docanalyzer-") as folder:
            if source.head(2) == _GZIP:
                begins(0.0, 1.0)
                return self._gzip(source, Path(folder))
            return self._zip(source, Path(folder), begins)

    def _gzip(self, source: Source, folder: Path) -> list[RawSheet | Refused]:
        target = folder / "member"
        size = 0
        limit = min(_UNPACKED_MAX, max(_RATIO_FROM, source.size() * _RATIO_MAX))
        try:
            with gzip.open(source.path) as packed, target.open("wb") as sink:
                while chunk := packed.read(1 << 20):
                    size += len(chunk)
                    if size > limit:
                        return [Refused("zip_bomb", "the file unpacks to more than any table")]
                    sink.write(chunk)
        except (OSError, EOFError, zlib.error) as error:
            return [Refused("damaged_file", f"not readable as gzip: {error}")]
        inner = Source(target, source.name.removesuffix(".gz"))
        return self._inner(inner, shown=None)

    def _zip(self, source: Source, folder: Path, begins: Begins) -> list[RawSheet | Refused]:
        danger = package_danger(source.path)
        if danger is not None:
            return [danger]
        sheets: list[RawSheet | Refused] = []
        with zipfile.ZipFile(source.path) as package:
            files = [member for member in package.infolist() if not member.is_dir()]
            if len(files) > _FILES_MAX:
                return [Refused("too_many_members", f"more than {_FILES_MAX} files in the zip")]
            if sum(member.file_size for member in files) > _UNPACKED_MAX:
                return [Refused("zip_bomb", "the zip would unpack to more than 2 GiB")]
            names = [f"{source.name}/{_member_name(member)}" for member in files]
            marked = marked_names(names)
            for number, (member, shown) in enumerate(zip(files, names, strict=True)):
                begins(number / len(files), (number + 1) / len(files))
                if shown in marked:
                    reason = "its name is marked 秘密, 机密 or 绝密: not opened"
                    sheets.append(Refused("classified", reason, file=shown))
                    continue
                target = folder / str(number)
                try:
                    with target.open("wb") as sink:
                        for chunk in member_chunks(package, member.filename):
                            sink.write(chunk)
                except BROKEN_ZIP:
                    refused = Refused("damaged_file", "the member cannot be unpacked", file=shown)
                    sheets.append(refused)
                    continue
                sheets += self._inner(Source(target, shown), shown)
                target.unlink()
        return sheets or [Refused("empty_file", "the zip holds no file")]

    def _inner(self, source: Source, shown: str | None) -> list[RawSheet | Refused]:
        head = source.head()
        if head and self.accepts(source, head):
            return [Refused("nested_archive", "an archive inside an archive", file=shown)]
        return [replace(part, file=shown) for part in self._read_inner(source)]


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's path without steps upward; names without the UTF-8 mark are what they read as,
    UTF-8 or GB18030, and escaped where they are neither."""
    name = member.filename
    if not member.flag_bits & 0x800:
        # zipfile reads unmarked names as cp437, which loses nothing.
        name = shown_name(name.encode("cp437"))
    # A backslash is a separator, but not where it escapes a byte.
    flat = name if r"\x" in name else name.replace("\\", "/")
    return "/".join(p for p in PurePosixPath(flat).parts if p not in ("..", "/")) or "member"
