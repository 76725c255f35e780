"""Zip packages (workbooks, documents, archives), looked into without trusting what they say."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from docanalyzer.ingest.sheets import Refused

MAGIC = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")
_MEMBERS_MAX = 10_000
_DIRECTORY_MAX = 16 << 20
_UNPACKED_MAX = 6 << 30
_RATIO_MAX, _RATIO_FROM = 400, 20 << 20
_CHUNK = 1 << 20
BROKEN_ZIP = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    struct.error,
)
"""What reading a damaged zip raises."""


class PackageKind(StrEnum):
    """What a zip package holds."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    DOCX = "docx"
    OFD = "ofd"
    ARCHIVE = "archive"


def package_kind(path: Path) -> PackageKind | None:
    """What the zip file at `path` holds, null when it is no zip that can be looked into.

    Only its directory is read, and that only if it is of a sane size.
    """
    stat = path.stat()
    return _package_kind(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _package_kind(path: Path, _size: int, _time: int) -> PackageKind | None:
    if not _directory_is_sane(path):
        return None
    try:
        with zipfile.ZipFile(path) as package:
            members = set(package.namelist())
            if "mimetype" in members and "content.xml" in members:
                with package.open("mimetype") as stream:
                    kind = stream.read(80)
                return PackageKind.ODS if b"spreadsheet" in kind else None
    except BROKEN_ZIP:
        return None
    telling = {
        "xl/workbook.xml": PackageKind.XLSX,
        "xl/workbook.bin": PackageKind.XLSB,
        "word/document.xml": PackageKind.DOCX,
        "OFD.xml": PackageKind.OFD,
    }
    return next((kind for name, kind in telling.items() if name in members), PackageKind.ARCHIVE)


def _directory_is_sane(path: Path) -> bool:
    """The directory at the end has at most 10,000 members in 16 MiB; zip64 counts do not pass."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _END_RECORD.size - 65_535))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        return False
    record = _END_RECORD.unpack_from(tail, at)
    members, directory = int(record[4]), int(record[5])
    return members <= _MEMBERS_MAX and directory <= _DIRECTORY_MAX


def package_danger(path: Path) -> Refused | None:
    """Why the package must not be unpacked: encrypted, or larger inside than any real one."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except BROKEN_ZIP as error:
        return Refused("damaged_file", f"not a readable zip: {error}")
    if any(member.flag_bits & 1 for member in members):
        return Refused("encrypted_file", "the file is protected by a password")
    if sum(member.file_size for member in members) > _UNPACKED_MAX:
        return Refused("zip_bomb", "the file would unpack to more than 6 GiB")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > _RATIO_FROM and member.file_size // packed > _RATIO_MAX:
            return Refused("zip_bomb", "a member unpacks to more than 400 times its size")
    return None


def member_chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member's bytes in chunks of at most 1 MiB, never more than its declared size.

    Raises `zipfile.BadZipFile` when the member is not what its header says.
    """
    with package.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def read_member(package: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member whole. Raises `ValueError` when it is larger than `limit` bytes."""
    if package.getinfo(name).file_size > limit:
        raise ValueError(f"{name} is larger than {limit:,} bytes")
    return b"".join(member_chunks(package, name))
