"""Writes an exported file whole or not at all, and never over another one by accident."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from docanalyzer.model.faults import UsageFault


def check_output(path: Path, *, force: bool) -> None:
    """Refuse a path that must not be written, before any work is done.

    Raises `UsageFault` when it exists and `force` is not given, when it is not a plain file, or
    when its folder is missing.
    """
    if path.is_dir():
        raise UsageFault(str(path), "is a folder", "name a file")
    if path.exists() and not path.is_file():
        raise UsageFault(str(path), "is not a plain file", "name a file")
    if not path.absolute().parent.is_dir():
        parent = path.absolute().parent
        raise UsageFault(str(path), "its folder does not exist", f"create {parent} first")
    if path.exists() and not force:
        raise UsageFault(str(path), "already exists", "choose another --output, or add --force")


def write_output(path: Path, write: Callable[[Path], None], *, force: bool) -> None:
    """Let `write` fill a temporary file beside `path`, then rename it into place.

    An exception of any kind, Ctrl-C included, leaves an earlier file as it was and no
    temporary one. Raises `UsageFault` as `check_output` does, and where the folder cannot be
    written.
    """
    check_output(path, force=force)
    hint = "choose another --output, or make the folder writable"
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name}.", suffix=path.suffix, dir=path.absolute().parent
        )
    except OSError as error:
        raise UsageFault(str(path), f"cannot be written: {error.strerror}", hint) from error
    os.close(handle)
    partial = Path(name)
    try:
        write(partial)
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        raise UsageFault(str(path), f"cannot be written: {error.strerror}", hint) from error
    finally:
        partial.unlink(missing_ok=True)


def _umask() -> int:
    """What the process forbids on new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
