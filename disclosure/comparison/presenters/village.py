"""A village's money over time and beside the median of the town, as its page shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, ngettext, pgettext

from disclosure.catalogue.models import Account
from disclosure.catalogue.presenters import name_of, quarter_word
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.presenters.marks import Named, RuleRow, ShownMark, rule_rows, shown_marks
from disclosure.comparison.presenters.sums import links_to
from disclosure.comparison.queries.money import USUAL_SPAN, Marked, TownBooks, quarters_before
from disclosure.comparison.rules.marks import FEWEST_VILLAGES
from disclosure.comparison.rules.sums import PAYMENT, RECEIPT, SIDES, Figures, Side, known_year
from disclosure.ledger.types import ZERO
from disclosure.notices.registry import Link
from portal.accounts.models import Unit
from portal.core import charts
from portal.core.money import format_change, format_money, format_number, scale_for
from portal.core.texts import joint, sentences

IN_ONE_CHART = 4
HATCHING = "versus"
"""The name of the hatching of payments on the page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked for."""

    village: Unit
    quarter: Period
    span: int = USUAL_SPAN
    account: str = ""

    def address(self, name: str = "disclosure:compare_village", **other: str) -> str:
        """Return the address of the same with something else."""
        asked = {"until": str(self.quarter), "span": str(self.span), "account": self.account} | other
        kept = {key: value for key, value in asked.items() if value and (key, value) != ("span", str(USUAL_SPAN))}
        return f"{reverse(name, args=[self.village.code])}?{urlencode(kept)}"


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A quarter with where its figures stand; without figures it is not published. `year` is the year up to it."""

    name: str
    figures: Figures | None
    year: Figures | None
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of four quarters."""

    caption: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class VersusRow:
    """An account, or a quarter of one, beside the median of the town, in yuan; `url` leads on, `source` to the entries.

    Without an amount it is not known, without a median too few villages are.
    """

    name: str
    url: str
    amount: Decimal | None
    median: Decimal | None
    strip: SafeString
    code: str = ""
    source: str = ""
    note: str = ""
    links: Sequence[Link] = ()
    is_marked: bool = False

    @property
    def difference(self) -> str:
        """By how much it is above or below the median."""
        return format_change(self.median, self.amount)

    @property
    def times(self) -> str:
        """How many times the median it is."""
        if not self.median or self.amount is None:
            return pgettext("no share, nothing to divide by", "—")
        return _("%(times)s times") % {"times": format_number(self.amount / self.median, 1)}


@dataclass(frozen=True, slots=True)
class VersusPart:
    """Rows of one side, with a heading."""

    heading: str
    rows: Sequence[VersusRow]


@dataclass(frozen=True, slots=True)
class Versus:
    """A table of `disclosure/comparison/_versus.html`; `first` is the head of its first column."""

    caption: str
    first: str
    parts: Sequence[VersusPart]
    note: str


@dataclass(frozen=True, slots=True)
class VillagePage:
    """What `disclosure/comparison/village.html` shows."""

    village: Unit
    quarter: str
    lede: SafeString
    marks: Sequence[ShownMark]
    charts: Sequence[Chart]
    unit_note: str
    rows: Sequence[QuarterRow]
    town: Versus | None
    account: Versus | None
    account_name: str
    rules: Sequence[RuleRow]
    csv: str
    hatching: SafeString = field(default_factory=lambda: charts.hatch_defs(HATCHING))


def village_page(asked: Asked, town: TownBooks, marked: Marked, accounts: dict[str, Account]) -> VillagePage:
    """Return the page of a village."""
    names = Named(accounts)
    marks = shown_marks(marked, names, _notice_links(asked, town), asked.address)
    page = _Village(asked, town, marked, names)
    return VillagePage(
        village=asked.village,
        quarter=name_of(asked.quarter),
        lede=page.lede(),
        marks=marks,
        charts=page.pictures(),
        unit_note=_("in thousand yuan"),
        rows=page.rows(),
        town=page.beside_the_town(),
        account=page.over_time() if asked.account else None,
        account_name=names.of(asked.account),
        rules=rule_rows(),
        csv=asked.address("disclosure_files:compare_csv", account=""),
    )


def _notice_links(asked: Asked, town: TownBooks) -> list[Link]:
    return links_to(town.books[asked.village.pk], asked.quarter)


@dataclass(frozen=True, slots=True)
class _Village:
    asked: Asked
    town: TownBooks
    marked: Marked
    names: Named

    @property
    def quarters(self) -> list[Period]:
        return quarters_before(self.asked.quarter, self.asked.span)

    def figures(self, quarter: Period) -> Figures | None:
        return self.town.figures(self.asked.village, quarter)

    def lede(self) -> SafeString:
        now, before = self.figures(self.asked.quarter), self.figures(self.asked.quarter.shifted(-4))
        named = {"unit": self.asked.village.name, "period": name_of(self.asked.quarter)}
        if now is None:
            return sentences(_("%(unit)s has not published the %(period)s yet.") % named)
        count = len(self.marked.marks)
        marked = ngettext(
            "%(count)d change is marked as unusual.", "%(count)d changes are marked as unusual.", count
        ) % {"count": count}
        return sentences(
            _("Receipts in the %(period)s: %(amount)s yuan%(than)s.")
            % {
                **named,
                "amount": format_money(now.receipts),
                "than": _than(now.receipts, before.receipts if before else None),
            },
            _("Payments: %(amount)s yuan%(than)s.")
            % {"amount": format_money(now.payments), "than": _than(now.payments, before.payments if before else None)},
            marked if count else _("Nothing is marked as unusual."),
        )

    def rows(self) -> list[QuarterRow]:
        books = self.town.books[self.asked.village.pk]
        return [
            QuarterRow(name_of(one, short=True), books.figures(one), known_year(one, books.known), links_to(books, one))
            for one in self.quarters
        ]

    def pictures(self) -> list[Chart]:
        """Return pictures of four quarters each, oldest first, on one scale; what is not published is left out."""
        drawn = [(one, quarter) for one in reversed(self.quarters) if (quarter := self._drawn(one))]
        if len(drawn) < 2:
            return []
        groups = [drawn[start : start + IN_ONE_CHART] for start in range(0, len(drawn), IN_ONE_CHART)]
        return [self._chart(number, group, [one for _p, one in drawn]) for number, group in enumerate(groups)]

    def _drawn(self, quarter: Period) -> charts.Quarter | None:
        figures, links = self.figures(quarter), links_to(self.town.books[self.asked.village.pk], quarter)
        if figures is None:
            return None
        return charts.Quarter(
            quarter_word(quarter),
            figures.receipts,
            figures.payments,
            sub=str(quarter.first.year),
            current=quarter == self.asked.quarter,
            url=links[0].url if len(links) == 1 else self.asked.address(until=str(quarter)),
        )

    def _chart(
        self, number: int, group: Sequence[tuple[Period, charts.Quarter]], beside: Sequence[charts.Quarter]
    ) -> Chart:
        named = {"first": name_of(group[0][0], short=True), "last": name_of(group[-1][0], short=True)}
        title = _("Receipts and payments from %(first)s to %(last)s") % named
        drawn = [one for _period, one in group]
        scale = scale_for(get_language() or "")
        picture = charts.columns(drawn, title=title, scale=scale, ids=f"time{number}", beside=beside)
        return Chart(_("%(first)s to %(last)s") % named, picture)

    def beside_the_town(self) -> Versus | None:
        """Return each account of the quarter beside the median of the town."""
        quarter, now = self.asked.quarter, self.figures(self.asked.quarter)
        if now is None:
            return None
        known = self.town.known(quarter)
        named = {side for one in known for side in one.accounts}
        if not now.is_classified:
            named = set(now.accounts)  # of the others it is not known whether the village has none of them
        rows = {side: (now.accounts.get(side, ZERO), self.town.median(quarter, side)) for side in named}
        kept = {side: pair for side, pair in rows.items() if pair[0] or pair[1]}
        longest = max((amount or ZERO for pair in kept.values() for amount in pair), default=ZERO)
        far = {mark.side for mark in self.marked.marks}
        (source,) = (one.url for one in self._links(quarter)) if len(self._links(quarter)) == 1 else ("",)

        def row(side: Side) -> VersusRow:
            amount, of_town = kept[side]
            return VersusRow(
                name=self.names.of(side[0]),
                url=f"{self.asked.address(account=side[0])}#account" if side[0] else "",
                amount=amount,
                median=of_town if side[0] else None,
                strip=_strip(side, amount, of_town if side[0] else None, longest),
                code=side[0],
                source=source,
                is_marked=side in far and bool(side[0]),
            )

        def part(side: str) -> VersusPart:
            sides = sorted((one for one in kept if one[1] == side), key=lambda one: (-kept[one][0], one[0]))
            return VersusPart(_sum_heading(side, now.of_side(side)), [row(one) for one in sides])

        parts = [one for one in map(part, SIDES) if one.rows]
        return Versus(_("Accounts beside the median of the town"), _("Account"), parts, self._counted(quarter))

    def over_time(self) -> Versus | None:
        """Return one account quarter by quarter beside the median of the town in each."""
        code = self.asked.account
        sides = [(code, side) for side in SIDES if self._amounts((code, side))]
        longest = max((amount for side in sides for amount in self._amounts(side)), default=ZERO)
        parts = [VersusPart(_side_heading(side[1]), list(self._quarters_of(side, longest))) for side in sides]
        if not parts:
            return None
        note = _("A median is made where %(count)d villages or more have published.") % {"count": FEWEST_VILLAGES}
        caption = _("%(account)s by quarter") % {"account": f"{code} {self.names.of(code)}"}
        return Versus(caption, _("Quarter"), parts, note)

    def _amounts(self, side: Side) -> list[Decimal]:
        found: list[Decimal] = []
        for quarter in self.quarters:
            figures, of_town = self.figures(quarter), self.town.median(quarter, side)
            found += [one for one in (figures and figures.accounts.get(side), of_town) if one]
        return found

    def _quarters_of(self, side: Side, longest: Decimal) -> Iterator[VersusRow]:
        for quarter in self.quarters:
            figures, of_town = self.figures(quarter), self.town.median(quarter, side)
            amount = figures.accounts.get(side, ZERO if figures.is_classified else None) if figures else None
            links = self._links(quarter)
            known = sum(one.is_classified for one in self.town.known(quarter))
            yield VersusRow(
                name=name_of(quarter, short=True),
                url="",
                amount=amount,
                median=of_town,
                strip=_strip(side, amount or ZERO, of_town, longest),
                links=links,
                note=ngettext("%(count)d village", "%(count)d villages", known) % {"count": known},
            )

    def _links(self, quarter: Period) -> list[Link]:
        return links_to(self.town.books[self.asked.village.pk], quarter)

    def _counted(self, quarter: Period) -> str:
        """Say over how many villages a median is made, and whose figures are missing."""
        missing, all_ = self.town.missing(quarter), len(self.town.units)
        known = all_ - len(missing)
        named = sum(one.is_classified for one in self.town.known(quarter))
        counted = ngettext(
            "%(known)d of %(count)d village has published this quarter.",
            "%(known)d of %(count)d villages have published this quarter.",
            all_,
        ) % {"known": known, "count": all_}
        if named < FEWEST_VILLAGES:
            made = _("Fewer than %(count)d of them name an account for every entry, so there is no median.") % {
                "count": FEWEST_VILLAGES
            }
        else:
            made = ngettext(
                "The median is made of the %(count)d that names an account for every entry; one without an account"
                " counts as zero.",
                "The median is made of the %(count)d that name an account for every entry; one without an account"
                " counts as zero.",
                named,
            ) % {"count": named}
        names = _("Not yet: %(names)s.") % {"names": joint().join(one.name for one in missing)} if missing else ""
        return sentences(counted, made, names)


def _strip(side: Side, amount: Decimal, of_town: Decimal | None, longest: Decimal) -> SafeString:
    return charts.strip(amount, of_town, longest=longest, pattern=HATCHING if side[1] == PAYMENT else "")


def _side_heading(side: str) -> str:
    head = "column of a table"
    return pgettext(head, "Receipts") if side == RECEIPT else pgettext(head, "Payments")


def _sum_heading(side: str, amount: Decimal) -> str:
    text = _("Receipts %(amount)s") if side == RECEIPT else _("Payments %(amount)s")
    return text % {"amount": format_money(amount)}


def _than(now: Decimal, before: Decimal | None) -> str:
    """Say how many times the same quarter of the year before; empty where that is not known."""
    if not before or before < 0:
        return ""
    return _(", %(times)s times those of the same quarter a year before") % {"times": format_number(now / before, 1)}
