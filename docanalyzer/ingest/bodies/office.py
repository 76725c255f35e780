"""Older documents (.doc, .wps) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.decoding import decode

_PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60


def program() -> str | None:
    """Path of LibreOffice, null when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def text(path: Path) -> str:
    """The text that LibreOffice saves for the document; its macros do not run.

    Raises `Unreadable`: needs_libreoffice without it, damaged_file when it gives no text within
    a minute.
    """
    converter = program()
    if converter is None:
        raise Unreadable("needs_libreoffice", "install LibreOffice to read .doc and .wps files")
    with tempfile.TemporaryDirectory(prefix="docanalyzer-") as folder:
        source = Path(folder, "document.doc")
        shutil.copyfile(path, source)
        # A profile of its own: no settings, macros or locks of the user's.
        profile = Path(folder, "profile").as_uri()
        command = [
            converter, f"-env:UserInstallation={profile}", "--headless", "--norestore",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(
                command, timeout=SECONDS, check=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            data = Path(folder, "document.txt").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Unreadable("damaged_file", "LibreOffice could not read the document") from error
    return decode(data).text
