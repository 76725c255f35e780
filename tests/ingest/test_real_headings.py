"""Headings in the combinations of real registers: each column is its field, or left out."""

from __future__ import annotations

import polars as pl
import pytest

from docanalyzer.ingest.columns import HIGH_CONFIDENCE, Use, decide_columns
from docanalyzer.ingest.sheets import ROW, cell_names

# One register a line, `heading>field`; a heading without a field is known but not carried, one
# with a ! serves the field but another column is preferred.
REGISTERS = """
收文日期>received_at 收文号>register_no 来文单位>issuer 文件名>title 文件编号>doc_number 密级>secrecy 签批领导 签批处室 流转情况 备注>remark
收文顺序号>register_no 收文日期>received_at 来文字号>doc_number 文件标题>title
登记时间>received_at 发文字号>doc_number 密级>secrecy 标识 标题>title 签发人 份数 公文运转情况 批示情况 批示办理情况 起草处室
时间>received_at 编号>register_no 秘级>secrecy 来文单位>issuer 来文字号>doc_number 来文标题>title 拟办意见 厅领导签批意见 承办处室 办理结果 要求时间>due_at 文件去向
时间>received_at 发文编号>!doc_number 收文编号>register_no 办文编号>!register_no 秘级>secrecy 来文单位>issuer 来文字号>doc_number 来文标题>title 省领导批示内容 秘书处拟办意见 委办主任签批意见 批示任务办理要求时间>due_at 承办处室及承办人 办理结果 文件去向
收文号>register_no 收文日期>received_at 来文机关>issuer 来文字号>doc_number 文件标题>title 附件>attachment 份数 密级>secrecy 承办单位 签收人 复文号 归卷日期 归入卷号
顺序号>register_no 发文日期>issued_on 发文字号>doc_number 文件标题>title 附件>attachment 密级>secrecy 份数 发往机关>receiver 签收人 归卷日期 归入卷号
序号>register_no 收文日期>received_at 发文编号>doc_number 发文单位>issuer 文件标题>title 份数 收件人 处理情况 备注>remark
编号>register_no 日期>!received_at 起草单位>issuer 收文单位>receiver 收文文号>doc_number 文件题名>title 附件>attachment 备注>remark 收文时间>received_at 答复时间>finished_at 登记人
总收文文号>register_no 办理类型>doc_type 收文日期>received_at 密级>secrecy 来文字号>doc_number 限办日期>due_at 缓急>urgency 来文单位>issuer 主办单位 会办单位 标题>title
来文字号>doc_number 文件字号>!doc_number 来文机关>issuer 来文文种>doc_type 办文依据 成文日期>issued_on 份数 页数>pages 缓急>urgency 密级>secrecy 主办部门 辅办部门
来文标题>title 来文单位>issuer 来文日期>issued_on 收文日期>received_at 收文编号>register_no 限办时间>due_at 紧急程度>urgency 密级>secrecy 份数 拟办意见 抄送单位>cc 签发人批示
来文标题>title 来文单位>issuer 来文日期>issued_on 来文字号>doc_number 收文编号>register_no 份数 附件>attachment 密级>secrecy 阅文批示
收文编号>register_no 收文日期>received_at 来文标题>title 来文单位>issuer 紧急程度>urgency 收文类型>doc_type 办理时限>due_at
发文编号>doc_number 发文标题>title 发文时间>issued_on 发文类型>doc_type 主送单位>receiver 抄送单位>cc 主题词 秘密等级>secrecy 核稿人 拟稿日期>issued_on
发电编号>!doc_number 发电文号>doc_number 发电时间>issued_on 发电单位>issuer 文件标题>title 等级>urgency 密级>secrecy 页数>pages 主送>receiver 抄送>cc 抄报>cc
收文登记号>register_no 来文字号>doc_number 标题>title 文种>doc_type 来文机关>issuer 主送>receiver 抄送>cc 密级>secrecy 紧急程度>urgency 收到日期>received_at 来文成文日期>issued_on 页数>pages 份数 拟办意见 领导批示 承办部门 承办人 应办结日期>due_at 办结日期>finished_at 办理结果 状态 档号 保管期限 归档日期 备注>remark
公文标题>title 来文日期>issued_on 来文单位>issuer 来文字号>doc_number 收文编号>register_no 承办人 来文类别>doc_type 紧急程度>urgency 主送单位>receiver 抄送单位>cc 签发人 秘密等级>secrecy 保密期限 登记人 登记日期>received_at 分发人
公文标题>title 发文部门>!issuer 拟文日期>issued_on 公文文号>doc_number 内部文号>register_no 签发人 签发日期>issued_on 拟稿人 复核人 发文单位>issuer 主送单位>receiver 抄送单位>cc 印发份数 送文人 密级>secrecy 保密期限 紧急程度>urgency 送文日期>issued_on 公文级别>doc_type
docSubject>title fdReceiveUnit>receiver fdSendtoUnit>!receiver fdReceiveNum>register_no 签发日期>issued_on 限办日期>due_at
主旨>title 發文單位>issuer 受文單位>receiver 發文字號>doc_number
公开机关>issuer 网址>url 发文字号>doc_number 发布日期>issued_on 标题>title 成文日期>issued_on 公开日期>issued_on
""".strip().splitlines()  # noqa: E501  # a register is one line


@pytest.mark.parametrize("register", REGISTERS, ids=range(len(REGISTERS)))
def test_every_column_of_a_real_register(register: str) -> None:
    columns = [column.partition(">") for column in register.split()]
    names = cell_names(len(columns))
    cells = pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(names, pl.String)})
    decisions = decide_columns([heading for heading, _, _ in columns], cells)
    for (heading, _, field), decision in zip(columns, decisions, strict=True):
        assert decision.field == (field.lstrip("!") or None), heading
        assert decision.confidence >= 0.7, heading
        if field.startswith("!"):
            assert decision.use is Use.OUT, heading
        elif field:
            assert decision.use is not Use.OUT, heading


def test_few_of_them_rest_on_a_guess() -> None:
    headings = {column.partition(">")[0] for line in REGISTERS for column in line.split()}
    names = cell_names(1)
    empty = pl.DataFrame(schema={ROW: pl.Int64, names[0]: pl.String})
    decided = [decide_columns([heading], empty)[0] for heading in sorted(headings)]
    sure = sum(decision.confidence >= HIGH_CONFIDENCE for decision in decided)
    assert sure / len(decided) > 0.9
