"""A statement typed in a grid. The browser reckons along; what counts is checked here again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.actions.statements import save_statement
from disclosure.content.statement.desk.checks import left_text
from disclosure.content.statement.desk.findings import AnswerInput, remedies
from disclosure.content.statement.enums import FORM
from disclosure.content.statement.forms import Repairs, StatementGrid, read_repairs
from disclosure.content.statement.models import Statement
from disclosure.content.statement.presenters.findings import level_of, place_of
from disclosure.content.statement.queries import money
from disclosure.ledger.messages import message
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.desk.notices import DraftGridView
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_zh
from portal.desk.pages import texts_of


@dataclass(frozen=True, slots=True)
class AskedFinding:
    """A finding above the grid, with the id of its row and the input for its explanation, if it takes one."""

    level: str
    text: str
    place: str
    answer: AnswerInput | None


class StatementPage(DraftGridView):
    """The statement of a draft as a grid: saved finished or not, with its explanations."""

    template_name = "disclosure/content/statement/desk/statement.html"
    form_key = FORM
    grid_class = StatementGrid
    left = money.Outstanding(0, 0)

    @cached_property
    def repairs(self) -> Repairs | None:
        """The explanations as they were sent."""
        return read_repairs(texts_of(self.request), money.findings_of(self.draft)) if self.request.POST else None

    def showing(self) -> StatementGrid:
        return StatementGrid.showing(_ledger(self.draft), _opening(self.draft))

    def read(self, grid: StatementGrid) -> Ledger | None:
        draft = self.draft
        return grid.read(
            before=_ledger(draft), title=title_zh(draft), period=draft.notice.period, accounts=money.chart()
        )

    def save(self, read: Ledger, seen: int | None) -> str:
        answers = self.repairs.answers if self.repairs else {}
        save_statement(actor=self.actor, edition=self.draft, ledger=read, answers=answers, seen=seen, at=self.at)
        self.left = money.outstanding(money.findings_of(self.draft), money.answers_of(self.draft))
        return _("Saved: %(left)s.") % {"left": left_text(self.left)}

    def get_success_url(self) -> str:
        name = "edition" if "done" in self.request.POST and not self.left else "statement"
        return reverse(f"disclosure_desk:{name}", args=[self.draft.pk])

    def get_context_data(self, grid: StatementGrid) -> dict[str, Any]:
        grid.choices["account"] = [
            (account.code, f"{account.code} {account.name}") for account in Account.objects.order_by("code")
        ]
        found, answers = money.findings_of(self.draft), money.answers_of(self.draft)
        left = money.outstanding(found, answers)
        return super().get_context_data(grid) | {
            "findings": [
                AskedFinding(
                    level_of(one, answers), message(one), place_of(one), remedies(one, answers, self.repairs).answer
                )
                for one in found
            ],
            "left": left,
            "left_text": left_text(left) if found else "",
            "is_saved": Statement.objects.filter(edition=self.draft).exists(),
            "previous": _opening(self.draft),
        }


def _ledger(draft: Edition) -> Ledger | None:
    row = Statement.objects.filter(edition=draft).first()
    return money.ledger_of(row) if row else None


def _opening(draft: Edition) -> Decimal | None:
    notice = draft.notice
    return money.previous_closing(notice.unit, notice.entry, Period.parse(notice.period))
