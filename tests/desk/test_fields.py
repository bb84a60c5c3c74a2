"""Fields that forms of the desk have in common."""

from datetime import date

import pytest
from django import forms

from portal.desk.fields import DayField, LongTextField


class OneForm(forms.Form):
    day = DayField(label="Day", latest=lambda: date(2026, 10, 28))
    text = LongTextField("Text", "Write it.", rows=2, max_length=5)


def errors(**typed: str) -> dict[str, list[str]]:
    found = OneForm({"day": "2026-10-28", "text": "Why", **typed}).errors
    return {name: [str(one) for one in sentences] for name, sentences in found.items()}


def test_a_day_is_proposed_as_the_browser_wants_it() -> None:
    assert 'type="date" name="day" value="2026-10-28"' in str(OneForm(initial={"day": date(2026, 10, 28)})["day"])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请选择日期。"),
        ("tomorrow", "日期请写成 2026-10-28 这样。"),
        ("2026-10-29", "这一天还没到。"),
    ],
)
def test_a_day_that_cannot_be_taken_is_refused_by_a_sentence(typed: str, sentence: str) -> None:
    assert errors(day=typed) == {"day": [sentence]}


def test_the_latest_day_itself_can_be_given() -> None:
    assert errors(day="2026-10-28") == {}


def test_a_text_says_what_is_missing_and_has_an_end() -> None:
    assert errors(text=" ") == {"text": ["Write it."]}
    assert list(errors(text="Because")) == ["text"]
