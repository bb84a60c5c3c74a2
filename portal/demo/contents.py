"""What the stories bring along: texts, ledgers, sums and pictures of `data/demo`, and actions that take them."""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from disclosure.boards.actions.postings import Photo
from disclosure.catalogue.actions import save_entry
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import save_lines
from disclosure.content.allocation.models import AllocationLine
from disclosure.content.statement import queries
from disclosure.content.statement.actions import save_statement
from disclosure.ledger.read import read_ledger
from disclosure.lists import actions as lists
from disclosure.lists.forms.grid import grid_of
from disclosure.lists.registry import LISTS
from disclosure.notices.actions.drafts import attach_file, save_text
from disclosure.notices.models import Edition
from disclosure.obligations.queries.owed import ObligationStatus, owed_for
from disclosure.organisation.actions import entries as organisation, texts
from disclosure.organisation.models import Appointment, GroupBudget, Place, Wording
from disclosure.reports import queries as reports
from disclosure.reports.actions import save_report
from disclosure.requests.actions import releasing
from disclosure.requests.models import Request
from petitions.handling.actions import ending, handling, office, receiving, routing
from petitions.handling.enums import Kind, Matter
from petitions.handling.models import Petition
from petitions.handling.queries.petitions import conclude_due
from portal.accounts import actions as accounts
from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core.refusals import Refused
from portal.core.spreadsheets import as_xlsx
from portal.desk.grid.rows import GridRow

FOLDER = Path(settings.BASE_DIR) / "data" / "demo"
LINKS = frozenset({"unit", "person"})
"""Columns that name a row of another table."""
COLUMN_WIDTH = 18
"""Characters of each column of an attached workbook."""


def write(
    *,
    actor: User,
    edition: Edition,
    at: datetime,
    unit: Unit | None = None,
    period: str = "",
    title: str = "",
    text: str = "",
    correction_reason: str = "",
    ledger: str = "",
    allocation: str = "",
    lines: str = "",
    workbook: str = "",
    file: str = "",
) -> Edition:
    """Write into a draft what files of `data/demo` hold, and attach others.

    Places in `text` are filled from `words` and `tables` for unit and period. `workbook` is the name under which the
    first table of the text is attached.
    """
    body = _body(text, unit, period) if text else ""
    if ledger:
        content, answers = content_of(ledger), [row for row in rows("answers.csv") if row["ledger"] == ledger]
        edition = save_statement(
            actor=actor,
            edition=edition,
            ledger=read_ledger(content, name=Path(ledger).name, period=period, accounts=queries.chart()),
            answers={row["key"]: row["text"] for row in answers},
            at=at,
            seen=edition.version,
        )
    if body or correction_reason:
        edition = save_text(
            actor=actor,
            edition=edition,
            title=title,
            body=body,
            reason=correction_reason,
            at=at,
            seen=edition.version,
        )
    if allocation:
        edition = save_lines(actor=actor, edition=edition, lines=_sums(allocation), at=at, seen=edition.version)
    if lines:
        edition = _save_list(actor, edition, lines, at)
    if workbook:
        attach_file(actor=actor, edition=edition, name=workbook, content=_workbook(body), at=at)
    if file:
        attach_file(actor=actor, edition=edition, name=Path(file).name, content=content_of(file), at=at)
    return edition


def _save_list(actor: User, edition: Edition, name: str, at: datetime) -> Edition:
    """Save the lines that a table holds for unit and period of a draft, or all of one that names neither."""
    form, notice = LISTS[edition.form], edition.notice
    mine = [row for row in rows(name) if row.get("unit", notice.unit.code) == notice.unit.code]
    mine = [row for row in mine if row.get("period", notice.period) == notice.period]
    grid = grid_of(form)(
        [GridRow(index, {key: row.get(key, "") for key in form.names}) for index, row in enumerate(mine)]
    )
    read = grid.read(period=Period.parse(notice.period), published=published_telephones(notice.unit))
    if read is None:
        raise Refused(f"{name}: " + " ".join(fault["text"] for fault in grid.faults()))
    return lists.save_lines(actor=actor, edition=edition, form=form, lines=read, at=at, seen=edition.version)


def write_report(*, actor: User, edition: Edition, report: str, at: datetime) -> Edition:
    """Fill in the yearly report of a draft: what the portal counts, and over it what a file of `data/demo` holds."""
    told = tomllib.loads(content_of(report).decode())
    typed = {name: Decimal(str(figure)) for name, figure in told.pop("figures").items()}
    counted = reports.counted(edition.notice.unit.town, reports.year_of(edition))
    return save_report(
        actor=actor,
        edition=edition,
        figures={**counted, **typed},
        texts=told,
        adds_up=True,
        at=at,
        seen=edition.version,
    )


