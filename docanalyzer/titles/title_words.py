"""How titles of official documents are built: words and patterns, as Rust regular expressions.

A title names issuer, subject and genre: 国务院办公厅 + 关于 + 加强文物安全工作 + 的意见
(GB/T 9704-2012, 7.3.1). A relay wraps a second title in the first: 转发 + … + 的通知.
"""

from __future__ import annotations

from docanalyzer.model.terms import GENRES

OPEN, CLOSE = r"[《〈“\"‘「『]", r"[》〉”\"’」』]"

RELAY_VERB = r"(?:转发|批转|印发)"

GENRE = (
    r"(?:决议|决定|命令|嘉奖令|通令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|"
    r"复函|公函|函|纪要)"
)
"""A genre word as it ends a title; what it stands for is in `GENRE_OF`."""

GENRE_OF: dict[str, str] = {genre: genre for genre in GENRES} | {
    "令": "命令", "嘉奖令": "命令", "通令": "命令", "复函": "函", "公函": "函",
}  # fmt: skip

NO_GENRE = r"(?:条令|司令|口令|密令|法令|指令|时令|信函|来函|贺函)$"
"""Words that end like a genre and are none."""

GENRE_MODIFIER = r"(?:紧急|补充|预备|实施|指导|若干|具体|暂行)?"

END = rf"的?{GENRE_MODIFIER}{GENRE}$"
"""的 and genre at the end of a title."""

REMARK = (
    r"(?:[（(\[【〔](?:现行|已?废止|已?失效|[已]?修[订改正]|摘要|节选|全文|试行|暂行|草案|征求意见稿|送审稿|代拟稿|"
    r"[0-9０-９〇零一二三四五六七八九十年月日第次号\-]*(?:修[订改正]|公布|发布|印发|施行))[）)\]】〕])+$"
)
"""Remarks behind a title: （废止）, （2011年修订）."""

ANY_REMARK = r"(?:[（(\[【〔][^（()）\[\]【】〔〕]{1,40}[）)\]】〕])+$"

FILE_ENDING = r"(?i)\.(?:docx?|pdf|wps|txt|html?|ofd|ceb)$"

ORGAN_END = (
    r"(?:国务院|法院|检察院|研究院|科学院|医院|学院|党校|行政学院|政府|厅|局|委|办|会|部|组|室|处|署|社|大学|中学|小学|学校|司|"
    r"中心|公司|集团|银行|支行|分行|总队|支队|大队|军区|警备区|分区|团|站|所|机制|指挥部|联席会议|联合会|人大|政协|"
    r"镇|乡|街道|开发区|新区|园区|部门|单位|中央|国办|中办|省办|军委)"
    r"(?:[（(][^（()）]{1,12}[）)])?$"
)
"""Ends of the names of organs, and of lists of them (财政部等部门)."""

NO_ORGAN = (
    r"的|《|(?:贯彻落实|贯彻|执行|落实|学习|传达|对|给|致)(?:国务院|国办|省|市|县|区|中央|中共|中办|党)"
    r"|^(?:认真|切实|进一步|做好|加强|组织|开展|实施|贯彻|落实|召开|请|有)"
)
"""Wordings in front of 关于 that are no organ."""

KNOWN_ORGAN = (
    r"^(?:中共中央|国务院办公厅|国务院|中央军委办公厅|中央军委|[\p{Han}]{2,14}?人民政府办公[厅室]"
    r"|[\p{Han}]{2,14}?人民政府|[\p{Han}]{2,12}?人民代表大会(?:常务委员会)?|[、和]"
    r"|[\p{Han}、]{1,30}?[厅局委办部会院署]等\p{Han}{0,3}(?:部门|单位)(?:[（(]单位[）)])?)+"
)
"""Names of organs that need no 关于 behind them to be seen."""

VERB_LEAD = r"(?:联合|修订|修改|重新|调整|同意|批准|授权|制定)?(?:并|后)?"

DOCUMENT_WORD = (
    r"(?:意见|决定|决议|通报|批复|报告|请示|公告|通告|公报|命令|议案|纪要|复函|的函|方案|办法|细则|规定|条例|要点|"
    r"纲要|章程|规则|预案|规程|规范|制度|总结|分工)"
)
DOCUMENT_END = rf"{DOCUMENT_WORD}(?:[（(][^（()）]{{1,20}}[）)])?$"
"""What can end the title of a document that is not a 通知."""

ABOUT_END = (
    r"(?:意见|决定|决议|通报|批复|报告|请示|公告|通告|公报|命令|议案|纪要|复函|的函|通知|方案|办法|细则|规定|条例|"
    r"要点|纲要)(?:[（(][^（()）]{1,20}[）)])?$"
)
"""The same for a title with 关于, where 制度 or 规划 rather ends its subject."""

SHARES_OUT = (
    r"(?:意见|决定|决议|通知|规划|纲要|方案|条例|办法|报告|备忘录)》?(?:的|重点|主要|目标|有关|工作)*"
    r"(?:分工|分解|任务|责任|实施|落实|进度)"
)
"""A plan that shares out the work of a document it names: the printing organ's own."""

OBJECT_VERB = (
    r"^(?:关于)?(?:报送|上报|呈报|填报|征求|征集|提交|听取|落实|贯彻|学习|执行|答复|反馈|公布|发布|修改|修订|"
    r"遵守|切实|认真|严格)"
)
"""Verbs that make a document word behind them their object: 征求…意见的通知 is a 通知."""
