"""What the stories bring along: texts, ledgers, sums and pictures from `data/demo`, and actions that take them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from disclosure.boards.actions import boards, postings
from disclosure.boards.actions.postings import Photo
from disclosure.boards.models import Board, Posting
from disclosure.catalogue.actions.entries import save_entry
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import Allotted, save_lines
from disclosure.content.statement.actions.statements import save_statement
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.read import read_ledger
from disclosure.ledger.types import Statement
from disclosure.notices.actions.drafts import attach_file, save_text
from disclosure.notices.models import Edition
from disclosure.obligations.queries.owed import owed_for
from disclosure.obligations.queries.reading import Owed
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit, User
from portal.core.refusals import Refused
from portal.core.spreadsheets import as_xlsx
from portal.messaging.actions.inbox import mark_all_read
from portal.messaging.models import Message

DATA = Path(settings.BASE_DIR) / "data"
FOLDER = DATA / "demo"
COLUMN_WIDTH = 18
"""Characters of each column of an attached workbook."""
BETWEEN_READERS = timedelta(minutes=11)
"""One person after the other looks into the inbox."""


def write(
    *,
    actor: User,
    edition: Edition,
    at: datetime,
    unit: Unit | None = None,
    period: str = "",
    title: str = "",
    text: str = "",
    reason: str = "",
    ledger: str = "",
    allocation: str = "",
    workbook: str = "",
    file: str = "",
) -> Edition:
    """Write into a draft what files hold: its ledger, text, sums, and what is attached.

    Args:
        actor: Its clerk.
        edition: The draft.
        at: Now.
        unit: Of whom the text speaks.
        period: Of what time it speaks.
        title: What the notice is called.
        text: Its text, below `data/demo`; places in it are filled from `words` and `tables`.
        reason: Why it corrects the edition before.
        ledger: A file of `ledgers`.
        allocation: A file of `allocations`.
        workbook: The name under which the first table of the text is attached.
        file: A file of `files` to attach.
    """
    body = _body(text, unit, period) if text else ""
    if ledger:
        edition = save_statement(
            actor=actor,
            edition=edition,
            ledger=read(ledger),
            answers={row["key"]: row["text"] for row in rows("answers.csv") if row["ledger"] == ledger},
            at=at,
            seen=edition.version,
        )
    if body or reason:
        edition = save_text(
            actor=actor, edition=edition, title=title, body=body, reason=reason, at=at, seen=edition.version
        )
    if allocation:
        edition = save_lines(actor=actor, edition=edition, lines=_sums(allocation), at=at, seen=edition.version)
    if workbook:
        attach_file(actor=actor, edition=edition, name=workbook, content=_workbook(body), at=at)
    if file:
        attach_file(actor=actor, edition=edition, name=file, content=(FOLDER / "files" / file).read_bytes(), at=at)
    return edition


def owe_items(*, actor: User, entries: Iterable[CatalogueEntry], owed_since: date, at: datetime) -> None:
    """Owe items of the catalogue from a day on."""
    for entry in entries:
        save_entry(actor=actor, entry=entry, fields={"owed_since": owed_since}, at=at)


def owed(text: str, at: datetime) -> Owed:
    """Return what a unit owed at a time: `QS-11 F02 2025Q2`."""
    unit, entry, period = text.split()
    rows = owed_for(Period.parse(period), at=at, units=Unit.objects.filter(code=unit))
    return next(row for row in rows if row.entry.code == entry)


def add_board(
    *,
    actor: User,
    unit: Unit,
    place_zh: str,
    paper: PaperSize,
    sheets: int,
    columns: Sequence[str],
    at: datetime,
    place_en: str = "",
) -> Board:
    """Put a board on the register."""
    fields = {"place_zh": place_zh, "place_en": place_en, "paper": paper, "sheets": sheets, "columns": columns}
    return boards.add_board(actor=actor, unit=unit, fields=fields, at=at)


def hang(
    *, actor: User, board: Board, edition: Edition, until: date, at: datetime, photo: Photo | None = None
) -> Posting:
    """Record that an edition was put up just now."""
    return postings.post(
        actor=actor, board=board, editions=[edition], posted_at=at, until=until, photo=photo, at=at
    )[0]


def photo(name: str, at: datetime) -> Photo:
    """Return a photograph that was taken on the day of a time."""
    return Photo(name=name, content=(FOLDER / "photos" / name).read_bytes(), taken_on=timezone.localdate(at))


def read_inboxes(*, at: datetime) -> None:
    """Have everybody with news look into the inbox, one after the other."""
    waiting = Message.objects.filter(read_at__isnull=True).values("person")
    for number, person in enumerate(User.objects.filter(pk__in=waiting).order_by("username")):
        mark_all_read(actor=person, at=at + BETWEEN_READERS * number)


def read(ledger: str) -> Statement:
    """Return the statement that a ledger holds: of the demo, or one of the samples in `data/ledgers`.

    The period stands in its name.
    """
    period = re.search(r"\d{4}Q\d", ledger)
    path = next((one for one in (FOLDER / "ledgers" / ledger, DATA / "ledgers" / ledger) if one.is_file()), None)
    if path is None or period is None:
        raise Refused(f"There is no ledger {ledger}, or its name holds no period.")
    return read_ledger(path.read_bytes(), name=ledger, period=period[0], accounts=_chart())


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table in `data/demo`; none where there is no such table."""
    path = FOLDER / name
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _body(text: str, unit: Unit | None, period: str) -> str:
    """Return a text with its places filled; those of a table and of small numbers by unit and period."""
    template = (FOLDER / text).read_text(encoding="utf-8").strip()
    if unit is None:
        return template
    own = Period.parse(period)
    words: dict[str, Any] = {
        "unit": unit.name_zh,
        "phone": unit.supervision_phone,
        "period": own.name_zh,
        "year": own.first.year,
        "last": f"{own.last.year}年{own.last.month}月{own.last.day}日",
        "table": _markdown(_of("tables", text, unit, period)),
    }
    for found in _of("words", text, unit, period):
        words |= found
    try:
        return template.format_map(words)
    except KeyError as missing:
        raise Refused(f"{text}: nothing says what stands for {missing} of {unit.code} in {period}.") from missing


