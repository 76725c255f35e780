"""Where compiled loops are kept between runs; knows the sources, not the compiler."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_KERNELS = ("text", "detect/reuse", "detect/wording", "detect/escalation")


@lru_cache(maxsize=1)
def kernel_folder() -> Path | None:
    """A folder of compiled code for just these sources; None where none can be written.

    The compiler looks at the file of a kernel only, not at those of the kernels it calls, and
    would go on using old code after an upgrade.
    """
    digest = blake2b(version("numba").encode(), digest_size=8)
    for part in _KERNELS:
        for source in sorted((_PACKAGE / part).glob("*.py")):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
    given = os.environ.get("NUMBA_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    base = Path(given) if given else Path(home).expanduser() / "docanalyzer"
    folder = base / f"kernels-{digest.hexdigest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


def kernels_kept() -> bool:
    """Whether an earlier run of these sources has left compiled code behind.

    False means that texts wait for the compiler first, which takes about a minute; a folder that
    holds some kernels counts as kept.
    """
    folder = kernel_folder()
    return folder is not None and next(folder.rglob("*.nbi"), None) is not None
