"""The closed vocabularies of the field; every stage speaks in these words.

Imports nothing heavy, so the command line can use it before any table exists.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Administrative level of an organ, highest first; unknown is null in the tables."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


LEVEL_RANK: dict[str, int] = {level.value: rank for rank, level in enumerate(Level)}
"""0 for central to 5 for village; a smaller rank stands above a larger one."""


class Category(StrEnum):
    """What a quota counts."""

    DOCUMENT = "document"
    MEETING = "meeting"
    INSPECTION = "inspection"


class Urgency(StrEnum):
    """Urgency marks: 特急 and 加急 on documents, all four on telegrams (GB/T 9704-2012 7.2.3);
    急件 is the older wording."""

    TITI = "特提"
    TEJI = "特急"
    JIAJI = "加急"
    PINGJI = "平急"
    JIJIAN = "急件"


class Family(StrEnum):
    """The families of findings; a folder of rules each."""

    URGENCY = "urgency"
    REUSE = "reuse"
    QUOTAS = "quotas"
    DEADLINES = "deadlines"
    BURDENS = "burdens"
    ESCALATION = "escalation"


class Severity(StrEnum):
    """Weight of a finding, lightest first."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


SEVERITY_RANK: dict[str, int] = {severity.value: rank for rank, severity in enumerate(Severity)}


class Relation(StrEnum):
    """How a later document stands to an earlier one that shares its text or subject.

    `copied`: text of a higher organ above the own one, taken without saying so. `lawful`: the same,
    for a reason that makes it right (`Reason`). `elsewhere`: of another level in another division.
    `from_below`: a higher organ took up a lower one's text. `undetermined`: a level is not known,
    or a date contradicts its number, so nobody can say who took from whom.
    """

    COPIED = "copied"
    DECLARED_RELAY = "declared_relay"
    LAWFUL = "lawful"
    LATERAL = "lateral"
    ELSEWHERE = "elsewhere"
    FROM_BELOW = "from_below"
    UNDETERMINED = "undetermined"
    REISSUE = "reissue"
    VERSION = "version"
    SAME_SUBJECT = "same_subject"


class Reason(StrEnum):
    """Why a text from above is passed on and not copied, or lawfully alike."""

    TITLE = "title"
    OWN_TITLE = "source_title"
    LEAD = "lead"
    FOOT = "foot"
    ATTACHED = "attached"
    REPRINT = "reprint"
    SAME_TEXT = "same_text"
    STATUTE = "statute"
    QUOTED_LAW = "quoted_law"
    HOLIDAY = "holiday"
    INTERPRETATION = "interpretation"
    COMPILATION = "compilation"
    MINUTES = "minutes"
    REPORT = "report"
    INSPECTION = "inspection"
    COMMENT = "comment"
    FORM = "form"
    SHORT = "short"


class QuotaStatus(StrEnum):
    """Verdict on one unit, category and period; undetermined is a result, never a pass."""

    MET = "met"
    MISSED = "missed"
    UNDETERMINED = "undetermined"


class Measure(StrEnum):
    """What a figure measures."""

    DEADLINE = "deadline"
    PERCENTAGE = "percentage"
    COUNT = "count"
    AMOUNT = "amount"
    FREQUENCY = "frequency"
    LENGTH = "length"


GENRES: tuple[str, ...] = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知",
    "通报", "报告", "请示", "批复", "议案", "函", "纪要",
)  # fmt: skip
"""The fifteen kinds of 党政机关公文处理工作条例 (中办发〔2012〕14号) art. 8; 令 is 命令."""
