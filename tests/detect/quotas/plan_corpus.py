"""A generated annual plan: planned titles, the same work issued in other words, and near misses.

The confusable subjects and the rewordings are written by hand and not taken from the matcher's
word lists.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SUBJECTS: tuple[tuple[str, str, str], ...] = (
    ("养老服务体系建设", "健全养老服务体系", "托育服务体系建设"),
    ("农村人居环境整治", "整治提升农村人居环境", "农村生活污水整治"),
    ("安全生产", "安全生产监督检查", "食品安全"),
    ("森林防火", "森林草原防火", "森林病虫害防治"),
    ("义务教育优质均衡发展", "推进义务教育优质均衡", "学前教育普及普惠发展"),
    ("中小学生防溺水", "预防中小学生溺水", "中小学生防欺凌"),
    ("老旧小区改造", "城镇老旧小区改造提升", "背街小巷改造"),
    ("高标准农田建设", "建设高标准农田", "高标准农田管护"),
    ("政务服务一网通办", "深化政务服务“一网通办”", "政务公开标准化"),
    ("优化营商环境", "持续优化营商环境", "优化法治环境"),
    ("防汛抗旱", "防汛抗旱应急准备", "防震减灾"),
    ("乡村医生队伍建设", "加强乡村医生队伍", "乡村教师队伍建设"),
    ("秸秆综合利用", "农作物秸秆综合利用", "畜禽粪污综合利用"),
    ("春季爱国卫生月活动", "春季爱国卫生运动月活动", "春季义务植树活动"),
    ("道路交通安全", "道路交通安全综合治理", "校车交通安全"),
    ("燃气安全专项整治", "城镇燃气安全专项整治", "危房安全专项整治"),
    ("大气污染防治", "打好大气污染防治攻坚战", "土壤污染防治"),
    ("河湖长制", "全面推行河湖长制", "林长制"),
    ("就业创业扶持", "扶持就业创业", "残疾人就业扶持"),
    ("招商引资", "招商引资攻坚", "招才引智"),
    ("退役军人事务", "退役军人服务保障", "退役士兵安置"),
    ("粮食生产", "稳定粮食生产", "生猪生产"),
    ("耕地保护", "严格耕地保护", "湿地保护"),
    ("数字政府建设", "加快数字政府建设", "数字乡村建设"),
    ("行政执法规范化", "规范行政执法", "行政复议规范化"),
    ("信访积案化解", "化解信访积案", "诉讼积案化解"),
    ("殡葬改革", "深化殡葬改革", "户籍改革"),
    ("旅游市场秩序整顿", "整顿旅游市场秩序", "建筑市场秩序整顿"),
    ("中医药传承创新发展", "中医药传承创新", "中药材种植发展"),
    ("国有企业改革", "国有企业改革深化提升", "国有林场改革"),
    ("教师节慰问", "教师节走访慰问", "春节慰问"),
    ("水库移民后期扶持", "大中型水库移民后期扶持", "易地搬迁后续扶持"),
    ("家庭医生签约服务", "家庭医生签约", "法律顾问签约服务"),
    ("农产品质量安全监管", "加强农产品质量安全", "工业产品质量安全监管"),
    ("校外培训治理", "规范治理校外培训", "校园食堂治理"),
    ("医疗保障基金监管", "医保基金监管", "养老保险基金监管"),
    ("地质灾害防治", "地质灾害防治避险", "地方病防治"),
    ("社会信用体系建设", "完善社会信用体系", "社会救助体系建设"),
    ("机关作风整顿", "整顿机关作风", "机关节能降耗"),
    ("村级集体经济发展", "发展壮大村级集体经济", "村级卫生室发展"),
    ("文明城市创建", "巩固文明城市创建成果", "卫生城市创建"),
    ("普法宣传教育", "开展普法宣传教育", "国防宣传教育"),
    ("污水处理厂运行", "城区污水处理厂运行管理", "垃圾处理厂运行"),
    ("冬季清洁取暖", "冬季清洁取暖保障", "冬季道路除雪保障"),
    ("农民工工资支付", "保障农民工工资支付", "农民工技能培训"),
    ("企业上市培育", "培育企业上市", "专精特新企业培育"),
    ("无障碍环境建设", "无障碍环境改造建设", "停车设施环境建设"),
    ("妇女儿童健康", "妇女儿童健康促进", "老年人健康"),
    ("公共文化服务", "提升公共文化服务", "公共法律服务"),
    ("电动自行车安全管理", "电动自行车全链条安全管理", "共享单车停放管理"),
)
"""Planned subject, the same work in other words, and another work that sounds alike."""

KINDS: tuple[tuple[str, str], ...] = (
    ("实施方案", "工作方案"),
    ("工作要点", "重点工作安排"),
    ("行动计划", "三年行动方案"),
    ("实施意见", "若干措施"),
    ("工作方案", "行动方案"),
)


@dataclass(frozen=True)
class Planned:
    """A planned title, and what was issued: the same work, or another one that sounds alike."""

    planned: str
    issued: str
    same: bool


def corpus(seed: int = 1, count: int = 100) -> list[Planned]:
    """`count` true pairs and `count` near misses, each of its own planned title."""
    chance = random.Random(seed)
    rows = []
    for place in range(2 * count):
        subject, reworded, alike = SUBJECTS[place // 2 % len(SUBJECTS)]
        kind, other_kind = KINDS[place // (2 * len(SUBJECTS)) % len(KINDS)]
        half = place % 2
        year = chance.choice(("", "2024年"))
        area = chance.choice(("全市", "我市", "某市", ""))
        planned = f"{year}{area}{subject}{kind}"
        if half:
            kind_issued = chance.choice((kind, other_kind))
            area_issued = chance.choice(("全市", "某市", "2024年全市"))
            issued = f"{area_issued}{reworded}{kind_issued}"
        else:
            issued = f"{chance.choice(('', '2024年'))}全市{alike}{kind}"
        shell = chance.choice(
            ("某市人民政府办公室关于印发《{}》的通知", "关于印发{}的通知", "关于{}的通知")
        )
        rows.append(Planned(planned, shell.format(issued), bool(half)))
    return rows
