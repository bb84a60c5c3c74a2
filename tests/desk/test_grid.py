"""The grid: rows as they are typed, read, and shown again with what is wrong."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from portal.desk.grid.rows import MAX_LENGTHS, Column, Grid, GridRow

pytestmark = pytest.mark.usefixtures("english")


class Parcels(Grid):
    """Parcels, with a figure above them."""

    columns = (
        Column("to", "To", "g-to", datalist="units"),
        Column("kind", "Kind", "g-acc", "choice"),
        Column("price", "Price", "g-amt", "amount", placeholder="0.00"),
        Column("sum", "Sum", kind="reckoned"),
    )
    above = (Column("budget", "Budget", kind="amount"),)
    prefix = "parcel"
    at_least, blank, most = 4, 2, 6
    knows_before = True


def shown(grid: Grid) -> str:
    return render_to_string("desk/_grid.html", {"grid": grid, "caption": "Parcels", "labelled": "h"})


def test_rows_are_read_in_their_order_and_what_is_none_is_left() -> None:
    grid = Parcels.posted(
        {
            "parcel-4-to": "B",
            "parcel-1-to": "A",
            "parcel-1-was": "7",
            "parcel-4-was": "x",
            "parcel-1-sum": "9",
            "parcel-1-colour": "red",
            "parcel-9-to": "beyond the last",
            "row-0-to": "of another grid",
            "budget": "5" * (MAX_LENGTHS + 9),
        }
    )
    assert [(row.index, row.was, row.texts) for row in grid.rows] == [(0, 7, {"to": "A"}), (1, None, {"to": "B"})]
    assert grid.totals == {"budget": "5" * MAX_LENGTHS}
    assert not grid.is_wrong


@pytest.mark.parametrize(("filled", "expected"), [(0, 4), (1, 4), (3, 5), (5, 6), (6, 6)])
def test_blank_rows_stand_below_up_to_the_most(filled: int, expected: int) -> None:
    grid = Parcels.filled([GridRow(index, {"to": "A"}) for index in range(filled)])
    assert len(grid.rows) == expected
    assert [row.is_blank for row in grid.rows] == [False] * filled + [True] * (expected - filled)


def test_a_row_of_spaces_says_nothing() -> None:
    (row,) = Parcels.posted({"parcel-0-to": " \u3000", "parcel-0-was": "3"}).rows
    assert row.is_blank


def test_what_is_wrong_is_listed_with_its_place_and_a_way_there() -> None:
    grid = Parcels.posted({"budget": "much", "parcel-0-to": "A", "parcel-3-price": "a lot"})
    grid.errors["budget"] = "is no amount."
    grid.rows[1].errors["price"] = "is no amount."
    assert grid.is_wrong
    assert grid.faults() == [
        {"href": "#budget", "text": "Budget: is no amount."},
        {"href": "#parcel-1-price", "text": "Row 2, “Price”: is no amount."},
    ]


def test_cells_are_shown_by_their_kind_with_what_was_typed() -> None:
    grid = Parcels([GridRow(0, {"to": "<A>", "kind": "b", "price": "2"}, was=7, number=3)])
    grid.rows[0].errors["price"], grid.rows[0].notes["to"] = "Wrong.", "no unit"
    grid.rows[0].remarks["to"] = "Ask."
    grid.choices["kind"] = [("a", "Letter"), ("b", "Box")]
    said = " ".join(shown(grid).split())
    for expected in (
        '<tr class="line faulty" id="r3">',
        '<p id="parcel-0-price-fault"> <span class="tag owed">Error</span> <b>Row 1, “Price”</b>: <span>Wrong.</span>',
        '<p id="parcel-0-to-remark"> <span class="tag warn">Warning</span> <b>Row 1, “To”</b>: <span>Ask.</span>',
        'autocomplete="off" aria-describedby="parcel-0-to-remark parcel-0-to-note">',
        '<input type="hidden" data-along name="parcel-0-was" value="7">',
        'name="parcel-0-to" value="&lt;A&gt;" list="units" aria-label="To, row 1"',
        '<small id="parcel-0-to-note">no unit</small>',
        '<option value="b" selected>Box</option>',
        'inputmode="decimal" data-amount="price" id="parcel-0-price"',
        'placeholder="0.00" aria-label="Price, row 1" autocomplete="off" aria-invalid="true"',
        'aria-describedby="parcel-0-price-fault"',
        '<span data-reckoned="sum"></span>',
        'data-most="6"',
    ):
        assert expected in said, expected


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("above-1", ["A", "", "B"]),
        ("below-1", ["A", "B", ""]),
        ("remove-0", ["B"]),
        ("remove-2", ["A", "B"]),
        ("more", ["A", "B", "", "", "", ""]),
        ("below-x", ["A", "B"]),
        ("sort-1", ["A", "B"]),
    ],
)
def test_rows_are_put_in_and_taken_out_without_a_script(wish: str, expected: list[str]) -> None:
    grid = Parcels([GridRow(0, {"to": "A"}), GridRow(1, {"to": "B"})])
    grid.change_rows(wish)
    assert [row.texts.get("to", "") for row in grid.rows] == expected
    assert [row.index for row in grid.rows] == list(range(len(expected)))


def test_no_more_rows_are_put_in_than_are_taken() -> None:
    grid = Parcels([GridRow(index) for index in range(6)])
    grid.change_rows("above-3")
    assert len(grid.rows) == 6


def test_a_fault_in_the_right_half_ends_below_its_cell() -> None:
    grid = Parcels([GridRow(0, errors={"to": "x", "price": "x"})])
    [(_row, _cells, faults)] = grid.shown()
    assert [(one.before, one.across, one.after) for one in faults] == [(1, 5, 0), (0, 4, 2)]


def test_the_foot_has_the_sums_below_their_columns() -> None:
    grid = Parcels([])
    grid.sums = {"price": "7.00"}
    assert (grid.lead, [(column.name, text) for column, text in grid.foot()], grid.rest) == (
        3,
        [("price", "7.00"), ("sum", "")],
        1,
    )


def test_where_nothing_is_added_up_the_foot_is_one_line_over_all_columns() -> None:
    class Names(Grid):
        columns = Parcels.columns[:2]
        prefix = "name"

    grid = Names([])
    assert (grid.lead, grid.foot(), grid.rest) == (2, [], 2)


def test_why_it_was_not_saved_stands_above(english: Any) -> None:
    plain = render_to_string("desk/_grid_errors.html", {"refusal": "", "faults": []})
    assert not plain.strip()
    said = render_to_string("desk/_grid_errors.html", {"refusal": "Too late.", "faults": []})
    assert "Nothing was saved" in said
    assert "Too late." in said