def add_person(*, actor: User, username: str, name_zh: str, name_en: str, at: datetime) -> User:
    """Make an account. Only the demo accounts can be signed in with."""
    hashed = _hashed_password() if username in DEMO_USERNAMES else ""
    return accounts.add_person(actor=actor, username=username, name_zh=name_zh, name_en=name_en, hashed=hashed, at=at)


def fill_staff_boards(*, actor: User, at: datetime) -> None:
    """Put on each unit's staff board the people of `staff.csv`."""
    for code in dict.fromkeys(row["unit"] for row in rows("staff.csv")):
        staff = [row for row in rows("staff.csv") if row["unit"] == code]
        accounts.set_staff(actor=actor, unit=Unit.objects.get(code=code), rows=staff, seen=None, at=at)


def fill_organisation(*, actor: User, at: datetime) -> None:
    """Enter the people, places and budgets of `appointments.csv`, `places.csv` and `group_budgets.csv`."""
    for name, model in (("appointments", Appointment), ("places", Place), ("group_budgets", GroupBudget)):
        fields = {field.name: field for field in model._meta.fields}
        for row in rows(f"{name}.csv"):
            unit, person = Unit.objects.get(code=row["unit"]), row.get("person")
            given = {key: fields[key].to_python(text) for key, text in row.items() if text and key not in LINKS}
            if person:
                given["person"] = User.objects.get(username=person)
            entry = model(unit=unit, **{key: given[key] for key in ("office", "kind") if key in given})
            organisation.add(actor=actor, entry=entry, fields=given, at=at)


def write_text(
    *,
    actor: User,
    wording: Wording,
    at: datetime,
    title: str,
    adopted_by: str,
    adopted_on: date,
    text: str,
    reference: str = "",
    in_force_from: date | None = None,
) -> Wording:
    """Write into the draft of a text what a file of `data/demo` holds."""
    fields = {
        "title": title,
        "reference": reference,
        "adopted_by": adopted_by,
        "adopted_on": adopted_on,
        "in_force_from": in_force_from,
        "body": content_of(text).decode(),
    }
    return texts.write(actor=actor, wording=wording, fields=fields, seen=wording.version, at=at)


def owe_items(*, actor: User, entries: Iterable[CatalogueEntry], owed_since: date, at: datetime) -> None:
    """Owe items of the catalogue from a day on."""
    for entry in entries:
        save_entry(actor=actor, entry=entry, fields={"owed_since": owed_since}, at=at)


def owed(text: str, at: datetime) -> ObligationStatus:
    """Return what a unit owed at a time: `QS-11 F02 2025Q2`."""
    unit, entry, period = text.split()
    found = owed_for(Period.parse(period), at=at, units=Unit.objects.filter(code=unit))
    return {row.entry.code: row for row in found}[entry]


def photo(name: str, at: datetime) -> Photo:
    """Return a photograph that was taken on the day of a time."""
    return Photo(name=Path(name).name, content=content_of(name), taken_on=timezone.localdate(at))


