"""Towns with something to warn of, for tests."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from accountability.warning import actions
from accountability.warning.enums import Level
from accountability.warning.models import RiskCell, RiskCount
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.queries import previous_closing
from disclosure.ledger.types import Statement as Ledger
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import Cast, StationFactory, cast, ledger, money_draft, money_entry, person, published

QUARTER, BEFORE = "2026Q3", "2026Q2"
AT = datetime(2026, 10, 26, 2, 0, tzinfo=UTC)
"""After the accounts of the quarter were due."""
EARLY = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
"""When the accounts of the quarter are written in time."""


@dataclass
class Watched:
    """A town with its people, its secretary, a station and the head of the village."""

    play: Cast
    secretary: User
    head: User
    station: Unit

    @property
    def town(self) -> Unit:
        return self.play.town

    @property
    def village(self) -> Unit:
        return self.play.village


def watched() -> Watched:
    play = cast()
    return Watched(
        play=play,
        secretary=person(Role.SECRETARY, play.town),
        head=person(Role.HANDLER, play.village, is_head=True),
        station=StationFactory(parent=play.town),
    )


def books(*payments: tuple[str, str, str], period: str = QUARTER, opening: str = "900000.00") -> Ledger:
    """Return a ledger with these payments: summary, amount, account."""
    made = ledger(period=period, opening=opening, movements=tuple((text, "", sum_) for text, sum_, _ in payments))
    quarter = int(period[-1])
    lines = tuple(
        replace(line, account=account, date=date(2026, 3 * quarter - 2, min(line.number, 28)))
        for line, (_text, _sum, account) in zip(made.lines, payments, strict=True)
    )
    return replace(made, lines=lines)


def spent(them: Watched, *payments: tuple[str, str, str], period: str = QUARTER, at: datetime = EARLY) -> None:
    """Publish the village's quarter with these payments."""
    before = previous_closing(them.village, money_entry(), Period.parse(period))
    statement = books(*payments, period=period, opening=str(before or "900000.00"))
    published(them.play, money_draft(them.play, at=at, period=period, statement=statement), at=at)


def counted(them: Watched, quarter: str = QUARTER, *, at: datetime = AT) -> RiskCount:
    """Count a quarter as the secretary."""
    return actions.count(actor=them.secretary, town=them.town, quarter=quarter, at=at)


def cell(count: RiskCount, unit: Unit, risk: str) -> RiskCell:
    """Return one cell of a count."""
    return RiskCell.objects.get(count=count, unit=unit, risk=risk)


def limits(medium: str, high: str) -> dict[str, Decimal]:
    """Return two limits."""
    return {"medium": Decimal(medium), "high": Decimal(high)}


def came_to(row: RiskCell) -> tuple[float | None, Level]:
    """Return what a cell came to, and how grave that is."""
    return None if row.value is None else float(row.value), Level(row.level)
