"""docanalyzer.toml: defaults for the options of every command."""

from __future__ import annotations

import tomllib
from pathlib import Path

from docanalyzer.model.faults import UsageFault

CONFIG_FILE = Path("docanalyzer.toml")
_COMMANDS = ("scan", "report", "show", "quota", "columns", "rules")

OptionTable = dict[str, object]


def read_config(path: Path) -> dict[str, OptionTable]:
    """Options per command, `-` and `_` alike; empty without a file.

    Raises `UsageFault` for a file that is not TOML or names a command that does not exist.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        hint = 'write one table per command, such as [scan] with out = "audit"'
        raise UsageFault(str(path), f"cannot be read: {error}", hint) from error
    config: dict[str, OptionTable] = {}
    for command, options in raw.items():
        if command not in _COMMANDS or not isinstance(options, dict):
            hint = f"tables are named after commands: {', '.join(_COMMANDS)}"
            raise UsageFault(str(path), f"[{command}] is not a command", hint)
        config[command] = {name.replace("-", "_"): value for name, value in options.items()}
    return config
