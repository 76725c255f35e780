"""Who passes a text on and says so is not told to have copied it, whichever source it resembles."""

from __future__ import annotations

import pytest

from tests.detect.copying.test_reuse_detection import OWN, TEXT, city, county, detect, province

TITLE = "关于桥梁检测的通知"
OF_PROVINCE = f"福建省人民政府{TITLE}"


def central(**more: object) -> dict[str, object]:
    facts = {"issuer": "国务院", "issuer_level": "central", "province": None}
    return province(
        **{**facts, "doc_number": "国发〔2019〕30号", "title": f"国务院{TITLE}", **more}
    )


def relation(of: dict[str, object], *sources: dict[str, object]) -> dict[object, object]:
    """What the first document is to each of the others, by their ids."""
    pairs = detect(of, *sources).pairs.filter(copy_doc_id="d0")
    return dict(pairs.select("source_doc_id", "relation").iter_rows())


@pytest.mark.parametrize(
    "cover",
    [
        f"现将《{OF_PROVINCE}》（闽政〔2020〕1号）印发给你们，请认真贯彻执行。\n",
        "现将闽政〔2020〕1号文件转发给你们，请遵照执行。\n",
        f"经市政府同意，现将省政府《{TITLE}》转发给你们，请抓好落实。\n",
        f"现将福建省人民政府{TITLE}转发给你们。\n",
        f"转发省政府《{TITLE}》，请贯彻执行。\n",
    ],
)
def test_a_relay_of_the_province_copies_nothing_from_the_central_text_either(cover: str) -> None:
    copy = city(body=cover + TEXT, title="关于做好桥梁工作的通知")
    found = relation(copy, province(body=TEXT, title=OF_PROVINCE), central(body=TEXT))
    assert set(found.values()) == {"declared_relay"}
    assert len(found) == 2


def test_the_named_document_need_not_be_in_the_register() -> None:
    cover = f"现将《国务院{TITLE}》印发给你们。\n"
    copy = city(body=cover + TEXT, title="关于贯彻国务院通知精神的通知")
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": "declared_relay"}


def test_a_heading_with_the_subject_hides_no_declaration() -> None:
    cover = f"厦门市人民政府{TITLE}\n现将《{TITLE}》印发给你们，请认真贯彻执行。\n"
    copy = city(body=cover + TEXT, title=f"厦门市人民政府{TITLE}")
    assert relation(copy, province(body=TEXT, title=TITLE)) == {"d1": "declared_relay"}


@pytest.mark.parametrize(
    "cover",
    [
        # An office prints its own text under the subject that the province's had.
        f"现将《厦门市人民政府{TITLE}》印发给你们，请认真贯彻执行。\n",
        f"现将《市政府{TITLE}》印发给你们，请认真贯彻执行。\n",
        f"现将《{TITLE}》印发给你们，请认真贯彻执行。\n",
        f"按照《{OF_PROVINCE}》要求，现就有关事项通知如下。\n",
        "现将《城区防汛预案》转发给你们。\n",
    ],
)
def test_own_texts_and_grounds_pass_nothing_on(cover: str) -> None:
    copy = city(body=cover + TEXT, title=f"厦门市人民政府{TITLE}")
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": "copied"}


def test_what_a_relay_adds_from_elsewhere_is_a_copy() -> None:
    cover = "现将闽政〔2020〕1号文件转发给你们，请遵照执行。\n"
    added = (
        OWN
        + "各桥头值守点配备救生绳六条和扩音喇叭，交接班记录由渡管站每旬收存，"
        + "缺页的当场补记并说明原因。"
    )
    copy = city(body=cover + TEXT + added, title="关于做好桥梁工作的通知")
    water = province(
        body=added, title="关于渡口的通知", issuer="福建省水利厅", doc_number="闽水〔2020〕9号"
    )
    found = relation(copy, province(body=TEXT, title=OF_PROVINCE), water)
    assert found == {"d1": "declared_relay", "d2": "copied"}


def test_covers_that_name_the_same_document_are_alike_and_no_copy() -> None:
    cover = "现将《国务院关于桥梁检测的通知》（国发〔2019〕30号）转发给你们，请认真贯彻执行。\n"
    copy = county(body=cover + TEXT, title="关于做好桥梁工作的通知")
    above = city(body=cover + TEXT, title="关于桥梁工作的通知", doc_number="厦府〔2020〕3号")
    found = relation(copy, above, central(body=TEXT))
    assert found == {"d1": "declared_relay", "d2": "declared_relay"}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("闽政〔2020〕1号\n", "declared_relay"),
        ("  闽政［2020］1号 \r\n", "declared_relay"),
        ("闽政〔2020〕11号\n", "copied"),
        ("按照闽政〔2020〕1号的要求，\n", "copied"),
    ],
)
def test_an_attached_document_under_its_own_number_is_passed_on(
    heading: str, expected: str
) -> None:
    body = f"{OWN}\n附件：上级文件\n{heading}{TEXT}"
    copy = city(body=body, title="关于做好桥梁工作的通知")
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": expected}


