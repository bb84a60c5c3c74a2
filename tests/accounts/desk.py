"""What the tests of the administrator's pages have in common: two towns, and a browser without a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import UnitFactory, UserFactory, VillageFactory, person


@dataclass
class Town:
    """A town with a village, its administrator and its village's clerk."""

    unit: Unit
    village: Unit
    administrator: User
    clerk: User


def town() -> Town:
    """Return a town of its own; a second call makes another."""
    unit = UnitFactory()
    village = VillageFactory(parent=unit)
    return Town(unit, village, person(Role.ADMINISTRATOR, unit), person(Role.CLERK, village))


def newcomer(**fields: Any) -> User:
    """Return somebody without any post."""
    someone: User = UserFactory(**fields)
    return someone


def signed_in(who: User) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(who)
    return client


def get(who: User, name: str, *args: Any, **query: str) -> Any:
    """Ask for a page of the administrator by the name of its address."""
    return signed_in(who).get(reverse(f"people_desk:{name}", args=args), query)


def post(who: User, name: str, *args: Any, **data: Any) -> Any:
    """Send a form to an address by its name; fields with a prefix are written `prefix__field`."""
    fields = {key.replace("__", "-"): value for key, value in data.items()}
    return signed_in(who).post(reverse(f"people_desk:{name}", args=args), fields)


def text_of(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())
