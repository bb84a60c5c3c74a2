"""What a grid and its script say, to be translated and filled."""

from django.utils.translation import gettext_noop

PLACE = gettext_noop("Row %(number)d, “%(column)s”")
CELL = gettext_noop("%(column)s, row %(number)d")
ROW = gettext_noop("Row %(number)d: insert and take out")
WORDS = {
    "place": PLACE,
    "cell": CELL,
    "row": ROW,
    "amount": gettext_noop("“%(read)s” is no amount. Write it in figures, such as 1234.56."),
    "decimals": gettext_noop("%(read)s has more than two decimals. Write yuan and cents, such as 1234.56."),
    "date": gettext_noop("“%(read)s” is no date. Write it as 2026-07-01."),
    "choice": gettext_noop("“%(read)s” is not in the list. Choose one."),
    "total": gettext_noop("Total, rows filled in: %(count)d"),
    "left_out": gettext_noop(", not counting row %(rows)s"),
    "pasted": gettext_noop("Pasted from a spreadsheet: rows %(first)d to %(last)d, %(count)d in all."),
    "marked": gettext_noop(" Cells that could not be read: %(count)d. Each says why below it."),
    "beyond": gettext_noop(" What had no room to the right or below was left out."),
    "inserted": gettext_noop("Row %(number)d is new."),
    "removed": gettext_noop("Row %(number)d was taken out."),
    "undone": gettext_noop("Undone."),
    "full": gettext_noop("There is room for %(most)d rows and no more."),
    "tag_new": gettext_noop("new"),
    "tag_pasted": gettext_noop("pasted"),
}
"""What the script says, by the names it knows; it fills the places."""
