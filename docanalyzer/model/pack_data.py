"""Where the default pack lies: rules, heading map, gazetteer, targets; data, not code."""

from __future__ import annotations

from pathlib import Path


def default_pack() -> Path:
    """Folder of the default pack: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "pack"
    return installed if installed.is_dir() else package.parent / "rules"
