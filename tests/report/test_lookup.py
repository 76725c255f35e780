"""An id, its beginning or a number names one thing, or the fault says what was meant."""

from __future__ import annotations

import pytest

from docanalyzer.model.faults import UsageFault
from docanalyzer.report.lookup import DocumentId, FindingId, PairId, look_up
from tests.report.planted_run import planted, small_run


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("f0a1", FindingId("f0a1")),
        ("f1", FindingId("f1c4")),
        ("d02", DocumentId("d02")),
        ("青政发〔2024〕1号", DocumentId("d01")),
        ("d02:d01", PairId("d02", "d01")),
        ("d02:", PairId("d02", "d01")),
        (" f0a1 ", FindingId("f0a1")),
    ],
)
def test_ids_and_their_beginnings(wanted: str, found: object) -> None:
    assert look_up(small_run(), wanted) == found


@pytest.mark.parametrize("wanted", ["f0b", "d0", "d:d01"])
def test_an_ambiguous_beginning_lists_the_candidates(wanted: str) -> None:
    with pytest.raises(UsageFault, match="ids fit") as fault:
        look_up(small_run(), wanted)
    assert "write more of it" in fault.value.hint


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("f0a2", "f0a1"),
        ("x0b3", "f0b3"),
        ("d02:d09", "d02:d01"),
        ("青政发〔2024〕2号", "青政发〔2024〕1号"),
    ],
)
def test_an_unknown_id_names_the_nearest(wanted: str, nearest: str) -> None:
    with pytest.raises(UsageFault, match="no such finding") as fault:
        look_up(small_run(), wanted)
    assert nearest in fault.value.hint


@pytest.mark.parametrize("wanted", ["", "f1", "a:b"])
def test_an_empty_run_knows_nothing(wanted: str) -> None:
    with pytest.raises(UsageFault, match="no such finding"):
        look_up(planted({}), wanted)
