"""A row of accountability does not exist for those it is not for: asked for, it is answered as one there never was."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.core import pages
from tests.accountability.addresses import DESK, OF_QUARTER, OF_ROWS
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("demo")

NOWHERE = 99_999_999
ROWS = [(model, name, rest) for model, names in OF_ROWS.items() for name, rest in names.items()]


@pytest.fixture(scope="module")
def strangers(demo: None) -> dict[str, Client]:
    """Sign in those who have no part in accountability: without a post, and who looks after the portal."""
    people: dict[str, User] = {"without a post": UserFactory(), "administrator": User.objects.get(username="admin")}
    clients = {who: Client() for who in people}
    for who, client in clients.items():
        client.force_login(people[who])
    return clients


def _answer(client: Client, name: str, args: tuple[Any, ...], *, post: bool) -> tuple[int, str]:
    address = reverse(f"{DESK}{name}", args=args)
    response: Any = client.post(address) if post else client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content.decode(errors="replace").replace(address, "…")


@pytest.mark.parametrize(("model", "name", "rest"), ROWS, ids=[name for _, name, _ in ROWS])
def test_a_row_does_not_exist_for_strangers(
    model: type[Model], name: str, rest: tuple[Any, ...], strangers: dict[str, Client]
) -> None:
    """The same status and page as for a row there is not, by whatever method they ask."""
    pages.bump()
    row = model._default_manager.order_by("pk").first()
    assert row is not None, "the demo has a row of everything"
    for who, client in strangers.items():
        for post in (False, True):
            mine, none = (_answer(client, name, (pk, *rest), post=post) for pk in (row.pk, NOWHERE))
            assert mine[0] == none[0], (who, post)
            assert mine[0] in (404, 405), (who, post)
            assert mine[1] == none[1], (who, post)
    assert _answer(Client(), name, (row.pk, *rest), post=False)[0] == 302


@pytest.mark.parametrize("name", OF_QUARTER)
def test_the_table_of_risks_does_not_exist_for_strangers(name: str, strangers: dict[str, Client]) -> None:
    for who, client in strangers.items():
        for post in (False, True):
            assert _answer(client, name, OF_QUARTER[name], post=post)[0] == 404, (who, post)
