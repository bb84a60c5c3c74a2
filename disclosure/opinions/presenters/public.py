"""Residents' opinions as the public reads them: beside a notice, by code, and in the ranking."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.policies import PREPARES, STEPS
from disclosure.notices.presenters.notice import edition_address
from disclosure.notices.queries.content import lines_named, neutral_title, readable, title_of
from disclosure.notices.registry import Choices, Difference, Document, EditionPage, Link, NoticePage
from disclosure.obligations.registry import Column
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import (
    WITH_A_UNIT,
    Asked,
    answered_by,
    answered_or_joined,
    can_be_named,
    named_in,
    newest_first,
    of_case,
    published_of,
    short_numbers,
)
from portal.accounts.models import Unit
from portal.cases.enums import Visibility
from portal.cases.models import Case
from portal.cases.registry import FollowPage
from portal.core import charts, dates
from portal.core.components import Card, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written, comma, joint, sentences
from portal.site.registry import UnitPage

MAX_EXCERPT_LENGTH = 60
"""Characters shown of an opinion that a correction may answer."""

MAX_CARD_LENGTH = 40
"""Characters shown of an opinion on the board of a unit."""

ON_A_BOARD = 3
"""How many opinions stand on the board of a unit."""

BARS = 10
"""How many items the chart of the ranking shows; the table shows all."""


@dataclass(frozen=True, slots=True)
class PublicOpinion:
    """An opinion as anybody reads it, for `components/opinions.html`.

    Attributes:
        line: The line of the notice it is about, where it is about one.
        unit: Whose notice it is about, and `about` that notice; both only where it does not stand beside it.
        who: Under which name, when, and how many others asked the same.
        corrected: Text and address of the editions that were made because of it.
        waiting: Who answers by when; `overdue` by how much that is late. Both are empty once it is answered.
    """

    number: str
    kind: str
    text: str
    who: str
    corrected: list[Link]
    waiting: str = ""
    overdue: str = ""
    answer: str = ""
    answered_by: str = ""
    line: Link | None = None
    unit: str = ""
    about: Link | None = None


@dataclass(frozen=True, slots=True)
class OpinionsBeside:
    """The opinions beside a notice, for `disclosure/opinions/_opinions.html`."""

    opinions: list[PublicOpinion]
    counts: str
    new_url: str
    follow_url: str


def opinions_section(page: NoticePage) -> OpinionsBeside:
    """Return what the public reads of opinions beside a notice."""
    notice = page.edition.notice
    opinions = list(published_of(notice))
    # Without opinions nothing is counted, and the page costs no query more.
    today = today_of_due_days(page.at) if opinions else timezone.localdate(page.at)
    lines = lines_of(opinions)
    return OpinionsBeside(
        opinions=[replace(public_opinion(one, today=today), line=lines.get(one.pk)) for one in opinions],
        counts=counted(opinions, today=today),
        new_url=reverse("disclosure:new_opinion", args=[notice.number]),
        follow_url=reverse("disclosure:follow_opinion"),
    )


def board_column(page: UnitPage) -> Column | None:
    """Return the column of a unit's board with the newest opinions; None where the public reads none about it."""
    rows = list(newest_first(page.unit)[:ON_A_BOARD])
    if not rows:
        return None
    today = today_of_due_days(page.at)
    return Column(
        id="opinions",
        title=pgettext("column of a board", "Opinions"),
        note="",
        notices=[_card(one, today) for one in rows],
        more_url=f"{reverse('disclosure:opinions')}?unit={page.unit.code}#questions",
        more_text=_("All questions and answers"),
    )


def _card(opinion: Opinion, today: date) -> Card:
    text = " ".join(opinion.screening.shown_text.split()) if opinion.screening else ""
    return Card(
        url=f"{reverse('disclosure:notice', args=[opinion.notice.number])}#{opinion.number}",
        title=Truncator(text).chars(MAX_CARD_LENGTH),
        date=timezone.localdate(opinion.case.received_at),
        tags=[_state_tag(opinion, today)],
    )


def _state_tag(opinion: Opinion, today: date) -> Tag:
    due = opinion.clock.due if opinion.clock else None
    if opinion.state == OpinionState.CLOSED or due is None:
        return Tag(pgettext("state of an opinion", "Answered"), "done")
    late = (today - due).days
    if late > 0:
        return Tag(ngettext("Overdue by %(count)d day", "Overdue by %(count)d days", late) % {"count": late}, "owed")
    return Tag(_("to be answered by %(day)s") % {"day": dates.day(due)}, "warn")


