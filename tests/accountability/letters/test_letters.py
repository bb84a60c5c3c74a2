"""The life of a letter: every step allowed and refused, what is signed, and what stands in the database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from accountability.letters.actions import duties, issuing, publishing, signing, templates, years
from accountability.letters.actions.duties import Share
from accountability.letters.enums import LetterKind, LetterState, Means, Party, WordingState
from accountability.letters.models import Letter, LetterSignature, LetterVersion, SelfReport
from accountability.letters.queries import log
from accountability.letters.queries.wording import canonical, document_of, published_document, sha256, signature_hash
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import publication_log, uploads
from portal.core.log_subjects import check_log
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.letters.making import (
    CONFERENCE,
    DUTIES,
    LATER,
    PLANNED,
    POINTS,
    SIGNED,
    Town,
    head_of,
    in_force,
    issued,
    published,
    refused,
    signed,
    town,
)
from tests.factories import VillageFactory, person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\ntrailer<</Root 1 0 R>>"


@pytest.fixture
def here() -> Town:
    return town()


def scan() -> uploads.Clean:
    return uploads.Clean(PDF, "责任书.pdf", uploads.kinds.PDF)


def test_a_letter_goes_from_issue_to_publication(here: Town) -> None:
    letter = issued(here)[0]
    assert letter.number == f"ZR-2026-{here.village.code}"
    assert (letter.party_a, letter.principal) == (f"中共{here.town.name_zh}委员会", here.head)
    assert letter.due == CONFERENCE
    public = published(here, letter)
    assert public.state == LetterState.PUBLISHED
    entry = publication_log.entries(subject_kind="letter", subject_number=letter.number).get()
    assert entry.content_sha256 == letter.sha256
    assert entry.facts["signed_by_b"] == here.head.name_zh
    found = log.by_code(letter.code)
    assert found is not None
    assert found.number == letter.number
    assert not [fault for fault in check_log().faults if fault.rule in ("content", "unlogged")]


def test_what_is_signed_is_the_canonical_document(here: Town) -> None:
    letter = in_force(here, issued(here)[0])
    assert letter.sha256 == sha256(canonical(document_of(letter)))
    for row in letter.signatures.all():
        assert row.document_sha256 == letter.sha256
        assert row.sha256 == signature_hash(row, letter.number)


def test_another_text_than_was_shown_is_not_signed(here: Town) -> None:
    letter = issued(here)[0]
    with pytest.raises(Conflict):
        signing.sign(actor=here.head, letter=letter, sha256="0" * 64, means=Means.PASSWORD, at=SIGNED)
    assert not LetterSignature.objects.exists()


def test_who_has_a_second_factor_signs_with_it(here: Town) -> None:
    letter = issued(here)[0]
    Authenticator.objects.create(user=here.head, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(Refused):
        signing.sign(actor=here.head, letter=letter, sha256=letter.sha256, means=Means.PASSWORD, at=SIGNED)
    done = signing.sign(actor=here.head, letter=letter, sha256=letter.sha256, means=Means.SECOND_FACTOR, at=SIGNED)
    assert done.signatures.get().means == Means.SECOND_FACTOR
    with pytest.raises(WrongState):
        signing.sign(actor=here.head, letter=letter, sha256=letter.sha256, means=Means.SECOND_FACTOR, at=SIGNED)


Act = Callable[[Any, Letter], Letter]
STEPS: dict[str, tuple[Callable[[Town, Letter], Letter], Act, str]] = {
    "sign": (
        lambda _here, letter: letter,
        lambda actor, one: signing.sign(actor=actor, letter=one, sha256=one.sha256, means=Means.PASSWORD, at=SIGNED),
        "head",
    ),
    "refuse": (
        lambda _here, letter: letter,
        lambda actor, one: signing.refuse(actor=actor, letter=one, reason="没有商量。", at=SIGNED),
        "head",
    ),
    "hand_in": (
        lambda _here, letter: letter,
        lambda actor, one: signing.hand_in(actor=actor, letter=one, scan=[scan()], at=SIGNED),
        "clerk",
    ),
    "remind": (
        lambda _here, letter: letter,
        lambda actor, one: issuing.remind(actor=actor, letter=one, at=SIGNED),
        "secretary",
    ),
    "withdraw": (
        lambda _here, letter: letter,
        lambda actor, one: issuing.withdraw(actor=actor, letter=one, reason="文本有误。", at=SIGNED),
        "secretary",
    ),
    "check": (
        lambda here, letter: signing.hand_in(actor=here.clerk, letter=letter, scan=[scan()], at=SIGNED),
        lambda actor, one: signing.check(
            actor=actor, letter=one, signed_on=CONFERENCE, signed_for_a="陈志平", at=SIGNED
        ),
        "secretary",
    ),
    "send_back": (
        lambda here, letter: signing.hand_in(actor=here.clerk, letter=letter, scan=[scan()], at=SIGNED),
        lambda actor, one: signing.send_back(actor=actor, letter=one, reason="缺公章。", at=SIGNED),
        "secretary",
    ),
    "countersign": (
        lambda _here, letter: signed(letter),
        lambda actor, one: signing.countersign(
            actor=actor, letter=one, sha256=one.sha256, means=Means.PASSWORD, at=SIGNED
        ),
        "committee",
    ),
    "witness": (
        lambda _here, letter: signed(letter),
        lambda actor, one: signing.witness(actor=actor, letter=one, sha256=one.sha256, means=Means.PASSWORD, at=SIGNED),
        "supervisor",
    ),
    "publish": (
        in_force,
        lambda actor, one: publishing.publish(actor=actor, letter=one, at=SIGNED),
        "publisher",
    ),
    "reply": (
        lambda _here, letter: refused(letter),
        lambda actor, one: publishing.reply(actor=actor, letter=one, reply="指标不改。", at=SIGNED),
        "committee",
    ),
    "release": (
        lambda here, letter: publishing.reply(
            actor=here.committee, letter=refused(letter), reply="指标不改。", at=SIGNED
        ),
        lambda actor, one: publishing.release(actor=actor, letter=one, at=SIGNED),
        "secretary",
    ),
    "replace": (
        published,
        lambda actor, one: issuing.replace(actor=actor, letter=one, reason="换了书记。", due=LATER.date(), at=LATER),
        "secretary",
    ),
}


@pytest.mark.parametrize("verb", STEPS)
def test_each_step_is_taken_by_those_it_belongs_to_and_nobody_else(here: Town, verb: str) -> None:
    prepare, act, name = STEPS[verb]
    letter = prepare(here, issued(here)[0])
    others = {
        *(here.heads[1:]),
        here.outsider,
        *(one for one in (here.clerk, here.publisher, here.supervisor) if one != getattr(here, name)),
    }
    if verb in ("publish", "release"):
        others -= {here.publisher}
    for other in others:
        with pytest.raises(NotAllowed), transaction.atomic():
            act(other, letter)
    done = act(getattr(here, name), letter)
    row = next(row for row in LETTER_STEPS.rows if row.verb == verb and row.source == letter.state)
    stands = Letter.objects.get(pk=letter.pk)
    assert stands.state == row.target
    assert letter.pk in (done.pk, done.replaces_id)


def test_every_verb_of_the_table_is_tried() -> None:
    made_elsewhere = {"issue", "issue_below", "renew"}
    assert {verb.key for verb in LETTER_STEPS.verbs} - made_elsewhere == set(STEPS)


def test_only_the_secretary_issues_and_each_unit_gets_one(here: Town) -> None:
    for other in (here.clerk, here.committee, here.publisher):
        with pytest.raises(NotAllowed):
            issuing.issue(actor=other, signing_year=here.plan, wording=here.wording, units=here.villages, at=PLANNED)
    letters = issued(here)
    assert len(letters) == len(here.villages)
    with pytest.raises(Refused, match=here.village.name_zh):
        issued(here, here.village)


def test_a_unit_without_a_head_or_of_elsewhere_gets_none(here: Town) -> None:
    headless = VillageFactory(parent=here.town)
    with pytest.raises(Refused, match=headless.name_zh):
        issued(here, here.village, headless)
    assert not Letter.objects.exists()
    elsewhere = VillageFactory()
    head_of(elsewhere)
    with pytest.raises(Refused):
        issued(here, elsewhere)


def test_a_letter_on_paper_has_both_signatures_by_hand(here: Town) -> None:
    letter = signing.hand_in(actor=here.clerk, letter=issued(here)[0], scan=[scan()], at=SIGNED)
    with pytest.raises(Refused):
        signing.check(
            actor=here.secretary, letter=letter, signed_on=date(2026, 12, 1), signed_for_a="陈志平", at=SIGNED
        )
    done = signing.check(actor=here.secretary, letter=letter, signed_on=CONFERENCE, signed_for_a="陈志平", at=SIGNED)
    assert {row.means for row in done.signatures.all()} == {Means.PAPER}
    assert done.signatures.get(party=Party.TOWN).name_zh == "陈志平"


def test_a_letter_has_one_witness(here: Town) -> None:
    letter = signed(issued(here)[0])
    second = person(Role.SUPERVISOR, here.village)
    done = signing.witness(actor=here.supervisor, letter=letter, sha256=letter.sha256, means=Means.PASSWORD, at=SIGNED)
    with pytest.raises(Refused):
        signing.witness(actor=second, letter=done, sha256=letter.sha256, means=Means.PASSWORD, at=SIGNED)


def test_a_refusal_is_public_only_once_it_is_released(here: Town) -> None:
    letter = publishing.reply(
        actor=here.committee, letter=refused(issued(here)[0]), reply="指标不改，照样考核。", at=SIGNED
    )
    assert log.by_number(letter.number) is None
    assert log.by_code(letter.code) is None
    done = publishing.release(actor=here.publisher, letter=letter, at=SIGNED)
    assert log.by_number(letter.number) is not None
    entry = publication_log.entries(subject_number=letter.number).get()
    assert entry.content_sha256 == sha256(published_document(done)) != letter.sha256


def test_reasons_hold_nobodys_number(here: Town) -> None:
    letter = issued(here)[0]
    with pytest.raises(Refused):
        signing.refuse(actor=here.head, letter=letter, reason="请打 13800138000 问我。", at=SIGNED)
    with pytest.raises(Refused):
        signing.refuse(actor=here.head, letter=letter, reason=" ", at=SIGNED)


def test_a_new_head_signs_anew_and_the_old_letter_stays(here: Town) -> None:
    old = published(here, issued(here)[0])
    post = here.head.posts.get()
    post.ends_on = LATER.date() - timedelta(days=1)
    post.save()
    fresh = head_of(here.village)
    new = issuing.replace(actor=here.secretary, letter=old, reason="换届。", due=LATER.date(), at=LATER)
    assert (new.number, new.replaces_id, new.principal) == (f"{old.number}-R1", old.pk, fresh)
    assert log.by_number(old.number) is not None
    with pytest.raises(NotAllowed):
        signing.sign(actor=here.head, letter=new, sha256=new.sha256, means=Means.PASSWORD, at=LATER)
    again = published(here, new, at=LATER)
    assert again.signatures.get(party=Party.UNIT).person == fresh
    assert SelfReport.objects.filter(unit=here.village, year=2026).count() == 4


def test_who_has_left_the_post_does_not_sign_for_the_unit(here: Town) -> None:
    letter = issued(here)[0]
    post = here.head.posts.get()
    post.ends_on = SIGNED.date() - timedelta(days=1)
    post.save()
    with pytest.raises(NotAllowed):
        signed(letter)


def test_a_withdrawn_letter_asks_for_no_quarters_and_can_be_issued_again(here: Town) -> None:
    letter = issued(here)[0]
    assert SelfReport.objects.filter(unit=here.village).count() == 4
    issuing.withdraw(actor=here.secretary, letter=letter, reason="文本有误。", at=PLANNED)
    assert not SelfReport.objects.filter(unit=here.village).exists()
    again = issued(here, here.village)[0]
    assert again.number == f"{letter.number}-R1"


def test_cadres_sign_below_the_letter_of_their_unit(here: Town) -> None:
    def to_clerk(above: Letter) -> Letter:
        return issuing.issue_below(
            actor=here.clerk,
            letter=above,
            name="钱秀兰",
            title="村会计",
            due=LATER.date(),
            person=here.clerk,
            at=SIGNED,
        )

    letter = issued(here)[0]
    with pytest.raises(NotAllowed):
        to_clerk(letter)
    above = in_force(here, letter)
    below = to_clerk(above)
    assert below.number == f"{letter.number}-1"
    assert (below.party_a, below.party_b) == (letter.party_b, "钱秀兰")
    first = signed(below)
    for other in (here.committee, here.clerk, here.heads[1]):
        with pytest.raises(NotAllowed):
            signing.countersign(actor=other, letter=first, sha256=first.sha256, means=Means.PASSWORD, at=SIGNED)
    done = signing.countersign(actor=here.head, letter=first, sha256=first.sha256, means=Means.PASSWORD, at=SIGNED)
    assert done.state == LetterState.IN_FORCE
    with pytest.raises(NotAllowed):
        publishing.publish(actor=here.publisher, letter=done, at=SIGNED)


def test_duties_are_broken_down_by_the_unit(here: Town) -> None:
    letter = issued(here)[0]
    shares = [Share(1, "刘守义"), Share(2, "钱秀兰", "每季度20日")]
    for other in (here.outsider, here.committee, here.heads[1]):
        with pytest.raises(NotAllowed):
            duties.assign(actor=other, letter=letter, shares=shares, at=SIGNED)
    done = duties.assign(actor=here.clerk, letter=letter, shares=shares, at=SIGNED)
    assert [one.responsible for one in done.assignments.all()] == ["刘守义", "钱秀兰"]
    for wrong in (Share(9, "无"), Share(1, " "), Share(1, "打 13800138000")):
        with pytest.raises(Refused):
            duties.assign(actor=here.clerk, letter=done, shares=[wrong], at=SIGNED)
    with pytest.raises(Conflict):
        duties.assign(actor=here.clerk, letter=done, shares=shares, at=SIGNED, seen=letter.version)


def test_a_version_in_use_stands_and_the_next_takes_its_place(here: Town) -> None:
    with pytest.raises(WrongState):
        templates.write(
            actor=here.secretary, letter_version=here.wording, texts={}, duties=DUTIES, points=POINTS, at=LATER
        )
    draft = templates.draft_next(actor=here.secretary, template=here.wording.template, at=LATER)
    assert [one.heading for one in draft.duties.all()] == [one.heading for one in DUTIES]
    assert templates.draft_next(actor=here.secretary, template=here.wording.template, at=LATER) == draft
    templates.publish(actor=here.secretary, letter_version=draft, at=LATER)
    assert LetterVersion.objects.get(pk=here.wording.pk).state == WordingState.RETIRED


def test_points_add_up_to_a_hundred(here: Town) -> None:
    draft = templates.draft_next(actor=here.secretary, template=here.wording.template, at=LATER)
    short = templates.write(
        actor=here.secretary, letter_version=draft, texts={}, duties=DUTIES, points=POINTS[:1], at=LATER
    )
    with pytest.raises(Refused, match="40"):
        templates.publish(actor=here.secretary, letter_version=short, at=LATER)
    none = templates.write(actor=here.secretary, letter_version=short, texts={}, duties=(), points=POINTS, at=LATER)
    with pytest.raises(Refused):
        templates.publish(actor=here.secretary, letter_version=none, at=LATER)


def test_templates_are_the_secretarys(here: Town) -> None:
    def begin(actor: User, kind: LetterKind, prefix: str) -> LetterVersion:
        return templates.begin(actor=actor, town=here.town, kind=kind, prefix=prefix, name_zh="承诺书", at=PLANNED)

    for other in (here.clerk, here.committee, here.publisher):
        with pytest.raises(NotAllowed):
            begin(other, LetterKind.PLEDGE, "CN")
        with pytest.raises(NotAllowed):
            templates.draft_next(actor=other, template=here.wording.template, at=PLANNED)
    for prefix, kind in (("ZR", LetterKind.PLEDGE), ("zz9", LetterKind.PLEDGE), ("CN", LetterKind.CLEAN)):
        with pytest.raises(Refused):
            begin(here.secretary, kind, prefix)


def test_the_conference_is_recorded_once_and_by_the_secretary(here: Town) -> None:
    with pytest.raises(NotAllowed):
        years.hold(actor=here.committee, signing_year=here.plan, attended=30, notes="签订大会。", at=SIGNED)
    with pytest.raises(Refused):
        years.hold(actor=here.secretary, signing_year=here.plan, attended=30, notes="签订大会。", at=PLANNED)
    moved = years.change_plan(
        actor=here.secretary, signing_year=here.plan, meets_on=date(2026, 2, 25), place="礼堂", agenda="", at=PLANNED
    )
    held = years.hold(actor=here.secretary, signing_year=moved, attended=30, notes="签订大会。", at=SIGNED)
    with pytest.raises(WrongState):
        years.change_plan(
            actor=here.secretary, signing_year=held, meets_on=CONFERENCE, place="礼堂", agenda="", at=SIGNED
        )
    with pytest.raises(Refused):
        years.plan(actor=here.secretary, town=here.town, year=2026, meets_on=CONFERENCE, place="礼堂", at=SIGNED)


def test_the_database_keeps_what_was_signed(here: Town) -> None:
    letter = in_force(here, issued(here)[0])
    row = letter.signatures.order_by("pk")[0]
    changes: list[Callable[[], object]] = [
        lambda: Letter.objects.filter(pk=letter.pk).update(document="{}"),
        lambda: Letter.objects.filter(pk=letter.pk).update(sha256="0" * 64),
        lambda: LetterSignature.objects.filter(pk=row.pk).update(at=datetime(2026, 1, 1, tzinfo=UTC)),
        lambda: LetterSignature.objects.filter(pk=row.pk).delete(),
        lambda: LetterVersion.objects.filter(pk=here.wording.pk).update(goals="别的"),
        lambda: here.wording.duties.update(text="别的"),
        lambda: here.wording.score_items.all().delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_database_holds_the_rules_too(here: Town) -> None:
    letter = issued(here)[0]
    wrong: list[dict[str, object]] = [
        {"state": "nowhere"},
        {"state": LetterState.REFUSED},
        {"state": LetterState.PUBLISHED},
        {"state": LetterState.ON_PAPER},
        {"state": LetterState.REPLIED, "refusal": "没有商量", "refused_on": CONFERENCE},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**fields)
