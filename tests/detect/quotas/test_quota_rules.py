"""The rules of the pack: their examples hold, and counting does what they say."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from docanalyzer.detect.quotas.counting.documents import count_documents
from docanalyzer.detect.quotas.examples import (
    probe_targets,
)
from docanalyzer.detect.quotas.rule import (
    CountingRule,
    LeftOut,
    QuotaExample,
    TargetRule,
)
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.tables import RECEIPTS
from docanalyzer.rules.examples import run_examples
from docanalyzer.rules.pack import RulePack
from tests.detect.quotas.registers import UNIT, default_rules, detect, documents, year_of


def _counting() -> CountingRule:
    (rule,) = [rule for rule in default_rules() if rule.id == "count-documents"]
    assert isinstance(rule, CountingRule)
    return rule


def test_every_example_of_the_pack_holds() -> None:
    count, failures = run_examples(RulePack(default_rules()))
    assert failures == ()
    assert count >= 30


@pytest.mark.parametrize(
    ("previous", "count", "said", "told"),
    [
        (100, 95, "missed", ("missed",)),
        (100, 60, "missed", ()),
        (100, 60, "met", ()),
        (100, 95, "met", ("missed",)),
        (100, 60, "undetermined", ("met",)),
    ],
)
def test_a_wrong_example_is_told(
    previous: int, count: int, said: str, told: tuple[str, ...]
) -> None:
    (rule,) = [rule for rule in default_rules() if rule.id == "documents-2019"]
    assert isinstance(rule, TargetRule)
    example = QuotaExample.model_validate_json(
        f'{{"year": 2019, "previous": {previous}, "count": {count}, "status": "{said}"}}'
    )
    assert probe_targets(rule, [example]) == [told]


def test_two_rules_for_one_year_are_a_fault() -> None:
    rules = list(default_rules())
    (rule,) = [rule for rule in rules if rule.id == "documents-2019"]
    from docanalyzer.detect.quotas.detection import detect_quotas

    twin = rule.model_copy(update={"id": "documents-2019-local"})
    with pytest.raises(UsageFault, match="documents-2019 and documents-2019-local"):
        detect_quotas(documents(year_of(2019, 30)), RECEIPTS.empty(), [*rules, twin])


def test_what_does_not_count_is_left_out_with_its_reason() -> None:
    when = _counting().when.model_copy(
        update={
            "left_out": (
                LeftOut(genres=("函",), reason="函不计入"),
                LeftOut(organ_codes=("某政任",), reason="任免不计入"),
                LeftOut(title_words=("任免",), from_year=2022, reason="任免不计入"),
            )
        }
    )
    rule = _counting().model_copy(update={"when": when})
    rows = documents(
        year_of(2021, 2),
        year_of(2021, 3, tag="政函", genre="函"),
        year_of(2021, 4, tag="某政任", organ_code="某政任"),
        year_of(2021, 1, tag="人", title="关于任免的通知"),
        year_of(2022, 1, tag="人", title="关于任免的通知"),
        year_of(2022, 1, tag="无主").with_columns(issuer=pl.lit(None, pl.String)),
    )
    counted = count_documents(rows, RECEIPTS.empty(), [rule])
    assert counted["doc_id"].to_list() == rows["doc_id"].to_list()
    reasons = dict(counted["left_out"].value_counts().iter_rows())
    assert reasons == {None: 3, "函不计入": 3, "任免不计入": 5, "issuer not known": 1}


def test_only_receivers_of_a_level_count_where_the_rule_says_so() -> None:
    from docanalyzer.model.terms import Level

    when = _counting().when.model_copy(update={"receiver_levels": (Level.COUNTY, Level.TOWNSHIP)})
    rule = _counting().model_copy(update={"when": when})
    rows = documents(year_of(2021, 4))
    ids = rows["doc_id"].to_list()
    receipts = RECEIPTS.conform(
        pl.DataFrame(
            {
                "receipt_id": ["a", "b", "c", "d"],
                "doc_id": [ids[0], ids[0], ids[1], ids[2]],
                "receiver_level": ["county", "city", "city", None],
            }
        )
    )
    counted = count_documents(rows, receipts, [rule])
    unknown = "level of its receivers not known"
    assert counted["left_out"].to_list() == [
        None,
        "not received at a level that counts",
        unknown,
        unknown,
    ]
    assert "received at county, township" in counted["counted_rule"][0]


def test_the_share_of_numbered_documents_decides_the_basis() -> None:
    bare = year_of(2022, 10, tag="无号").with_columns(
        number_year=pl.lit(None, pl.Int64), doc_number=pl.lit(None, pl.String)
    )
    for numbered, basis in ((9, "date"), (10, "number")):
        counted = count_documents(
            documents(year_of(2022, numbered), bare), RECEIPTS.empty(), [_counting()]
        )
        assert set(counted["by"]) == {basis}


def test_a_number_counts_in_its_own_year() -> None:
    late = year_of(2021, 30).with_columns(issued_on=pl.lit(date(2022, 1, 5)))
    counted = count_documents(documents(late), RECEIPTS.empty(), [_counting()])
    assert set(counted["year"]) == {2021}


def test_the_first_receipt_dates_a_document() -> None:
    bare = year_of(2021, 1).with_columns(
        issued_on=pl.lit(None, pl.Date), number_year=pl.lit(None, pl.Int64)
    )
    rows = documents(bare)
    receipts = RECEIPTS.conform(
        pl.DataFrame(
            {
                "receipt_id": ["b", "a"],
                "doc_id": rows["doc_id"].to_list() * 2,
                "received_at": [datetime(2022, 1, 3), datetime(2021, 12, 30)],
            }
        )
    )
    counted = count_documents(rows, receipts, [_counting()])
    assert counted.select("year", "day").row(0) == (2021, date(2021, 12, 30))


@pytest.mark.parametrize("level", ["central", "village", None])
def test_local_practice_of_2020_to_2023_binds_no_other_level(level: str | None) -> None:
    rows = documents(year_of(2020, 30), year_of(2021, 40)).with_columns(
        pl.lit(level, pl.String).alias("issuer_level")
    )
    tables = detect(rows)
    assert tables.status["target"].to_list() == [None, None]
    assert tables.findings.is_empty()


@pytest.mark.parametrize("level", ["province", "city", "county", "township"])
def test_local_practice_of_2020_to_2023_is_of_low_severity(level: str) -> None:
    rows = documents(year_of(2020, 30), year_of(2021, 40)).with_columns(
        pl.lit(level).alias("issuer_level")
    )
    (finding,) = detect(rows).findings.to_dicts()
    assert (finding["rule_id"], finding["severity"]) == ("documents-2020-to-2023", "low")


def test_a_target_for_a_level_binds_only_that_level() -> None:
    (rule,) = [rule for rule in default_rules() if rule.id == "documents-from-2024"]
    from docanalyzer.detect.quotas.detection import detect_quotas
    from docanalyzer.model.terms import Level

    assert isinstance(rule, TargetRule)
    county = rule.model_copy(
        update={"when": rule.when.model_copy(update={"levels": (Level.COUNTY,)})}
    )
    rules = [county if other.id == rule.id else other for other in default_rules()]
    rows = documents(year_of(2023, 30), year_of(2024, 40))
    tables = detect_quotas(rows, RECEIPTS.empty(), rules)
    assert tables.status.filter(pl.col("period") == "2024")["target"].to_list() == [None]
    assert detect(year_of(2023, 30), year_of(2024, 40)).findings["issuer"].to_list() == [UNIT]
