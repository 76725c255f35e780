"""Made-up official prose: clauses of the kind circulars consist of, endlessly recombined.

It is as varied as real text, measured by the share of distinct folded 10-grams (distinct within
a text, then among all texts): 0.991, 0.981 and 0.959 in 0.1, 0.3 and 1 million characters here,
0.993, 0.980 and 0.952 in as many characters of regulations on different subjects. Before the
words of `TURNS` and `KINDS` came in, and while more sentences held the same turns with a number,
it was 0.954, 0.920 and 0.847, and single sentences met by chance far more than in real offices.
"""

from __future__ import annotations

from random import Random

MANNERS = (
    "进一步", "切实", "全面", "扎实", "稳步", "统筹", "从严", "分类", "逐级", "持续", "依法",
    "主动", "及时", "集中", "重点", "协同", "有序", "深入", "着力", "定期", "按季度", "因地制宜",
)  # fmt: skip
VERBS = (
    "完善", "推进", "落实", "加强", "规范", "健全", "排查", "整治", "核查", "优化", "压减", "更新",
    "统计", "公开", "评估", "改造", "培训", "督促", "检验", "储备", "清理", "巡查", "登记", "调度",
    "整合", "畅通", "保障", "监测", "化解", "复核", "移交", "对接", "编制", "修订", "试行", "推广",
)  # fmt: skip
FIELDS = (
    "河道采砂", "老旧电梯", "农村供水", "冷链食品", "校园餐饮", "危险化学品", "建筑工地",
    "燃气管网", "森林防火", "地质灾害", "医疗废物", "养老服务", "托育机构", "电动自行车",
    "物业服务", "农田水利", "畜禽养殖", "种子市场", "旅游景区", "公共厕所", "垃圾分类",
    "污水处理", "扬尘噪声", "道路养护", "水库大坝", "渔船渔港", "城市内涝", "供热供暖",
    "历史建筑", "档案数字化", "政务热线", "不动产登记", "职业技能", "欠薪治理", "慢性病",
    "疫苗接种", "残疾人康复", "殡葬服务", "粮食仓储", "化肥农药", "无障碍设施", "社区食堂",
    "乡村教师", "图书馆", "全民健身", "志愿服务", "网络交易", "加油站点", "矿山复垦",
    "湿地岸线", "气象预警", "地名标志", "公交线路", "停车泊位", "快递网点", "集贸市场",
)  # fmt: skip
MATTERS = (
    "台账", "责任清单", "应急预案", "工作机制", "信息平台", "检查标准", "整改措施",
    "联席制度", "专业队伍", "资金计划", "考核办法", "服务流程", "备案资料", "数据接口",
    "值守安排", "隐患线索", "设施设备", "技术规程", "宣传活动", "举报渠道", "评价指标",
    "运行档案", "样本抽检", "第三方评估", "现场会商", "物资清单", "年度任务", "试点经验",
    "分级目录", "监管名单", "报送口径", "回访记录",
)  # fmt: skip
WHERE = (
    "城区", "乡镇", "园区", "库区", "山区", "沿线", "重点片区",
    "老旧小区", "城乡结合部", "中心村", "流域", "口岸", "景区周边", "校园周边",
    "商圈", "工业集中区", "行政村", "安置点", "主干道", "背街小巷", "林区",
    "牧区", "渔港", "边境一线", "高速沿线", "城中村", "街道社区", "农业示范片",
    "滩涂", "矿区",
)  # fmt: skip
TURNS = (
    "新建", "既有", "跨县", "沿河", "高层", "临街", "共用", "闲置", "老化", "租赁", "自管", "代管",
    "夜间", "冬季", "汛前", "节后", "首批", "末端", "露天", "地下", "移动", "临时", "民营", "集体",
    "国有", "连片", "零散", "偏远", "沿海", "低洼", "陡坡", "封闭", "开放", "在建", "停用", "复工",
    "外来", "本地", "跨境", "联网", "智能", "人工", "季节", "长期", "短期", "重大", "一般", "疑似",
)  # fmt: skip
KINDS = (
    "图纸", "水样", "票据", "合同", "影像", "坐标", "编码", "工时", "配件", "仓位", "批次", "档口",
    "班组", "住户", "业主", "摊位", "线杆", "阀门", "井盖", "护栏", "标牌", "泵站", "闸门", "堤段",
    "病历", "学籍", "社保", "车牌", "航次", "苗木", "饲料", "菌种", "药剂", "溶剂", "余热", "废渣",
    "单据", "凭证", "印章", "证照", "许可", "租约", "保单", "工单", "热线", "网格", "点位", "样品",
)  # fmt: skip
ENDS = ("", "", "", "情况", "工作", "质量", "水平", "成效", "进度", "短板")
WHO = (
    "各级各部门",
    "各有关单位",
    "牵头部门",
    "主管部门",
    "责任单位",
    "行业协会",
    "基层站所",
    "承办机构",
)
AREAS = ("全国", "全省", "全市", "全县")
OURS = ("我国", "我省", "我市", "我县")
GOVERNMENTS = ("国务院", "省人民政府", "市人民政府", "县人民政府")
AREA, OURS_MARK, GOVERNMENT = "\x01", "\x02", "\x03"

