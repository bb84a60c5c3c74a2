"""The words around table and text."""

from datetime import date
from decimal import Decimal

from disclosure.posters.documents.sheet import face_of
from disclosure.posters.enums import PaperSize
from disclosure.posters.rules.paper import PAPERS
from tests.disclosure.posters.samples import TEXT, beside, liushu, note, poster, statement

A3 = PAPERS[PaperSize.A3]


def test_a_published_statement() -> None:
    sheet = poster(statement=beside(liushu()))
    face = face_of(sheet, A3)
    assert face.ids == ("青石镇政务公开", "编号 QS-01-F02-2026Q3", "第 2 版，2026年10月19日公开")
    assert face.subtitle == ("柳树村村民委员会", "2026年7月1日至9月30日", "金额单位：元")
    assert face.term == ("公示期", "2026年10月20日 至 10月26日", "五个工作日。有异议请在此期间提出")
    assert sheet.content is not None
    amounts = [(pillar.sign, pillar.amount) for pillar in sheet.content.pillars]
    assert amounts == [("", "296,524.26"), ("+", "276,312.82"), ("−", "96,304.36"), ("=", "476,532.72")]
    assert face.foot.code == "7K3M-Q9TX"
    assert face.foot.host == "gongkai.example/verify"
    assert face.foot.lines[-2:] == ("公开日志 1,279", "9f3c 71ab 04de")
    assert face.seal[1:] == ("柳树村村民委员会", "2026年10月19日")
    assert face.overprint == ""


def test_a_period_over_new_year_writes_both_years() -> None:
    face = face_of(poster(body_html=TEXT, notice_from=date(2026, 12, 28), notice_to=date(2027, 1, 4)), A3)
    assert face.term[1] == "2026年12月28日 至 2027年1月4日"


def test_without_a_notice_period_the_day_stands() -> None:
    face = face_of(poster(body_html=TEXT, notice_from=None, notice_to=None, notice_days_text=""), A3)
    assert face.term == ("公开日期", "2026年10月19日", "")


def test_a_specimen_leads_nowhere() -> None:
    face = face_of(poster(kind="specimen", statement=beside(liushu())), A3)
    assert face.overprint == "样张"
    assert face.term[1] == "公开后起算"
    assert face.foot.code == "样张"
    assert face.foot.host == ""
    assert face.foot.lines == ("编号 QS-01-F02-2026Q3", "第 2 版，共 30 笔")
    assert face.ids[-1] == "第 2 版，未公开"


def test_a_specimen_without_notice_period() -> None:
    face = face_of(poster(kind="specimen", body_html=TEXT, notice_days_text=""), A3)
    assert face.term == ("公开日期", "待定", "")


def test_a_superseded_poster_says_by_which() -> None:
    face = face_of(poster(kind="superseded", superseded_by="第 3 版", body_html=TEXT), A3)
    assert face.overprint == "已被更正"
    assert face.foot.hint == "本版已被第 3 版更正，扫码或凭校验码看现行版本"


def test_notes_are_numbered_in_their_order() -> None:
    notes = (note(28, "有签到表。"), note(None, "已报镇财政所。"))
    content = poster(statement=beside(liushu(), notes=notes)).content
    assert content is not None
    assert content.notes == ("注1（第 28 笔）：有签到表。", "注2：已报镇财政所。")


def test_attachments() -> None:
    one = face_of(poster(body_html=TEXT, attachments=("平面图.pdf",)), A3)
    two = face_of(poster(body_html=TEXT, attachments=("平面图.pdf", "计量表.xlsx")), A3)
    assert one.attachments == ("附件：平面图.pdf",)
    assert two.attachments == ("附件 1：平面图.pdf", "附件 2：计量表.xlsx")


def test_large_figures_shrink_together() -> None:
    usual = face_of(poster(statement=beside(liushu())), A3)
    huge = face_of(poster(statement=beside(statement(opening=Decimal(10**15)))), A3)
    assert usual.pillar_points == 24
    assert 12 <= huge.pillar_points < 24
