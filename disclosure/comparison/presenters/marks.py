"""Unusual changes in words, each with the rule that marked it, for readers and for the reviewer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.money import (
    BEFORE,
    Marked,
    lines_wanted,
    marked,
    names_of_accounts,
    quarters_before,
    read_town,
    villages_beside,
)
from disclosure.comparison.queries.sums import Books, Published
from disclosure.comparison.rules.marks import ENTERTAINMENT, OWN, RULES, SCISSORS, Mark, Rule
from disclosure.comparison.rules.sums import RECEIPT, quarter_of
from disclosure.content.statement.presenters.page import StatementPage
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.registry import EditionPage, Link
from portal.core.money import format_money, format_number
from portal.core.texts import as_written


@dataclass(frozen=True, slots=True)
class Named:
    """Accounts by their code, to name them in the language of the page."""

    accounts: Mapping[str, Account]

    def of(self, code: str) -> str:
        """Return the name of an account."""
        account = self.accounts.get(code)
        return account.name if account else _("not classified")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words, with its number."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownMark:
    """Something unusual: what it is, by which rule, what the village says of it, and where to look."""

    title: str
    rule: RuleRow
    explanations: Sequence[SafeString]
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class MarksNote:
    """What residents will find marked about a statement, for those who decide on it."""

    marks: Sequence[ShownMark]


def rule_rows() -> list[RuleRow]:
    """Return the rules in words."""
    return [_rule_row(one) for one in RULES]


def shown_marks(
    found: Marked, names: Named, sources: Sequence[Link], address: Callable[..., str] | None = None
) -> list[ShownMark]:
    """Return marks in words; `address` gives the page of an account over time, where there is one."""

    def links(mark: Mark) -> list[Link]:
        if mark.numbers:
            return [_entry_link(notice, number) for notice, number in mark.numbers] if address else []
        over_time = f"{address(account=mark.side[0])}#account" if address and mark.side[0] else ""
        shown = [replace(one, title=_("Statement: %(period)s") % {"period": one.title}) for one in sources]
        return [*shown, *([Link(_("This account over time"), over_time)] if over_time else [])]

    return [
        ShownMark(
            _title(mark, names), _rule_row(mark.rule), [as_written(one) for one in found.explained(mark)], links(mark)
        )
        for mark in found.marks
    ]


def marks_note(page: EditionPage) -> MarksNote | None:
    """Return what the comparison marks in a village's statement as it would be published; None where it is nothing."""
    edition, notice = page.edition, page.edition.notice
    if (
        notice.entry.code != RECEIPTS_AND_PAYMENTS
        or not notice.unit.is_village
        or edition.state not in (*IN_PREPARATION, State.PUBLISHED)
        or not isinstance(page.content, StatementPage)
    ):
        return None
    period = Period.parse(notice.period)
    quarter = quarter_of(period)
    own = Published.of(page.content.reading.statement, page.content.reading.lines)
    asked = quarters_before(quarter, BEFORE + 1)
    town = read_town(villages_beside(notice.unit), asked, lines_wanted(notice.unit, quarter))
    books = town.books.get(notice.unit.pk, Books())
    town.books[notice.unit.pk] = Books({**books.published, period: own})
    found = marked(notice.unit, quarter, town)
    if not found.marks:
        return None
    return MarksNote(shown_marks(found, Named(names_of_accounts()), []))


def _entry_link(notice: str, number: int) -> Link:
    url = reverse("disclosure:notice", args=[notice]) + f"#line-{number}"
    return Link(_("Entry %(number)d") % {"number": number}, url)


def _rule_row(rule: Rule) -> RuleRow:
    figures = {
        "times": format_number(rule.times, 0),
        "least": format_number(rule.least, 0),
        "quarters": rule.quarters,
        "share": format_number(100 * rule.share, 0),
    }
    return RuleRow(RULES.index(rule) + 1, str(rule.text) % figures, str(rule.reason))


def _title(mark: Mark, names: Named) -> str:
    figures = {
        "amount": format_money(mark.amount),
        "compared": format_money(mark.compared),
        "times": _times(mark.amount, mark.compared),
        "quarters": mark.rule.quarters,
        "account": names.of(mark.side[0]),
        "income": format_money(mark.income),
        "before": format_money(mark.income_before),
    }
    if mark.rule is ENTERTAINMENT:
        count = len(mark.numbers)
        text = ngettext(
            "Entertainment: %(amount)s yuan in %(count)d entry.",
            "Entertainment: %(amount)s yuan in %(count)d entries.",
            count,
        )
        return text % {**figures, "count": count}
    if mark.rule is SCISSORS:
        return (
            _(
                "Expense is %(amount)s yuan, a year before it was %(compared)s; income is %(income)s yuan, a year"
                " before it was %(before)s."
            )
            % figures
        )
    is_receipt = mark.side[1] == RECEIPT
    if mark.rule is OWN:
        text = (
            _(
                "Received under “%(account)s”: %(amount)s yuan, %(times)s times the median of the %(quarters)d quarters"
                " before, %(compared)s."
            )
            if is_receipt
            else _(
                "Paid under “%(account)s”: %(amount)s yuan, %(times)s times the median of the %(quarters)d quarters"
                " before, %(compared)s."
            )
        )
    else:
        text = (
            _("Received under “%(account)s”: %(amount)s yuan, %(times)s times the median of the town, %(compared)s.")
            if is_receipt
            else _("Paid under “%(account)s”: %(amount)s yuan, %(times)s times the median of the town, %(compared)s.")
        )
    return text % figures


def _times(amount: Decimal, compared: Decimal) -> str:
    return format_number(amount / compared, 1) if compared else ""
