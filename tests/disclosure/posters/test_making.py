"""Who is named on the poster of a village."""

from datetime import date

import pytest

from disclosure.notices.models import Edition
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import Role
from portal.accounts.models import Post
from tests.factories import Cast, cast, money_draft, person, published, text_draft

pytestmark = pytest.mark.django_db


def signed(edition: Edition) -> list[tuple[str, str, str]]:
    sheet = making.sheet(edition, PaperSize.A3, "specimen")
    return [(one.role, one.name, one.title) for one in sheet.signatures]


@pytest.fixture
def people() -> Cast:
    return cast()


def test_the_head_of_the_village_signs_after_the_committee(people: Cast) -> None:
    head = person(Role.HANDLER, people.village, is_head=True, title_zh="村党支部书记")
    roles = [role for role, *_more in signed(published(people, money_draft(people)))]
    assert roles == ["编制", "监委会会签", "村负责人", "审核", "审批", "发布"]
    assert signed(text_draft(people))[0] == ("村负责人", head.name_zh, "村党支部书记")


def test_a_head_who_came_later_or_went_before_does_not(people: Cast) -> None:
    person(Role.HANDLER, people.village, is_head=True, starts_on=date(2020, 1, 1), ends_on=date(2025, 12, 31))
    person(Role.HANDLER, people.village, is_head=True, starts_on=date(2099, 1, 1))
    edition = published(people, money_draft(people))
    assert ("村负责人", "", "") in signed(edition)
    Post.objects.filter(is_head=True).update(ends_on=None, starts_on=date(2020, 1, 1))
    assert ("村负责人", "", "") not in signed(edition)


def test_a_town_has_no_such_line(people: Cast) -> None:
    draft = text_draft(people)
    draft.notice.unit = people.town
    assert "村负责人" not in [role for role, *_more in signed(draft)]
