"""Older documents (.doc, .wps) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.decoding import NotText, decode

_PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60.0
_MEMORY_KIB = 4 << 20
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_NOWHERE = "http://127.0.0.1:9"

# Macros never, links and pictures of other places never, every connection to a closed door.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)


def program() -> str | None:
    """Path of LibreOffice, null when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def text(path: Path) -> str:
    """The text that LibreOffice saves for the document.

    It runs under a profile of its own that is thrown away, without macros and without a network,
    and is ended with all it started after a minute. Raises `Unreadable`: needs_libreoffice
    without it, encrypted_file, time_limit, and damaged_file when it gives no text.
    """
    converter = program()
    if converter is None:
        raise Unreadable("needs_libreoffice", "install LibreOffice to read .doc and .wps files")
    if _PROTECTED in path.read_bytes():
        raise Unreadable("encrypted_file", "the file is protected by a password")
    found = _converted(converter, path.read_bytes())
    if found is not None:
        return found
    if not _has_writer(converter):
        raise Unreadable("needs_libreoffice", "LibreOffice is installed without its part Writer")
    raise Unreadable("damaged_file", "LibreOffice could not read the document")


@cache
def _has_writer(converter: str) -> bool:
    """Whether the program reads a text document at all; asked only after it failed on one."""
    return _converted(converter, rb"{\rtf1\ansi a\par}") is not None


def _converted(converter: str, document: bytes) -> str | None:
    with tempfile.TemporaryDirectory(prefix="docanalyzer-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "document.doc"
        source.write_bytes(document)
        _write_profile(folder / "profile")
        _run(converter, source, folder)
        try:
            return decode((folder / "document.txt").read_bytes()).text
        except (OSError, NotText):
            return None


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(converter: str, source: Path, folder: Path) -> None:
    command = [
        *_fenced(), converter, f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nologo", "--convert-to", "txt:Text (encoded):UTF8",
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    closed = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), _NOWHERE)
    # A group of its own, so that what it starts can be ended with it.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=folder, env=os.environ | closed | {"HOME": str(folder)}, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time_limit", "LibreOffice takes too long for the document") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all it started, also when it has ended itself."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


@cache
def _fenced() -> tuple[str, ...]:
    """What to put before a command: a limit of memory, and no network where the system lets an
    ordinary user leave it."""
    if os.name != "posix":
        return ()
    limited = ("/bin/sh", "-c", f'ulimit -v {_MEMORY_KIB}; exec "$@"', "sh")
    unshare = shutil.which("unshare")
    if unshare is None:
        return limited
    alone = (unshare, "--map-root-user", "--net", "--")
    try:
        subprocess.run([*alone, "/bin/sh", "-c", ":"], check=True, capture_output=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return limited
    return (*limited, *alone)
