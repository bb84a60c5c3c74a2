"""The official papers of petitions: what stands on each, and that all of them can be printed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from petitions.handling.actions import handling, oversight, routing
from petitions.handling.documents import print_draft, print_paper, sheet_of
from petitions.handling.enums import Category, Ground, Paper
from petitions.handling.models import IssuedPaper, Petition
from petitions.handling.queries.petitions import draft_of
from portal.cases.actions.reading import as_it_came
from portal.cases.rules.sender import AsItCame
from tests.petitions.handling.making import (
    CAME,
    NAME,
    SUBJECT,
    People,
    accepted,
    begun,
    drafted,
    people,
    received,
    registered,
    served,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> People:
    return people()


def came(petition: Petition) -> AsItCame:
    found = as_it_came(petition.case)
    assert found is not None
    return found


def said(petition: Petition, paper: Paper) -> str:
    issued = IssuedPaper.objects.get(petition=petition, paper=paper)
    with translation.override("zh-hans"):
        sheet = sheet_of(petition, issued, came=came(petition))
    return "\n".join([sheet.number, *sheet.texts, sheet.contact])


def _assigned(them: People) -> Petition:
    return routing.assign(actor=them.publisher, petition=registered(them), unit=them.station, at=CAME)


def _extended(them: People) -> Petition:
    petition = handling.ask_extension(actor=them.handler, petition=begun(them), days=20, reason="再量一次", at=CAME)
    return handling.extend(actor=them.leader, petition=petition, reason="需要重新丈量", at=CAME)


def _supervised(them: People) -> Petition:
    due = CAME.date() + timedelta(days=5)
    return oversight.supervise(actor=them.secretary, petition=begun(them), words="请马上核实。", due=due, at=CAME)


def _refused(them: People) -> Petition:
    return routing.refuse(actor=them.publisher, petition=registered(them), ground=Ground.LATE, at=CAME)


def _redirected(them: People) -> Petition:
    return routing.redirect(actor=them.publisher, petition=registered(them), body="县自然资源局", at=CAME)


def _to_court(them: People) -> Petition:
    return routing.to_legal_channel(actor=them.publisher, petition=registered(them), body="向县人民法院起诉", at=CAME)


def _forwarded(them: People) -> Petition:
    return routing.forward(actor=them.publisher, petition=registered(them), body="县民政局", at=CAME)


PAPERS: dict[Paper, tuple[Callable[[People], Petition], list[str]]] = {
    Paper.ACCEPTANCE: (accepted, ["信访事项受理告知书", NAME, "2026年11月13日前书面答复", "受〔2026〕1号"]),
    Paper.NOT_ACCEPTED: (_refused, ["不予受理告知书", NAME, "请求复查、复核", "不受〔2026〕1号"]),
    Paper.REDIRECT: (_redirected, ["请您向县自然资源局提出", NAME]),
    Paper.LEGAL_CHANNEL: (_to_court, ["向县人民法院起诉", "第三十一条", NAME]),
    Paper.FORWARD: (_forwarded, ["信访事项转送函", "县民政局", "15日内", "请勿将材料转给被反映的人员和单位"]),
    Paper.ASSIGNMENT: (_assigned, ["信访事项交办函", "5个工作日", "应当回避"]),
    Paper.EXTENSION: (_extended, ["延长20日", "2026年12月3日前", "因需要重新丈量，", NAME]),
    Paper.OPINION: (served, ["一、您的请求", "二、查明的事实", "三、处理意见", "四、不同意本意见", "30日内"]),
    Paper.SUPERVISION: (_supervised, ["信访事项督办函", "请马上核实。", "2026年9月19日前"]),
}


@pytest.mark.parametrize("paper", list(Paper))
def test_each_paper_says_what_it_must_and_can_be_printed(them: People, paper: Paper) -> None:
    make, words = PAPERS[paper]
    petition = make(them)
    text = said(petition, paper)
    assert not [one for one in words if one not in text]
    assert petition.number in text
    issued = IssuedPaper.objects.get(petition=petition, paper=paper)
    assert print_paper(petition, issued, came=came(petition)).pdf.startswith(b"%PDF")


@pytest.mark.parametrize("paper", [Paper.FORWARD, Paper.ASSIGNMENT, Paper.SUPERVISION])
def test_letters_between_offices_name_no_petitioner(them: People, paper: Paper) -> None:
    make, _words = PAPERS[paper]
    assert NAME not in said(make(them), paper)


def test_a_paper_says_later_what_it_said_when_it_was_issued(them: People) -> None:
    petition = _assigned(them)
    before = said(petition, Paper.ASSIGNMENT)
    assert them.station.name_zh in before
    petition = routing.object_to(actor=them.handler, petition=petition, reason="不归我们管。", at=CAME)
    assert said(petition, Paper.ASSIGNMENT) == before
    petition = _refused(them)
    before = said(petition, Paper.NOT_ACCEPTED)
    petition = routing.take_up(actor=them.publisher, petition=petition, reason="有新材料。", at=CAME)
    assert said(petition, Paper.NOT_ACCEPTED) == before


def test_an_opinion_that_is_not_signed_is_marked(them: People) -> None:
    petition = drafted(them)
    draft = draft_of(petition)
    assert draft is not None
    printed = print_draft(petition, draft, came=came(petition), at=CAME)
    assert printed.pdf.startswith(b"%PDF")


def test_a_group_is_written_to_by_its_representatives(them: People) -> None:
    speakers = [("祝大勇", "13871230009"), ("冯桂英", "")]
    petition = accepted(them, registered(them, received(them, people=9, representatives=speakers)))
    assert "祝大勇、冯桂英" in said(petition, Paper.ACCEPTANCE)


def test_the_notice_on_an_accusation_names_no_unit_nor_day(them: People) -> None:
    petition = registered(them, category=Category.ACCUSATION)
    petition = routing.accept(actor=them.secretary, petition=petition, at=CAME)
    text = said(petition, Paper.ACCEPTANCE)
    assert "依照规定保密" in text
    assert "纪信受〔2026〕1号" in text
    assert IssuedPaper.objects.get(petition=accepted(them)).count == 1  # no gap tells of a sealed one
    assert them.play.town.name_zh + "办理" not in text


def test_what_the_discipline_secretary_keeps_is_signed_by_the_commission(them: People) -> None:
    petition = registered(them, category=Category.ACCUSATION)
    petition = routing.accept(actor=them.secretary, petition=petition, at=CAME)
    with translation.override("zh-hans"):
        issued = IssuedPaper.objects.get(petition=petition, paper=Paper.ACCEPTANCE)
        sheet = sheet_of(petition, issued, came=came(petition))
    assert "纪信受" in sheet.number
    assert sheet.signed_by == f"中共{them.play.town.name_zh}纪律检查委员会"


def test_who_reviews_is_a_setting(them: People, settings: Settings) -> None:
    settings.REVIEW_AUTHORITY = "青水县人民政府"
    assert "向青水县人民政府书面请求复查" in said(served(them), Paper.OPINION)


def test_a_suggestion_has_no_review(them: People) -> None:
    petition = served(them, signed(them, drafted(them, begun(them, category=Category.SUGGESTION))))
    assert "复查" not in said(petition, Paper.OPINION)
    assert petition.clock is None
    assert SUBJECT in said(petition, Paper.OPINION)