def content_of(name: str) -> bytes:
    """Return a file of `data/demo`."""
    return (FOLDER / name).read_bytes()


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table; none where there is no such table."""
    path = FOLDER / name
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _hashed_password() -> str:
    """Hash the password that the demo accounts share once, since that takes half a second on purpose."""
    return make_password(DEMO_PASSWORD)


def _body(text: str, unit: Unit | None, period: str) -> str:
    template = content_of(text).decode().strip()
    if unit is None:
        return template
    own = Period.parse(period)
    words: dict[str, Any] = {
        "unit": unit.name_zh,
        "phone": unit.supervision_phone,
        "period": own.name_zh,
        "year": own.first.year,
        "last": f"{own.last.year}年{own.last.month}月{own.last.day}日",
        "table": _markdown(_rows_for("tables", text, unit, period)),
    }
    for found in _rows_for("words", text, unit, period):
        words |= found
    try:
        return template.format_map(words)
    except KeyError as missing:
        raise Refused(f"{text}: nothing says what stands for {missing} of {unit.code} in {period}.") from missing


def _rows_for(kind: str, text: str, unit: Unit, period: str) -> list[Mapping[str, str]]:
    """Return the rows for a text of one unit and period, without these two columns."""
    mine = [row for row in rows(f"{kind}/{Path(text).stem}.csv") if (row["unit"], row["period"]) == (unit.code, period)]
    return [{name: cell for name, cell in row.items() if name not in {"unit", "period"}} for row in mine]


def _markdown(found: Sequence[Mapping[str, str]]) -> str:
    lines = [list(found[0]), ["---"] * len(found[0]), *(row.values() for row in found)] if found else []
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _workbook(body: str) -> bytes:
    head, _rule, *lines = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("|")]
    table = [[_figure(cell) for cell in line] for line in (head, *lines)]
    return as_xlsx(table, sheet="Sheet1", widths=[COLUMN_WIDTH] * len(head))


def _figure(cell: str) -> str | Decimal:
    plain = cell.replace(",", "")
    return Decimal(plain) if plain.replace(".", "", 1).isdigit() else cell


def _sums(name: str) -> list[AllocationLine]:
    units = {unit.code: unit for unit in Unit.objects.all()}
    return [
        AllocationLine(
            unit=units.get(row["to"]),
            recipient="" if row["to"] in units else row["to"],
            fund=row["fund"],
            amount=Decimal(row["amount"]),
            paid_on=date.fromisoformat(row["paid_on"]) if row["paid_on"] else None,
            note=row["note"],
        )
        for row in rows(name)
    ]


def attach_to_reply(*, actor: User, request: Request, file: str, at: datetime) -> object:
    """Add a file of `data/demo` to the reply of a request."""
    name = Path(file).name
    return releasing.attach(actor=actor, request=request, content=content_of(file), name=name, at=at)


def release_request(
    *, actor: User, request: Request, title: str, text: str, at: datetime, with_files: bool = False
) -> Request:
    """Publish what was disclosed, with the files of the reply where the story says so."""
    chosen = list(request.files.all()) if with_files else []
    return releasing.release(actor=actor, request=request, title=title, text=text, chosen=chosen, at=at)


def receive_petition(
    *,
    actor: User,
    town: Unit,
    category: str,
    text: str,
    at: datetime,
    channel: str = "web",
    wish: str = "",
    name: str = "",
    phone: str = "",
    place: Unit | None = None,
    is_against_place: bool = False,
    people: int = 1,
    speakers: Sequence[str] = (),
) -> Petition:
    """Take in a petition, of a group with the names of those who speak for it."""
    return receiving.receive(
        actor=actor,
        town=town,
        category=category,
        text=text,
        at=at,
        channel=channel,
        wish=wish,
        name=name,
        phone=phone,
        place=place,
        is_against_place=is_against_place,
        people=people,
        representatives=[(one, "") for one in speakers],
    )


def register_petition(
    *, actor: User, petition: Petition, subject: str, category: str, matter: str, at: datetime, seen: int | None = None
) -> Petition:
    """Register a petition in which nobody of the staff is complained about."""
    return routing.register(
        actor=actor, petition=petition, subject=subject, category=category, matter=matter, at=at, seen=seen
    )


def visit_petitioner(
    *, actor: User, petition: Petition, seen_there: str, at: datetime, seen: int | None = None
) -> Petition:
    """Record a check on site, which the petitioner reads."""
    return handling.record(
        actor=actor,
        petition=petition,
        kind=Kind.VISIT,
        held_on=timezone.localdate(at),
        text=seen_there,
        is_shown=True,
        at=at,
        seen=seen,
    )


def mediate_petition(
    *, actor: User, petition: Petition, agreed: str, at: datetime, seen: int | None = None
) -> Petition:
    """Record a mediation in which both sides agreed."""
    return handling.record(
        actor=actor,
        petition=petition,
        kind=Kind.MEDIATION,
        held_on=timezone.localdate(at),
        text=agreed,
        is_agreed=True,
        is_shown=True,
        at=at,
        seen=seen,
    )


def serve_opinion(*, actor: User, petition: Petition, way: str, at: datetime, seen: int | None = None) -> Petition:
    """Enter that an opinion was served on this day."""
    day = timezone.localdate(at)
    return handling.serve(actor=actor, petition=petition, service=way, served_on=day, at=at, seen=seen)


def rate_petition(
    *,
    actor: User,
    petition: Petition,
    content: str,
    with_help: str,
    at: datetime,
    said: str = "",
    seen: int | None = None,
) -> Petition:
    """Say how content the petitioner is with the result, and with the help they had."""
    return ending.rate(actor=actor, petition=petition, result=content, service=with_help, words=said, at=at, seen=seen)


def conclude_petitions(*, actor: User, at: datetime) -> None:
    """Conclude what is due, as the portal does each hour."""
    for petition in conclude_due(at):
        ending.conclude(actor=actor, petition=petition, at=at)


def settle_who_handles(
    *,
    actor: User,
    town: Unit,
    at: datetime,
    land: Unit,
    subsidy: Unit,
    works: Unit,
    accounts: Unit,
    neighbours: Unit,
    environment: Unit,
    welfare: Unit,
) -> None:
    """Settle which unit usually handles what."""
    chosen: dict[str, Unit | None] = {
        Matter.LAND: land,
        Matter.SUBSIDY: subsidy,
        Matter.WORKS: works,
        Matter.ACCOUNTS: accounts,
        Matter.NEIGHBOURS: neighbours,
        Matter.ENVIRONMENT: environment,
        Matter.WELFARE: welfare,
    }
    office.set_routes(actor=actor, town=town, chosen=chosen, at=at)
