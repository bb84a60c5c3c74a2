"""Whoever answers an objection is reminded of it until it is answered."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from accountability.assessment.actions import objections
from accountability.assessment.queries.reminders import settled
from portal.accounts.models import User
from portal.messaging.actions.reminders import send_reminders
from portal.messaging.models import Message
from tests.accountability.assessment.making import Assessed, assessed, later, published
from tests.accountability.assessment.test_actions import objected

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessed:
    return assessed()


def reminded(at: datetime) -> dict[str, set[User]]:
    """Return who is reminded of an objection at a time, by the kind of the message."""
    before = set(Message.objects.values_list("pk", flat=True))
    send_reminders(at=at)
    found: dict[str, set[User]] = {}
    for one in Message.objects.exclude(pk__in=before).filter(kind__startswith="objection").select_related("person"):
        found.setdefault(one.kind, set()).add(one.person)
    return found


def test_the_secretary_is_reminded_then_the_leaders_until_it_is_answered(made: Assessed) -> None:
    objection = objected(made, published(made))
    due = timezone.make_aware(datetime.combine(objection.due, time(9)))
    assert reminded(due - timedelta(days=4)) == {}
    assert reminded(due - timedelta(days=3)) == {"objection_due": {made.secretary}}
    assert reminded(due) == {"objection_due": {made.secretary}}
    assert reminded(due + timedelta(days=1)) == {"objection_overdue": {made.secretary}}
    assert {made.leader} in [people for at in (3, 10, 17) for people in reminded(due + timedelta(days=at)).values()]
    cause = f"objection:{objection.pk}"
    assert settled([cause]) == {}
    objections.dismiss(actor=made.secretary, objection=objection, answer="原始凭证没有事由。", at=later(2))
    assert settled([cause]) == {cause: later(2)}
    assert reminded(due + timedelta(days=30)) == {}
