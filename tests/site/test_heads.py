"""What search engines, and those who are sent a link, learn of a public page."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from disclosure.notices.actions import drafts as notices, publishing
from disclosure.organisation.enums import TextKind
from portal.core.language import localized_path
from tests.disclosure.organisation.test_texts import publish, written
from tests.disclosure.requests.making import people as requests, release
from tests.factories import NOON, cast, published, text_draft
from tests.petitions.visit_days.making import NOW as VISITS_PLANNED, people as visitors, published as visit_day
from tests.site.test_nothing_leaks import DECISIONS, FORM, OF_APPLICANT, OF_PETITIONER, OF_VISITOR, PUBLIC

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)
FILES = ("site_files:", "disclosure_files:", "petitions_files:", "english", "site:search_near")
HIDDEN = {"site:search", "site:verify_code", *DECISIONS[FORM]}
"""Pages that search engines must not list: forms, searches, and what is for somebody who has a code."""
SHORTEST_DESCRIPTION = 20


class Head(HTMLParser):
    """The head of a page: its title, what its `meta` say, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[found.get("name") or found.get("property", "")] = found.get("content", "")
        elif tag == "link":
            self.links[found.get("hreflang") or found["rel"]] = found["href"]


def read(client: Client, address: str) -> Head:
    return Head(client.get(address).content.decode())


def addresses() -> dict[str, str]:
    """Publish a notice and correct it; return an address of every page that anybody reads, by its name."""
    people = cast()
    first = published(people, text_draft(people))
    draft = publishing.start_correction(actor=people.clerk, edition=first, at=LATER)
    draft = notices.save_text(actor=people.clerk, edition=draft, title="", body="改过。", at=LATER, reason="原文有误。")
    published(people, draft, at=LATER)
    given = release(requests(), title="垃圾清运合同", text="全年4.8万元，每周清运3次。")
    texts = {kind: publish(people, written(people, kind, title=f"政务公开{kind}")).text for kind in TextKind}
    with time_machine.travel(VISITS_PLANNED):
        day = visit_day(visitors())
    number, village = first.notice.number, people.village.code
    arguments: dict[str, list[Any]] = {
        "site:unit": [village],
        "disclosure:compare_village": [village],
        "disclosure:rule": [texts[TextKind.RULE].number],
        "disclosure:bulletin": [texts[TextKind.BULLETIN].number],
        "site:confirm_subscription": ["none"],
        "site:leave": ["none"],
        "site:verify_code": ["AAAA-AAAA"],
        "disclosure:notice": [number],
        "disclosure:edition": [number, 1],
        "disclosure:demands": [village],
        "disclosure:new_demand": [village],
        "disclosure:matrix": ["2026Q3"],
        "disclosure:new_opinion": [number],
        "disclosure:opinion_received": ["none"],
        "disclosure:request_received": ["none"],
        "disclosure:release": [given.number],
        **{name: [day.number] for name in ("petitions:visit_day", "petitions:book_visit")},
        **{name: ["none"] for name in (*OF_APPLICANT, *OF_VISITOR, "petitions:received", *OF_PETITIONER)},
        "disclosure:request_reply_file": ["none", 1],
        "petitions:paper": ["none", 1],
    }
    names = [
        name
        for name in (*DECISIONS[PUBLIC], *DECISIONS[FORM])
        if not name.startswith((*FILES, "accountability"))
        # these have tests of their own
        and not name.endswith(("_wording", ":project", ":outcomes_year", "petitions:outcome"))
    ]
    return {name: reverse(name, args=arguments.get(name, [])) for name in names}


@time_machine.travel(LATER)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_public_page_describes_itself_and_says_where_it_is(client: Client, language: str) -> None:
    found = addresses()
    known_as = {
        **found,
        "disclosure:edition": found["disclosure:notice"],
        "disclosure:matrix_current": "/matrix/2026Q3/",
    }
    for name, address in found.items():
        check_head(client, name, address, language, known_as=known_as[name])


def check_head(client: Client, name: str, address: str, language: str, *, known_as: str) -> None:
    """Check that a page describes itself and says where it and its twin in the other language are."""
    head = read(client, localized_path(address, language))
    chinese, english = (settings.SITE_URL + localized_path(known_as, code) for code in ("zh-hans", "en"))
    here = english if language == "en" else chinese
    assert len(head.meta["description"]) >= SHORTEST_DESCRIPTION, name
    assert head.meta["description"] == head.meta["og:description"]
    assert (head.links["canonical"], head.meta["og:url"]) == (here, here), name
    assert (head.links["zh-Hans"], head.links["en"], head.links["x-default"]) == (chinese, english, chinese), name
    assert head.meta["og:title"]
    assert head.meta["og:image"].startswith(settings.SITE_URL)
    assert head.meta["og:locale"] == ("en_GB" if language == "en" else "zh_CN")
    assert head.meta.get("robots") == ("noindex" if name in HIDDEN else None), name


@time_machine.travel(LATER)
def test_a_page_says_of_itself_what_it_says_on_top(client: Client) -> None:
    found = {name: address for name, address in addresses().items() if name not in HIDDEN}
    descriptions = {name: read(client, address).meta["description"] for name, address in found.items()}
    del descriptions["disclosure:matrix_current"]  # the same as the quarter's
    assert len(set(descriptions.values())) == len(descriptions)
    assert "公开日期：2026年10月15日" in descriptions["disclosure:notice"]


def test_what_was_searched_for_is_not_listed(client: Client) -> None:
    assert read(client, "/notices/?q=柳").meta["robots"] == "noindex"
    assert read(client, "/verify/?code=nothing").meta["robots"] == "noindex"
    assert read(client, "/notices/?newer=x").links["canonical"].startswith(f"{settings.SITE_URL}/notices/")
    assert read(client, "/log/?before=3&view=elder&x=y").links["canonical"] == f"{settings.SITE_URL}/log/?before=3"


def test_a_title_with_marks_stays_a_title(client: Client) -> None:
    people = cast()
    edition = published(people, text_draft(people, title='<b>"水" & 电</b>'))
    page = client.get(f"/notices/{edition.notice.number}/").content.decode()
    assert Head(page).meta["og:title"] == '<b>"水" & 电</b>'
