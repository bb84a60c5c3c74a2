"""The rules of appraisals: percentages, lines of a result, sealed votes."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accountability.appraisal.enums import Scale
from accountability.appraisal.rules import secrecy
from accountability.appraisal.rules.classes import SMALLEST, Turnout, told_apart
from accountability.appraisal.rules.scales import share, width
from accountability.appraisal.rules.secrecy import Vote

SALT = b"s" * secrecy.SALT_BYTES


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "_COST", 2)


def line(name: str, valid: int, by_phone: int = 0) -> Turnout:
    return Turnout((name,), issued=valid + 1, collected=valid, valid=valid, by_phone=by_phone)


@pytest.mark.parametrize(
    ("counts", "good", "base", "percent"),
    [
        ((19, 5, 2, 1), 24, 26, "92.3"),
        ((22, 4, 0, 1), 26, 26, "100.0"),
        ((15, 7, 4, 1), 22, 26, "84.6"),
        ((3, 4, 2, 1, 0), 7, 10, "70.0"),
    ],
)
def test_satisfaction_is_counted_without_abstentions(
    counts: tuple[int, ...], good: int, base: int, percent: str
) -> None:
    found = share(counts)
    assert (found.good, found.base, found.percent) == (good, base, Decimal(percent))


def test_where_all_abstain_nobody_is_satisfied_nor_not() -> None:
    assert share((0, 0, 0, 9)).percent is None


def test_a_scale_of_grades_has_one_choice_more() -> None:
    assert (width(Scale.SATISFACTION), width(Scale.GRADE)) == (4, 5)


def test_large_classes_stay_apart() -> None:
    found = told_apart([line("a", 5), line("b", 9)])
    assert [one.classes for one in found] == [("a",), ("b",)]


def test_a_small_class_is_joined_with_its_neighbour() -> None:
    """The prototype: a working group of three stands with the cadres."""
    found = told_apart([line("group", 3), line("cadres", 6), line("members", 8), line("villagers", 10)])
    assert [(one.classes, one.valid) for one in found] == [
        (("group", "cadres"), 9),
        (("members",), 8),
        (("villagers",), 10),
    ]


def test_few_votes_by_phone_are_joined_too() -> None:
    """Whoever counted the paper could work out what two by phone voted."""
    found = told_apart([line("cadres", 9, by_phone=2), line("members", 9, by_phone=6)])
    assert [(one.classes, one.by_phone) for one in found] == [(("cadres", "members"), 8)]


def test_what_is_too_small_as_a_whole_says_so() -> None:
    assert [one.is_large_enough for one in told_apart([line("a", 2), line("b", 2)])] == [False]


turnouts = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=5)


@given(turnouts)
def test_no_line_and_no_difference_of_sums_is_small(sizes: list[tuple[int, int]]) -> None:
    """Each line is large; so is what any of them leave of the sum, which is made of lines."""
    rows = [line(str(place), paper + phone, phone) for place, (paper, phone) in enumerate(sizes)]
    found = told_apart(rows)
    assert sum(one.valid for one in found) == sum(one.valid for one in rows)
    assert [name for one in found for name in one.classes] == [name for one in rows for name in one.classes]
    if len(found) > 1:
        assert all(one.valid >= SMALLEST and one.by_phone not in range(1, SMALLEST) for one in found)


def test_a_vote_is_opened_with_the_code_alone() -> None:
    lock = secrecy.lock_of("OPEN", SALT)
    sealed = [secrecy.seal(Vote("cadres", (0, 1)), lock=lock, length=40)]
    assert secrecy.unseal(sealed, opening_code="OPEN", salt=SALT) == [Vote("cadres", (0, 1))]
    assert secrecy.unseal(sealed, opening_code="ELSE", salt=SALT) is None
    assert secrecy.unseal(sealed, opening_code="OPEN", salt=b"t" * secrecy.SALT_BYTES) is None


def test_sealed_votes_differ_in_nothing_one_can_see() -> None:
    lock = secrecy.lock_of("OPEN", SALT)
    length = secrecy.length_for(["cadres", "working_group"], 2)
    votes = [Vote("cadres", (0, 0)), Vote("working_group", (3, 3)), Vote("cadres", (0, 0))]
    sealed = [secrecy.seal(one, lock=lock, length=length) for one in votes]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == 3
    assert not any(b"cadres" in one for one in sealed)


def test_the_longest_vote_has_room() -> None:
    lock = secrecy.lock_of("OPEN", SALT)
    length = secrecy.length_for(["representatives"], 30)
    secrecy.seal(Vote("representatives", (4,) * 30), lock=lock, length=length)
    with pytest.raises(ValueError, match="longer"):
        secrecy.seal(Vote("representatives", (4,) * 30), lock=lock, length=30)


def test_votes_are_tallied_by_class() -> None:
    votes = [Vote("cadres", (0, 3)), Vote("cadres", (1, 3)), Vote("members", (2, 0))]
    assert secrecy.tally(votes, classes=["cadres"], subjects=2, choices=4) == [[1, 1, 0, 0], [0, 0, 0, 2]]
