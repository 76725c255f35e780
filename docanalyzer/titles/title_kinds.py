"""Notices that convene meetings or announce inspections, and subjects too common to compare."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.terms import Category
from docanalyzer.titles.subject import SYMBOLS

_WHEN = r"(?:拟|定|于|在|[0-9年月日时分上下午晚本周星期一二三四五六天至]|组织|提前)*"
_FORMAT = r"(?:[（(][^（()）]{1,12}[）)])?$"
_CONVENED = (
    rf"^{_WHEN}召开.*(?:会议?|论坛){_FORMAT}"
    rf"|^{_WHEN}(?:举行|举办|参加|出席|收听收看|收看|观看).*(?:会议|[座恳茶]谈会|动员会|动员大会|推进会|现场会|"
    r"调度会|部署会|例会|全会|视频会|研讨会|协调会|汇报会|通报会|分析会|培训会|交流会|表彰大会|工作会|"
    rf"大会|论坛|听证会|联席会){_FORMAT}"
)
_MEETING_OF_AREA = r"^(?:[0-9]{4}年度?)?(?:全国|全省|全市|全县|全区|全旗|全镇|全乡|全系统).*会议$"
_CALL = r"会议的?(?:预备?|紧急|补充)?通知$"

_INSPECTION = r"(?:大?督查|督察|大?检查|考核|巡查|抽查|督导|考评)(?:工作|活动|行动|专项行动)?$"
_ANNOUNCED = (
    rf"^(?:在.{{1,10}})?(?:组织|集中|联合|全面|深入|继续)*开展.*{_INSPECTION}"
    rf"|^对.*(?:进行|开展|实施).*{_INSPECTION}"
)
_NO_INSPECTION = (
    r"(?:自查|普查|调查|审查|核查|体检|健康检查|身体检查|整改|情况)(?:工作|活动)?$"
    r"|停止|取消|规范|精神"
)

_PERSONNEL = (
    r"任免|任职|免职|免去|职务|任命|聘任|人员名单|成员名单|组成人员|"
    r"领导(?:班子|成员)*(?:工作)?分工|[省市县区]长(?:工作)?分工|"
    r"(?:领导小组|委员会|指挥部)(?:及?其?办公室)?(?:成员|组成|主任|组长)"
)
_SET_UP = (
    r"^(?:同意)?(?:成立|设立|组建|调整|撤销|建立|恢复|充实|更换)"
    r".*(?:小组|委员会|指挥部|联席会议|协调机制|工作组|组委会|筹备组|调查组|督查组|专班|机构|办公室)"
    r"(?:制度)?(?:成员|人员)?(?:单位|名单)?$"
)
_ROUTINE = (
    r"放假|节假日|值班|作息时间|立法工作计划|立法计划|规章制定计划|制[定订]规章计划|民生实事|"
    r"实事(?:任务)?分工|政府工作报告.*分工|春运|政务公开工作要点$|"
    r"[0-9]{4}年度?.*(?:考核|考评|评价|评估|检查|督查)(?:结果|情况)$|"
    r"^(?:对|给).*(?:表彰|表扬|嘉奖|记.{0,2}功|奖励)|^(?:表彰|表扬|追授|追记|同意授予|嘉奖|授予|奖励|命名|颁发)|"
    r"(?:职能配置|主要职责|职责).*(?:内设机构|人员编制)|机构编制规定|常务会议精神|公布.*名[录单]$|"
    r"科学技术奖|先进集体|先进个人|先进单位|先进工作者|劳动模范"
)
_SHORTEST = 5


def category_of(title: pl.Expr, subject: pl.Expr, genre: pl.Expr, verb: pl.Expr) -> pl.Expr:
    """`Category` by title; document unless a 通知 of its own plainly convenes or announces."""
    notice = (genre == "通知") & verb.is_null()
    meeting = subject.str.contains(_CONVENED) | subject.str.contains(_MEETING_OF_AREA)
    called = title.str.contains(_CALL) & ~title.str.contains("关于|精神")
    inspection = subject.str.contains(_ANNOUNCED) & ~subject.str.contains(_NO_INSPECTION)
    return (
        pl.when(notice & (meeting | called)).then(pl.lit(Category.MEETING.value))
        .when(notice & inspection).then(pl.lit(Category.INSPECTION.value))
        .otherwise(pl.lit(Category.DOCUMENT.value))
    )  # fmt: skip


def is_generic(subject: pl.Expr, key: pl.Expr, category: pl.Expr) -> pl.Expr:
    """Whether equal subjects would say nothing: common matters, meetings, very short subjects."""
    short = key.str.replace_all(rf"{SYMBOLS}|[0-9]", "").str.len_chars() < _SHORTEST
    common = subject.str.contains(_PERSONNEL) | subject.str.contains(_SET_UP)
    return (
        short | common | subject.str.contains(_ROUTINE) | (category == Category.MEETING.value)
    ).fill_null(True)
