"""Corrections that answer residents: named in the document, the log, the page and on paper, or not at all."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from disclosure.notices.actions import drafts as notices, steps
from disclosure.notices.actions.publishing import start_correction
from disclosure.notices.models import Edition
from disclosure.notices.presenters.changes import differences
from disclosure.notices.queries.content import canonical_document, document_of
from disclosure.notices.registry import if_published
from disclosure.opinions.actions import corrections, steps as opinions
from disclosure.opinions.actions.corrections import start_correction_because_of
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion, OpinionCorrection
from disclosure.opinions.presenters.public import who_is_written_to
from disclosure.opinions.queries.opinions import can_be_named, named_in
from disclosure.posters.documents import making as documents
from disclosure.posters.enums import PaperSize
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.enums import Visibility
from portal.core import publication_log
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.messaging.models import Delivery
from tests.disclosure.desk import get, text_of
from tests.factories import NOON, Cast, StationFactory, cast, published, text_draft

pytestmark = pytest.mark.django_db

ASKED = NOON + timedelta(days=1)
CORRECTED = NOON + timedelta(days=2)
SECRET = "我叫王桂英，住在二组。"


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def live(play: Cast) -> Edition:
    return published(play, text_draft(play))


def asked(play: Cast, edition: Edition, visibility: str = Visibility.MASKED, **fields: Any) -> Opinion:
    """Return an opinion that was screened and is with the village."""
    text = fields.pop("text", f"7月的保洁支出少写了一笔。{SECRET}")
    opinion = opinions.receive(
        actor=system_actor(), edition=edition, kind=OpinionKind.OBJECTION, text=text, at=ASKED, **fields
    )
    return opinions.route(
        actor=play.publisher,
        opinion=opinion,
        unit=play.village,
        visibility=visibility,
        shown_text="7月的保洁支出少写了一笔。",
        shown_name="",
        at=ASKED,
    )


def corrected(play: Cast, opinion: Opinion, **fields: Any) -> Edition:
    """Return a correction because of an opinion, written and ready to be submitted."""
    draft = start_correction_because_of(actor=play.clerk, opinion=opinion, at=CORRECTED)
    return notices.save_text(
        actor=play.clerk, edition=draft, title="", body="补上保洁支出。", reason="补记一笔", at=CORRECTED, **fields
    )


def republished(play: Cast, draft: Edition) -> Edition:
    return published(play, draft, at=CORRECTED)


def document(edition: Edition) -> dict[str, Any]:
    assert edition.canonical is not None
    said: dict[str, Any] = json.loads(bytes(edition.canonical))
    return said


def page(address: str) -> str:
    return str(Client().get(address).content.decode())


def test_a_published_correction_names_the_opinions_it_answers(play: Cast, live: Edition) -> None:
    opinion = asked(play, live)
    edition = republished(play, corrected(play, opinion))
    assert document(edition)["opinions"] == [opinion.number]
    entry = publication_log.entries(subject_number=edition.notice.number, edition=2).get()
    assert entry.facts["opinions"] == [opinion.number]
    [change] = [one for one in differences(document_of(live), document_of(edition)) if one.what == "答复的意见"]
    assert (change.before, change.after) == ("", "Y1")
    assert documents.sheet(edition, PaperSize.A3, "published").corrects == "更正第 1 版，答复意见 Y1。补记一笔"
    said = page(f"/notices/{edition.notice.number}/")
    assert "答复意见 <a" in said
    assert f'#{opinion.number}">Y1</a>' in said
    assert SECRET not in said


def test_before_a_correction_is_published_it_says_how_many_it_writes_to(play: Cast, live: Edition) -> None:
    opinion = asked(play, live)
    [told] = [one for one in map(str, if_published(corrected(play, opinion), at=CORRECTED)) if "联系方式" in one]
    assert "1 " in told
    assert not [one for one in map(str, if_published(live, at=CORRECTED)) if "联系方式" in one]


def test_an_edition_that_answers_none_has_the_document_it_always_had(play: Cast, live: Edition) -> None:
    assert "opinions" not in document(live)
    draft = start_correction(actor=play.clerk, edition=live, at=CORRECTED)
    before = canonical_document(draft)
    opinion = asked(play, live)
    corrections.name_opinions(actor=play.clerk, edition=draft, opinions=[opinion], at=CORRECTED)
    assert json.loads(canonical_document(draft)).pop("opinions") == [opinion.number]
    corrections.name_opinions(actor=play.clerk, edition=draft, opinions=[], at=CORRECTED)
    assert canonical_document(draft) == before
    sheet = documents.sheet(live, PaperSize.A3, "published")
    assert sheet.corrects == ""
    entry = publication_log.entries(subject_number=live.notice.number, edition=1).get()
    assert "opinions" not in entry.facts


def test_one_that_is_kept_private_is_answered_and_never_named(play: Cast, live: Edition) -> None:
    opinion = asked(play, live, Visibility.PRIVATE)
    edition = republished(play, corrected(play, opinion))
    assert OpinionCorrection.objects.filter(edition=edition, opinion=opinion).exists()
    assert "opinions" not in document(edition)
    assert named_in(edition) == []
    assert opinion.number not in page(f"/notices/{edition.notice.number}/")


def test_who_signs_a_correction_reads_nothing_of_one_that_is_kept_private(play: Cast, live: Edition) -> None:
    private = asked(play, live, Visibility.PRIVATE)
    draft = corrected(play, private)
    assert not list(who_is_written_to(draft, CORRECTED))
    both = [private, asked(play, live, text="另一位村民也问保洁支出的事。")]
    corrections.name_opinions(actor=play.clerk, edition=draft, opinions=both, at=CORRECTED)
    edition = steps.submit(actor=play.clerk, edition=draft, at=CORRECTED)
    page_of = text_of(get(play.supervisor, "disclosure_desk:edition", edition.pk))
    assert "所答复意见的 1 位来件人" in page_of


def test_what_was_named_at_submission_stays_named(play: Cast, live: Edition) -> None:
    opinion, other = asked(play, live), asked(play, live, text="另一位村民也问保洁支出的事。")
    edition = republished(play, corrected(play, opinion))
    opinions.merge(actor=play.publisher, opinion=opinion, into=other, at=CORRECTED + timedelta(days=1))
    assert named_in(edition) == [opinion.number]


def test_only_what_was_taken_up_about_this_notice_can_be_named(play: Cast, live: Edition) -> None:
    draft = start_correction(actor=play.clerk, edition=live, at=CORRECTED)
    waiting = opinions.receive(
        actor=system_actor(), edition=live, kind=OpinionKind.QUESTION, text="这一笔是什么？请说明。", at=ASKED
    )
    refused = opinions.receive(
        actor=system_actor(), edition=live, kind=OpinionKind.QUESTION, text="天气什么时候好起来？", at=ASKED
    )
    refused = opinions.refuse(actor=play.publisher, opinion=refused, reason="与本事项无关", at=ASKED)
    elsewhere = asked(play, published(play, text_draft(play)))
    for one in (waiting, refused, elsewhere):
        with pytest.raises(Refused):
            corrections.name_opinions(actor=play.clerk, edition=draft, opinions=[one], at=CORRECTED)
    assert not can_be_named(play.clerk, draft, at=CORRECTED).exists()


def test_a_first_edition_answers_nothing(play: Cast, live: Edition) -> None:
    with pytest.raises(Refused):
        corrections.name_opinions(actor=play.clerk, edition=text_draft(play), opinions=[], at=NOON)


def test_what_another_unit_answers_in_private_is_not_offered_to_the_clerk(play: Cast, live: Edition) -> None:
    station = StationFactory(parent=play.town)
    opinion = opinions.receive(
        actor=system_actor(), edition=live, kind=OpinionKind.QUESTION, text="请民政办说明这一笔。", at=ASKED
    )
    opinion = opinions.route(
        actor=play.publisher,
        opinion=opinion,
        unit=station,
        visibility=Visibility.PRIVATE,
        shown_text="请说明",
        shown_name="",
        at=ASKED,
    )
    draft = start_correction(actor=play.clerk, edition=live, at=CORRECTED)
    assert not can_be_named(play.clerk, draft, at=CORRECTED).exists()
    with pytest.raises(NotAllowed):
        start_correction_because_of(actor=play.clerk, opinion=opinion, at=CORRECTED)


@pytest.mark.parametrize("who", ["outsider", "publisher", "reviewer", "supervisor", "lay", "administrator"])
def test_only_the_units_clerk_corrects(play: Cast, live: Edition, who: str) -> None:
    opinion = asked(play, live)
    actor: User = getattr(play, who)
    with pytest.raises(NotAllowed):
        start_correction_because_of(actor=actor, opinion=opinion, at=CORRECTED)
    draft = start_correction(actor=play.clerk, edition=live, at=CORRECTED)
    with pytest.raises(NotAllowed):
        corrections.name_opinions(actor=actor, edition=draft, opinions=[opinion], at=CORRECTED)


def test_a_correction_that_was_begun_is_taken_further(play: Cast, live: Edition) -> None:
    first, second = asked(play, live), asked(play, live, text="另一位村民也问保洁支出的事。")
    draft = start_correction_because_of(actor=play.clerk, opinion=first, at=CORRECTED)
    again = start_correction_because_of(actor=play.clerk, opinion=second, at=CORRECTED)
    assert draft.pk == again.pk
    assert named_in(again) == [first.number, second.number]


def test_what_is_submitted_names_no_more(play: Cast, live: Edition) -> None:
    first, second = asked(play, live), asked(play, live, text="另一位村民也问保洁支出的事。")
    edition = steps.submit(actor=play.clerk, edition=corrected(play, first), at=CORRECTED)
    with pytest.raises(Conflict):
        start_correction_because_of(actor=play.clerk, opinion=second, at=CORRECTED)
    with pytest.raises(Conflict):
        corrections.name_opinions(actor=play.clerk, edition=edition, opinions=[second], at=CORRECTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionCorrection.objects.create(edition=edition, opinion=second)


def test_a_refused_correction_leaves_no_draft_behind(play: Cast, live: Edition) -> None:
    opinion = opinions.receive(
        actor=system_actor(), edition=live, kind=OpinionKind.QUESTION, text="这一笔是什么？请说明。", at=ASKED
    )
    with pytest.raises(Refused):
        start_correction_because_of(actor=play.clerk, opinion=opinion, at=CORRECTED)
    assert live.notice.editions.count() == 1
    assert opinion.state == OpinionState.RECEIVED


def test_whoever_asked_is_told_once_also_where_theirs_was_joined_or_kept_private(play: Cast, live: Edition) -> None:
    first = asked(play, live, email="one@example.net")
    joined = opinions.receive(
        actor=system_actor(),
        edition=live,
        kind=OpinionKind.QUESTION,
        text="我也想问保洁支出的事。",
        email="two@example.net",
        at=ASKED,
    )
    opinions.merge(actor=play.publisher, opinion=joined, into=first, at=ASKED)
    private = asked(play, live, Visibility.PRIVATE, text="第三位村民问保洁支出的事。", email="three@example.net")
    asked(play, live, text="第四位问的是别的一笔支出。", email="four@example.net")
    asked(play, live, text="第五位没有留下邮箱地址。")
    draft = corrected(play, first)
    draft = corrections.name_opinions(actor=play.clerk, edition=draft, opinions=[first, private], at=CORRECTED)
    assert not Delivery.objects.filter(kind="opinion_corrected").exists()
    edition = republished(play, draft)
    corrections.write_to_senders(edition=edition, at=CORRECTED)
    letters = {row.address: row.body for row in Delivery.objects.filter(kind="opinion_corrected")}
    assert set(letters) == {"one@example.net", "two@example.net", "three@example.net"}
    assert joined.number in letters["two@example.net"] + letters["one@example.net"]
    assert all(SECRET not in body and f"/notices/{live.notice.number}/" in body for body in letters.values())
