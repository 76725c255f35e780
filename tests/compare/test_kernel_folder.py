"""Compiled loops are kept for just the sources they came from, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docanalyzer.compare import kernel_folder as under_test


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of one kernel, and a cache of its own."""
    (tmp_path / "package" / "compare").mkdir(parents=True)
    source = tmp_path / "package" / "compare" / "loops.py"
    source.write_text("first", "utf-8")
    monkeypatch.setattr(under_test, "_PACKAGE", tmp_path / "package")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    under_test.kernel_folder.cache_clear()
    yield source
    under_test.kernel_folder.cache_clear()


def test_changed_sources_have_another_folder(sources: Path) -> None:
    before = under_test.kernel_folder()
    under_test.kernel_folder.cache_clear()
    assert under_test.kernel_folder() == before
    sources.write_text("second", "utf-8")
    under_test.kernel_folder.cache_clear()
    after = under_test.kernel_folder()
    assert before is not None and after is not None and after != before


@pytest.mark.usefixtures("sources")
def test_kernels_are_kept_once_one_was_written() -> None:
    folder = under_test.kernel_folder()
    assert folder is not None and not under_test.kernels_kept()
    (folder / "compare_1").mkdir()
    (folder / "compare_1" / "loops.nbi").write_bytes(b"")
    assert under_test.kernels_kept()


@pytest.mark.usefixtures("sources")
def test_a_file_in_the_way_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", "utf-8")
    assert under_test.kernel_folder() is None
    assert not under_test.kernels_kept()
