"""With very many petitions each page of the desk costs a fixed number of queries, and none of them reads them all."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions.handling.models import Petition, PetitionGrant
from portal.accounts.models import User
from portal.core import grants
from tests.petitions.handling.making import CAME, People, people
from tests.petitions.outcomes.making import years_of_petitions
from tests.steps import signed_in

PAGES = {
    "publisher": [
        "",
        "petitions/",
        "petitions/?page=2",
        "petitions/?due=overdue",
        "petitions/outcomes/",
        "petitions/{pk}/",
    ],
    "secretary": ["", "petitions/", "petitions/oversight/", "petitions/outcomes/", "petitions/{pk}/"],
    "handler": ["", "petitions/"],
    "leader": ["", "petitions/"],
}
"""The pages each of them opens; the figures are no page of work, and are counted by the period they are of."""


class Reader:
    """Counts the rows of petitions that queries read, as the database says."""

    def __init__(self) -> None:
        self.most, self.query = 0, ""

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if "petitions_petition" in sql and sql.startswith(("SELECT", "(SELECT")) and "FOR " not in sql[-30:]:
            with connection.connection.cursor() as cursor:  # a plain one: that of the query may be named
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                rows = sum(self.rows_of(cursor.fetchone()[0][0]["Plan"]))
            if rows > self.most:
                self.most, self.query = rows, sql
        return execute(sql, params, many, context)

    def rows_of(self, node: Mapping[str, Any]) -> list[int]:
        """Return how many rows of petitions each part of a plan reads."""
        read = []
        if node.get("Relation Name") == "petitions_petition" and node["Node Type"] != "Index Only Scan":
            passed_over = [node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck")]
            read.append(int((node["Actual Rows"] + sum(passed_over)) * node["Actual Loops"]))
        return [*read, *(rows for one in node.get("Plans", ()) for rows in self.rows_of(one))]


def filled(them: People, count: int) -> None:
    """Write petitions of which most are over, as in an office after years; a few dozen are open."""
    staff = [them.handler, them.publisher, them.leader]
    made = years_of_petitions(
        Random(9),  # noqa: S311
        them.play.town,
        [them.station, them.other_station],
        staff,
        count=count,
        are_most_over=True,
    )
    in_hand = [one for one in made if one.state == "handling" and not one.sealed_for][:30]
    for one in in_hand:
        grants.give(actor=them.publisher, person=them.handler, codename="handle", subject=one, at=CAME)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def opened(them: People) -> dict[str, tuple[int, int, str]]:
    """Open each page as who it is for; return the number of queries, and the most rows one of them read."""
    pk = Petition.objects.filter(sealed_for="", state="served").order_by("-pk").values_list("pk", flat=True)[0]
    found = {}
    for role, urls in PAGES.items():
        person: User = getattr(them, role)
        browser = signed_in(person)
        for url in urls:
            address = f"/en/desk/{url.format(pk=pk)}"
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200, f"{role} {address}"
            reader = Reader()
            with connection.execute_wrapper(reader):
                browser.get(address)
            found[f"{role} {url}"] = (len(queries), reader.most, reader.query)
    return found


def check(few: dict[str, tuple[int, int, str]], many: dict[str, tuple[int, int, str]], *, bound: int | None) -> None:
    wrong = []
    for page, (queries, _read, _sql) in few.items():
        more, read, sql = many[page]
        if more != queries:
            wrong.append(f"{page}: {queries} queries, then {more}")
        if bound and read > bound:
            wrong.append(f"{page}: reads {read} rows with {sql[:3000]}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.django_db
def test_a_page_costs_as_many_queries_with_many_petitions_as_with_few() -> None:
    them = people()
    filled(them, 150)
    few = opened(them)
    filled_again = years_of_petitions(
        Random(4),  # noqa: S311
        them.play.town,
        [them.station],
        [them.handler, them.publisher, them.leader],
        count=1500,
        are_most_over=True,
    )
    assert filled_again
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    check(few, opened(them), bound=None)
    assert PetitionGrant.objects.count()


@pytest.mark.drill
@pytest.mark.django_db
def test_no_page_reads_a_hundred_thousand_petitions() -> None:
    them = people()
    filled(them, 150)
    few = opened(them)
    years_of_petitions(
        Random(4),  # noqa: S311
        them.play.town,
        [them.station],
        [them.handler, them.publisher, them.leader],
        count=100_000,
        are_most_over=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    check(few, opened(them), bound=10_000)
