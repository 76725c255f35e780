"""Where work runs: the processors of this machine. Knows nothing of documents."""

from docanalyzer.engine.aside import aside
from docanalyzer.engine.file_pages import is_much_mapped, let_go, mapped, places_in_files
from docanalyzer.engine.local import in_order
from docanalyzer.engine.row_wise import by_parts, row_wise

__all__ = [
    "aside",
    "by_parts",
    "in_order",
    "is_much_mapped",
    "let_go",
    "mapped",
    "places_in_files",
    "row_wise",
]
