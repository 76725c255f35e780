"""Where work runs: the processors of this machine. Knows nothing of documents."""

from docanalyzer.engine.local import in_order

__all__ = ["in_order"]