def notices_to_ask_about(unit: Unit | None) -> str:
    """Return where a resident finds the notice to ask about: the list of a unit's notices, or of all."""
    return reverse("disclosure:notices") + (f"?unit={unit.code}" if unit else "")


def lines_of(opinions: Iterable[Opinion]) -> dict[int, Link]:
    """Return the lines that opinions are about, by the key of the opinion, each in the edition it was asked about."""
    asked = [(one, one.edition, one.line) for one in opinions if one.line is not None]
    found = lines_named((edition, number) for _opinion, edition, number in asked)
    links = {}
    for opinion, edition, number in asked:
        if line := found.get((edition.pk, number)):
            edition.notice = opinion.notice  # as it was fetched
            title = format_html("{} {}", _("Entry %(number)d") % {"number": number}, as_written(line.words))
            links[opinion.pk] = Link(title, f"{edition_address(edition)}#line-{number}")
    return links


def listed(opinions: Iterable[Opinion], *, today: date) -> list[PublicOpinion]:
    """Return opinions about notices of several units, each with its notice."""
    rows = list(opinions)
    lines = lines_of(rows)
    return [
        replace(
            public_opinion(one, today=today),
            line=lines.get(one.pk),
            unit=one.notice.unit.name,
            about=Link(_title(one), f"{reverse('disclosure:notice', args=[one.notice.number])}#{one.number}"),
        )
        for one in rows
    ]


def _title(opinion: Opinion) -> str:
    opinion.edition.notice = opinion.notice  # as it was fetched
    return title_of(opinion.edition)


def ways_beside(page: NoticePage) -> Iterator[Link]:
    """Yield what a resident can do about a notice: ask about it, and follow what was asked."""
    ask = _("Ask or object")
    yield Link(ask, reverse("disclosure:new_opinion", args=[page.edition.notice.number]), button=ask)
    yield Link(_("Follow my opinion"), reverse("disclosure:follow_opinion"))


def asking(page: NoticePage) -> Iterator[Link]:
    """Yield where a resident asks about one line of a live notice; its number is put behind the address."""
    yield Link(_("Ask or object"), f"{reverse('disclosure:new_opinion', args=[page.edition.notice.number])}?line=")


