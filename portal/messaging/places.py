"""Places that messages of several rooms have."""

from django.utils.translation import gettext_lazy as _

from portal.messaging.registry import Place

UNIT = Place("unit", _("the unit, or the one an opinion was given to"), "青山村", "Qingshan Village")
ITEM = Place("item", _("the item of the catalogue"), "财务收支（逐笔）", "Receipts and payments, line by line")
PERIOD = Place("period", _("the period"), "2026年第三季度", "third quarter of 2026")
DUE = Place("due", _("the last day"), "10月20日", "20 October")
DAYS = Place("days", _("a number of days: left, overdue or waited"), "3", "3")
NOTICE = Place(
    "notice",
    _("the title of the notice"),
    "青山村2026年第三季度财务收支",
    "Qingshan Village: accounts, third quarter 2026",
)
NUMBER = Place("number", _("the number"), "QS-01-F02-2026Q3-Y1", "QS-01-F02-2026Q3-Y1")
ADDRESS = Place("address", _("the address of the page"), "https://…", "https://…")
