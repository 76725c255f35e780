"""Where compiled loops are kept between runs; knows the sources, not the compiler."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from docanalyzer.text.cache_place import cache_place, sources_digest

_KERNELS = ("text", "detect/reuse", "detect/wording", "detect/escalation")


@lru_cache(maxsize=1)
def kernel_folder() -> Path | None:
    """A folder of compiled code for just these sources; None where none can be written.

    The compiler looks at the file of a kernel only, not at those of the kernels it calls, and
    would go on using old code after an upgrade.
    """
    digest = blake2b(version("numba").encode() + sources_digest(_KERNELS), digest_size=8)
    return cache_place("NUMBA_CACHE_DIR", f"kernels-{digest.hexdigest()}")


def kernels_kept() -> bool:
    """Whether an earlier run of these sources has left compiled code behind.

    False means that texts wait for the compiler first, which takes about a minute; a folder that
    holds some kernels counts as kept.
    """
    folder = kernel_folder()
    return folder is not None and next(folder.rglob("*.nbi"), None) is not None