def who_is_written_to(edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield how many senders of published opinions a correction writes to.

    Everybody who follows the edition reads it, so that those kept private are not counted.
    """
    if edition.number > 1 and (count := answered_or_joined(edition, is_public=True).count()):
        words = ngettext(
            "%(count)d resident whose opinion it answers is written to, if they left an address.",
            "%(count)d residents whose opinions it answers are written to, as far as they left an address.",
            count,
        )
        yield words % {"count": count}


def entering(page: EditionPage) -> Iterator[Link]:
    """Yield where an opinion about a live edition is entered, for those who enter what came otherwise."""
    edition = page.edition
    if edition.is_live and any(one.allows(page.person, edition, at=page.at) for one in (PREPARES, STEPS["publishes"])):
        url = f"{reverse('disclosure_desk:new_opinion')}?notice={edition.notice.number}"
        yield Link(_("Enter an opinion"), url)


def public_opinion(opinion: Opinion, *, today: date) -> PublicOpinion:
    """Return one opinion as anybody reads it; what was answered but not checked still waits."""
    others: int = getattr(opinion, "also_asked", 0)
    screening: Any = opinion.screening  # what is public was screened
    parts = [
        as_written(screening.shown_name) if screening.shown_name else _("A villager"),
        dates.full_date(timezone.localdate(opinion.case.received_at)),
    ]
    if others:
        parts.append(
            ngettext("also asked by %(count)d other", "also asked by %(count)d others", others) % {"count": others}
        )
    row = PublicOpinion(
        number=opinion.number,
        kind=str(OpinionKind(opinion.kind).label),
        text=as_written(screening.shown_text),
        who=format_html_join(comma(), "{}", ((one,) for one in parts)),
        corrected=[_correction(opinion.notice, one) for one in getattr(opinion, "corrected", ())],
    )
    is_closed = opinion.state == OpinionState.CLOSED
    return replace(row, **(answered(opinion) if is_closed else waiting(opinion, today=today)))


def answered(opinion: Opinion) -> dict[str, Any]:
    """Return the answer of an opinion that is closed, with who gave it and when."""
    on = timezone.localdate(opinion.checked_at) if opinion.checked_at else None
    named = {"unit": opinion.unit.name if opinion.unit else "", "date": dates.full_date(on) if on else ""}
    return {"answer": as_written(opinion.answer), "answered_by": _("Answered by %(unit)s on %(date)s") % named}


def waiting(opinion: Opinion, *, today: date) -> dict[str, Any]:
    """Return until when an opinion waits for its answer, or how long that is overdue."""
    clock = opinion.clock
    if clock is None or clock.due is None or opinion.unit is None:
        return {}
    named = {"unit": opinion.unit.name, "date": dates.full_date(clock.due)}
    late = (today - clock.due).days
    if late > 0:
        overdue = ngettext("Overdue by %(count)d day", "Overdue by %(count)d days", late) % {"count": late}
        return {"overdue": overdue, "waiting": _("%(unit)s should have answered by %(date)s.") % named}
    words = _("Waits for the answer of %(unit)s, due by %(date)s.") % named
    if clock.is_provisional:
        words = sentences(words, _("The calendar of that year is not out yet, so the day may still move."))
    return {"waiting": words}


def counted(opinions: Sequence[Opinion], *, today: date) -> str:
    """Return how many opinions are answered, wait and are overdue, in a line; empty where there are none."""
    closed = sum(one.state == OpinionState.CLOSED for one in opinions)
    days = [one.clock.due for one in opinions if one.clock and one.state in WITH_A_UNIT]
    late = sum(day is not None and day < today for day in days)
    waits = len(opinions) - closed - late
    parts = []
    if closed:
        parts.append(ngettext("%(count)d answered", "%(count)d answered", closed) % {"count": closed})
    if waits:
        parts.append(
            ngettext("%(count)d waits for its answer", "%(count)d wait for their answer", waits) % {"count": waits}
        )
    if late:
        parts.append(ngettext("%(count)d overdue", "%(count)d overdue", late) % {"count": late})
    return comma().join(parts)


def follow_page(case: Case, today: date) -> FollowPage:
    """Return the state of an opinion for those who have number and code. Nothing of what they wrote is repeated."""
    opinion = of_case(case)
    head = opinion.merged_into if opinion.state == OpinionState.MERGED and opinion.merged_into else opinion
    if head.pk != opinion.pk:
        head = of_case(head.case)
    page = FollowPage(
        state=str(OpinionState(head.state).label),
        meta=[
            (_("Number"), opinion.number),
            (_("Kind"), str(OpinionKind(opinion.kind).label)),
            (_("Received on"), dates.full_date(timezone.localdate(case.received_at))),
            (_("About"), neutral_title(opinion.notice)),
            *([(_("Number of the entry"), str(opinion.line))] if opinion.line else ()),
        ],
        note=_("Others asked the same. Your opinion was joined with %(number)s, and its answer is yours too.")
        % {"number": head.number}
        if head.pk != opinion.pk
        else "",
        back_url=_notice_address(opinion),
        back_label=_("Back to the notice"),
    )
    if head.state in WITH_A_UNIT:
        state = _("With %(unit)s") % {"unit": head.unit.name if head.unit else ""}
        return replace(page, state=state, **waiting(head, today=today))
    if head.state == OpinionState.RECEIVED:
        return replace(page, waiting=_("A named person of the office reads it before it goes on."))
    if head.state == OpinionState.REFUSED:
        return replace(page, reason_heading=_("Why it was not taken up"), reason=as_written(head.refusal_reason))
    return replace(page, **answered(head))


@dataclass(frozen=True, slots=True)
class Pick:
    """One of `components/pickrow.html`: what a list is narrowed to, with how much there is; no address where it is."""

    label: str
    count: int
    url: str = ""


def picks(units: Iterable[Unit], counts: Mapping[int, int], chosen: Unit | None) -> list[Pick]:
    """Return all, and the units opinions are about; the chosen one stands among them even without any."""
    here = reverse("disclosure:opinions")
    found = [Pick(_("All"), sum(counts.values()), f"{here}#questions" if chosen else "")]
    for unit in units:
        if unit.pk in counts or unit == chosen:
            url = "" if unit == chosen else f"{here}?unit={unit.code}#questions"
            found.append(Pick(unit.name, counts.get(unit.pk, 0), url))
    return found


def receipt_rows(opinion: Opinion, *, due: date) -> list[tuple[str, str | SafeString]]:
    """Return what stands on the receipt beside number and code: the notice, by when it is answered, whom to ask.

    Where the notice was withdrawn since, no word of it stands there.
    """
    unit, is_readable = opinion.notice.unit, readable().filter(pk=opinion.edition_id).exists()
    line = lines_of([opinion]).get(opinion.pk) if is_readable else None
    by = _("%(weekday)s %(day)s") % {"weekday": dates.weekday(due), "day": dates.full_date(due)}
    rows: list[tuple[str, str | SafeString]] = [
        (_("Received on"), dates.full_date(timezone.localdate(opinion.case.received_at))),
        (_("About"), as_written(_title(opinion)) if is_readable else neutral_title(opinion.notice)),
        (_("Entry"), line.title if line else ""),
        (_("To be answered by"), by),
        (_("Telephone"), unit.supervision_phone or unit.town.supervision_phone),
    ]
    return [(term, value) for term, value in rows if value]


def ranking_chart(rows: Sequence[Asked]) -> str:
    """Return the items asked about most as bars."""
    bars = [charts.Bar(_item(one), Decimal(one.asked), text=str(one.asked)) for one in rows[:BARS]]
    return charts.bars(bars, scale_max=Decimal(rows[0].asked), hatch=False, ids="asked") if bars else ""


def _correction(notice: Notice, edition: Mapping[str, Any]) -> Link:
    """Return a link to an edition that corrects its notice because of an opinion."""
    text = _("Corrected because of it: edition %(number)d") % {"number": edition["number"]}
    if edition["state"] == State.PUBLISHED:
        return Link(text, reverse("disclosure:notice", args=[notice.number]))
    return Link(text, reverse("disclosure:edition", args=[notice.number, edition["number"]]))


def _item(one: Asked) -> str:
    return f"{one.unit.name}{comma()}{one.entry.name}"


def _notice_address(opinion: Opinion) -> str:
    """Return the address of the notice, which says so itself if it was withdrawn."""
    return reverse("disclosure:notice", args=[opinion.notice.number])


def corrected_because(edition: Edition) -> SafeString | str:
    """Say on the public page which opinions a correction answers, each leading to its place beside the notice."""
    numbers = named_in(edition)
    if not numbers:
        return ""
    page = reverse("disclosure:notice", args=[edition.notice.number])
    shown = zip(numbers, short_numbers(numbers), strict=True)
    linked = format_html_join(joint(), '<a href="{}#{}">{}</a>', ((page, number, short) for number, short in shown))
    text = ngettext("It answers opinion {numbers}.", "It answers opinions {numbers}.", len(numbers))
    return format_html(text, numbers=linked)


def corrected_because_zh(edition: Edition) -> str:
    """Say the same on paper, in Chinese."""
    numbers = "、".join(short_numbers(named_in(edition)))
    return f"答复意见 {numbers}" if numbers else ""


def named_on_desk(edition: Edition) -> tuple[str, str] | None:
    """Return which opinions an edition names; one that is kept private is named nowhere but on its own page."""
    named = named_in(edition)
    return (_("Opinions it answers"), joint().join(short_numbers(named))) if named else None


def opinion_changes(_before: Document, after: Document) -> Iterator[Difference]:
    """Yield the opinions the later edition answers. What the one before answered was not taken back."""
    if after.get("opinions"):
        yield Difference(_("Opinions it answers"), "", joint().join(short_numbers(after["opinions"])))


def opinion_choices(person: Any, draft: Edition, at: datetime) -> Choices | None:
    """Return the opinions a correction may say it answers, as they were screened."""
    if draft.number == 1:
        return None
    offered = [(str(one.pk), _named_choice(one)) for one in can_be_named(person, draft, at=at)]
    if not offered:
        return None
    return Choices(
        label=_("Opinions this edition answers"),
        help_text=_("They are named with the correction; senders who left an e-mail address are notified."),
        offered=offered,
        chosen=[str(pk) for pk in answered_by(draft).values_list("pk", flat=True)],
    )


def _named_choice(opinion: Opinion) -> str:
    parts = [
        *short_numbers([opinion.number]),
        str(OpinionKind(opinion.kind).label),
        Truncator(opinion.screening.shown_text if opinion.screening else "").chars(MAX_EXCERPT_LENGTH),
    ]
    if opinion.visibility == Visibility.PRIVATE:
        parts.append(
            pgettext("of an opinion named in a correction", "kept private, so the public does not see it named")
        )
    return " · ".join(parts)
