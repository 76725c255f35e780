"""docanalyzer.toml: defaults for the options of every command."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from docanalyzer.model.faults import UsageFault

CONFIG_FILE = Path("docanalyzer.toml")

OptionTree = Mapping[str, "OptionTree | None"]
"""Commands and their options by name: a command holds a tree, an option holds None."""

OptionTable = dict[str, object]


def read_config(path: Path, known: OptionTree) -> OptionTable:
    """Options per command, `-` and `_` alike; empty without a file.

    Raises `UsageFault` for a file that is not TOML, and for a table or key that names no command
    or option of `known`.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        hint = 'write one table per command, such as [scan] with out = "audit"'
        raise UsageFault(str(path), f"cannot be read: {error}", hint) from error
    return _checked(raw, known, str(path))


def _checked(table: Mapping[str, object], known: OptionTree, where: str) -> OptionTable:
    checked: OptionTable = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        expected = known.get(name)
        if name not in known or isinstance(value, dict) != (expected is not None):
            names = ", ".join(sorted(known))
            raise UsageFault(where, f"{key!r} has no such place here", f"known here: {names}")
        checked[name] = (
            _checked(value, expected, f"{where} [{key}]")
            if isinstance(value, dict) and expected is not None
            else value
        )
    return checked
