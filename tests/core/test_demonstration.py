"""Tests of a demonstration's own day."""

from datetime import date

import pytest
from django.test import Client

from portal.core.demonstration import day_is_named, own_day, today_of_due_days
from portal.core.models import Demonstration
from tests.factories import NOON, UnitFactory

OWN = date(2024, 11, 25)

pytestmark = pytest.mark.django_db


def test_in_service_it_is_the_day_that_is_passed_on() -> None:
    assert own_day() is None
    assert today_of_due_days(NOON) == NOON.date()


def test_a_demonstration_goes_no_further_than_its_day() -> None:
    Demonstration.objects.create(day=OWN)
    assert today_of_due_days(NOON) == OWN
    assert today_of_due_days(NOON.replace(year=2024, month=1)) == date(2024, 1, NOON.day)


def test_a_day_that_somebody_named_stands() -> None:
    Demonstration.objects.create(day=OWN)
    with day_is_named():
        assert today_of_due_days(NOON) == NOON.date()
    assert today_of_due_days(NOON) == OWN


@pytest.mark.parametrize("path", ["/", "/log/", "/accounts/login/"])
def test_every_page_says_that_it_is_one(path: str, client: Client) -> None:
    UnitFactory.create()
    said = "本站为演示站"
    assert said not in client.get(path).content.decode()
    Demonstration.objects.create(day=OWN)
    page = client.get(path, {"view": "elder"}).content.decode()  # kept apart from the page above
    assert said in page
    assert "2024年11月25日" in page
