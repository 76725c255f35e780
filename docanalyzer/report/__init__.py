"""Views of a finished run: one summary, computed once, shown in every format."""
