"""Tests of the first page of the room, its menu entry, and what everybody reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accountability.integrity.actions.education import Came
from accountability.integrity.actions.talks import With
from accountability.integrity.enums import TalkKind
from accountability.integrity.presenters.public import on_year
from accountability.integrity.queries.opening import opens
from accountability.letters.registry import YearPage
from portal.accounts.enums import Role
from tests.accountability.integrity.making import AT, Town, activity, audit, held, opened
from tests.factories import person
from tests.steps import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_the_menu_has_it_for_those_it_concerns(town: Town) -> None:
    supervisor = person(Role.SUPERVISOR, town.village)
    for somebody in (town.secretary, town.leader, town.approver, town.clerk, town.head, town.publisher):
        assert opens(somebody, AT)
    for nobody in (town.administrator, town.lay, supervisor):
        assert not opens(nobody, AT)
        assert signed_in(nobody).get("/desk/integrity/").status_code == 404
    held(town, with_whom=With(town.village, supervisor))
    assert opens(supervisor, AT)


def test_the_first_page_has_figures_for_those_who_oversee_alone(town: Town) -> None:
    held(town)
    page = signed_in(town.secretary).get("/desk/integrity/?year=2026")
    assert page.context["tally"][1].value == "1/3"
    assert town.neighbour.name in page.content.decode()
    assert "tally" not in signed_in(town.clerk).get("/desk/integrity/").context
    assert signed_in(town.leader).get("/en/desk/integrity/").status_code == 200


def test_each_place_that_is_shown_opens(town: Town) -> None:
    held(town)
    opened(town)
    activity(town, Came(town.village, 5, 5))
    audit(town)
    for somebody in (town.secretary, town.leader, town.clerk, town.head, town.publisher):
        client = signed_in(somebody)
        for place in client.get("/desk/integrity/").context["places"]:
            assert client.get(place.url).status_code == 200
    for url in ("talks", "heads", "education", "meetings", "contacts", "diary", "checklists", "audits"):
        assert signed_in(town.administrator).get(f"/desk/integrity/{url}/").status_code == 404


def test_heads_are_narrowed_by_whether_they_were_talked_to(town: Town) -> None:
    held(town)
    client = signed_in(town.secretary)
    for wanted, count in (("yes", 1), ("no", 2), ("", 3)):
        page = client.get(f"/desk/integrity/heads/?year=2026&talked_to={wanted}")
        assert len(page.context["table"].lines) == count


def test_everybody_reads_figures_and_no_names(town: Town) -> None:
    for kind in (TalkKind.ROUTINE, TalkKind.ROUTINE, TalkKind.ROUTINE, TalkKind.ADMONISHING):
        held(town, circumstances={"kind": kind})
    activity(town, Came(town.village, 5, 4))
    shown = on_year(YearPage(town.town, 2026, AT))
    assert shown is not None
    assert str(shown.chart).count("<li>") == 1, "one admonishing talk alone would be recognised"
    assert ">1<" not in str(shown.chart)
    assert town.head.name_zh not in str(shown)
    [lecture] = shown.activities
    assert lecture.share.startswith("80")
    assert on_year(YearPage(town.town, 2024, AT)) is None


def test_a_year_takes_a_fixed_number_of_queries(town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert signed_in(town.secretary).get("/desk/integrity/").status_code == 200
        return len(captured)

    held(town)
    activity(town, Came(town.village, 5, 4))
    before = asked()
    held(town, with_whom=With(town.neighbour, town.other_clerk))
    activity(town, Came(town.village, 5, 4))
    assert asked() == before
