"""The official papers: what stands on each, the article and the remedy, and that they can be printed."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from disclosure.requests.actions import steps
from disclosure.requests.documents import print_paper, sheet_of
from disclosure.requests.models import Request
from disclosure.requests.queries.papers import Paper, papers_of
from disclosure.requests.rules import REPLIES
from portal.accounts.queries import system_actor
from portal.cases.actions.reading import as_it_came
from portal.cases.rules.sender import AsItCame
from tests.disclosure.requests.making import CAME, NAME, People, accepted, answered, drafted, people, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> People:
    return people()


def came(request: Request) -> AsItCame:
    found = as_it_came(request.case)
    assert found is not None
    return found


def said(request: Request, paper: Paper) -> str:
    with translation.override("zh-hans"):
        sheet = sheet_of(request, paper, came=came(request))
    return "\n".join([sheet.title, sheet.to, *sheet.paragraphs])


def through_everything(them: People) -> Request:
    """Return a request that went through a correction, a third party and an extension."""
    request = steps.ask_correction(
        actor=them.publisher, request=received(them), text="请写明哪一年。", due=date(2026, 10, 23), at=CAME
    )
    request = accepted(them, steps.correct(actor=system_actor(), request=request, text="2025年。", at=CAME))
    request = steps.consult(actor=them.clerk, request=request, party="某公司", concern="发票上的账号。", at=CAME)
    request = steps.hear(
        actor=them.clerk, request=request, outcome="agrees", answer="同意。", at=CAME + timedelta(days=2)
    )
    request = steps.ask_extension(actor=them.clerk, request=request, reason="要汇总凭证。", at=CAME)
    return steps.extend(actor=them.leader, request=request, reason="要汇总凭证。", at=CAME)


def test_every_paper_is_printed(them: People) -> None:
    request = answered(them, drafted(them, through_everything(them)))
    assert papers_of(request) == list(Paper)
    for paper in Paper:
        assert print_paper(request, paper, came=came(request)).pdf.startswith(b"%PDF")


def test_what_stands_on_them(them: People) -> None:
    request = answered(them, drafted(them, through_everything(them)))
    correction = said(request, Paper.CORRECTION)
    assert "请于2026年10月23日前补正" in correction
    assert "请写明哪一年。" in correction
    assert "第三十条" in correction
    third = said(request, Paper.CONSULTATION)
    assert "15个工作日" in third
    assert NAME not in third, "who asks is not told to the third party"
    extension = said(request, Paper.EXTENSION)
    assert "因要汇总凭证，" in extension
    assert "延长20个工作日" in extension
    reply = said(request, Paper.REPLY)
    assert f"\n{NAME}\n" in reply
    assert "发票见附件。" in reply
    assert "第三十六条第（一）、（二）项" in reply


@pytest.mark.parametrize(("result", "goes_first"), [("granted", False), ("internal", True), ("not_held", False)])
def test_the_remedy_follows_from_the_result(them: People, settings: Settings, result: str, goes_first: bool) -> None:
    """A refusal goes to administrative review before it can go to court."""
    settings.REVIEW_AUTHORITY = "清河县人民政府"
    reply = said(answered(them, result=result), Paper.REPLY)
    assert "60日内向清河县人民政府申请行政复议" in reply
    assert ("对行政复议决定不服的" in reply) == goes_first
    assert ("6个月内" in reply) != goes_first


def test_a_draft_says_that_it_is_one(them: People) -> None:
    request = drafted(them)
    assert "（送审稿）" in said(request, Paper.REPLY)
    assert "（送审稿）" not in said(answered(them, request), Paper.REPLY)


def test_every_result_can_be_replied_with(them: People) -> None:
    request = drafted(them)
    for result in REPLIES:
        request.result = result
        assert said(request, Paper.REPLY)
