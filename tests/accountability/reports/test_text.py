"""How figures stand in the text of a report."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as some

from accountability.reports.enums import Measure
from accountability.reports.rules.text import Drawn, figures_in, filled, keys_in, marked, pieces, put, unmarked, written


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        (Decimal(53), Measure.COUNT, "53"),
        (Decimal("53.0000"), Measure.COUNT, "53"),
        (Decimal(8400), Measure.MONEY, "8,400.00"),
        (Decimal("95.25"), Measure.SHARE, "95.3%"),
        (None, Measure.COUNT, "—"),
    ],
)
def test_figures_are_written_by_their_measure(value: Decimal | None, measure: Measure, expected: str) -> None:
    assert written(value, measure) == expected


def test_a_figure_is_known_by_the_number_behind_it() -> None:
    text = "应签20〔1〕份，经费8,400.00〔12〕元，满意率95.2%〔7〕，不公布—〔8〕。"
    assert [(one.text, one.number) for one in figures_in(text)] == [
        ("20", 1),
        ("8,400.00", 12),
        ("95.2%", 7),
        ("—", 8),
    ]


def test_document_numbers_and_bare_figures_are_none() -> None:
    assert figures_in("按照青纪发〔2025〕3号，53人次，2025〔2025〕") == []


def test_a_figure_is_written_anew_wherever_it_stands_and_no_other() -> None:
    assert put("42〔9〕个，其中2〔10〕个，又42〔9〕个", 9, "43") == "43〔9〕个，其中2〔10〕个，又43〔9〕个"


def test_a_template_is_filled_with_figures_and_names() -> None:
    drawn = {
        "a.b": Drawn(3, "5", is_some=True, names=("新庄村3项", "渡口村2项")),
        "c": Drawn(4, "0", is_some=False),
    }
    assert keys_in("缺{a.b}项：{a.b:names}，{c}") == ["a.b", "a.b", "c"]
    assert filled("缺{a.b}项：{a.b:names}，{c}", drawn) == "缺5〔3〕项：新庄村3项、渡口村2项，0〔4〕"


def test_what_is_read_aloud_has_no_numbers() -> None:
    assert unmarked("谈话53〔4〕人次") == "谈话53人次"


@given(some.text(alphabet="一二〔〕0123456789.,%—人次", max_size=60))
def test_the_pieces_of_any_text_are_the_text(text: str) -> None:
    assert "".join(one.text if one.number is None else marked(one.text, one.number) for one in pieces(text)) == text
