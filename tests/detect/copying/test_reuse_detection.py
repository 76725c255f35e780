"""Copying from above, end to end on small planted registers."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

from docanalyzer.detect.copying.detection import ReuseTables, detect_reuse
from docanalyzer.detect.copying.rule import CopyRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, REUSE_PAIRS
from docanalyzer.rules.loader import load_pack

TEXT = (
    "全省各级各部门要在每季度首月核对桥梁检测台账，由专业队伍逐座查看支座、伸缩缝和排水孔，"
    "发现裂缝超过限值的立即限载并设置绕行标志，三十日内完成加固设计；汛期增加夜间巡查频次，"
    "值守人员应当携带测距仪和照明设备，遇险情先断行后报告。养护单位须把照片、坐标和处置时间"
    "上传省人民政府的桥梁平台，逾期未传的在下季度拨款中扣减，并向社会公布名单。"
)
OWN = (
    "青石渡老桥由临河街道雇请五名船工轮流看护，桥头小卖部兼作报险点，村民每户出工两天清理漂木，"
    "所需砂石从废弃采石场就近取用，完工后由镇里的泥瓦匠协会验看并在祠堂门口张榜。"
)


def register(*rows: dict[str, object]) -> tuple[pl.DataFrame, pl.DataFrame]:
    frame = pl.DataFrame(
        [{"doc_id": f"d{n}", "title": None, "body": None, **row} for n, row in enumerate(rows)],
        infer_schema_length=None,
    )
    bodies = frame.select("doc_id", "body").filter(pl.col("body").is_not_null())
    return DOCUMENTS.conform(frame.drop("body")), BODIES.conform(bodies)


def detect(*rows: dict[str, object]) -> ReuseTables:
    rules = load_pack([default_pack()]).of_kind(CopyRule)
    return detect_reuse(*register(*rows), rules)


def province(**more: object) -> dict[str, object]:
    facts = {"issuer": "福建省人民政府", "issuer_level": "province", "province": "福建省"}
    return {**facts, "issued_on": date(2020, 1, 10), "doc_number": "闽政〔2020〕1号", **more}


def city(**more: object) -> dict[str, object]:
    facts = {"issuer": "厦门市人民政府", "issuer_level": "city", "province": "福建省"}
    return {**facts, "city": "厦门市", "issued_on": date(2020, 3, 1), **more}


def test_changed_level_words_are_still_a_copy() -> None:
    local = TEXT.replace("全省", "全市").replace("省人民政府", "市人民政府")
    found = detect(province(body=TEXT, title="关于桥梁检测的通知"), city(body=local))
    pair = found.pairs.row(0, named=True)
    assert (pair["copy_doc_id"], pair["source_doc_id"]) == ("d1", "d0")
    assert pair["relation"] == "copied"
    assert pair["copied_share"] == pytest.approx(1.0)
    assert pair["is_immediate_parent"] is True
    finding = found.findings.row(0, named=True)
    assert finding["matched_text"] == local[finding["begin"] : finding["end"]]
    evidence = json.loads(finding["evidence"])
    assert evidence["direction"] == "level"
    assert evidence["source_doc_number"] == "闽政〔2020〕1号"


def county(**more: object) -> dict[str, object]:
    facts = {"issuer": "同安区人民政府", "issuer_level": "county", "county": "同安区"}
    return city(**{**facts, "issued_on": date(2020, 5, 1), **more})


@pytest.mark.parametrize(("taken_from", "parent"), [("city", "d1"), ("province", "d0")])
def test_the_nearest_source_is_the_one_whose_figures_the_copy_has(
    taken_from: str, parent: str
) -> None:
    texts = {"province": TEXT, "city": TEXT.replace("三十日内", "二十日内")}
    found = detect(
        province(body=texts["province"]),
        city(body=texts["city"]),
        county(body=texts[taken_from].replace("全省", "全区")),
    )
    pairs = found.pairs.filter(copy_doc_id="d2")
    assert set(pairs["relation"]) == {"copied"}
    assert pairs.filter("is_immediate_parent")["source_doc_id"].to_list() == [parent]


def test_among_sources_that_agree_alike_the_lowest_is_nearest() -> None:
    found = detect(province(body=TEXT), city(body=TEXT), county(body=TEXT))
    nearest = found.pairs.filter(copy_doc_id="d2").filter("is_immediate_parent")
    assert nearest["source_doc_id"].to_list() == ["d1"]


def test_among_equals_of_one_level_the_same_subject_is_nearest() -> None:
    title = "关于桥梁检测的通知"
    water = province(body=TEXT, title="关于汛期安全的通知", issuer="福建省水利厅")
    found = detect(
        province(body=TEXT, title=title, issuer="福建省交通运输厅"),
        {**water, "issued_on": date(2020, 2, 1), "doc_number": "闽水〔2020〕2号"},
        city(body=TEXT, title=title),
    )
    nearest = found.pairs.filter(copy_doc_id="d2").filter("is_immediate_parent")
    assert nearest["source_doc_id"].to_list() == ["d0"]


@pytest.mark.parametrize("verb", ["转发", "批转"])
def test_a_relay_in_the_title_is_never_called_copied(verb: str) -> None:
    title = f"厦门市人民政府{verb}福建省人民政府关于桥梁检测的通知"
    found = detect(
        province(body=TEXT, title="福建省人民政府关于桥梁检测的通知"),
        city(body=TEXT, title=title, is_relay=True),
    )
    assert found.pairs["relation"].to_list() == ["declared_relay"]
    assert found.findings.is_empty()


def test_a_relay_in_the_body_counts_only_for_the_document_it_names() -> None:
    named = "现将《关于桥梁检测的通知》（闽政〔2020〕1号）印发给你们，请认真贯彻执行。\n"
    ground = "根据《关于桥梁检测的通知》（闽政〔2020〕1号），结合实际制定本方案。\n"
    source = province(body=TEXT, title="关于桥梁检测的通知")
    declared = detect(source, city(body=named + TEXT, title="关于桥梁检测的通知"))
    copied = detect(source, city(body=ground + TEXT, title="桥梁方案"))
    assert declared.pairs["relation"].to_list() == ["declared_relay"]
    assert copied.pairs["relation"].to_list() == ["copied"]


def test_equals_at_one_level_accuse_nobody() -> None:
    other = {"issuer": "泉州市人民政府", "city": "泉州市", "issued_on": date(2020, 2, 1)}
    found = detect(city(body=TEXT, **other), city(body=TEXT))
    assert found.pairs["relation"].to_list() == ["lateral"]
    assert found.findings.is_empty()


def test_another_province_is_not_above() -> None:
    far = city(body=TEXT, province="河南省", city="濮阳市", issuer="濮阳市人民政府")
    found = detect(province(body=TEXT), far)
    assert found.pairs["relation"].to_list() == ["elsewhere"]
    assert found.findings.is_empty()


def test_an_older_text_of_a_lower_organ_copies_nothing() -> None:
    found = detect(province(body=TEXT), city(body=TEXT, issued_on=date(2019, 5, 1)))
    pair = found.pairs.row(0, named=True)
    assert (pair["copy_doc_id"], pair["relation"]) == ("d0", "from_below")
    assert found.findings.is_empty()


def test_without_level_and_date_the_citation_decides() -> None:
    facts = {"issuer_level": None, "issued_on": None, "province": None, "city": None}
    citing = f"依照闽政〔2020〕1号文件，{TEXT}"
    found = detect(city(body=citing, **facts), province(body=TEXT, **facts))
    assert found.pairs.select("copy_doc_id", "source_doc_id").row(0) == ("d0", "d1")


def unknown(**more: object) -> dict[str, object]:
    facts = {"issuer": None, "issuer_level": None, "province": None, "city": None}
    return city(**{**facts, "issued_on": None, "doc_number": None, **more})


def test_without_level_date_and_citation_the_direction_is_not_told() -> None:
    found = detect(unknown(body=TEXT), unknown(body=TEXT + OWN))
    pair = found.pairs.row(0, named=True)
    # The text that consists of the shared part altogether stands as the copy.
    assert (pair["copy_doc_id"], pair["relation"]) == ("d0", "undetermined")
    assert (pair["is_immediate_parent"], pair["days_between"]) == (None, None)
    finding = found.findings.row(0, named=True)
    assert (finding["rule_id"], finding["severity"]) == ("copying-undetermined", "info")
    assert json.loads(finding["evidence"])["direction"] == "undetermined"


def test_a_date_tells_the_direction_but_not_who_stands_above() -> None:
    found = detect(province(body=TEXT), unknown(body=TEXT, issued_on=date(2020, 5, 1)))
    pair = found.pairs.row(0, named=True)
    assert (pair["copy_doc_id"], pair["is_immediate_parent"]) == ("d1", False)
    assert found.findings["rule_id"].to_list() == ["copying-undetermined"]


def test_one_level_and_day_leave_the_direction_open_and_accuse_nobody() -> None:
    found = detect(city(body=TEXT), city(body=TEXT, issuer="泉州市人民政府", city="泉州市"))
    pair = found.pairs.row(0, named=True)
    assert (pair["relation"], pair["is_immediate_parent"]) == ("lateral", None)
    assert pair["days_between"] == 0
    assert found.findings.is_empty()


def test_what_the_top_shares_with_an_unknown_organ_is_no_copy_of_it() -> None:
    top = {"issuer": "国务院", "issuer_level": "central", "province": None, "city": None}
    later = city(body=TEXT, **top, issued_on=date(2021, 1, 1))
    found = detect(unknown(body=TEXT, issued_on=date(2020, 1, 1)), later)
    assert found.pairs["copy_doc_id"].to_list() == ["d1"]
    assert found.findings.is_empty()


def test_a_document_without_level_is_compared_and_can_be_a_relay() -> None:
    relay = unknown(body=TEXT, title="转发关于桥梁检测的通知", is_relay=True)
    assert detect(province(body=TEXT), relay).findings.is_empty()
    named = "现将《关于桥梁检测的通知》（闽政〔2020〕1号）印发给你们，请认真贯彻执行。\n"
    source = province(body=TEXT, title="关于桥梁检测的通知", issued_on=None)
    printed = detect(source, unknown(body=named + TEXT))
    assert printed.pairs["copy_doc_id"].to_list() == ["d1"]
    assert printed.findings.is_empty()


def test_a_lawful_share_is_a_pair_but_no_finding() -> None:
    body = TEXT[:70] + OWN * 3
    found = detect(province(body=TEXT), city(body=body))
    assert found.pairs["copied_share"][0] < 0.3
    assert found.findings.is_empty()


def test_the_same_issuer_again_is_a_reissue() -> None:
    title = "厦门市人民政府关于桥梁检测的通知"
    again = {"issued_on": date(2020, 3, 9), "doc_number": "厦府〔2020〕9号"}
    found = detect(city(body=TEXT, title=title), city(body=TEXT, title=title, **again))
    assert found.pairs["relation"].to_list() == ["reissue"]


def test_titles_alone_show_relays_and_load_no_compiler() -> None:
    found = detect(
        province(title="福建省人民政府关于加强桥梁检测工作的通知"),
        city(title="厦门市人民政府转发福建省人民政府关于加强桥梁检测工作的通知", is_relay=True),
    )
    pair = found.pairs.row(0, named=True)
    assert (pair["relation"], pair["copied_share"]) == ("declared_relay", None)


def test_row_order_does_not_matter() -> None:
    rows = [
        province(body=TEXT),
        city(body=TEXT + OWN),
        city(body=OWN, city="泉州市", issuer="泉州市"),
    ]
    documents, bodies = register(*rows)
    straight = detect_reuse(documents, bodies, [])
    turned = detect_reuse(documents.reverse(), bodies.reverse(), [])
    assert straight.pairs.equals(turned.pairs)
    assert straight.passages.equals(turned.passages)


@pytest.mark.parametrize(
    "body", ["", "十个字的正文而已。", "啊" * 300_000, "。" * 1000, "😀" * 500]
)
def test_hostile_bodies_give_a_result(body: str) -> None:
    found = detect(province(body=body), city(body=body), city(body=TEXT))
    assert found.pairs.columns == REUSE_PAIRS.names()
