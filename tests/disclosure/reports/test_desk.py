"""The page on which the yearly report is filled in, and the lists behind its figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from disclosure.notices.actions import steps
from disclosure.notices.models import Edition
from disclosure.reports.models import Report
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.disclosure import desk
from tests.disclosure.reports.making import SOUND, author, begun_report, published_report, report_draft
from tests.disclosure.requests.making import People, answered, people, received
from tests.factories import NOON, PostFactory, cast, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


@pytest.fixture
def them() -> People:
    return people()


def _page(draft: Edition, reader: User | None = None) -> Any:
    return desk.get(reader or author(draft), "disclosure_desk:report", draft.pk)


def _send(draft: Edition, *buttons: str, **typed: str) -> Any:
    """Send the form as the page shows it, with some fields typed otherwise."""
    form = _page(draft).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else str(value) for name, value in sent.items()}
    return desk.post(author(draft), "disclosure_desk:report", draft.pk, **data | typed | dict.fromkeys(buttons, "1"))


def _figure(draft: Edition, name: str) -> str | None:
    found: str | None = Report.objects.get(edition=draft).figures.get(name)
    return found


def test_a_new_report_shows_what_the_portal_counts_with_the_list_behind_it(them: People) -> None:
    answered(them)
    draft = begun_report(them.play, 2026)
    page = _page(draft)
    form = page.context["form"]
    assert form["requests-received-person"].value() == form["requests-granted-total"].value() == "1"
    assert _send(draft, "stay").status_code == 303
    assert _figure(draft, "requests-granted-person") == "1"


def test_figures_are_read_as_offices_type_them() -> None:
    draft = begun_report(cast())
    sent = _send(
        draft, **{"permits-permits-decisions": "１，２００", "fees-fees-amount": "0.2500", "overview": "一年。"}
    )
    assert sent.status_code == 303
    assert _figure(draft, "permits-permits-decisions") == "1200"
    assert _figure(draft, "fees-fees-amount") == "0.25"
    shown = _page(draft).context["form"]
    assert shown["permits-permits-decisions"].value() == "1200"


@pytest.mark.parametrize("typed", ["-1", "1.5", "许多", "10000000000"])
def test_what_is_no_figure_is_told_beside_its_cell_and_the_rest_kept(typed: str) -> None:
    draft = begun_report(cast())
    answer = _send(draft, **{"requests-received-person": typed, "overview": "写了很久的一段。"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'href="#id_requests-received-person"' in shown
    assert "Requests-received-person" not in shown, "the cell is named in words"
    assert "“I. Requests received this year”, Natural persons" in shown
    assert "写了很久的一段。" in shown
    assert not Report.objects.exists()


def test_a_broken_sum_is_told_and_explained_on_the_page() -> None:
    draft = report_draft(cast(), figures={**SOUND, "disputes-reviews-total": Decimal(2)})
    page = _page(draft)
    assert "“Administrative reviews”, Total: 2 stands there; the results make 1." in page.content.decode()
    answer = _send(draft, "done")
    assert answer["Location"].endswith("/report/")
    answer = _send(draft, "done", **{"why-disputes-disputes-reviews-total": "一件并入上年。"})
    assert answer["Location"].endswith(f"/editions/{draft.pk}/")
    assert Report.objects.get(edition=draft).explanations == {"disputes-disputes-reviews-total": "一件并入上年。"}


def test_totals_are_added_up_and_figures_counted_anew(them: People) -> None:
    draft = begun_report(them.play, 2026)
    _send(draft, "stay", **{"requests-granted-legal": "3"})
    received(them)
    assert _page(draft).context["form"]["requests-received-person"].value() is None
    _send(draft, "draw")
    assert _figure(draft, "requests-received-person") == "1"
    assert _figure(draft, "requests-granted-legal") == "3"
    _send(draft, "add")
    assert _figure(draft, "requests-results-total") == "3"


def test_last_year_stands_beside_each_figure() -> None:
    play = cast()
    clerk = author(published_report(play, report_draft(play, 2024)))
    draft = begun_report(play, 2025, clerk=clerk)
    shown = _page(draft).content.decode()
    assert '<span class="hid">last year </span>31' in shown


def test_who_lost_a_race_keeps_what_was_typed() -> None:
    draft = report_draft(cast())
    form = _page(draft).context["form"]
    data = {name: str(form[name].value() or "") for name in form.fields}
    _send(draft, "stay", overview="先到的。")
    answer = desk.post(author(draft), "disclosure_desk:report", draft.pk, **data | {"overview": "后到的。"})
    assert answer.status_code == 409
    assert "后到的。" in answer.content.decode()
    assert Report.objects.get(edition=draft).overview == "先到的。"


def test_the_page_exists_for_those_who_write_it_alone() -> None:
    play = cast()
    draft = report_draft(play)
    for reader in (play.clerk, play.reviewer, play.lay, play.outsider):
        assert _page(draft, reader).status_code == 404
    assert _page(draft, person(Role.CLERK, play.town)).status_code == 200
    clerk = author(draft)
    steps.submit(actor=clerk, edition=draft, at=NOON)
    assert _page(draft).status_code == 302


def test_the_list_behind_a_figure_has_the_requests_one_works_on(them: People) -> None:
    done = answered(them)
    open_one = received(them, "另外一份合同的复印件，村里的。")
    PostFactory(person=them.publisher, role=Role.CLERK, unit=them.play.town)
    draft = report_draft(them.play, 2026, clerk=them.publisher)

    def behind(reader: User, row: str, column: str) -> Any:
        return desk.get(reader, "disclosure_desk:report_behind", draft.pk, row, column)

    def rows(*place: str) -> list[int]:
        return [one.pk for one in behind(them.publisher, *place).context["object_list"]]

    assert rows("granted", "person") == rows("results", "total") == [done.pk]
    assert set(rows("received", "total")) == {done.pk, open_one.pk}
    assert rows("carried_on", "person") == [open_one.pk]
    assert rows("carried_over", "total") == rows("granted", "legal") == []
    assert behind(them.publisher, "nothing", "person").status_code == 404
    assert behind(them.outsider, "granted", "person").status_code == 404
    other = behind(person(Role.CLERK, them.play.town), "received", "total")
    assert list(other.context["object_list"]) == []
    assert "2 more are worked on by others." in other.content.decode()
    address = f"/desk/editions/{draft.pk}/report/granted/person/"
    assert address in _page(draft, them.publisher).content.decode()
    assert address not in _page(draft, person(Role.CLERK, them.play.town)).content.decode(), "they would see none"


def test_the_list_behind_a_figure_costs_the_same_at_one_row_and_three(them: People) -> None:
    PostFactory(person=them.publisher, role=Role.CLERK, unit=them.play.town)
    draft = report_draft(them.play, 2026, clerk=them.publisher)

    def cost(text: str) -> int:
        received(them, text)
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(them.publisher, "disclosure_desk:report_behind", draft.pk, "received", "total")
        assert page.status_code == 200
        return len(asked)

    first, *_others, third = [cost(f"{what}的复印件，村里的。") for what in ("合同", "协议", "票据")]
    assert first == third