def test_a_foot_that_tells_who_reprinted_it_declares_everything() -> None:
    copy = city(body=f"{TEXT}\n厦门市人民政府办公厅2020年3月1日翻印", title=TITLE)
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": "declared_relay"}


@pytest.mark.parametrize(
    ("title", "expected"), [(OF_PROVINCE, "declared_relay"), (TITLE, "copied")]
)
def test_a_title_with_the_issuer_of_the_source_says_whose_text_it_is(
    title: str, expected: str
) -> None:
    copy = city(body=TEXT, title=title)
    assert relation(copy, province(body=TEXT, title=title)) == {"d1": expected}


@pytest.mark.parametrize(
    "lead",
    [
        "现将省政府通知原文照转，请一并贯彻。",
        "现将原文照转如下，请遵照执行。",
        "现将省政府有关通知传达给你们，请认真学习。",
        "现将省政府通知印送你们，请查收。",
        "闽政〔2020〕1号文已下发，现将原文印发给你们。",
        f"《{OF_PROVINCE}》已下发，现随文附上，请抓好落实。",
        f"省政府印发了《{OF_PROVINCE}》（闽政〔2020〕1号，见附件），请结合实际抓好落实。",
        "接省政府闽政〔2020〕1号通知，全文如下：",
        "接省政府通知，现转发给你们：",
        "现予转发，请照此办理。",
        "根据省政府要求，现将通知转去，请照办。",
        "现将上级文件下发给你们，请遵照执行。",
        "现将闽政〔2020〕1号文件精神重申如下：",
    ],
)
def test_a_lead_that_hands_a_document_over_passes_it_on(lead: str) -> None:
    copy = city(body=f"各县（区）人民政府：\n{lead}\n{TEXT}", title="关于做好桥梁工作的通知")
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": "declared_relay"}


@pytest.mark.parametrize(
    "lead",
    [
        f"根据《{OF_PROVINCE}》（闽政〔2020〕1号）精神，结合我市实际，制定本方案。",
        "按照省政府的统一部署，现就有关事项通知如下：",
        "请各单位将本通知转发至所属各站，并抓好落实。",
        "现将《厦门市桥梁检测方案》印发给你们，请认真贯彻执行。",
        "接市政府领导批示，为做好桥梁工作，制定如下措施：",
        "现将《城区防汛预案》传达给你们。",
        "要把上级精神传达给每一名职工。",
        "请将有关要求传达给各村，并抓好落实。",
    ],
)
def test_a_lead_that_hands_nothing_over_passes_nothing_on(lead: str) -> None:
    copy = city(body=f"各县（区）人民政府：\n{lead}\n{TEXT}", title="关于做好桥梁工作的通知")
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": "copied"}


@pytest.mark.parametrize(
    "title",
    [
        f"转：{OF_PROVINCE}",
        f"【转发】{OF_PROVINCE}",
        f"(转){OF_PROVINCE}",
        "厦门市人民政府关于传达省政府桥梁检测通知精神的通知",
        "厦门市人民政府关于重申桥梁检测要求的通知",
        "关于照转省政府桥梁检测通知的函",
    ],
)
def test_a_title_that_hands_a_document_over_passes_it_on(title: str) -> None:
    copy = city(body=f"各县（区）人民政府：\n{TEXT}", title=title)
    assert relation(copy, province(body=TEXT, title=OF_PROVINCE)) == {"d1": "declared_relay"}


@pytest.mark.parametrize(
    "cover",
    [
        f"请结合实际抓好落实。\n附件：{OF_PROVINCE}\n",
        f"供学习参考。\n一、{OF_PROVINCE}（闽政〔2020〕1号）\n",
        "供学习参考。\n附件1：福建省桥梁检测方案\n",
        "供学习参考。\n附件\n福建省桥梁检测方案\n",
        "来源：福建省人民政府网站\n",
        "本报讯 省政府近日印发通知。通知全文如下：\n",
        "（转自省政府网站）\n",
    ],
)
def test_a_heading_or_source_line_tells_whose_text_it_is(cover: str) -> None:
    copy = city(body=f"各县（区）人民政府：\n{OWN}{cover}{TEXT}", title="关于做好桥梁工作的通知")
    for title in (OF_PROVINCE, "福建省人民政府关于印发福建省桥梁检测方案的通知"):
        if OF_PROVINCE in cover and title != OF_PROVINCE:
            continue
        if "方案" in cover and title == OF_PROVINCE:
            continue
        found = relation(copy, province(body=TEXT, title=title))
        assert found == {"d1": "declared_relay"}


@pytest.mark.parametrize(
    "cover", ["附件：厦门市桥梁检测方案\n", "来源：厦门市人民政府\n", "附件：桥梁检测方案\n"]
)
def test_an_own_heading_or_source_line_passes_nothing_on(cover: str) -> None:
    copy = city(body=f"各县（区）人民政府：\n{OWN}{cover}{TEXT}", title="关于做好桥梁工作的通知")
    source = province(body=TEXT, title="福建省人民政府关于印发福建省桥梁检测方案的通知")
    assert relation(copy, source) == {"d1": "copied"}
