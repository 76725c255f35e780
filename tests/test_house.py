"""The rules of the house that no linter knows; a failure names file, line and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "docanalyzer"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400


def private_imports(code: str, name: str) -> Iterator[str]:
    """Each import in `code` of a name that another module of the package keeps to itself."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("docanalyzer"):
            for alias in node.names:
                if alias.name.startswith("_") and not alias.name.startswith("__"):
                    yield f"{name}:{node.lineno}: {alias.name} is private; rename it at home"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_keeps_to_what_others_offer_and_stays_short(file: Path) -> None:
    code = file.read_text(encoding="utf-8")
    assert list(private_imports(code, str(file.relative_to(PACKAGE.parent)))) == []
    lines = len(code.splitlines())
    assert lines <= LONGEST, f"{file.name} has {lines} lines; which second idea wants its own file?"


def test_a_private_import_is_named_with_its_line() -> None:
    code = "import os\nfrom docanalyzer.model.terms import _hidden\n"
    said = ["a.py:2: _hidden is private; rename it at home"]
    assert list(private_imports(code, "a.py")) == said
