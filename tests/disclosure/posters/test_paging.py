"""Where a table is cut."""

from dataclasses import replace

from hypothesis import given, strategies as st

from disclosure.posters.rules.paging import Room, Strip, pages_of

ROOM = Room(first=100, following=150, page_total=10, closing=10, tail=(50,), sheet=200)


def rows(count: int, *, months: tuple[int, ...] = (), glued: tuple[int, ...] = ()) -> list[Strip]:
    return [Strip(10, index in months, index in glued) for index in range(count)]


def cut(strips: list[Strip], room: Room = ROOM) -> list[tuple[int, int]]:
    return [(page.start, page.stop) for page in pages_of(strips, room)]


def test_what_fits_stays_on_one_sheet_without_page_total() -> None:
    assert cut(rows(9)) == [(0, 9)]


def test_one_row_too_many_makes_two_sheets_and_takes_others_along() -> None:
    assert cut(rows(10)) == [(0, 7), (7, 10)]


def test_sheets_are_filled() -> None:
    assert cut(rows(30)) == [(0, 9), (9, 23), (23, 30)]


def test_a_sheet_ends_with_its_month_where_that_costs_no_sheet() -> None:
    assert cut(rows(20, months=(7,))) == [(0, 8), (8, 20)]


def test_no_sheet_is_added_for_a_month() -> None:
    room = replace(ROOM, tail=())
    assert cut(rows(22, months=(5,)), room) == [(0, 9), (9, 22)]
    assert cut(rows(22, months=(8,)), room) == [(0, 9), (9, 22)]


def test_what_follows_the_table_counts_too() -> None:
    """Two sheets and one for the tail are three, so a third for the table costs none."""
    assert cut(rows(22, months=(7,))) == [(0, 8), (8, 19), (19, 22)]


def test_a_month_that_would_leave_much_of_the_sheet_empty_does_not_end_it() -> None:
    assert cut(rows(20, months=(2,))) == [(0, 9), (9, 20)]
    assert cut(rows(20, months=(5,))) == [(0, 9), (9, 20)]


def test_what_follows_stays_together_piece_by_piece() -> None:
    """A piece that does not fit begins a sheet though half of it would, so no month is kept at the cost of one."""
    room = replace(ROOM, tail=(40, 40))
    assert cut(rows(14, months=(7,)), room) == [(0, 9), (9, 14)]
    assert cut(rows(13, months=(7,)), room) == [(0, 8), (8, 13)]


def test_a_subtotal_stays_with_its_rows() -> None:
    assert cut(rows(20, glued=(9,))) == [(0, 8), (8, 20)]
    assert cut(rows(20, glued=(9, 8))) == [(0, 7), (7, 20)]


def test_a_row_higher_than_a_sheet_has_its_own() -> None:
    strips = [Strip(10), Strip(500), Strip(10)]
    assert cut(strips) == [(0, 1), (1, 2), (2, 3)]


def test_less_room_gives_shorter_sheets() -> None:
    assert cut(rows(30), ROOM.less(15))[0] == (0, 7)


strip = st.builds(Strip, st.floats(3, 60), st.booleans(), st.booleans())


@given(st.lists(strip, min_size=1, max_size=80))
def test_every_row_is_on_one_sheet_and_no_sheet_runs_over(strips: list[Strip]) -> None:
    pages = pages_of(strips, ROOM)
    assert [index for page in pages for index in page] == list(range(len(strips)))
    for number, page in enumerate(pages):
        used = sum(strips[index].height for index in page)
        last = number == len(pages) - 1
        extra = (ROOM.page_total if len(pages) > 1 else 0) + (ROOM.closing if last else 0)
        assert len(page) == 1 or used + extra <= ROOM.of(number) + 1e-6
