"""The two sets of samples: what each file holds, and every finding that was planted."""

from __future__ import annotations

from dataclasses import dataclass

from registers import EDUCATION_NAME, OFFICE_NAME, Issued, Received, issued_in_year
from subjects import OFFICE, SCHOOLS
from texts import (
    UPPER_TITLE,
    copied_by_city,
    half_local_by_county,
    implemented_by_district,
    independent_note,
    relay_by_province,
    upper_body,
)


@dataclass(frozen=True)
class Circular:
    """A document with its text."""

    title: str
    number: str
    issuer: str
    issued_on: str
    body: str


def office_years(before: int, now: int) -> list[Issued]:
    """The city office in 2023 and 2024, `before` and `now` documents."""
    return [
        *issued_in_year(OFFICE_NAME, "云政办发", "各县区人民政府", 2023, OFFICE[:before]),
        *issued_in_year(OFFICE_NAME, "云政办发", "各县区人民政府", 2024, OFFICE[before:][:now]),
    ]


def school_years(before: int, now: int) -> tuple[list[Issued], list[Issued]]:
    """The education bureau in 2023 and in 2024."""
    return (
        issued_in_year(EDUCATION_NAME, "云教发", "各县区教育局", 2023, SCHOOLS[:before]),
        issued_in_year(EDUCATION_NAME, "云教发", "各县区教育局", 2024, SCHOOLS[before:][:now]),
    )


_UPPER = Circular(
    f"国务院办公厅{UPPER_TITLE}", "国办发〔2024〕901号", "国务院办公厅", "2024-02-06", upper_body()
)
_RELAY = Circular(
    f"江原省人民政府办公厅转发国务院办公厅{UPPER_TITLE}的通知".replace("的通知的通知", "的通知"),
    "江政办发〔2024〕31号",
    "江原省人民政府办公厅",
    "2024-02-26",
    relay_by_province(),
)
_IMPLEMENTED = Circular(
    "白石区人民政府办公室关于调整阅览室开放安排的通知",
    "白政办发〔2024〕17号",
    "白石区人民政府办公室",
    "2024-04-15",
    implemented_by_district(),
)
_NOTES = [
    Circular(
        f"清川县水务局关于{place}蓄水池清淤的通知",
        f"清水发〔2024〕{serial}号",
        "清川县水务局",
        f"2024-{month:02d}-03",
        independent_note(place, month),
    )
    for serial, (place, month) in enumerate([("柳溪镇", 5), ("东坪乡", 9)], start=6)
]
CLEAN_CIRCULARS = [_UPPER, _RELAY, _IMPLEMENTED, _NOTES[0]]
PLANTED_CIRCULARS = [
    _UPPER,
    _RELAY,
    Circular(
        f"云岭市人民政府办公室{UPPER_TITLE}",
        "云政办发〔2024〕88号",
        OFFICE_NAME,
        "2024-03-18",
        copied_by_city(),
    ),
    Circular(
        f"清川县人民政府办公室{UPPER_TITLE}",
        "清政办发〔2024〕21号",
        "清川县人民政府办公室",
        "2024-04-09",
        half_local_by_county(),
    ),
    _IMPLEMENTED,
    _NOTES[0],
]

_QUIET_RECEIPTS = [
    Received(
        "收〔2024〕1号", "2024-01-09", "云岭市卫生健康委员会", "云卫发〔2024〕2号",
        "云岭市卫生健康委员会关于印发紧急医学救援队伍名册的通知",
    ),
    Received(
        "收〔2024〕2号", "2024年2月20日", "云岭市行政审批局", "云审批发〔2024〕4号",
        "云岭市行政审批局关于公布“马上办、网上办、一次办”目录的通知",
    ),
    Received(
        "收〔2024〕3号", "2024.03.05", "云岭市应急管理局", "云应急发〔2024〕6号",
        "云岭市应急管理局关于修订危险化学品泄漏紧急处置总体预案的通知",
    ),
    Received(
        "收〔2024〕4号", "20240412", "云岭市档案馆", "云档发〔2024〕3号",
        "云岭市档案馆关于补拍老照片的函",
    ),
    Received(
        "收〔2024〕4号", "20240412", "云岭市档案馆", "云档发〔2024〕3号",
        "云岭市档案馆关于补拍老照片的函", remark="重登",
    ),
    Received(
        "收〔2024〕5号", "2024111", "云岭市气象局", "云气发〔2024〕1号",
        "云岭市气象局关于观测场围栏更换的函",
    ),
    Received(
        "收〔2024〕6号", "2024-05-21", "云岭市保密局", "云密发〔2024〕1号",
        "此件标题不得外传", secrecy="秘密★10年",
    ),
    Received("合计", "", "", "", ""),
]  # fmt: skip
_LOUD_RECEIPTS = [
    Received(
        "收〔2024〕7号", "2024-05-06", "云岭市水务局", "云水发〔2024〕12号",
        "云岭市水务局关于统计旧水表数量的通知", urgency="加急", due_on="2024-07-31",
    ),
    Received(
        "收〔2024〕8号", "2024-06-03", "云岭市商务局", "云商发〔2024〕9号",
        "云岭市商务局关于核对早餐车名单的通知", urgency="特急",
    ),
    Received(
        "收〔2024〕9号", "2024-06-11", "云岭市文化和旅游局", "云文旅发〔2024〕15号",
        "云岭市文化和旅游局关于报送广场舞队伍名单的紧急通知",
    ),
    Received(
        "收〔2024〕10号", "2024-11-20", OFFICE_NAME, "云政办发〔2024〕93号",
        "云岭市人民政府办公室转发江原省人民政府办公厅关于防范低温雨雪的紧急通知的通知",
    ),
    Received(
        "收〔2024〕11号", "2024-07-02", "云岭市林业局", "云林发〔2024〕8号",
        "云岭市林业局关于清点苗木的通知", urgency="平急", due_on="2024-07-05",
    ),
    Received(
        "收〔2024〕12号", "2024-08-14", OFFICE_NAME, "云政办发明电〔2024〕3号",
        "云岭市人民政府办公室关于江段封航的通知", urgency="特提", due_on="2024-08-14",
    ),
]  # fmt: skip
CLEAN_RECEIPTS = _QUIET_RECEIPTS
PLANTED_RECEIPTS = [*_QUIET_RECEIPTS[:-1], *_LOUD_RECEIPTS, _QUIET_RECEIPTS[-1]]
