"""What is checked before a portal goes into service; the demo accounts are tested with the commands."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from portal.accounts.checks import check_second_factor


@pytest.mark.django_db
def test_a_portal_without_second_factors_does_not_go_into_service(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    with pytest.raises(SystemCheckError, match=r"accounts\.E002"):
        call_command("check", deploy=True)
    call_command("check")


def test_where_they_are_required_no_error_is_returned(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert list(check_second_factor()) == []
