"""What the columns of a ledger are headed on the screen; whatever names a cell calls its column the same."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

HEADINGS: dict[str, str | Promise] = {
    "date": _("Date"),
    "voucher": _("Voucher"),
    "summary": pgettext_lazy("of an entry", "Summary"),
    "account": pgettext_lazy("of the books", "Account"),
    "receipt": _("Receipt"),
    "payment": _("Payment"),
    "balance": _("Balance"),
    "handler": _("Handled by"),
    "witness": _("Witness"),
    "approver": _("Approved by"),
    "note": pgettext_lazy("of an entry", "Note"),
    "payee": pgettext_lazy("of an entry", "Payee"),
    "method": pgettext_lazy("of an entry", "Paid by"),
    "direction": pgettext_lazy("of an entry", "Receipt or payment"),
    "amount": _("Amount"),
}
"""By field."""

_FIELDS = {
    "account_text": "account",
    "receipts": "receipt",
    "payments": "payment",
    "capital": "amount",
    **dict.fromkeys(("opening", "stated_closing", "cash", "bank"), "balance"),
}


def heading(field: str) -> str:
    """Return the heading of the column a field stands in, of an entry or of a row of sums; empty where it has none."""
    name = field.rpartition(".")[2] if field.startswith("subtotals.") else field
    return str(HEADINGS.get(_FIELDS.get(name, name), ""))
