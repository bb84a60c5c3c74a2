"""The figures of the yearly report that disclosure tells besides what was owed."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.reports.enums import Measure
from accountability.reports.registry import FIGURES, Address, Figure, Line, OfYear
from disclosure.boards.queries import posted_in
from disclosure.notices.queries import yearly as notices
from disclosure.notices.queries.content import neutral_title
from disclosure.opinions.queries import yearly as opinions
from disclosure.organisation import queries as organisation
from disclosure.organisation.enums import Office, PlaceKind, TextKind
from disclosure.requests.queries import yearly as requests
from portal.accounts.enums import UnitKind
from portal.core.demonstration import today_of_due_days
from portal.core.workflow import Words

NOTICES = pgettext_lazy("source of a figure", "Notices")
OPINIONS = pgettext_lazy("source of a figure", "Opinions and answers")
REQUESTS = pgettext_lazy("source of a figure", "Requests for information")
BOARDS = pgettext_lazy("source of a figure", "Notice boards")
RULES = pgettext_lazy("source of a figure", "Rules and bulletins")
PEOPLE = pgettext_lazy("source of a figure", "People and places")
FUNDS = ("funds", "distribution", "beneficiaries")
STAFF = ("staff", "roster")


Rows = tuple[Callable[[OfYear], QuerySet[Any]], Callable[[Any], Line]]
"""What a figure counts in a year, and how a row of it is listed."""


def page(name: str) -> Address:
    """Return the address of a public page of disclosure."""
    return lambda _of: reverse(f"disclosure:{name}")


def last_day(of: OfYear) -> date:
    """Return the last day of a year, or today where it has not ended."""
    return min(date(of.year, 12, 31), today_of_due_days(of.at))


def rows(key: str, label: Words, source: Words, counts: Rows, public: Address | None = None) -> None:
    """Register a figure that is counted from rows, which the report lists itself."""
    found, line = counts
    FIGURES.register(Figure(key, label, source, rows=found, line=line, public_url=public))


def notice(row: Any) -> Line:
    """Return an edition as it is listed, without a word of its content, which may have been withdrawn."""
    number = row.notice.number
    day = timezone.localdate(row.published_at)
    return Line(neutral_title(row.notice), row.notice.unit.name, day, reverse("disclosure:notice", args=[number]))


def _published(*forms: str) -> Callable[[OfYear], QuerySet[Any]]:
    return lambda of: notices.published_in(of.town, of.year, forms=forms)


def _in_force(*forms: str) -> Callable[[OfYear], QuerySet[Any]]:
    return lambda of: notices.in_force_until(of.town, of.year, forms=forms)


def _staff_of(kind: UnitKind) -> Callable[[OfYear], QuerySet[Any]]:
    return lambda of: _in_force(*STAFF)(of).filter(notice__unit__kind=kind)


LIST = page("notices")
for _key, _label, _found in (
    ("notices.published", _("Notices published"), _published()),
    ("notices.corrected", _("Notices corrected after publication"), lambda of: notices.corrected_in(of.town, of.year)),
    ("notices.withdrawn", _("Notices withdrawn"), lambda of: notices.withdrawn_in(of.town, of.year)),
    (
        "notices.countersigned",
        _("Notices signed by a supervision committee"),
        lambda of: notices.countersigned_in(of.town, of.year),
    ),
    ("notices.linked", _("Money passed on to villages, published"), _published("allocation")),
    ("notices.funds", _("Subsidies and earmarked money, published"), _published(*FUNDS)),
    ("notices.accounts", _("Accounts of villages, published"), _published("statement")),
    ("notices.resolutions", _("Resolutions of meetings, published"), _published("resolutions")),
    ("fees.in_force", _("Lists of fees in force"), _in_force("fees")),
    ("services.in_force", _("Guides to services in force"), _in_force("services")),
    ("staff.in_force", _("Staff boards in force"), _in_force(*STAFF)),
    ("staff.villages", _("Lists of village committees in force"), _staff_of(UnitKind.VILLAGE)),
    ("staff.stations", _("Staff boards of stations in force"), _staff_of(UnitKind.STATION)),
):
    rows(_key, _label, NOTICES, (_found, notice), LIST)


def opinion(row: Any) -> Line:
    """Return an answered opinion as it is listed; everybody reads it beside its notice."""
    url = reverse("disclosure:notice", args=[row.notice.number])
    return Line(neutral_title(row.notice), row.notice.unit.name, timezone.localdate(row.answered_at), url)


def request(row: Any) -> Line:
    """Return a request as it is listed: by the kind of applicant alone."""
    day = timezone.localdate(row.case.received_at)
    return Line(str(row.get_applicant_display()), row.unit.name if row.unit else "", day)


def posting(row: Any) -> Line:
    """Return what was put up, as it is listed."""
    day, edition = timezone.localdate(row.posted_at), row.edition
    return Line(neutral_title(edition.notice), row.board.unit.name, day, reverse("disclosure_desk:boards"))


rows(
    "opinions.answered",
    _("Opinions answered in public"),
    OPINIONS,
    (lambda of: opinions.answered_in(of.town, of.year), opinion),
    page("opinions"),
)
rows(
    "opinions.in_time",
    _("Opinions answered in time"),
    OPINIONS,
    (lambda of: opinions.answered_in_time(of.town, of.year), opinion),
    page("opinions"),
)
rows(
    "requests.received",
    _("Requests for information received"),
    REQUESTS,
    (lambda of: requests.behind(of.town, of.year, part="received"), request),
    page("requests"),
)
rows(
    "requests.ended",
    _("Requests for information ended"),
    REQUESTS,
    (lambda of: requests.behind(of.town, of.year), request),
    page("requests"),
)
rows("boards.posted", _("Posters put up on boards"), BOARDS, (lambda of: posted_in(of.town, of.year), posting))


def wording(row: Any) -> Line:
    """Return a text as it is listed."""
    return Line(row.title, row.text.unit.name, row.in_force_from, organisation.address(row))


def appointment(row: Any) -> Line:
    """Return who is appointed, as it is listed."""
    return Line(row.name, row.unit.name, row.starts_on)


def place(row: Any) -> Line:
    """Return a place residents go to, as it is listed."""
    return Line(row.name, row.unit.name)


def _serving(office: Office) -> Callable[[OfYear], QuerySet[Any]]:
    return lambda of: organisation.serving_in(of.town, office, on=last_day(of))


def _places(kinds: Collection[PlaceKind], of: OfYear) -> QuerySet[Any]:
    return organisation.places_of(of.town, *kinds)


for _key, _label, _found, _public in (
    (
        "rules.in_force",
        _("Rules in force"),
        lambda of: organisation.rules_on(of.town, last_day(of)),
        page("rules"),
    ),
    (
        "rules.made",
        _("Rules made"),
        lambda of: organisation.written_in(of.town, TextKind.RULE, of.year).filter(number=1),
        page("rules"),
    ),
    (
        "rules.revised",
        _("Rules revised"),
        lambda of: organisation.written_in(of.town, TextKind.RULE, of.year).exclude(number=1),
        page("rules"),
    ),
    ("rules.abolished", _("Rules abolished"), lambda of: organisation.abolished_in(of.town, of.year), page("rules")),
    (
        "bulletins.published",
        _("Bulletins published"),
        lambda of: organisation.written_in(of.town, TextKind.BULLETIN, of.year),
        page("bulletins"),
    ),
):
    rows(_key, _label, RULES, (_found, wording), _public)
for _key, _label, _office, _public in (
    ("group.members", _("Members of the leading group"), Office.GROUP, page("leading_group")),
    ("group.office", _("Office of the leading group"), Office.GROUP_OFFICE, page("leading_group")),
    ("people.lay", _("Lay supervisors"), Office.LAY_SUPERVISOR, page("people")),
    ("people.agents", _("Village agents"), Office.AGENT, page("people")),
    ("people.bookkeepers", _("Keepers of the village books"), Office.BOOKKEEPER, page("bookkeeping")),
):
    rows(_key, _label, PEOPLE, (_serving(_office), appointment), _public)
for _key, _label, _kinds, _public in (
    ("places.services", _("Service centres and stations"), (PlaceKind.CENTRE, PlaceKind.STATION), page("places")),
    ("places.books", _("Village bookkeeping centres"), (PlaceKind.BOOKS,), page("bookkeeping")),
):
    rows(_key, _label, PEOPLE, (partial(_places, _kinds), place), _public)


def _budget(name: str, of: OfYear) -> Any:
    found = of.once("budget", lambda: organisation.budget_of(of.town, of.year))
    return getattr(found, name) if found else None


for _key, _label, _name in (
    ("group.planned", _("Money of the leading group, planned"), "planned"),
    ("group.spent", _("Money of the leading group, spent"), "spent"),
):
    FIGURES.register(
        Figure(
            _key,
            _label,
            PEOPLE,
            count=partial(_budget, _name),
            url=page("leading_group"),
            public_url=page("leading_group"),
            measure=Measure.MONEY,
        )
    )
