"""Bad input to `scan`: the right exit code, one line and a hint, nothing half-written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.cli.app import run

pytestmark = pytest.mark.slow

REGISTER = (
    "来文单位,来文字号,来文标题,收文日期,紧急程度\n"
    "云岭市商务局,云商发〔2024〕9号,云岭市商务局关于核对名单的紧急通知,2024-06-03,特急\n"
    "云岭市林业局,云林发〔2024〕3号,云岭市林业局关于清点苗木的通知,2024-06-05,\n"
    ",,,2024-06-05,\n"
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "登记.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "run"


def check_fault(capsys: pytest.CaptureFixture[str], *names: str) -> None:
    """Nothing on stdout; on stderr what is wrong, naming `names`, and a hint."""
    captured = capsys.readouterr()
    assert captured.out == ""
    wrong, hint, *rest = captured.err.splitlines()
    assert rest == []
    assert hint.startswith("hint: ")
    for name in names:
        assert name in wrong
    assert "Traceback" not in captured.err


def leftovers(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} - {"登记.csv"}


def test_missing_file(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(tmp_path / "nowhere.csv"), "--out", str(out)]) == 3
    check_fault(capsys, "nowhere.csv")
    assert leftovers(tmp_path) == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\r\n\r\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("broken.parquet", b"PAR1 not a table PAR1"),
        ("letter.csv", "各单位：\n请于月底前回复。\n".encode()),
    ],
)
def test_what_is_no_table(
    tmp_path: Path, out: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert run(["scan", str(tmp_path / name), "--out", str(out)]) == 3
    check_fault(capsys, name)
    assert leftovers(tmp_path) == {name}


def test_existing_output_is_kept(
    register: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    assert run(["scan", str(register), "--out", str(out)]) == 2
    check_fault(capsys, str(out), "exists")
    assert run(["scan", str(register), "--out", str(out), "--force"]) == 2
    check_fault(capsys, "letter.txt")
    assert [entry.name for entry in out.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "options",
    [
        ["--fail-on", "sometimes"],
        ["--lang", "fr"],
        ["--since", "2024-02-30"],
        ["--until", "yesterday"],
        ["--max-rejects", "101%"],
        ["--max-rejects", "-1"],
        ["--no-such-option"],
        ["--allow-classified"],
        ["--rules", "no/such/folder"],
        ["--mapping", "no-such.toml"],
        ["--targets", "no-such.toml"],
    ],
)
def test_unknown_options_and_values(
    register: Path, out: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", str(register), "--out", str(out), *options]) == 2
    check_fault(capsys)
    assert leftovers(out.parent) == set()


def test_broken_rule_stops_before_reading(
    register: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = out.parent / "pack"
    (pack / "urgency").mkdir(parents=True)
    (pack / "urgency" / "odd.yml").write_text("id: odd\ncolour: red\n", encoding="utf-8")
    assert run(["scan", str(register), "--out", str(out), "--rules", str(pack)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "odd.yml:1:1" in captured.err
    assert leftovers(out.parent) == {"pack"}


def test_too_many_rejects(register: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(register), "--out", str(out), "--max-rejects", "0"]) == 3
    check_fault(capsys, "1 of 3 rows")
    assert leftovers(out.parent) == set()
    assert run(["scan", str(register), "--out", str(out), "--max-rejects", "34%"]) == 0


def test_fail_on_counts_from_its_severity(register: Path, out: Path) -> None:
    scan = ["scan", str(register), "--out", str(out), "--quiet", "--force"]
    assert run(scan) == 0
    severities = set(pl.read_parquet(out / "findings.parquet")["severity"])
    assert severities
    assert run([*scan, "--fail-on", "low"]) == 1
    assert run([*scan, "--fail-on", "high"]) == int("high" in severities)


def test_period_rejects_what_lies_outside(register: Path, out: Path) -> None:
    assert run(["scan", str(register), "--out", str(out), "--quiet", "--since", "2024-06-04"]) == 0
    assert pl.read_parquet(out / "documents.parquet")["organ_code"].to_list() == ["云林发"]
    rejects = pl.read_parquet(out / "rejects.parquet")
    assert sorted(rejects["reason_code"]) == ["no_identity", "outside_period"]
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))["inputs"][0]
    assert (record["rows_read"], record["rows_kept"], record["rows_rejected"]) == (3, 1, 2)


def test_json_goes_to_stdout_alone(
    register: Path, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", str(register), "--out", str(out), "--json"]) == 0
    captured = capfd.readouterr()
    assert captured.err == ""
    assert isinstance(json.loads(captured.out), dict)


@pytest.fixture
def default_sigint() -> Iterator[None]:
    """A test run in the background ignores SIGINT, and a child would inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("default_sigint")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_scan_leaves_nothing(tmp_path: Path, sent: signal.Signals) -> None:
    with (tmp_path / "big.csv").open("w", encoding="utf-8") as register:
        register.write("来文单位,来文字号,来文标题,收文日期\n")
        for serial in range(1, 400_000):
            register.write(
                f"云岭市商务局,云商发〔2024〕{serial}号,关于第{serial}批名单,2024-06-03\n"
            )
    process = subprocess.Popen(
        [sys.executable, "-m", "docanalyzer", "scan", "big.csv", "--out", "run"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    # Any moment of the scan will do; this one is after the start and before the end.
    time.sleep(1.0)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors
    assert [entry.name for entry in tmp_path.iterdir()] == ["big.csv"]


def test_a_signal_inside_an_import_still_leaves_by_its_exit_code(tmp_path: Path) -> None:
    # CPython ends a module run by SIGINT itself when KeyboardInterrupt has passed an exec of text.
    (tmp_path / "stopped.py").write_text(
        "import sys\n"
        "from docanalyzer.cli.app import _Stop\n"
        "try:\n"
        "    exec('_Stop()(15, None)')\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n",
        encoding="utf-8",
    )
    ended = subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path, check=False)
    assert ended.returncode == 130


def test_title_rows_are_no_rejected_data(tmp_path: Path) -> None:
    register = tmp_path / "收文.csv"
    title, total = "收文登记簿,,\n填报单位：甲,,\n", "合计,1,\n"
    rows = f"{title}文号,标题,备注\n青发〔2024〕1号,关于修桥的通知,\n,,只有备注\n{total}"
    register.write_text(rows, encoding="utf-8")
    command = ["scan", str(register), "--quiet", "--out"]
    assert run([*command, str(tmp_path / "a"), "--max-rejects", "1"]) == 0
    assert run([*command, str(tmp_path / "b"), "--max-rejects", "50%"]) == 0
    assert run([*command, str(tmp_path / "c"), "--max-rejects", "0"]) == 3


def test_an_unreadable_file_is_told_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "导出"
    (given / "正文").mkdir(parents=True)
    (given / "收文.csv").write_text("文号,标题\n青发〔2024〕1号,关于修桥的通知\n", encoding="utf-8")
    command = ["scan", str(given), "--lang", "en", "--quiet", "--fail-on-unreadable", "--out"]
    assert run([*command, str(tmp_path / "a")]) == 0
    assert capfd.readouterr().err == ""
    (given / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    (given / "正文" / "青发〔2024〕1号.pdf").write_bytes(b"%PDF-1.4\n" + bytes(99))
    assert run([*command, str(tmp_path / "b")]) == 3
    assert capfd.readouterr().err == (
        "docanalyzer: 2 files could not be read: 坏.xlsx (damaged_file), "
        "正文/青发〔2024〕1号.pdf (damaged_file)\n"
    )
    assert run(["scan", str(given), "--lang", "zh", "--out", str(tmp_path / "c")]) == 0
    assert "有 2 个文件无法读取" in capfd.readouterr().err
