"""The lines of a budget."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.content.budget.enums import Level, Side
from disclosure.lists.models import ListLine


class BudgetLine(ListLine):
    """One item: what was planned, what came of it, and what it was the year before.

    Parts stand below their item; items alone add up to the total of their side.
    """

    item = models.CharField(_("Item"), max_length=80)
    side = models.CharField(_("Side"), max_length=12, choices=Side.choices)
    level = models.CharField(_("Level"), max_length=6, choices=Level.choices, default=Level.ITEM, blank=True)
    budget = models.DecimalField(_("Budget, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("Carried out, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    before = models.DecimalField(_("Year before, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    count = models.PositiveIntegerField(_("How many"), null=True, blank=True)
    measure = models.CharField(_("Unit of measure"), max_length=8, blank=True)
    note = models.CharField(_("Note"), max_length=120, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(budget__isnull=False) | Q(actual__isnull=False) | Q(count__isnull=False),
                name="budget_line_says_something",
            ),
        ]

    def clean(self) -> None:
        """Check that it says what was planned, what came of it or how many there are, such as vehicles."""
        if self.budget is None and self.actual is None and self.count is None:
            raise ValidationError({"budget": _("Fill in the budget, what was carried out, or how many there are.")})
