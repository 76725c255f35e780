"""Working days between two dates, by the Chinese calendar of holidays and worked weekends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.pack_data import default_pack

_EPOCH = date(1970, 1, 1)
FILE = Path("calendars") / "china.csv"


@dataclass(frozen=True)
class WorkingCalendar:
    """`worked[i]` is whether day `first + i` is a working day; `total` runs over them."""

    first: int
    worked: npt.NDArray[np.bool_]
    total: npt.NDArray[np.int64]

    def is_working(self, days: pl.Series) -> pl.Series:
        """Whether each date is a working day; null for null and for days outside the calendar."""
        known, index = self._index(days)
        return _masked("is_working", self.worked[index], known, pl.Boolean())

    def working_days(self, begin: pl.Series, end: pl.Series) -> pl.Series:
        """Working days from `begin` to `end`, both included; 0 if the end comes first, null as
        in `is_working`."""
        known_begin, first = self._index(begin)
        known_end, last = self._index(end)
        count = np.maximum(self.total[last + 1] - self.total[first], 0)
        return _masked("working_days", count, known_begin & known_end, pl.Int64())

    def _index(self, days: pl.Series) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        number = days.cast(pl.Date).cast(pl.Int32).cast(pl.Int64)
        index = number.fill_null(self.first - 1).to_numpy() - self.first
        known = (index >= 0) & (index < len(self.worked))
        return known, np.where(known, index, 0)


def _masked(
    name: str,
    values: npt.NDArray[np.bool_] | npt.NDArray[np.int64],
    known: npt.NDArray[np.bool_],
    dtype: pl.DataType,
) -> pl.Series:
    frame = pl.DataFrame({"value": values, "known": known})
    return frame.select(
        pl.when("known").then("value").otherwise(None).cast(dtype).alias(name)
    ).to_series()


@lru_cache
def working_calendar(path: Path | None = None) -> WorkingCalendar:
    """The calendar of the default pack, or of another file with columns date and kind.

    `kind` is `off` for a weekday off and `work` for a weekend day worked; the calendar covers
    the whole years from its first row to its last. Raises `UsageFault` where the file is not one.
    """
    path = path or default_pack() / FILE
    try:
        rows = pl.read_csv(path, schema={"date": pl.Date(), "kind": pl.String()}, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        hint = "it needs the columns date and kind"
        raise UsageFault(str(path), f"is not a calendar: {error}", hint) from error
    earliest, latest = rows["date"].min(), rows["date"].max()
    if not isinstance(earliest, date) or not isinstance(latest, date):
        raise UsageFault(str(path), "the calendar has no row", "it needs at least one day")
    start, end = date(earliest.year, 1, 1), date(latest.year, 12, 31)
    first = (start - _EPOCH).days
    span = (end - start + timedelta(days=1)).days
    worked = (np.arange(span) + start.weekday()) % 7 < 5
    index = rows["date"].cast(pl.Int32).to_numpy() - first
    worked[index] = (rows["kind"] == "work").to_numpy()
    total = np.concatenate([[0], np.cumsum(worked)]).astype(np.int64)
    return WorkingCalendar(first, worked, total)
