"""Makes rules/calendars/china.csv: the days on which the Chinese working week is broken.

Source: the yearly notices of 国务院办公厅 on holidays, as collected by the Python package
chinesecalendar, which must be installed where this script runs.
"""

from __future__ import annotations

import csv
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

TARGET = Path(__file__).resolve().parents[1] / "rules" / "calendars" / "china.csv"
SATURDAY = 5


def main() -> None:
    """Write one row per weekday off and per weekend day worked, in order of date."""
    days = [(day, "off") for day in holidays if day.weekday() < SATURDAY]
    days += [(day, "work") for day in workdays if day.weekday() >= SATURDAY]
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["date", "kind"])
        writer.writerows(sorted(days))


if __name__ == "__main__":
    main()
