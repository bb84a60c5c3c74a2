"""The people of a township, on the day on which petitions come in."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.cases.making import no_tries_yet
from tests.petitions.handling.making import CAME, People, people


@pytest.fixture(autouse=True)
def _on_the_day(db: None) -> Iterator[None]:
    no_tries_yet()
    with time_machine.travel(CAME, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()
