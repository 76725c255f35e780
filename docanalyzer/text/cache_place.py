"""Where a user's machine keeps what can be made again, and the sources it was made by."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def cache_place(variable: str, name: str) -> Path | None:
    """The folder `name`, made if need be; None where it cannot be made or written to.

    It lies in the folder that the environment names by `variable`, else below
    `$XDG_CACHE_HOME/docanalyzer`, else below `~/.cache/docanalyzer`.
    """
    given = os.environ.get(variable)
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        base = Path(given) if given else Path(home).expanduser() / "docanalyzer"
        folder = base / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def sources_digest(parts: Iterable[str]) -> bytes:
    """A digest of the modules in folders of this package, given as `detect/reuse`."""
    digest = sha256()
    for part in parts:
        for source in sorted((_PACKAGE / part).glob("*.py")):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.digest()
