"""Steps of the sum by which a surplus is distributed."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Step(TextChoices):
    """Surplus is income − expense; with what was undistributed and transferred in it can be distributed."""

    INCOME = "income", pgettext_lazy("distribution", "Income")
    EXPENSE = "expense", pgettext_lazy("distribution", "Expense")
    START = "start", pgettext_lazy("distribution", "Undistributed at the start")
    TRANSFER = "transfer", pgettext_lazy("distribution", "Transferred in")
    DISTRIBUTED = "distributed", pgettext_lazy("distribution", "Distributed")
    END = "end", pgettext_lazy("distribution", "Undistributed at the end")
