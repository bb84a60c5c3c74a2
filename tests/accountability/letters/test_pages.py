"""Pages of letters: what everybody reads, what each person finds on the desk, and the steps taken there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.letters.actions import issuing, publishing
from accountability.letters.enums import LetterState, Means
from accountability.letters.models import Letter, SelfReport
from accountability.letters.queries import messages as told_to
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import roster
from portal.core import calendar, pages
from portal.messaging.models import Message
from portal.messaging.registry import Occasion
from tests.accountability.letters.making import Town, in_force, issued, published, refused, signed, town
from tests.factories import person
from tests.steps import forms_of, offered, signed_in, take, told

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
APRIL = datetime(2026, 4, 9, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    """Sign, publish and look at letters on a day in March, after the conference."""
    pages.page_cache.renew()  # on commit, which a test's transaction never reaches
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def here() -> Town:
    return town()


def page(person: User, letter: Letter) -> Any:
    return signed_in(person).get(f"/desk/letters/{letter.pk}/")


def test_only_what_is_published_is_public(here: Town, client: Client) -> None:
    letter, other = issued(here)
    for url in (f"/accountability/letters/{letter.number}/", f"/accountability/letters/{letter.number}/letter.pdf"):
        assert client.get(url).status_code == 404
    published(here, letter)
    refused(other)
    assert client.get(f"/accountability/letters/{letter.number}/").status_code == 200
    assert client.get(f"/accountability/letters/{other.number}/").status_code == 404
    text = client.get("/accountability/2026/").content.decode()
    assert letter.number in text
    assert other.number not in text
    assert "没有同村里商量" not in text
    assert client.get("/accountability/2025/").status_code == 404


def test_a_released_refusal_is_read_with_the_answer(here: Town, client: Client) -> None:
    letter = refused(issued(here)[0])
    answered = publishing.reply(actor=here.committee, letter=letter, reply="指标不改。", at=timezone.now())
    publishing.release(actor=here.publisher, letter=answered, at=timezone.now())
    for url in ("/accountability/", "/accountability/2026/", f"/accountability/letters/{letter.number}/"):
        pages.page_cache.renew()
        text = client.get(url).content.decode()
        assert "没有同村里商量" in text
        assert "指标不改" in text
    assert client.get(f"/verify/{letter.code}/").status_code == 200


def test_public_pages_and_papers(here: Town, client: Client) -> None:
    letter = published(here, issued(here)[0])
    for root in ("", "/en"):
        for path in ("/accountability/", "/accountability/2026/", f"/accountability/letters/{letter.number}/"):
            answer = client.get(root + path)
            assert answer.status_code == 200
            assert not answer.cookies
    assert client.get(f"/accountability/letters/{letter.number}/canonical.json").getvalue() == letter.document.encode()
    assert client.get(f"/accountability/letters/{letter.number}/letter.pdf").getvalue().startswith(b"%PDF")
    assert letter.number not in client.get("/accountability/2026/figures.csv").getvalue().decode()
    assert client.get(f"/accountability/2026/published/{here.village.code}/").status_code == 404


def test_who_finds_a_letter_on_the_desk(here: Town) -> None:
    letter = issued(here)[0]
    for seeing in (here.secretary, here.committee, here.publisher, here.clerk, here.head, here.supervisor):
        assert page(seeing, letter).status_code == 200
    strangers = [person(role, here.town) for role in (Role.ADMINISTRATOR, Role.LAY_SUPERVISOR)]
    for other in (here.outsider, here.heads[1], *strangers):
        assert page(other, letter).status_code == 404
        assert letter.number not in signed_in(other).get("/desk/letters/").content.decode()
    assert signed_in(here.outsider).get("/desk/letters/").status_code == 404


def test_each_is_offered_their_own_steps(here: Town) -> None:
    letter = issued(here)[0]
    assert set(offered(page(here.head, letter))) == {"sign", "refuse", "hand_in"}
    assert set(offered(page(here.clerk, letter))) == {"hand_in"}
    assert set(offered(page(here.secretary, letter))) == {"remind", "withdraw"}
    assert not offered(page(here.committee, letter))
    signed(letter)
    assert set(offered(page(here.committee, letter))) == {"countersign"}
    assert set(offered(page(here.supervisor, letter))) == {"witness"}


def test_a_letter_is_signed_on_its_page(here: Town) -> None:
    letter = issued(here)[0]
    url = f"/desk/letters/{letter.pk}/"
    assert take(here.head, url, "sign").status_code == 422
    assert take(here.head, url, "sign", is_read="on", sha256="0" * 64).status_code == 409
    assert take(here.head, url, "sign", is_read="on").status_code == 303
    assert Letter.objects.get(pk=letter.pk).signatures.get().means == Means.PASSWORD
    assert take(here.committee, url, "countersign", is_read="on").status_code == 303
    assert take(here.publisher, url, "publish").status_code == 303
    assert Letter.objects.get(pk=letter.pk).state == LetterState.PUBLISHED


def test_the_town_signs_many_at_once(here: Town) -> None:
    letters = [signed(one) for one in issued(here)]
    client = signed_in(here.committee)
    form = next(one for one in forms_of(client.get("/desk/letters/sign/")) if "chosen" in one.fields)
    chosen = [f"{one.pk}.{one.version}.{one.sha256}" for one in letters]
    stale = f"{letters[0].pk}.{letters[0].version - 1}.{letters[0].sha256}"
    assert client.post("/desk/letters/sign/", {"chosen": [stale], "is_read": "on"}).status_code == 422
    answer = client.post("/desk/letters/sign/", {**form.fields, "chosen": chosen, "is_read": "on"})
    assert answer.status_code == 303
    assert told(answer)
    assert Letter.objects.filter(state=LetterState.IN_FORCE).count() == len(letters)
    assert signed_in(here.secretary).get("/desk/letters/sign/").status_code == 404


def test_letters_are_issued_and_reminded_from_pages(here: Town) -> None:
    client = signed_in(here.secretary)
    url = f"/desk/letters/years/{here.plan.pk}/issue/"
    assert client.get(url).status_code == 200
    codes = [one.code for one in here.villages]
    sent = {"wording": here.wording.pk, "units": codes, "due": "2026-02-26"}
    assert client.post(url, sent).status_code == 303
    letter = Letter.objects.get(unit=here.village)
    row = next(row for row in client.get("/desk/letters/").context["rows"] if row.pk == letter.pk)
    answer = client.post("/desk/letters/at-once/", {"chosen": [row.token], "verb": "remind"})
    assert answer.status_code == 303
    assert Letter.objects.get(pk=letter.pk).times_reminded == 1
    assert Message.objects.filter(person=here.head, kind="letter_remind").count() == 1
    assert not Message.objects.filter(person=here.heads[1], kind="letter_remind").exists()
    for other in (here.committee, here.clerk):
        assert signed_in(other).get(url).status_code == 404


def test_the_list_is_narrowed_to_what_a_figure_counts(here: Town) -> None:
    first, second = issued(here)
    in_force(here, first)
    client = signed_in(here.secretary)
    both = {first.pk, second.pk}
    for standing, wanted in (("signed", {first.pk}), ("to_sign", {second.pk}), ("refused", set()), ("", both)):
        rows = client.get(f"/desk/letters/?year=2026&kind=clean&level=unit&standing={standing}").context["rows"]
        assert {row.pk for row in rows} == wanted


def test_a_list_of_three_takes_as_many_queries_as_one_of_one() -> None:
    place = town(villages=3)
    issued(place, place.village)
    client = signed_in(place.secretary)

    def count() -> int:
        client.get("/desk/letters/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/desk/letters/").status_code == 200
        return len(asked)

    before = count()
    issued(place, *place.villages[1:])
    assert count() == before


def test_templates_are_written_and_put_into_use_on_pages(here: Town) -> None:
    client = signed_in(here.secretary)
    assert client.get("/desk/letters/templates/").status_code == 200
    answer = client.post(f"/desk/letters/templates/{here.wording.pk}/next/")
    assert answer.status_code == 303
    url = answer["Location"]
    form = next(one for one in forms_of(client.get(url)) if "goals" in one.fields)
    form.fields["duty_4"], form.fields["duty_text_4"] = "信访", "来信来访都有回音。"
    assert client.post(url, form.fields).status_code == 303
    version = here.wording.template.versions.get(number=2)
    assert version.duties.count() == 4
    assert take(here.secretary, f"/desk/letters/templates/{version.pk}/", "publish").status_code == 303
    assert signed_in(here.committee).get("/desk/letters/templates/").status_code == 404
    assert signed_in(here.committee).get(f"/desk/letters/templates/{version.pk}/").status_code == 404


def test_duties_and_quarters_are_written_on_pages(here: Town) -> None:
    letter = in_force(here, issued(here)[0])
    client = signed_in(here.clerk)
    url = f"/desk/letters/{letter.pk}/duties/"
    form = next(one for one in forms_of(client.get(url)) if "seen" in one.fields)
    assert client.post(url, {**form.fields, "responsible_1": "刘守义"}).status_code == 303
    assert letter.assignments.get().responsible == "刘守义"
    report = SelfReport.objects.get(unit=here.village, quarter=1)
    with time_machine.travel(APRIL, tick=False):
        typed = {f"text_{number}": "做了。" for number in (1, 2, 3)}
        assert take(here.clerk, f"/desk/letters/reports/{report.pk}/", "report", **typed).status_code == 303
        assert take(here.secretary, f"/desk/letters/reports/{report.pk}/", "accept").status_code == 303
    assert signed_in(here.outsider).get(f"/desk/letters/reports/{report.pk}/").status_code == 404
    assert signed_in(here.outsider).get(url).status_code == 404


def test_who_has_not_signed_is_reminded_and_the_secretary_learns_of_it(here: Town) -> None:
    issued(here)

    def kinds(day: date) -> set[tuple[str, int]]:
        at = timezone.now().replace(year=day.year, month=day.month, day=day.day)
        found = told_to.reminders(Occasion(at=at, on=day, roster=roster(at=at), calendar=calendar.load()))
        return {(one.kind, one.person.pk) for one in found if one.kind.startswith("letter")}

    heads = {one.pk for one in here.heads}
    assert kinds(date(2026, 2, 22)) == set()
    assert kinds(date(2026, 2, 23)) == {("letter_due", pk) for pk in heads}
    assert kinds(date(2026, 2, 27)) == {("letter_overdue", pk) for pk in heads}
    assert ("letter_escalation", here.secretary.pk) in kinds(date(2026, 3, 8))
    letter = Letter.objects.get(unit=here.village)
    issuing.withdraw(actor=here.secretary, letter=letter, reason="有误。", at=timezone.now())
    assert ("letter_overdue", here.head.pk) not in kinds(date(2026, 3, 8))
    cause = f"letter:{letter.pk}:issued:2026-02-26"
    assert cause in told_to.letters_settled([cause])
