"""Files to canonical rows: whatever an office system exports, no row lost, nothing let in."""

from importlib import import_module
from typing import TYPE_CHECKING

from docanalyzer.ingest.isolation import start_early

if TYPE_CHECKING:
    from docanalyzer.ingest.ingesting import Ingested, InputFile, ingest
    from docanalyzer.ingest.mapping import Mapping, load_mapping
    from docanalyzer.ingest.tables import read_table

__all__ = [
    "Ingested",
    "InputFile",
    "Mapping",
    "ingest",
    "load_mapping",
    "read_table",
    "start_early",
]

_MODULES = {
    "Ingested": "ingesting",
    "InputFile": "ingesting",
    "Mapping": "mapping",
    "ingest": "ingesting",
    "load_mapping": "mapping",
    "read_table": "tables",
}


def __getattr__(name: str) -> object:
    """The other names, on first use: they load polars, and `start_early` comes before that."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
