"""Pages of files that were read go once they are many, and come back when looked at."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import numpy as np
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


def test_addresses_are_found_in_the_files_that_lie_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number is that of an open file, whatever became of the one that was mapped."""
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 9_999)
    path = tmp_path / "letters"
    path.write_bytes(bytes(range(100)) * 100)
    with path.open("r+b") as file:
        content = file_pages.mapped(file, 10_000)
    path.unlink()
    begin = np.frombuffer(content, np.uint8).ctypes.data
    asked = np.array([begin - 1, begin, begin + 9_999, begin + 10_000], np.uint64)
    files, places = file_pages.places_in_files(asked)
    assert (files >= 0).tolist() == [False, True, True, False]
    assert places[1:3].tolist() == [0, 9_999]
    assert os.pread(int(files[2]), 5, 9_999) == b"c"
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 10_000)
    assert (file_pages.places_in_files(asked)[0] < 0).all()
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 9_999)
    number = int(files[1])
    del content
    gc.collect()
    assert (file_pages.places_in_files(asked)[0] < 0).all()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(number)
