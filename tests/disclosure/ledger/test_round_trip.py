"""A ledger written in any habit and any kind of file is read as what it says."""

from hypothesis import given, settings, strategies as st

from disclosure.ledger.rules import check
from tests.disclosure.ledger.builders import Book, Sheet, Style, as_csv, as_ods, as_xlsx, books, read, styles

few = settings(max_examples=20)


def assert_says(content: bytes, book: Book) -> None:
    statement = read(content)
    found = check(statement, previous_closing=None)
    assert [finding for finding in found if finding.is_error] == []
    assert (statement.opening, statement.receipts, statement.payments, statement.closing) == (
        book.opening, book.receipts, book.payments, book.closing,
    )  # fmt: skip
    assert [line.date for line in statement.lines] == [entry.day for entry in book.entries]
    assert [line.movement for line in statement.lines] == [entry.amount for entry in book.entries]
    assert [line.summary for line in statement.lines] == [entry.summary for entry in book.entries]


@few
@given(books(), styles())
def test_xlsx(book: Book, style: Style) -> None:
    sheet = Sheet(book, style)
    assert_says(as_xlsx(sheet.rows, sheet.merges), book)


@few
@given(books(), styles(), st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")), st.sampled_from(",\t;"))
def test_csv(book: Book, style: Style, encoding: str, delimiter: str) -> None:
    sheet = Sheet(book, style)
    assert_says(as_csv(sheet.rows, encoding=encoding, delimiter=delimiter), book)


@few
@given(books(), styles())
def test_ods(book: Book, style: Style) -> None:
    assert_says(as_ods(Sheet(book, style).rows), book)
