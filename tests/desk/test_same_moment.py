"""Two who make the same thing at the same moment: one makes it, the other is told, with what they typed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.accounts.desk import town
from tests.factories import PASSWORD, person
from tests.steps import signed_in


@pytest.mark.usefixtures("own_database", "english")
def test_one_makes_it_and_the_other_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    place, looked, save = town(), Barrier(2), User.save
    address = reverse("people_desk:new_person")  # in the language of this test, which a thread does not know
    both = [place.administrator, person(Role.ADMINISTRATOR, place.unit)]

    def save_late(row: User, *args: Any, **options: Any) -> None:
        if row._state.adding:
            looked.wait(timeout=20)  # both have looked, and found nobody of this name
        save(row, *args, **options)

    monkeypatch.setattr(User, "save", save_late)

    def send(who: User) -> tuple[int, str]:
        typed = {"username": "zhang.wei", "name_zh": "张伟", "password": PASSWORD}
        try:
            response = signed_in(who).post(address, typed)
            return response.status_code, response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        (made, _page), (told, shown) = sorted(pool.map(send, both, timeout=60))
    assert (made, told) == (303, 409)
    assert "Somebody else did the same at this moment." in shown
    assert 'value="张伟"' in shown
    assert User.objects.filter(username="zhang.wei").count() == 1
