"""The text of each finding, in English with places; `messages` translates and fills them."""

from django.utils.translation import gettext_noop as _

# By rule, or by rule and case where one rule fails in several ways: a few words for a list, and the sentences that
# name what was read, what was expected and what to do.
FINDING_TEXTS: dict[str, tuple[str, str]] = {
    "I1": (
        _("Closing balance is off by %(difference)s"),
        _(
            "Opening balance %(opening)s, plus receipts %(receipts)s, less payments %(payments)s, makes"
            " %(expected)s; the sheet says %(read)s, %(gap)s. Correct it, or look for an entry that is wrong or"
            " missing."
        ),
    ),
    "I2": (
        _("Opening balance is off by %(difference)s"),
        _(
            "The period before closed with %(expected)s as published; the opening balance here is %(read)s, %(gap)s."
            " Correct it, or have the period before corrected first."
        ),
    ),
    "I3": (
        _("Cash and bank are off by %(difference)s"),
        _(
            "Cash %(cash)s and bank deposits %(bank)s make %(read)s; the closing balance is %(expected)s, so"
            " together they are %(gap)s. Check both against the cash box and the bank statement."
        ),
    ),
    "I5 opening": (
        _("Opening balance is not that of %(first)s, off by %(difference)s"),
        _(
            "%(first)s opened with %(expected)s as published; the opening balance of %(period)s here is %(read)s,"
            " %(gap)s. Correct it, or have %(first)s corrected first."
        ),
    ),
    "I5 total": (
        _("Not the sum of its months or quarters, off by %(difference)s"),
        _(
            "The parts of %(period)s as published make %(expected)s in the column “%(side)s”; this statement has"
            " %(read)s, %(gap)s. Correct it, or have the part that is wrong corrected first."
        ),
    ),
    "I4 balance": (
        _("Balance does not follow, off by %(difference)s"),
        _("%(before)s%(moves)s, makes %(expected)s; the sheet says %(read)s, %(gap)s.%(next)s"),
    ),
    "I4 carried": (
        _("Balances do not follow from here on, off by %(difference)s"),
        _(
            "%(before)s%(moves)s, makes %(expected)s; the sheet says %(read)s, %(gap)s. The rows below go on from"
            " the wrong figure, while the amounts agree with the totals: correct this balance and those after it."
        ),
    ),
    "I4 amount": (
        _("Amount and balance disagree by %(difference)s"),
        _(
            "The balance goes from %(before)s to %(balance)s, but the %(side)s is given as %(read)s; by the balance"
            " it is %(expected)s. The rows below go on from this balance, so the amount is probably"
            " mistyped.%(closings)s"
        ),
    ),
    "I4 column": (
        _("Amount and balance disagree by %(difference)s"),
        _(
            "The balance goes from %(before)s to %(balance)s, which does not fit a %(side)s of %(read)s. The amount"
            " may stand in the wrong column.%(closings)s"
        ),
    ),
    "I4 opening": (
        _("Opening balance does not fit the entries, off by %(difference)s"),
        _(
            "The balances and the totals fit an opening balance of %(expected)s; the sheet says %(read)s,"
            " %(gap)s.%(closings)s"
        ),
    ),
    "I4 row_balance": (
        _("Balance of “%(label)s” is off by %(difference)s"),
        _("By the entries the balance here is %(expected)s; the sheet says %(read)s, %(gap)s."),
    ),
    "I4 between": (
        _("Balance of “%(label)s” is off by %(difference)s"),
        _(
            "By the entries the balance here is %(expected)s; the sheet says %(read)s, %(gap)s, and goes on from it."
            " Look above it for an amount that is wrong or missing."
        ),
    ),
    "I4 total": (
        _("“%(label)s” is not the sum of its entries, off by %(difference)s"),
        _(
            "Under %(side)s, entries %(from)s to %(to)s add up to %(expected)s; the sheet says %(read)s,"
            " %(gap)s.%(other)s%(carried)s%(closings)s"
        ),
    ),
    "READ amount": (_("Amount cannot be read"), _("“%(read)s” is no amount. Write it in figures, such as 1234.56.")),
    "READ date": (_("Date cannot be read"), _("“%(read)s” is no date. Write it as 2026-07-01.")),
    "READ formula": (
        _("Formula without a result"),
        _(
            "This cell holds a formula whose result was never saved. Open the sheet in Excel or WPS, save it and"
            " send it again."
        ),
    ),
    "READ broken": (
        _("Cell shows an error"),
        _("This cell shows %(read)s. Fix its formula, save the sheet and send it again."),
    ),
    "READ direction": (
        _("Neither receipt nor payment"),
        _("“%(read)s” does not say whether money came in or went out. Write 收入 or 支出."),
    ),
    "READ long": (
        _("Text too long"),
        _("“%(read)s” is longer than %(limit_count)s characters. Shorten it, or move a part to the note."),
    ),
    "READ opening": (
        _("No opening balance"),
        _(
            "No opening balance was found. Write it in a row of its own (上期结余) with the amount under the balance;"
            " write 0 if there was none."
        ),
    ),
    "W-DATE": (
        _("Date outside the period"),
        _("%(read)s does not lie in %(period)s. Is the date mistyped, or was this entered in a later period?"),
    ),
    "W-VOUCHER": (
        _("Voucher number of entry %(other)s again"),
        _("Entries %(other)s and %(line)s both have voucher %(read)s.%(suggestion)s"),
    ),
    "W-EMPTY-SUMMARY": (_("No summary"), _("Write what the money was for.")),
    "W-EMPTY-HANDLER": (_("No handler"), _("Write who handled it, for receipts as well.")),
    "W-EMPTY-WITNESS": (_("No witness"), _("Write who witnessed it.")),
    "W-EMPTY-APPROVER": (_("No approver"), _("Write who approved it.")),
    "W-EMPTY-DATE": (_("No date"), _("Write the day on which it was booked.")),
    "W-EMPTY-DATE day": (_("Date without a day"), _("“%(read)s” names no day. Write the whole date.")),
    "W-NO-AMOUNT": (
        _("No amount"),
        _("This entry has neither a receipt nor a payment. Write the amount, or take the row out."),
    ),
    "W-NEGATIVE": (_("Negative amount"), _("The %(side)s is %(read)s. If it takes back an earlier entry, say which.")),
    "W-DECIMALS": (
        _("More than two decimals"),
        _("The sheet says %(exact)s; it was taken as %(used)s. Write yuan and cents only."),
    ),
    "W-SCALE line": (
        _("Amount of an unusual size"),
        _("%(read)s is far from what the other entries come to. Were 元 and 万元 mixed up?"),
    ),
    "W-SCALE opening": (
        _("Amount of an unusual size"),
        _("The opening balance is %(read)s and the period before closed with %(other)s. Were 元 and 万元 mixed up?"),
    ),
    "W-SCALE sheet": (
        _("Unit of amounts in doubt"),
        _("The sheet was read in %(unit)s, which makes a usual entry %(read)s yuan. Check the unit above the table."),
    ),
    "W-CAPITAL": (
        _("Words and figures differ"),
        _("The words say %(read)s, the figures %(figures)s. Correct whichever is wrong."),
    ),
    "W-ENTERTAINMENT": (
        _("Entertainment needs an explanation"),
        _("Entertainment must be explained, whatever it cost.%(receipt)s"),
    ),
    "W-CASH": (
        _("Cash payment over the limit"),
        _("%(read)s was paid in cash. Above %(limit)s it should go through the bank; say why it did not."),
    ),
    "W-RESOLUTION": (
        _("Large payment without a resolution"),
        _("%(read)s reaches the limit of %(limit)s. Name the meeting and its resolution in the note."),
    ),
    "W-SPLIT": (
        _("Several payments just under a limit"),
        _(
            "Entries %(lines)s (%(name)s) are each just under %(limit)s and come to %(read)s together. Say why they"
            " were not one payment."
        ),
    ),
    "W-OTHER": (
        _("“Other” is a large share"),
        _("Account %(account)s holds %(read)s of %(total)s, or %(share)s%%. Say what it was."),
    ),
    "W-ID": (
        _("ID number in the text"),
        _(
            "It must be masked before publication. Masked, the text reads: %(masked)s. Better still, write only the"
            " name and the standard."
        ),
    ),
    "W-CARD": (
        _("Bank card number in the text"),
        _("It must be masked before publication. Masked, the text reads: %(masked)s."),
    ),
    "W-PHONE": (
        _("Telephone number in the text"),
        _("It must be masked before publication. Masked, the text reads: %(masked)s."),
    ),
    "W-COLUMN": (
        _("Columns are missing"),
        _("The sheet says nothing of: %(columns)s. The rules that need them were not applied."),
    ),
    "W-BALANCE-NEGATIVE": (
        _("Balance below zero"),
        _(
            "From here on the balance falls below zero, to %(read)s at the lowest. Is a receipt missing, or did"
            " somebody advance the money?"
        ),
    ),
    "W-BALANCE-NEGATIVE closing": (
        _("Balance below zero"),
        _("The closing balance is %(read)s. Is a receipt missing, or did somebody advance the money?"),
    ),
    "W-ACCOUNT": (
        _("Entries without an account: %(count)s"),
        _("Entry no. %(lines)s: no account of the chart%(texts)s. Shown as not classified until you choose one."),
    ),
    "W-OPENING-UNKNOWN": (
        _("Opening balance cannot be compared"),
        _("Nothing is published of the period before. Make sure that it closed with %(read)s."),
    ),
    "W-OPENING-DERIVED": (
        _("Opening balance was worked out"),
        _(
            "The sheet states none. From the balance %(balance)s of the first entry it is %(used)s; make sure that"
            " it is right."
        ),
    ),
    "W-PERIOD": (
        _("Title names another period"),
        _("The title says %(named)s; this is for %(period)s. Make sure that it is the right file."),
    ),
    "W-SHEETS": (
        _("Other sheets were left out"),
        _(
            "Sheet “%(used)s” was read; there are entries in %(other)s too. If they belong to this period, put them"
            " into one sheet."
        ),
    ),
    "W-SUMS missing": (
        _("Not published: %(periods)s"),
        _(
            "%(period)s is the sum of its parts, and %(periods)s is not published, so the sum cannot be checked. Have"
            " it published first, or explain why there is none."
        ),
    ),
    "W-SUMS account": (
        _("Account %(account)s is not the sum of its months or quarters, off by %(difference)s"),
        _(
            "The parts of %(period)s as published have %(expected)s of account %(account)s in the column “%(side)s”;"
            " this statement has %(read)s, %(gap)s. Correct the account, or explain."
        ),
    ),
    "W-SUMS part": (
        _("The months no longer make the quarter, off by %(difference)s"),
        _(
            "With this month the months make %(read)s in the column “%(side)s”; %(period)s is published with"
            " %(expected)s, so they make %(gap)s. Correct this month, or say that the quarter will be corrected."
        ),
    ),
    "W-SUMS year": (
        _("Year to date is not the sum of its quarters, off by %(difference)s"),
        _(
            "Row “%(label)s” says %(read)s in the column “%(side)s”; the periods of the year as published, this one"
            " included, make %(expected)s, so the row says %(gap)s. Correct the row, or explain."
        ),
    ),
}
