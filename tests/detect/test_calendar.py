"""Working days by the Chinese calendar, against days that everybody remembers and a plain count."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.detect.calendar import working_calendar
from docanalyzer.model.faults import UsageFault

DAYS = st.dates(date(2003, 6, 1), date(2027, 6, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 10, 2), False),
        (date(2023, 10, 7), True),
        (date(2023, 10, 8), True),
        (date(2024, 2, 10), False),
        (date(2024, 2, 18), True),
        (date(2015, 9, 3), False),
        (date(2023, 3, 4), False),
        (date(2023, 3, 6), True),
        (date(2003, 3, 3), None),
        (date(2031, 3, 3), None),
        (None, None),
    ],
)
def test_known_days(day: date | None, works: bool | None) -> None:
    days = pl.Series([day], dtype=pl.Date)
    assert working_calendar().is_working(days).to_list() == [works]


@given(DAYS, st.integers(-5, 60))
def test_working_days_are_those_counted_one_by_one(begin: date, span: int) -> None:
    end = begin + timedelta(days=span)
    calendar = working_calendar()
    each = pl.Series([begin + timedelta(days=n) for n in range(max(span, 0) + 1)], dtype=pl.Date)
    flags = calendar.is_working(each)
    ends = calendar.is_working(pl.Series([begin, end], dtype=pl.Date))
    counted = calendar.working_days(
        pl.Series([begin], dtype=pl.Date), pl.Series([end], dtype=pl.Date)
    ).item()
    if ends.null_count():
        assert counted is None
    elif span < 0:
        assert counted == 0
    else:
        assert counted == flags.sum()


def test_a_file_that_is_no_calendar_is_named(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    with pytest.raises(UsageFault):
        working_calendar(path)
    path.write_text("date,kind\n", encoding="utf-8")
    with pytest.raises(UsageFault, match="no row"):
        working_calendar(path)
    path.write_text("date,kind\nnever,off\n", encoding="utf-8")
    with pytest.raises(UsageFault, match="not a calendar"):
        working_calendar(path)
