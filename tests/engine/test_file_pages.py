"""Pages of files that were read go once they are many, and come back when looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.engine import file_pages

PAGES = 1 << 24


def test_what_is_let_go_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "numbers"
    path.write_bytes(bytes(range(256)) * (PAGES // 256))
    with path.open("r+b") as file:
        content = file_pages.mapped(file, PAGES)
    path.unlink()
    assert sum(content[::4096]) == 0
    every, held = file_pages._resident()
    few, many = held - PAGES, 2 * held
    for mapped, resident in ((many, 0), (few, 2 * every)):
        monkeypatch.setattr(file_pages, "MOST_MAPPED", mapped)
        monkeypatch.setattr(file_pages, "MOST_RESIDENT", resident)
        file_pages.let_go()
        assert file_pages._resident()[1] >= held - PAGES // 2
    monkeypatch.setattr(file_pages, "MOST_RESIDENT", 0)
    file_pages.let_go()
    assert file_pages._resident()[1] <= held - PAGES // 2
    assert content[4095:4097] == b"\xff\x00"


def test_a_system_that_does_not_say_lets_nothing_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_pages, "_RESIDENT", tmp_path / "missing")
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 0)
    assert file_pages._resident() == (0, 0)
    file_pages.let_go()
