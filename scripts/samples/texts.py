"""Texts of the synthetic circulars: invented subjects, places and wording, nothing quoted.

The upper text is a national circular; the others show what may become of it on its way down.
"""

from __future__ import annotations

UPPER_TITLE = "关于规范公共阅览室开放服务的通知"

OPENING = "各省、自治区、直辖市人民政府，国务院各部委、各直属机构："

PARAGRAPHS = (
    "近年来，全国公共阅览室数量稳步增加，开放服务不断改善，但一些地方仍有开门时间短、图书更新慢、"
    "管理人员不固定的问题。为规范公共阅览室开放服务，经国务院同意，现就有关事项通知如下。",
    "一、保证开放时间。公共阅览室每周开放不少于四十小时，周末和学生假期应当正常开放。因装修、"
    "停电等原因临时闭馆的，提前三日在门口和网上说明，并告知就近可去的阅览室。",
    "二、更新图书报刊。每年新增图书不少于馆藏总量的百分之五，报刊不少于三十种。图书采购听取读者"
    "意见，优先补充儿童读物、农业技术和日常健康类图书，破损严重的及时修补或者下架。",
    "三、方便群众借阅。推行一张借书证在全国通用，不得收取押金，不得要求读者关注账号或者下载"
    "软件后才能借书。为老年人保留人工登记窗口，为视力不便的读者提供大字本和朗读设备。",
    "四、配好管理人员。每个阅览室至少有一名固定管理人员，上岗前接受不少于二十学时的培训。鼓励"
    "退休教师和大学生做志愿者，参加图书整理和儿童阅读辅导，服务时间记入志愿档案。",
    "五、保障日常经费。各地把阅览室水电、网络和图书更新费用列入年度预算，按季度拨付，不得挪用。"
    "社会力量捐赠的图书和设备登记造册，每半年向群众公开一次去向。",
    "六、注重实际成效。检查阅览室工作以群众满意为准，多到现场看、听读者说，不以台账多少、照片"
    "多少论好坏，不要求阅览室重复填表，不搞没有实际内容的评比。",
)

CLOSING = "国务院办公厅\n2024年2月6日\n（此件公开发布）"


def upper_body() -> str:
    """The national circular as it was issued."""
    return "\n".join((OPENING, *PARAGRAPHS, CLOSING))


def copied_by_city() -> str:
    """A city's copy: 全国 became 全市, the rest stayed. This is what the rule is for."""
    own = [
        text.replace("全国", "全市").replace("经国务院同意", "经市政府同意") for text in PARAGRAPHS
    ]
    ending = "云岭市人民政府办公室\n2024年3月18日"
    return "\n".join(("各县（区）人民政府，市政府各部门：", *own, ending))


def half_local_by_county() -> str:
    """A county's copy: five paragraphs from above, one of its own, and ten hours more a week."""
    own = (
        "我县现有公共阅览室十一处，其中柳溪镇两处因道路改造暂借小学教室，东坪乡一处与养老服务点"
        "合用。县文化馆逐处走访后，列出需要修缮的屋顶三处、需要更换的书架二十六组。"
    )
    taken = [
        text.replace("全国", "全县").replace("四十小时", "五十小时") for text in PARAGRAPHS[1:6]
    ]
    ending = "清川县人民政府办公室\n2024年4月9日"
    return "\n".join(("各乡（镇）人民政府，县政府各部门：", own, *taken, ending))


def relay_by_province() -> str:
    """A province passes the circular on and says so: lawful, whatever share it repeats."""
    head = (
        "各市人民政府，省政府各部门：\n现将《国务院办公厅关于规范公共阅览室开放服务的通知》"
        "（国办发〔2024〕901号）转发给你们，请结合实际认真执行。\n江原省人民政府办公厅\n2024年2月26日"
    )
    return "\n".join((head, *PARAGRAPHS))


def implemented_by_district() -> str:
    """A district writes its own measures and quotes one requirement: no copying."""
    own = (
        "各街道办事处，区政府各部门：",
        "白石区有阅览室七处，都在居民楼底层。前两个月区文化站记录了每天的读者人数：工作日上午平均"
        "六人，晚上平均四十一人。读者意见最多的是晚上关门太早。",
        "一、四月起七处阅览室一律改为中午十二时开门、晚上九时半关门，周一休息。原来上午的一名管理"
        "员改到晚上值班，夜班补贴从街道文化经费中列支。",
        "二、矿工新村和纺织路两处离学校近，放学后的两小时留给学生写作业，由区教育局每周派两名老师"
        "轮流看护，家长可以在门口登记接送时间。",
        PARAGRAPHS[3],
        "三、老机床厂宿舍的阅览室漏雨，由区住建局在雨季前换瓦，所需三万二千元从维修专户支付，"
        "完工后请住户代表一起验收并把结果贴在单元门口。",
        "四、每季度末由读者在门口的意见本上打分，分数最低的一处由分管副区长到场听意见，下一季度"
        "把改了什么写在同一个本子上。",
        "白石区人民政府办公室\n2024年4月15日",
    )
    return "\n".join(own)


def independent_note(place: str, month: int) -> str:
    """A short note of its own on another matter."""
    return (
        f"各科室、各直属单位：\n{place}蓄水池清淤定于{month}月中旬进行，分三段放水，每段两天。放水期间东渠"
        "以北由消防水车定点送水，送水点设在粮站门口和中学操场，每天早晚各一次。请各单位核对用水"
        "大户名单，医院、学校和养老院由专人联系。清出的淤泥运往北坡林场，不得倒入河道。"
        f"\n{place}水务站\n2024年{month}月3日"
    )
