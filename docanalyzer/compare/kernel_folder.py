"""Where compiled loops are kept between runs; knows the sources, not the compiler."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import blake2b, sha256
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def kernel_folder() -> Path | None:
    """A folder of compiled code for just these sources; None where none can be written.

    It lies in the folder `$NUMBA_CACHE_DIR`, else below `$XDG_CACHE_HOME/docanalyzer`, else below
    `~/.cache/docanalyzer`. The compiler looks at the file of a kernel only, not at those of the
    kernels it calls, and would go on using old code after an upgrade.
    """
    digest = blake2b(version("numba").encode() + _sources_digest(), digest_size=8)
    given = os.environ.get("NUMBA_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        base = Path(given) if given else Path(home).expanduser() / "docanalyzer"
        folder = base / f"kernels-{digest.hexdigest()}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def kernels_kept() -> bool:
    """Whether an earlier run of these sources has left compiled code behind.

    False means that texts wait for the compiler first, which takes about a minute; a folder that
    holds some kernels counts as kept.
    """
    folder = kernel_folder()
    return folder is not None and next(folder.rglob("*.nbi"), None) is not None


def _sources_digest() -> bytes:
    """A digest of all modules in the room of compiled code and below."""
    digest = sha256()
    for source in sorted((_PACKAGE / "compare").rglob("*.py")):
        name = source.relative_to(_PACKAGE).as_posix()
        digest.update(name.encode() + b"\0" + source.read_bytes())
    return digest.digest()
