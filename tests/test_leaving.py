"""The program leaves without taking its memory apart, but not without cleaning up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

pytestmark = pytest.mark.slow

_DOCANALYZER = [sys.executable, "-m", "docanalyzer"]


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["nonsense"], 2)])
def test_the_exit_code_is_that_of_the_command(arguments: list[str], code: int) -> None:
    done = subprocess.run([*_DOCANALYZER, *arguments], capture_output=True, check=False)
    assert done.returncode == code


def test_all_output_is_written_and_nothing_left_behind(tmp_path: Path) -> None:
    rows = pl.DataFrame({"标题": ["关于春耕的通知"], "文号": ["粮发〔2021〕3号"]})
    rows.write_parquet(tmp_path / "登记.parquet")
    kept = tmp_path / "temporary"
    kept.mkdir()
    done = subprocess.run(
        [*_DOCANALYZER, "columns", str(tmp_path / "登记.parquet"), "--lang", "zh"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"TMPDIR": str(kept), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert "粮发〔2021〕3号" in done.stdout
    assert list(kept.iterdir()) == []
