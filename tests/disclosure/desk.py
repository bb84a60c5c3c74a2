"""What the tests of the desk have in common: a signed-in browser without a script, and a ledger that was read."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from disclosure.catalogue.models import Account
from disclosure.content.statement import actions
from disclosure.content.statement.models import LedgerImport
from disclosure.notices.actions import steps
from disclosure.notices.models import Edition
from portal.accounts.models import Unit, User
from portal.desk.tokens import seen_token
from tests import steps as steps_of_pages
from tests.factories import NOON, Cast, money_entry

LEDGERS = Path(settings.BASE_DIR) / "data" / "ledgers"
LATER = NOON + timedelta(days=1)


def signed_in(person: User) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def get(person: User, name: str, *args: Any, **query: str) -> Any:
    """Ask for a page by the name of its address."""
    return _whole(signed_in(person).get(reverse(name, args=args), query))


def post(person: User, name: str, *args: Any, **data: Any) -> Any:
    """Send a form to an address by its name."""
    return signed_in(person).post(reverse(name, args=args), data)


def take(person: User, edition: Edition, verb: str, **typed: Any) -> Any:
    """Take the step that the page of an edition offers to a person."""
    return steps_of_pages.take(person, reverse("disclosure_desk:edition", args=[edition.pk]), verb, **typed)


def token(person: User, edition: Edition, verb: str) -> str:
    """Return what a page that offered a step to this person would send along."""
    return seen_token(person, Edition.objects.get(pk=edition.pk), verb)


def _whole(response: Any) -> Any:
    """Take a file that is sent piece by piece as a whole, so that it is closed."""
    if not response.streaming:
        return response
    # The test client closes it at its end, and keeps the connection of the test's transaction open.
    return HttpResponse(response.getvalue(), status=response.status_code, headers=dict(response.items()))


def text_of(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def submitted(cast: Cast, draft: Edition) -> Edition:
    """Submit a draft an hour after noon."""
    return steps.submit(actor=cast.clerk, edition=draft, at=NOON + timedelta(hours=1))


def countersigned(cast: Cast, draft: Edition) -> Edition:
    """Take a draft to the review."""
    edition = submitted(cast, draft)
    return steps.countersign(actor=cast.supervisor, edition=edition, at=NOON + timedelta(hours=2))


def chart() -> None:
    """Put the accounts the sample ledgers use into the chart."""
    rows = (settings.BASE_DIR / "data" / "chart_of_accounts.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    for row in rows:
        code, name_zh, name_en, account_class = row.split(",")
        Account.objects.get_or_create(
            code=code, defaults={"name_zh": name_zh, "name_en": name_en, "account_class": account_class}
        )


def brought_in(clerk: User, unit: Unit, name: str, *, period: str = "2026Q3") -> LedgerImport:
    """Upload a sample ledger and have it read, as the worker would."""
    chart()
    money_entry()
    content = (LEDGERS / name).read_bytes()
    row = actions.upload_ledger(actor=clerk, unit=unit, period=period, name=name, content=content, at=NOON)
    return actions.read_upload(ledger_import=row, at=NOON)
