"""What the items of a balance sheet are, after the accounting system for rural collective economic organisations."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Group(TextChoices):
    """Groups of accounts. Assets and production cost stand on one side of identity I6, the others on the other."""

    ASSET = "asset", pgettext_lazy("balance sheet", "Assets")
    COST = "cost", pgettext_lazy("balance sheet", "Production cost")
    LIABILITY = "liability", pgettext_lazy("balance sheet", "Liabilities")
    EQUITY = "equity", pgettext_lazy("balance sheet", "Equity")
    INCOME = "income", pgettext_lazy("balance sheet", "Income of the year")
    EXPENSE = "expense", pgettext_lazy("balance sheet", "Expense of the year")
