"""Windows and ratings for the tests. Every step goes through the real actions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from accountability.ratings import actions
from accountability.ratings.enums import Score
from accountability.ratings.models import Rating, Window
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from tests.factories import Cast, StationFactory, cast, person

NOW = datetime(2026, 10, 21, 2, 0, tzinfo=UTC)
"""Wednesday 21 October 2026, 10:00 in Shanghai."""


@dataclass
class People:
    """A town with a station, and who reads the ratings of its windows."""

    play: Cast
    station: Unit
    secretary: User
    leader: User
    clerk: User
    """Clerk of the station."""
    elsewhere: User
    """Discipline secretary of another township."""
    elsewhere_town: Unit

    @property
    def town(self) -> Unit:
        return self.play.town


def people() -> People:
    play = cast()
    station = StationFactory(parent=play.town)
    other = cast()
    other.town.code = f"Z{other.town.code}"  # public pages show the town whose code is the first
    other.town.save()
    return People(
        play=play,
        station=station,
        secretary=person(Role.SECRETARY, play.town),
        leader=person(Role.LEADER, play.town),
        clerk=person(Role.CLERK, station),
        elsewhere=person(Role.SECRETARY, other.town),
        elsewhere_town=other.town,
    )


def window(them: People, unit: Unit | None = None, **fields: Any) -> Window:
    said: dict[str, Any] = {"name_zh": f"社保窗口{Window.objects.count() + 1}", "name_en": "Insurance", **fields}
    return actions.add_window(actor=them.secretary, unit=unit or them.station, fields=said, at=NOW)


def rated(at_window: Window, score: Score = Score.VERY, *, at: datetime = NOW, **fields: Any) -> Rating:
    """Return a rating that came without a slip, from a page of its own."""
    said: dict[str, Any] = {"page": uuid4().hex, **fields}
    return actions.rate(actor=system_actor(), window=at_window, score=score, at=at, **said)


def many(at_window: Window, *, content: int, others: int, at: datetime = NOW) -> None:
    """Let so many people rate a window who are satisfied, and so many who are not."""
    for score, count in ((Score.VERY, content), (Score.NOT, others)):
        for _one in range(count):
            rated(at_window, score, at=at)