BOILERPLATE = (
    "要提高思想认识，加强组织领导，主要负责同志亲自抓，分管负责同志具体抓，一级抓一级，层层抓落实。",
    "要广泛利用报刊、广播、电视和网络做好宣传解读，回应社会关切，努力营造良好氛围。",
    "对工作不力、推诿扯皮、弄虚作假造成严重后果的，要依规依纪依法严肃追究有关人员责任。",
    "实施中遇到的重要情况和重大问题，请及时向办公室报告，办公室将适时组织督促检查。",
    "各有关部门要按照职责分工密切配合，形成工作合力，确保各项任务落到实处、取得实效。",
    "要坚持问题导向和目标导向相结合，突出重点，分类施策，建立健全长效工作机制。",
    "财政部门要把所需经费列入年度预算，加强资金使用管理，提高资金使用效益。",
    "本通知自印发之日起施行，此前有关规定与本通知不一致的，按照本通知执行。",
)


_VARIED = 0.8
"""How often a clause says more of its field and of its matter; chosen by the measure above."""


class Prose:
    """Sentences and paragraphs from one seed; marks stand where words follow the level."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def sentence(self) -> str:
        """One sentence of two to four clauses, about forty characters."""
        random = self._random
        clauses = [
            f"{random.choice(MANNERS)}{random.choice(VERBS)}{random.choice(WHERE)}"
            f"{random.choice(TURNS) if random.random() < _VARIED else ''}{random.choice(FIELDS)}"
            f"{random.choice(KINDS) if random.random() < _VARIED else ''}{random.choice(MATTERS)}"
            f"{random.choice(ENDS)}"
            for _ in range(random.choice((2, 2, 3, 3)))
        ]
        kind = random.random()
        if kind < 0.1:
            clauses.insert(0, f"{AREA}{random.choice(WHO)}要")
        elif kind < 0.13:
            clauses.append(f"在{random.randint(3, 60)}个工作日内报{GOVERNMENT}备案")
        elif kind < 0.17:
            clauses.append(
                f"力争20{random.randint(20, 35)}年底前{AREA}覆盖率达到{random.randint(50, 99)}%"
            )
        elif kind < 0.2:
            clauses.insert(0, f"结合{OURS_MARK}实际")
        return "，".join(clauses) + "。"

    def paragraphs(self, characters: int) -> list[str]:
        """Paragraphs of about two hundred characters, together about `characters`."""
        found: list[str] = []
        size = 0
        while size < characters:
            sentences: list[str] = []
            while sum(map(len, sentences)) < min(200, characters - size):
                sentences.append(self.sentence())
            found.append("".join(sentences))
            size += len(found[-1])
        return found


def spoken(text: str, rank: int) -> str:
    """`text` with the words that follow the level, 0 for central to 3 for county."""
    step = min(rank, 3)
    return (
        text.replace(AREA, AREAS[step])
        .replace(OURS_MARK, OURS[step])
        .replace(GOVERNMENT, GOVERNMENTS[step])
    )
