"""The reading process loads early where the names of the inputs say that it will be asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docanalyzer.ingest import isolation, start_early


@pytest.fixture
def own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[isolation.ReadingProcess]:
    process = isolation.ReadingProcess()
    monkeypatch.setattr(isolation, "_shared", [process])
    yield process
    process.clean_up()


@pytest.mark.parametrize(
    ("inputs", "bodies", "starts"),
    [
        (["a.csv", "-", "登记"], False, False),
        (["a.csv", "登记/*.XLSX"], False, True),
        (["a.parquet"], False, True),
        (["a.csv"], True, True),
    ],
)
def test_names_decide(
    own_process: isolation.ReadingProcess, inputs: list[str], bodies: bool, starts: bool
) -> None:
    start_early(inputs, bodies=bodies)
    begun = own_process._process
    assert (begun is not None) == starts
    start_early(inputs, bodies=bodies)
    assert own_process._process is begun