def _of(kind: str, text: str, unit: Unit, period: str) -> list[Mapping[str, str]]:
    """Return the rows for a text of one unit and period, without these two columns."""
    mine = [row for row in rows(f"{kind}/{Path(text).stem}.csv") if (row["unit"], row["period"]) == (unit.code, period)]
    return [{name: cell for name, cell in row.items() if name not in {"unit", "period"}} for row in mine]


def _markdown(found: Sequence[Mapping[str, str]]) -> str:
    if not found:
        return ""
    lines = (list(found[0]), ["---"] * len(found[0]), *(list(row.values()) for row in found))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _workbook(body: str) -> bytes:
    """Return the first table of a text as a workbook."""
    lines = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("|")]
    table = [[_figure(cell) for cell in line] for line in [lines[0], *lines[2:]]]
    return as_xlsx(table, sheet="Sheet1", widths=[COLUMN_WIDTH] * len(lines[0]))


def _figure(cell: str) -> str | Decimal:
    plain = cell.replace(",", "")
    return Decimal(plain) if plain.replace(".", "", 1).isdigit() else cell


def _sums(name: str) -> list[Allotted]:
    units = {unit.code: unit for unit in Unit.objects.all()}
    return [
        Allotted(
            unit=units.get(row["to"]),
            recipient="" if row["to"] in units else row["to"],
            fund=row["fund"],
            amount=Decimal(row["amount"]),
            paid_on=date.fromisoformat(row["paid_on"]) if row["paid_on"] else None,
            note=row["note"],
        )
        for row in rows(f"allocations/{name}")
    ]


@cache
def _chart() -> Accounts:
    """Return the chart of accounts as it lies in the repository."""
    with (DATA / "chart_of_accounts.csv").open(encoding="utf-8", newline="") as file:
        return Accounts.from_rows(csv.DictReader(file))
