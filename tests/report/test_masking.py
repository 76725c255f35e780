"""Personal numbers are starred out, and only the digits change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.report.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系人：王某，13812345678。", "联系人：王某，138****5678。"),
        ("138 1234 5678", "138 **** 5678"),
        ("138-1234-5678", "138-****-5678"),
        ("0592-1234567", "0592-****567"),
        ("（010）12345678", "（010）*****678"),
        ("350203199001011234", "350*************34"),
        ("35020319900101123X", "350*************3X"),
        ("350203900101123", "350**********23"),
        ("138-1234-0592-1234567", "138-****-0592-****567"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("+8613812345678", "+86138****5678"),
        ("0086 138-1234-5678", "0086 138-****-5678"),
        ("138 123 45678", "138 *** *5678"),
        ("138\u200b12345678", "138\u200b****5678"),
        ("\u200b".join("13812345678"), "\u200b".join("138****5678")),
        ("350203 19900101 1234", "350*** ******** **34"),
        ("05922123567", "0592****567"),
        ("(010) 12345678", "(010) *****678"),
    ],
)
def test_numbers_of_people_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "国办发〔2019〕64号",
        "JNCR—2022—0040001",
        "共计12345678901234567890元",
        "2024年10月12345678元",
        "12345678901",  # no mobile number starts with 12
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text(st.sampled_from("0123456789Xx-— 电话12１２号+\u200b"), max_size=60))
def test_only_digits_change_and_only_to_stars(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(
        new == old or (new == "*" and old.isdigit()) for old, new in zip(text, masked, strict=True)
    )
    assert mask(masked) == masked
