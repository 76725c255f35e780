"""docanalyzer: evidence of formalism in the document registers of Chinese offices."""

__version__ = "0.1.0"
