"""What must be like a text from above, or speaks about one, is shown with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from tests.detect.copying.test_reuse_detection import OWN, TEXT, city, county, detect, province

PLAN = "福建省桥梁检测方案"
SOURCE = province(body=TEXT, title=f"福建省人民政府关于印发{PLAN}的通知")
COVER = "各县（区）人民政府：\n"
ARTICLES = "".join(
    f"第{number}条 {text}\n"
    for number, text in zip(
        "一二三四五六",
        (
            "桥梁养护单位应当每季度检测一次，检测结果记入台账并保存十年。",
            "任何单位和个人不得在桥梁下游二百米内采砂、挖塘或者倾倒废弃物。",
            "因施工确需占用桥面的，建设单位应当报经主管部门批准并设置绕行标志。",
            "主管部门接到险情报告后，应当在两小时内派员到场，限制或者断绝通行。",
            "违反本规定在桥下采砂的，责令改正，可以处一万元以上五万元以下罚款。",
            "妨碍检测人员执行职务的，由公安机关依法予以处罚；构成犯罪的追究责任。",
        ),
        strict=True,
    )
)


def reasons(source: dict[str, object], copy: dict[str, object]) -> list[tuple[object, ...]]:
    pairs = detect(source, copy).pairs.select("relation", "relation_reason")
    return list(pairs.iter_rows())


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        (f"《{PLAN}》政策解读", "interpretation"),
        (f"《{PLAN}》百问百答问答", "interpretation"),
        ("厦门市桥梁检测文件汇编", "compilation"),
        ("厦门市人民政府专题会议纪要", "minutes"),
        (f"厦门市人民政府关于{PLAN}贯彻落实情况的报告", "report"),
        (f"关于开展{PLAN}落实情况督查的通知", "inspection"),
        ("关于桥梁检测工作督查情况的通报", "inspection"),
        (f"关于征求《{PLAN}（征求意见稿）》意见的函", "comment"),
    ],
)
def test_a_text_about_another_one_copies_nothing(title: str, reason: str) -> None:
    assert reasons(SOURCE, city(body=COVER + TEXT, title=title)) == [("lawful", reason)]


@pytest.mark.parametrize(
    "title",
    [
        "厦门市人民政府关于印发厦门市桥梁检测方案的通知",
        "关于征求《厦门市桥梁检测方案（征求意见稿）》意见的函",
        "关于开展桥梁安全大检查的通知",
    ],
)
def test_an_own_document_with_the_same_text_is_a_copy(title: str) -> None:
    assert reasons(SOURCE, city(body=COVER + TEXT, title=title)) == [("copied", None)]


def test_what_a_law_says_may_be_quoted() -> None:
    law = province(body=ARTICLES, title="福建省桥梁保护条例", issuer="福建省人大常委会")
    copy = city(body=OWN + ARTICLES, title="关于加强桥梁保护的通知")
    assert reasons(law, copy) == [("lawful", "quoted_law")]


def test_a_statute_follows_the_one_that_it_names() -> None:
    ground = "第一条 根据《福建省桥梁保护条例》，结合本市实际，制定本办法。\n"
    source = province(body=ARTICLES, title="福建省人民政府关于印发桥梁保护规定的通知")
    copy = city(body=ground + ARTICLES, title="厦门市人民政府关于印发厦门市桥梁保护办法的通知")
    assert reasons(source, copy) == [("lawful", "statute")]
    plain = city(body=ARTICLES, title="厦门市人民政府关于印发厦门市桥梁保护方案的通知")
    assert reasons(source, plain) == [("copied", None)]


def test_a_list_decided_above_is_the_same_below() -> None:
    rows = [
        f"{n}\t{name}桥\t{n * 7 + 20}米\t{1960 + n}年\t{kind}\t{n * 13}号路"
        for n, (name, kind) in enumerate(
            [("洪山", "石拱"), ("柳河", "钢筋"), ("青石", "木"), ("北关", "悬索"), ("学府", "梁式"),
             ("纺织", "石拱"), ("文昌", "钢筋"), ("新民", "梁式")], 1,
        )
    ]  # fmt: skip
    table = "序号\t桥名\t长度\t建成\t结构\t路段\n" + "\n".join(rows)
    source = province(body=table, title="福建省交通厅关于下达桥梁改造项目清单的通知")
    copy = city(body=table, title="厦门市交通局关于下达桥梁改造项目清单的通知")
    assert reasons(source, copy) == [("lawful", "form")]


def test_a_general_office_and_a_joint_issuer_are_the_organ_itself() -> None:
    later = province(
        body=TEXT, issuer="福建省人民政府办公厅", issued_on=date(2020, 9, 1), title="另一个题目"
    )
    joint = city(body=TEXT, issuer="厦门市财政局、福建省人民政府", title="第三个题目")
    assert reasons(SOURCE, later) == [("version", None)]
    assert reasons(SOURCE, joint) == [("version", None)]


@pytest.mark.parametrize(
    ("year", "expected"), [(2020, "undetermined"), (2019, "from_below"), (None, "from_below")]
)
def test_a_date_that_contradicts_the_number_tells_nothing(year: int | None, expected: str) -> None:
    source = province(body=TEXT, number_year=2020)
    copy = county(body=TEXT, issued_on=date(2019, 5, 1), number_year=year)
    found = detect(source, copy)
    assert found.pairs["relation"].to_list() == [expected]
    told = found.findings["rule_id"].to_list()
    assert told == (["copying-undetermined"] if expected == "undetermined" else [])
