"""Whether a sentence asks an office, a village, a school or a cadre for what a rule found in it.

The words around a phrase can turn it: the opposite is said, somebody else is asked, an office
tells what it did, or a web page prints it around the text.
"""

from __future__ import annotations

import polars as pl

from docanalyzer.compare.phrases.hits import Hits

_OFFICES = (
    r"各地|各级|各[市县区省镇乡村街校园科股室站所院队局委办厅部处组片]|各[\p{Han}]{0,8}(?:单位|部门|学校|机构组织|政府|委员会|支部|社区)"
    r"|各成员|各有关|单位|部门|学校|中小学|幼儿园|乡镇|镇街|街道|社区|村委|村[（(]|行政村|[镇乡]政府|村干部|干部|党员|教师|教职工"
    r"|班主任|辅导员|网格员|工作人员|人民政府|党委|党组|支部|机关|政府|办公室|主管部门|[市县区]局|教育局|责任人|负责人|负责同志"
    r"|驻村|工作队|专班|指挥部|领导小组|委员会"
)
"""Words for those whom a burden can fall on."""

_OTHERS = (
    r"企业|公司|经营者|经营户|商户|店铺|考生|考点门口|选手|参赛|申请人|申报人|报考|应聘|求职|投标|供应商|中标|承包人|当事人|纳税人"
    r"|申报者|参保人|旅客|乘客|游客|市民|公民|消费者|用户|业主|住户|患者|病人|驾驶人|车主|作者|投稿|参展|设备|装置|终端"
    r"|网络平台经营|生产单位|施工单位|监理单位|用人单位|建设单位|医疗机构|检验机构|培训机构|中介|律师|购房|租户|捐赠人|获奖者"
)
"""Words for those who are asked or checked instead."""

_STATUTORY = (
    r"执法全过程|全过程记录制度|接种记录|病历|进货查验|索证索票|购销台账|采购台账|生产台账|养殖档案|农药使用记录|兽药"
    r"|危险废物|固体废物|特种设备|消毒记录|安全生产台账由企业"
)
"""Records that a statute lays down."""

_PRINTED = (
    r"^(?:相关(?:链接|阅读|文章|文件|新闻|附件|推荐|内容)|延伸阅读|推荐阅读|猜你喜欢|上一?[篇条][：:]|下一?[篇条][：:]|责任编辑|更多(?:信息|内容|精彩)"
    r"|扫一扫|分享到|打印本页|【?(?:打印|关闭|收藏)|主办单位：|版权所有|网站地图|长按|欢迎关注|点击|微信扫|扫码(?:关注|阅读|查看))"
    r"|(?:浏览|阅读|点击|访问|转发|点赞)(?:次数|数|量|率)?[：:][0-9（(]|字号：|字体：|\[?大中小\]?"
    r"|(?:官方|政务)(?:微信|微博|抖音|公众号)[“「：:]|(?:扫描|长按|识别)[^，。]{0,10}二维码[^，。]{0,6}关注"
)
"""What a web page prints around a text, in a sentence of its own."""

_LISTED = (
    r"^(?:[·•\-—>»◆■●★]{0,3}|\[?[0-9]{4}-[0-9]{2}-[0-9]{2}\]?)[^，。；]{0,60}"
    r"的(?:紧急)?(?:通知|公告|通报|通告|意见|函)(?:\[?[0-9-]{6,12}\]?)?$"
)
"""A title in a list of links."""

_TOLD = (
    r"^(?:近年来|去年|今年以来|截至目前|截止目前|目前|一年来|近日|日前|上半年|我[局委办厅市县区镇校院]|本局|本办)[^。]{0,80}"
    r"(?:已|了|共|先后|累计)"
)
_ASKED = r"请|务必|必须|须|应当|要求|不得|要(?:建|做|把|将|对|在|按|加|严)|一律|报我"
"""An office telling what it did, unless it asks in the same breath."""

_DENIED = (
    r"(?:不得|严禁|禁止|不再|取消|不要求|不准|不能|不应|不搞|无需|无须|不必|杜绝|防止|避免|减少|精简|压减|整治|纠正|克服"
    r"|减轻|清理|摒弃|叫停|停止|严控|不以|反对|力戒|拒绝|免于|免予)[^，。；：]{0,24}$"
)
_SPARED = (
    r"^[^，。；：]{0,10}(?:解脱|解放出来|中解放|减负|予以取消|一律取消|全部取消|被取消|已取消|不再|可以不|可不|免于|负担"
    r"|形式主义|等做法|的做法|的现象|等现象|现象|问题)"
)
_DENIED_TWICE = (
    r"(?:不得|严禁|禁止|不准|不能|防止|避免)[^，。；：]{0,16}"
    r"(?:不|迟|漏|瞒|缺|拖|误|代|替|无故|以任何)"
)


def asks_an_office(occurrences: pl.DataFrame, hits: Hits) -> pl.Series:
    """Which occurrences (sentence, begin, end in legible texts) are a burden on an office.

    Judged by the sentence alone, so what an earlier sentence said of its addressee is not seen.
    """
    around = hits.sentences
    text, before, after = pl.col("text"), pl.col("before"), pl.col("after")
    first = pl.Series(around.begin[occurrences["sentence"].to_numpy()])
    said = occurrences.select(
        text=around.texts.gather(occurrences["sentence"]),
        begin=pl.col("begin") - first,
        end=pl.col("end") - first,
    )
    judged = said.unique(maintain_order=True).with_columns(
        before=text.str.slice(0, "begin"), after=text.str.slice("end")
    )
    freed = before.str.contains(r"(?:从|让)[^，。；：]{0,24}$") & after.str.contains(
        r"^[^，。；：]{0,6}(?:解脱|解放|抽身)"
    )
    denied = before.str.contains(_DENIED) & ~before.str.contains(_DENIED_TWICE)
    others = text.str.contains(_OTHERS) & ~text.str.contains(_OFFICES)
    silent = (
        freed
        | denied
        | after.str.contains(_SPARED)
        | others
        | text.str.contains(_STATUTORY)
        | text.str.contains(_PRINTED)
        | text.str.contains(_LISTED)
        | (text.str.contains(_TOLD) & ~text.str.contains(_ASKED))
    )
    judged = judged.with_columns(asks=~silent)
    return said.join(judged, on=["text", "begin", "end"], how="left", maintain_order="left")["asks"]
