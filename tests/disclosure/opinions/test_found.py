"""Opinions in the search: what the public reads of them, as long as it reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from disclosure.notices.actions import publishing
from disclosure.notices.models import Edition
from portal.cases.actions.ending import forget
from portal.cases.enums import Visibility
from portal.core import search
from portal.core.models import SearchDocument
from tests.disclosure.opinions.test_opinions import ASKED, answered, closed, live, people, received, routed
from tests.factories import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["live", "people"]


def found(typed: str) -> list[str]:
    """Return the numbers of the opinions that are found."""
    result = search.find(search.Asked(search.words_of(typed), {"kind": "opinion"}))
    return [one.number for one in search.documents(result.keys)]


def test_it_is_found_once_it_is_screened_and_its_answer_once_it_is_checked(people: Cast, live: Edition) -> None:
    opinion = received(live)
    assert found("防汛支出") == []
    assert found("附清单") == []
    opinion = answered(people, opinion)
    assert found("防汛支出") == [opinion.number]
    assert found("清单已附上") == []
    SearchDocument.objects.all().delete()
    opinion = closed(people, received(live, text="第二件：请说明用了什么。"))
    assert found("清单已附上") == [opinion.number]
    (document,) = SearchDocument.objects.filter(kind="opinion")
    assert document.url == f"/notices/{live.notice.number}/#{opinion.number}"
    assert document.title_zh.startswith("对《")
    assert document.title_en.startswith("Opinion about “")


def test_what_is_kept_private_or_was_masked_is_not_found(people: Cast, live: Edition) -> None:
    routed(
        people, received(live, text="王某某的防汛支出没有清单。"), visibility=Visibility.PRIVATE, shown_text="没有清单"
    )
    masked = routed(
        people,
        received(live, text="张某某的保洁费多付了一次。"),
        visibility=Visibility.MASKED,
        shown_text="保洁费多付了一次。",
    )
    assert found("防汛支出") == found("没有清单") == found("张某某") == []
    assert found("保洁费") == [masked.number]


def test_it_goes_with_its_notice_and_with_its_case(people: Cast, live: Edition) -> None:
    opinion = closed(people, received(live))
    publishing.withdraw(actor=people.publisher, edition=live, reason="误发。", at=timezone.now())
    assert found("防汛支出") == []
    list(search.rebuild())
    assert found("防汛支出") == []
    search.put(SearchDocument(kind="opinion", key=opinion.pk, body="防汛支出", published_at=ASKED))
    forget(actor=people.publisher, case=opinion.case, at=ASKED + timedelta(days=900))
    assert found("防汛支出") == []


def indexed() -> list[dict[str, object]]:
    fields = ("kind", "key", "number", "title_zh", "title_en", "body", "url", "published_at")
    return list(SearchDocument.objects.order_by("kind", "key").values(*fields))


def test_built_anew_the_index_says_the_same_and_feeds_and_sitemap_know_notices_alone(
    people: Cast, live: Edition
) -> None:
    opinion = closed(people, received(live))
    before = indexed()
    list(search.rebuild())
    assert indexed() == before
    assert found("防汛支出") == [opinion.number]
    assert [one.kind for one in search.newest()] == ["notice"]
