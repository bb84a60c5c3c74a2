"""The text of each finding, in English with places; `messages` translates and fills them."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class FindingText:
    """A few words for a list, and the sentences that say what was read, what was expected, what to do."""

    short: str
    detail: str


# By rule, or by rule and case where one rule fails in several ways.
FINDING_TEXTS: dict[str, FindingText] = {
    "I1": FindingText(
        gettext_noop("Closing balance is off by %(difference)s"),
        gettext_noop(
            "Opening balance %(opening)s, plus receipts %(receipts)s, less payments %(payments)s, makes %(expected)s;"
            " the sheet says %(read)s, %(gap)s. Correct it, or look for an entry that is wrong or missing."
        ),
    ),
    "I2": FindingText(
        gettext_noop("Opening balance is off by %(difference)s"),
        gettext_noop(
            "The period before closed with %(expected)s as published; the opening balance here is %(read)s, %(gap)s."
            " Correct it, or have the period before corrected first."
        ),
    ),
    "I3": FindingText(
        gettext_noop("Cash and bank are off by %(difference)s"),
        gettext_noop(
            "Cash %(cash)s and bank deposits %(bank)s make %(read)s; the closing balance is %(expected)s,"
            " so together they are %(gap)s. Check both against the cash box and the bank statement."
        ),
    ),
    "I4 balance": FindingText(
        gettext_noop("Balance does not follow, off by %(difference)s"),
        gettext_noop("%(before)s%(moves)s, makes %(expected)s; the sheet says %(read)s, %(gap)s.%(next)s"),
    ),
    "I4 carried": FindingText(
        gettext_noop("Balances do not follow from here on, off by %(difference)s"),
        gettext_noop(
            "%(before)s%(moves)s, makes %(expected)s; the sheet says %(read)s, %(gap)s. The rows below go on from the"
            " wrong figure, while the amounts agree with the totals: correct this balance and those after it."
        ),
    ),
    "I4 amount": FindingText(
        gettext_noop("Amount and balance disagree by %(difference)s"),
        gettext_noop(
            "The balance goes from %(before)s to %(balance)s, but the %(side)s is given as %(read)s; by the balance it"
            " is %(expected)s. The rows below go on from this balance, so the amount is probably mistyped.%(closings)s"
        ),
    ),
    "I4 column": FindingText(
        gettext_noop("Amount and balance disagree by %(difference)s"),
        gettext_noop(
            "The balance goes from %(before)s to %(balance)s, which does not fit a %(side)s of %(read)s. The amount may"
            " stand in the wrong column.%(closings)s"
        ),
    ),
    "I4 opening": FindingText(
        gettext_noop("Opening balance does not fit the entries, off by %(difference)s"),
        gettext_noop(
            "The balances and the totals fit an opening balance of %(expected)s; the sheet says %(read)s,"
            " %(gap)s.%(closings)s"
        ),
    ),
    "I4 row_balance": FindingText(
        gettext_noop("Balance of “%(label)s” is off by %(difference)s"),
        gettext_noop("By the entries the balance here is %(expected)s; the sheet says %(read)s, %(gap)s."),
    ),
    "I4 between": FindingText(
        gettext_noop("Balance of “%(label)s” is off by %(difference)s"),
        gettext_noop(
            "By the entries the balance here is %(expected)s; the sheet says %(read)s, %(gap)s, and goes on from it."
            " Look above it for an amount that is wrong or missing."
        ),
    ),
    "I4 total": FindingText(
        gettext_noop("“%(label)s” is not the sum of its entries, off by %(difference)s"),
        gettext_noop(
            "Under %(side)s, entries %(from)s to %(to)s add up to %(expected)s; the sheet says %(read)s,"
            " %(gap)s.%(other)s%(carried)s%(closings)s"
        ),
    ),
    "READ amount": FindingText(
        gettext_noop("Amount cannot be read"),
        gettext_noop("“%(read)s” is no amount. Write it in figures, such as 1234.56."),
    ),
    "READ date": FindingText(
        gettext_noop("Date cannot be read"),
        gettext_noop("“%(read)s” is no date. Write it as 2026-07-01."),
    ),
    "READ formula": FindingText(
        gettext_noop("Formula without a result"),
        gettext_noop(
            "This cell holds a formula whose result was never saved. Open the sheet in Excel or WPS, save it and send"
            " it again."
        ),
    ),
    "READ broken": FindingText(
        gettext_noop("Cell shows an error"),
        gettext_noop("This cell shows %(read)s. Mend its formula, save the sheet and send it again."),
    ),
    "READ direction": FindingText(
        gettext_noop("Neither receipt nor payment"),
        gettext_noop("“%(read)s” does not say whether money came in or went out. Write 收入 or 支出."),
    ),
    "READ long": FindingText(
        gettext_noop("Text too long"),
        gettext_noop("“%(read)s” is longer than %(limit_count)s characters. Shorten it, or move a part to the note."),
    ),
    "READ opening": FindingText(
        gettext_noop("No opening balance"),
        gettext_noop(
            "No opening balance was found. Write it in a row of its own (上期结余) with the amount under the balance;"
            " write 0 if there was none."
        ),
    ),
    "W-DATE": FindingText(
        gettext_noop("Date outside the period"),
        gettext_noop(
            "%(read)s does not lie in %(period)s. Is the date mistyped, or was this entered in a later period?"
        ),
    ),
    "W-VOUCHER": FindingText(
        gettext_noop("Voucher number of entry %(other)s again"),
        gettext_noop("Entries %(other)s and %(line)s both have voucher %(read)s.%(suggestion)s"),
    ),
    "W-EMPTY-SUMMARY": FindingText(gettext_noop("No summary"), gettext_noop("Write what the money was for.")),
    "W-EMPTY-HANDLER": FindingText(
        gettext_noop("No handler"), gettext_noop("Write who handled it, for receipts as well.")
    ),
    "W-EMPTY-WITNESS": FindingText(gettext_noop("No witness"), gettext_noop("Write who witnessed it.")),
    "W-EMPTY-APPROVER": FindingText(gettext_noop("No approver"), gettext_noop("Write who approved it.")),
    "W-EMPTY-DATE": FindingText(gettext_noop("No date"), gettext_noop("Write the day on which it was booked.")),
    "W-EMPTY-DATE day": FindingText(
        gettext_noop("Date without a day"), gettext_noop("“%(read)s” names no day. Write the whole date.")
    ),
    "W-NO-AMOUNT": FindingText(
        gettext_noop("No amount"),
        gettext_noop("This entry has neither a receipt nor a payment. Write the amount, or take the row out."),
    ),
    "W-NEGATIVE": FindingText(
        gettext_noop("Negative amount"),
        gettext_noop("The %(side)s is %(read)s. If it takes back an earlier entry, say which."),
    ),
    "W-DECIMALS": FindingText(
        gettext_noop("More than two decimals"),
        gettext_noop("The sheet says %(exact)s; it was taken as %(used)s. Write yuan and cents only."),
    ),
    "W-SCALE line": FindingText(
        gettext_noop("Amount of an unusual size"),
        gettext_noop("%(read)s is far from what the other entries come to. Were 元 and 万元 mixed up?"),
    ),
    "W-SCALE opening": FindingText(
        gettext_noop("Amount of an unusual size"),
        gettext_noop(
            "The opening balance is %(read)s and the period before closed with %(other)s. Were 元 and 万元 mixed up?"
        ),
    ),
    "W-SCALE sheet": FindingText(
        gettext_noop("Unit of amounts in doubt"),
        gettext_noop(
            "The sheet was read in %(unit)s, which makes a usual entry %(read)s yuan. Check the unit above the table."
        ),
    ),
    "W-CAPITAL": FindingText(
        gettext_noop("Words and figures differ"),
        gettext_noop("The words say %(read)s, the figures %(figures)s. Correct whichever is wrong."),
    ),
    "W-ENTERTAINMENT": FindingText(
        gettext_noop("Entertainment needs an explanation"),
        gettext_noop("Entertainment must be explained, whatever it cost.%(receipt)s"),
    ),
    "W-CASH": FindingText(
        gettext_noop("Cash payment over the limit"),
        gettext_noop("%(read)s was paid in cash. Above %(limit)s it should go through the bank; say why it did not."),
    ),
    "W-RESOLUTION": FindingText(
        gettext_noop("Large payment without a resolution"),
        gettext_noop("%(read)s reaches the limit of %(limit)s. Name the meeting and its resolution in the note."),
    ),
    "W-SPLIT": FindingText(
        gettext_noop("Several payments just under a limit"),
        gettext_noop(
            "Entries %(lines)s (%(name)s) are each just under %(limit)s and come to %(read)s together. Say why they"
            " were not one payment."
        ),
    ),
    "W-OTHER": FindingText(
        gettext_noop("“Other” is a large share"),
        gettext_noop("Account %(account)s holds %(read)s of %(total)s, or %(share)s%%. Say what it was."),
    ),
    "W-ID": FindingText(
        gettext_noop("ID number in the text"),
        gettext_noop(
            "It must be masked before publication. Masked, the text reads: %(masked)s. Better still, write only the"
            " name and the standard."
        ),
    ),
    "W-CARD": FindingText(
        gettext_noop("Bank card number in the text"),
        gettext_noop("It must be masked before publication. Masked, the text reads: %(masked)s."),
    ),
    "W-PHONE": FindingText(
        gettext_noop("Telephone number in the text"),
        gettext_noop("It must be masked before publication. Masked, the text reads: %(masked)s."),
    ),
    "W-COLUMN": FindingText(
        gettext_noop("Columns are missing"),
        gettext_noop("The sheet says nothing of: %(columns)s. The rules that need them were not applied."),
    ),
    "W-BALANCE-NEGATIVE": FindingText(
        gettext_noop("Balance below zero"),
        gettext_noop(
            "From here on the balance falls below zero, to %(read)s at the lowest. Is a receipt missing, or did"
            " somebody advance the money?"
        ),
    ),
    "W-BALANCE-NEGATIVE closing": FindingText(
        gettext_noop("Balance below zero"),
        gettext_noop("The closing balance is %(read)s. Is a receipt missing, or did somebody advance the money?"),
    ),
    "W-ACCOUNT": FindingText(
        gettext_noop("Entries without an account: %(count)s"),
        gettext_noop(
            "Entry no. %(lines)s: no account of the chart%(texts)s. Shown as not classified until you choose one."
        ),
    ),
    "W-OPENING-UNKNOWN": FindingText(
        gettext_noop("Opening balance cannot be compared"),
        gettext_noop("Nothing is published of the period before. Make sure that it closed with %(read)s."),
    ),
    "W-OPENING-DERIVED": FindingText(
        gettext_noop("Opening balance was worked out"),
        gettext_noop(
            "The sheet states none. From the balance %(balance)s of the first entry it is %(used)s; make sure that it"
            " is right."
        ),
    ),
    "W-PERIOD": FindingText(
        gettext_noop("Title names another period"),
        gettext_noop("The title says %(named)s; this is for %(period)s. Make sure that it is the right file."),
    ),
    "W-SHEETS": FindingText(
        gettext_noop("Other sheets were left out"),
        gettext_noop(
            "Sheet “%(used)s” was read; there are entries in %(other)s too. If they belong to this period, put them"
            " into one sheet."
        ),
    ),
}
