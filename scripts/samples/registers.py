"""Rows of the synthetic registers: what each office logged, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

OFFICE_NAME = "云岭市人民政府办公室"
EDUCATION_NAME = "云岭市教育局"


@dataclass(frozen=True)
class Issued:
    """A row of an issuing register (发文登记簿)."""

    number: str
    title: str
    issued_on: date
    receiver: str


@dataclass(frozen=True)
class Received:
    """A row of a receiving register (收文登记簿); empty cells are empty text."""

    register_no: str
    received_on: str
    issuer: str
    number: str
    title: str
    urgency: str = ""
    secrecy: str = ""
    due_on: str = ""
    remark: str = ""


def issued_in_year(
    issuer: str, code: str, receiver: str, year: int, subjects: list[str]
) -> list[Issued]:
    """One notice per subject, spread evenly from January to December."""
    first, span = date(year, 1, 6), 350
    step = span / max(len(subjects) - 1, 1)
    return [
        Issued(
            number=f"{code}〔{year}〕{serial}号",
            title=f"{issuer}关于做好{subject}工作的通知",
            issued_on=first + timedelta(days=int((serial - 1) * step)),
            receiver=receiver,
        )
        for serial, subject in enumerate(subjects, start=1)
    ]
