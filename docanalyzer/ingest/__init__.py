"""Files to canonical rows: whatever an office system exports, no row lost, nothing let in."""

from docanalyzer.ingest.ingesting import Ingested, InputFile, ingest
from docanalyzer.ingest.isolation import start_early
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
