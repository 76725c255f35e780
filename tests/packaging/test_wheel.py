"""`pip install .` gives a working command with its rules, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One command without the variables that would let it find the checkout."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with nothing but the wheel and what it declares to need."""
    away = tmp_path_factory.mktemp("away")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run(*pip, "wheel", "--no-deps", "--wheel-dir", away, CHECKOUT, cwd=away)
    (wheel,) = away.glob("docanalyzer-*.whl")
    run(sys.executable, "-m", "venv", away / "env", cwd=away)
    python = away / "env" / "bin" / "python"
    pins = CHECKOUT / "constraints.txt"
    run(python, *pip[1:], "install", "--constraint", pins, wheel, cwd=away)
    return away


def test_wheel_scans_a_file_outside_the_checkout(installed: Path) -> None:
    command = installed / "env" / "bin" / "docanalyzer"
    register = installed / "登记.csv"
    register.write_text(
        "来文单位,来文字号,来文标题,收文日期,紧急程度\n"
        "云岭市商务局,云商发〔2024〕9号,云岭市商务局关于核对名单的通知,2024-06-03,特急\n",
        encoding="utf-8",
    )
    run(command, "rules", "test", cwd=installed)
    run(command, "scan", register, "--out", "run", "--quiet", cwd=installed)
    documents = pl.read_parquet(installed / "run" / "documents.parquet")
    assert documents["doc_number"].to_list() == ["云商发〔2024〕9号"]
    assert documents["issuer_level"].to_list() == ["city"]
    findings = pl.read_parquet(installed / "run" / "findings.parquet")
    assert "urgency" in findings["family"].to_list()
    report = run(command, "report", "run", "--lang", "zh", cwd=installed)
    assert "云岭市商务局" in report.stdout
