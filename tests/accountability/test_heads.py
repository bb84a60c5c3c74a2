"""What search engines, and those who are sent a link, learn of the public pages of accountability."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.core import pages
from tests.accountability.addresses import FORMS, PUBLIC
from tests.site.test_heads import check_head, read

pytestmark = pytest.mark.usefixtures("demo")

SCREEN = "accountability:screen"
"""The page for the hall has a head of its own: nobody is to find it, or sends it on."""
PAGES = {
    **{name: args for name, args in PUBLIC.items() if name.startswith("accountability:") and name != SCREEN},
    "accountability:vote": FORMS["accountability:vote"],
}


def address_of(name: str) -> str:
    return reverse(name, args=PAGES[name])


OTHERS = {
    "accountability:years": "/accountability/2026/",
    "accountability:ratings": "/accountability/ratings/2026/",
    "accountability:assessment_edition": address_of("accountability:assessment"),
    "accountability:yearly_report_edition": address_of("accountability:yearly_report"),
}
"""Pages that are known by the address of another: the current year, and the edition that is in force."""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_describes_itself_and_says_where_it_is(name: str, language: str) -> None:
    pages.bump()
    check_head(Client(), name, address_of(name), language, known_as=OTHERS.get(name, address_of(name)))


def test_no_two_pages_say_the_same_of_themselves() -> None:
    described = {name: read(Client(), address_of(name)).meta["description"] for name in PAGES if name not in OTHERS}
    assert len(set(described.values())) == len(described), described
