"""A statement typed in a grid. The browser reckons along; what counts is checked here again."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import queries
from disclosure.content.statement.actions import save_statement
from disclosure.content.statement.desk.checks import left_text
from disclosure.content.statement.desk.findings import ShownFinding, shown
from disclosure.content.statement.enums import FORM
from disclosure.content.statement.forms import RepairForm, StatementGrid
from disclosure.content.statement.models import Statement
from disclosure.content.statement.presenters.ledgers import level_of
from disclosure.ledger.types import Finding, Statement as Ledger
from disclosure.notices.desk.notices import DraftGridView
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_zh
from portal.core.money import format_money
from portal.desk.pages import texts_of


class StatementPage(DraftGridView):
    """The statement of a draft as a grid: saved finished or not, with its explanations."""

    template_name = "disclosure/content/statement/desk/statement.html"
    form_key = FORM
    grid_class = StatementGrid
    left = queries.Outstanding(0, 0)

    @cached_property
    def found(self) -> tuple[list[Finding], dict[str, str]]:
        """What the check finds in the statement as it was when the page was asked for, and the explanations."""
        return queries.findings_of(self.draft), queries.answers_of(self.draft)

    @cached_property
    def form(self) -> RepairForm:
        """The explanations, as they were sent if they were."""
        findings, answers = self.found
        return RepairForm(texts_of(self.request) if self.request.POST else None, findings=findings, answers=answers)

    def showing(self) -> StatementGrid:
        grid = StatementGrid.showing(_ledger(self.draft), _opening(self.draft))
        found, answers = self.found
        grid.remark(one for one in found if level_of(one, answers) != "answered")
        return grid

    def read(self, grid: StatementGrid) -> Ledger | None:
        draft = self.draft
        return grid.read(
            before=_ledger(draft), title=title_zh(draft), period=draft.notice.period, accounts=queries.chart()
        )

    def save(self, read: Ledger, seen: int | None) -> str:
        answers = self.form.given if self.form.is_valid() else {}
        save_statement(actor=self.actor, edition=self.draft, ledger=read, answers=answers, seen=seen, at=self.at)
        self.left = queries.outstanding(queries.findings_of(self.draft), queries.answers_of(self.draft))
        return _("Saved: %(left)s.") % {"left": left_text(self.left)}

    def get_success_url(self) -> str:
        name = "edition" if "done" in self.request.POST and not self.left else "statement"
        return reverse(f"disclosure_desk:{name}", args=[self.draft.pk])

    def get_context_data(self, grid: StatementGrid) -> dict[str, Any]:
        grid.choices["account"] = [
            (account.code, f"{account.code} {account.name}") for account in Account.objects.order_by("code")
        ]
        ledger, previous, period = _ledger(self.draft), _opening(self.draft), Period.parse(self.draft.notice.period)
        grid.days = period.first, period.last
        grid.notes["opening"] = _opening_note(previous)
        if ledger:
            sums = {"receipt": ledger.receipts, "payment": ledger.payments, "balance": ledger.closing}
            grid.sums = {name: format_money(amount) for name, amount in sums.items()}
        found, answers = self.found
        left = queries.outstanding(found, answers)
        return super().get_context_data(grid) | {
            "findings": [_asked(shown(one, answers, self.form), one) for one in found],
            "left": left,
            "left_text": left_text(left) if found else "",
            "is_saved": ledger is not None,
            "previous": previous,
        }


def _asked(finding: ShownFinding, one: Finding) -> ShownFinding:
    """Return a finding as it is asked above the grid, which names the cell and leads to it."""
    return replace(finding, place=StatementGrid.cell_of(one), sentence=StatementGrid.sentence_of(one))


def _opening_note(previous: Decimal | None) -> str:
    if previous is None:
        return _("nothing is published for the period before")
    return _("the period before closed with %(amount)s") % {"amount": format_money(previous)}


def _ledger(draft: Edition) -> Ledger | None:
    row = Statement.objects.filter(edition=draft).first()
    return queries.ledger_of(row) if row else None


def _opening(draft: Edition) -> Decimal | None:
    notice = draft.notice
    return queries.previous_closing(notice.unit, notice.entry, Period.parse(notice.period))
