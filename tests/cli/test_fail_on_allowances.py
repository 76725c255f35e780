"""`--fail-on` counts what a tuning allow-list covers as little as the report does."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from docanalyzer.cli.app import run

REGISTER = (
    "来文单位,来文字号,来文标题,收文日期,紧急程度,限办日期\n"
    "云岭市商务局,云商发〔2024〕9号,云岭市商务局关于核对名单的紧急通知,2024-06-03,特急,\n"
    "云岭市林业局,云林发〔2024〕3号,云岭市林业局关于清点苗木的通知,2024-06-05,,2024-06-28\n"
)
ALLOW = """\
[[allow]]
rule = "urgency"
issuer = "云岭市商务局"
until = {until}
reason = "防汛值班期间"
"""


def scanned(folder: Path, until: str | None, fail_on: str) -> tuple[int, pl.DataFrame]:
    """Exit code and findings of a scan with an allow-list that holds until a day, or none."""
    register = folder / "登记.csv"
    register.write_text(REGISTER, encoding="utf-8")
    out = folder / "run"
    command = ["scan", str(register), "--out", str(out), "--quiet", "--force"]
    if until is not None:
        pack = folder / "pack"
        pack.mkdir(exist_ok=True)
        (pack / "tuning.toml").write_text(ALLOW.format(until=until), encoding="utf-8")
        command += ["--rules", str(pack)]
    code = run([*command, "--fail-on", fail_on])
    return code, pl.read_parquet(out / "findings.parquet")


@pytest.mark.parametrize("fail_on", ["low", "medium"])
def test_suppressed_findings_do_not_make_the_scan_fail(tmp_path: Path, fail_on: str) -> None:
    code, plain = scanned(tmp_path, None, fail_on)
    assert code == 1
    code, covered = scanned(tmp_path, "2024-12-31", fail_on)
    assert code == 0
    # They stay in the run folder and say what they would have weighed.
    assert covered["finding_id"].sort().to_list() == plain["finding_id"].sort().to_list()
    suppressed = covered.filter(pl.col("evidence").str.contains('"suppressed"'))
    assert suppressed.height == plain.filter(pl.col("family") == "urgency").height > 0
    assert set(suppressed["severity"]) == {"info"}


def test_an_allowance_that_has_run_out_lets_the_scan_fail(tmp_path: Path) -> None:
    code, findings = scanned(tmp_path, "2024-06-02", "low")
    assert code == 1
    assert not findings["evidence"].str.contains('"suppressed"').any()
