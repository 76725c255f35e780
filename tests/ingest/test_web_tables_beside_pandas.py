"""Web tables disguised as .xls read as pandas reads them: an independent reader as witness."""

from __future__ import annotations

import html
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docanalyzer.ingest import read_table

HEADINGS = ["收文编号", "来文单位", "来文字号", "来文标题"]
CELL = st.text(
    st.sampled_from("关于报送材料的通知甲乙丙丁〔2024〕号0123 &<>\"'"), min_size=1, max_size=12
).map(lambda text: f"文{text}末")


def page(rows: list[list[str]]) -> str:
    """A page as office systems export it, one table on it."""
    lines = [
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in [HEADINGS, *rows]
    ]
    return f"<html><meta charset='utf-8'><body><table>{''.join(lines)}</table></body></html>"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=6))
def test_cells_are_those_of_pandas(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "登记.xls"
    path.write_text(page(rows), encoding="utf-8")
    (witness,) = pd.read_html(path, header=0, converters=dict.fromkeys(range(len(HEADINGS)), str))
    found = read_table(path)
    assert found.columns == list(witness.columns) == HEADINGS
    ours = [[" ".join(cell.split()) for cell in row] for row in found.rows()]
    theirs = [[" ".join(str(cell).split()) for cell in row] for row in witness.to_numpy().tolist()]
    assert ours == theirs


def test_cell_over_two_rows_stands_in_both(tmp_path: Path) -> None:
    path = tmp_path / "登记.html"
    head = "<tr>" + "".join(f"<th>{name}</th>" for name in HEADINGS) + "</tr>"
    over_two = "<tr><td rowspan='2'>收1</td>"
    first = f"{over_two}<td>甲局</td><td>甲发〔2024〕1号</td><td>关于甲的通知</td></tr>"
    second = "<tr><td>乙局</td><td>乙发〔2024〕1号</td><td>关于乙的通知</td></tr>"
    path.write_text(f"<meta charset='utf-8'><table>{head}{first}{second}</table>", encoding="utf-8")
    (witness,) = pd.read_html(path)
    assert [list(row) for row in read_table(path).rows()] == witness.to_numpy().tolist()
