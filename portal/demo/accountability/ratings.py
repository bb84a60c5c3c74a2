"""The verbs of ratings, and how its stories name what they did not make."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accountability.ratings import actions, queries
from accountability.ratings.enums import RatingState, Score
from accountability.ratings.models import Rating, Window
from accountability.rectification import actions as rectification
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User
from portal.demo.verb import Verb

DAYS = 18
"""Over how many days of a month its ratings are spread."""
_codes: dict[int, list[str]] = defaultdict(list)
"""Codes of printed slips that nobody has used so far, by window; they stand nowhere else."""


def add_window(
    *,
    actor: User,
    unit: Unit,
    name_zh: str,
    name_en: str,
    place_zh: str,
    place_en: str,
    at: datetime,
    needs_slip: bool = False,
) -> Window:
    """Enter a window."""
    fields = {"name_zh": name_zh, "name_en": name_en, "place_zh": place_zh, "place_en": place_en}
    return actions.add_window(actor=actor, unit=unit, fields={**fields, "needs_slip": needs_slip}, at=at)


def print_slips(*, actor: User, window: Window, sheets: int, at: datetime) -> None:
    """Print one-time slips, which the ratings after it use up."""
    _codes[window.pk] += actions.print_slips(actor=actor, window=window, sheets=sheets, at=at)


def rate_window(
    *,
    actor: User,
    window: Window,
    very: int,
    satisfied: int,
    fairly: int,
    unhappy: int,
    at: datetime,
    slips: int = 0,
    words: str = "",
) -> None:
    """Let so many people rate a window with each score in the days after a time.

    Args:
        slips: How many of them have a slip.
        words: What the last of them writes, who is content the least.
    """
    scores = list(_scores(very, satisfied, fairly, unhappy))
    for number, score in enumerate(scores):
        slip = _codes[window.pk].pop() if number < slips and _codes[window.pk] else ""
        actions.rate(
            actor=actor,
            window=window,
            score=score,
            words=words if number == len(scores) - 1 else "",
            slip=slip,
            page="" if slip else uuid4().hex,
            at=at + timedelta(days=number * 5 % DAYS, minutes=number * 7),
        )


def _scores(*counts: int) -> Iterator[Score]:
    for score, count in zip(sorted(Score, reverse=True), counts, strict=True):
        for _one in range(count):
            yield score


def screen_words(*, actor: User, window: Window, at: datetime, passed_words: str = "", reason: str = "") -> Rating:
    """Look at the oldest words of a window: pass them on, or keep them back with a reason."""
    rating = queries.to_screen(actor, at).filter(window=window, state=RatingState.TO_SCREEN)[0]
    if reason:
        return actions.keep_back(actor=actor, rating=rating, reason=reason, at=at)
    said = passed_words or rating.words
    return actions.pass_on(actor=actor, rating=rating, passed_words=said, at=at)


def improve_window(
    *, actor: User, window: Window, year: int, quarter: int, requirement: str, due: date, at: datetime
) -> Rectification:
    """Ask a window to improve."""
    return actions.ask_to_improve(
        actor=actor, window=window, year=year, quarter=quarter, requirement=requirement, due=due, at=at
    )


VERBS: Mapping[str, Verb] = {
    "add window": Verb(add_window, "secretary"),
    "print slips": Verb(print_slips, "secretary"),
    "rate window": Verb(rate_window, "system"),
    "screen words": Verb(screen_words, "secretary"),
    "improve window": Verb(improve_window, "secretary"),
    "report improved": Verb(rectification.report),
    "confirm improved": Verb(rectification.confirm, "secretary"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    Window: lambda name, _at: Window.objects.get(name_zh=name),
}
