"""How near a day is, in words and for the queue."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from portal.core.calendar.rules import Calendar
from portal.desk.queue import due_words, soon_until

TODAY = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("due", "text", "kind", "note"),
    [
        (date(2026, 10, 13), "2 days overdue", "owed", "was due on 13 October 2026"),
        (date(2026, 10, 14), "1 day overdue", "owed", "was due on 14 October 2026"),
        (date(2026, 10, 15), "Due today", "soon", "15 October"),
        (date(2026, 10, 20), "20 October", "soon", "3 working days left"),
        (date(2026, 10, 21), "21 October", "", "4 working days left"),
    ],
)
def test_how_near_a_day_is_is_said_in_words(due: date, text: str, kind: str, note: str) -> None:
    with translation.override("en"):
        words = due_words(due, today=TODAY, working_days=Calendar())
    assert (words.text, words.kind, words.note) == (text, kind, note)


def test_the_last_day_that_is_soon_is_the_last_of_which_the_words_say_so() -> None:
    last = soon_until(TODAY, Calendar())
    kinds = [due_words(last + timedelta(days=more), today=TODAY, working_days=Calendar()).kind for more in (0, 1)]
    assert kinds == ["soon", ""]
