"""Residents' opinions on the desk: what waits for whom, and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.policies import PREPARES, STEPS, VISIBLE
from disclosure.notices.queries.titles import title_of
from disclosure.opinions.desk import rows as opinion_rows
from disclosure.opinions.desk.rows import STEP_LABELS
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.forms import desk as forms
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import OPINION_STEPS
from disclosure.opinions.queries import opinions as reads
from disclosure.opinions.queries.corrections import SCREENED
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit, User
from portal.accounts.signed_in import desk_page, signed_in
from portal.cases.enums import Channel, Visibility
from portal.core import audit, calendar, dates
from portal.core.personal import mask
from portal.core.texts import as_written
from portal.desk.pages import crumbs

ENDED = (OpinionState.CLOSED, OpinionState.REFUSED, OpinionState.MERGED)
ENDED_SHOWN = 50
"""How many opinions that have ended the list shows; the newest ones."""
LONGEST_TIME = timedelta(days=366)
"""How far away the day for an answer may lie."""
MAIN_STEPS = ("route", "answer", "close")
"""Steps an opinion waits for; the others are ways aside."""


@dataclass(frozen=True, slots=True)
class StepOffered:
    """A step that is open to the reader, as a form of its own."""

    verb: str
    label: str
    form: forms.StepForm
    url: str
    is_main: bool
    is_refused: bool


@desk_page
def opinions(request: HttpRequest) -> HttpResponse:
    """List the opinions a person works on, by what they have to do with them."""
    person, at = signed_in(request), timezone.now()
    mine = reads.working_on(person, at)
    about = mine.order_by()
    units = Unit.objects.filter(Q(pk__in=about.values("unit")) | Q(pk__in=about.values("notice__unit"))).order_by(
        "code"
    )
    form = forms.NarrowOpinionsForm(request.GET, units=list(units), states=OpinionState.choices)
    said = form.cleaned_data if form.is_valid() else {}
    kept = {name: value for name, value in said.items() if value}
    context = {
        "form": form,
        "is_narrowed": bool(kept),
        "sections": _sections(person, mine, kept, at),
        "may_enter": editions_to_enter_for(person, at=at).exists(),
        "crumbs": crumbs(),
        "page_query": urlencode(kept),
    }
    return render(request, "disclosure/opinions/desk/opinions.html", context)


@desk_page
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one opinion, and the steps open to the reader."""
    person, at = signed_in(request), timezone.now()
    return opinion_page(request, the_opinion(person, pk, at=at), at=at)


def the_opinion(person: User, pk: int, *, at: datetime) -> Opinion:
    """Return an opinion this person works on.

    Raises:
        Http404: There is none, or it does not exist for this person.
    """
    found = reads.working_on(person, at).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such opinion."))
    return found


def editions_to_enter_for(person: User, *, at: datetime) -> QuerySet[Edition]:
    """Return the live editions about which this person enters what came otherwise, newest first."""
    may = STEPS["publishes"].permitted(person, at=at) | PREPARES.permitted(person, at=at)
    rows = may.filter(state=State.PUBLISHED)
    return rows.select_related("notice__unit__parent", "notice__entry").order_by("-published_at", "-pk")


def opinion_page(
    request: HttpRequest,
    row: Opinion,
    *,
    at: datetime,
    refused: forms.StepForm | None = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of an opinion, with a refused step's form in the place of a fresh one."""
    person = signed_in(request)
    came = reads.reads_as_it_came(person, row, at)
    row.edition.notice = row.notice  # as it was fetched, with its unit and its entry
    steps = steps_offered(person, row, at=at, refused=refused, verb=verb)
    is_live = row.notice.editions.filter(state=State.PUBLISHED).exists()
    context = {
        "opinion": row,
        "title": title_of(row.edition),
        "tags": opinion_rows.tags(row),
        "meta": _meta(row, at),
        "as_it_came": _as_it_came(row) if came else None,
        "shown_text": as_written(row.shown_text),
        "shown_note": _shown_note(row),
        "answer": as_written(row.answer),
        "answer_note": _answer_note(row),
        "sent_back": _sent_back(row),
        "joined": _joined(row) if came else [],
        "steps": [one for one in steps if one.is_main],
        "ways_aside": [one for one in steps if not one.is_main],
        "refused": refused,
        "kept_text": _kept_text(steps, refused),
        "waits_text": "" if steps else _waits_text(person, row, at),
        "may_correct": is_live and row.state in SCREENED and PREPARES.allows(person, row.edition, at=at),
        "corrections": _corrections(person, row, at),
        "deeds": _deeds(row),
        "notice_url": reverse("disclosure:notice", args=[row.notice.number]) if is_live else "",
        "crumbs": crumbs((_("Opinions"), reverse("disclosure_desk:opinions"))),
    }
    return render(request, "disclosure/opinions/desk/opinion.html", context, status=status)


def steps_offered(
    person: User, row: Opinion, *, at: datetime, refused: forms.StepForm | None = None, verb: str = ""
) -> list[StepOffered]:
    """Return the steps a person may take with an opinion, the one it waits for first."""
    open_to = [
        step.verb for step in OPINION.from_state(row.state) if OPINION_STEPS[step.who].allows(person, row, at=at)
    ]
    if "merge" in open_to and not reads.joinable(row).exists():
        open_to.remove("merge")
    return [
        StepOffered(
            verb=name,
            label=str(STEP_LABELS[name]),
            form=refused if refused and name == verb else step_form(name, row),
            url=reverse("disclosure_desk:opinion_step", args=[row.pk, name]),
            is_main=name in MAIN_STEPS,
            is_refused=refused is not None and name == verb,
        )
        for name in sorted(open_to, key=lambda each: each not in MAIN_STEPS)
    ]


def step_form(verb: str, row: Opinion, data: Any = None) -> forms.StepForm:
    """Return the form of a step, with what was posted or with what is proposed."""
    fresh: dict[str, Any] = {"data": data, "auto_id": f"{verb}_%s"}
    initial: dict[str, Any] = {"seen": row.state_since.isoformat()}
    made: dict[str, Callable[[], forms.StepForm]] = {
        "route": lambda: _screen_form(row, fresh, initial),
        "refuse": lambda: forms.RefuseForm(**fresh, initial=initial),
        "merge": lambda: forms.MergeForm(**fresh, initial=initial, others=_others(row)),
        "reroute": lambda: forms.RerouteForm(
            **fresh,
            initial=initial,
            units=list(reads.answering_units(row.notice).exclude(pk=row.unit_id or 0)),
            latest=_latest_day(),
        ),
        "answer": lambda: forms.AnswerForm(**fresh, initial={**initial, "text": row.answer}),
        "send_back": lambda: forms.SendAnswerBackForm(**fresh, initial=initial),
        "close": lambda: forms.StepForm(**fresh, initial=initial),
    }
    return made[verb]()


def _screen_form(row: Opinion, fresh: dict[str, Any], initial: dict[str, Any]) -> forms.ScreenForm:
    """Propose to publish an opinion with its personal data masked, answered by the unit of the notice."""
    proposal = proposed_text(row)
    counted = answer_day(row)
    return forms.ScreenForm(
        **fresh,
        initial={
            **initial,
            "showing": Visibility.PUBLIC if proposal == row.text else Visibility.MASKED,
            "shown_text": proposal,
            "unit": row.notice.unit.code,
            "due": counted.date,
        },
        units=list(reads.answering_units(row.notice)),
        how=counted.how,
        latest=_latest_day(),
    )


def _latest_day() -> date:
    return timezone.localdate() + LONGEST_TIME


def proposed_text(row: Opinion) -> str:
    """Return an opinion with every personal number masked, and the name and addresses of whoever sent it."""
    text = mask(row.text)
    for private, shown in ((row.name, _masked_name(row.name)), (row.email, "***"), (row.phone, "***")):
        if len(private) > 1:
            text = text.replace(private, shown)
    return text


def answer_day(row: Opinion) -> calendar.Counted:
    """Return the day an opinion is to be answered by, with how it was counted."""
    received = timezone.localdate(row.received_at)
    return calendar.load().add_working_days(received, settings.ANSWER_WORKING_DAYS)


def _masked_name(name: str) -> str:
    return f"{name[:1]}某"


def _others(row: Opinion) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.number} {opinion_rows.excerpt(one)}") for one in reads.joinable(row)]


def _sections(person: User, mine: QuerySet[Opinion], kept: dict[str, str], at: datetime) -> list[dict[str, Any]]:
    """Return the parts of the list: what the person has to do, what is open, what has ended."""
    screen, answer, check = (rows(person, at) for rows in (reads.to_screen, reads.to_answer, reads.to_check))
    own = [one.pk for rows in (screen, answer, check) for one in rows]
    running = mine.exclude(state__in=ENDED).exclude(pk__in=own)
    ended = mine.filter(state__in=ENDED).order_by("-state_since", "-pk")
    parts = [
        ("screen", _("To screen"), screen, None),
        ("answer", _("To answer"), answer, None),
        ("check", _("Answers to check"), check, None),
        ("open", _("With others"), running.order_by(F("answer_due").asc(nulls_last=True), "pk"), None),
        ("ended", _("Ended"), ended, ENDED_SHOWN),
    ]
    found = []
    for name, heading, rows, most in parts:
        listed = opinion_rows.rows(_narrowed(rows, kept)[:most], at=at)
        if listed:
            found.append({"id": f"h-{name}", "heading": heading, "count": len(listed), "rows": listed})
    return found


def _narrowed(rows: QuerySet[Opinion], kept: dict[str, str]) -> QuerySet[Opinion]:
    """Narrow to a state, and to the unit that answers or, before that is settled, the one of the notice."""
    if kept.get("state"):
        rows = rows.filter(state=kept["state"])
    if kept.get("unit"):
        rows = rows.filter(Q(unit__code=kept["unit"]) | Q(unit=None, notice__unit__code=kept["unit"]))
    return rows


def _meta(row: Opinion, at: datetime) -> list[tuple[str, str]]:
    items = [
        (_("Number"), row.number),
        (_("Came in"), f"{dates.moment(row.received_at)} · {Channel(row.channel).label}"),
        (_("About edition"), str(row.edition.number)),
    ]
    if row.unit:
        items.append((_("Answered by"), row.unit.name))
    if row.answer_due and row.state in (OpinionState.ROUTED, OpinionState.ANSWERED):
        words = opinion_rows.answer_words(row.answer_due, today=timezone.localdate(at), working_days=calendar.load())
        joint = "，" if dates.is_chinese() else ", "
        said = [words.text, words.note]
        if row.answer_due_provisional:
            said.append(_("provisional"))
        items.append((_("To be answered by"), joint.join(part for part in said if part)))
    return items


def _as_it_came(row: Opinion) -> dict[str, Any]:
    """Return what only those read who screen."""
    private = [(_("Name"), row.name), (_("Telephone"), row.phone), (_("E-mail"), row.email)]
    if row.entered_by:
        private.append((_("Entered by"), row.entered_by.name))
    return {"text": as_written(row.text), "meta": [(term, value) for term, value in private if value]}


def _shown_note(row: Opinion) -> str:
    if row.showing == Visibility.PRIVATE:
        return _("Kept private: the unit reads it, the public does not.")
    return row.shown_name


def _answer_note(row: Opinion) -> str:
    if row.answered_by is None or row.answered_at is None:
        return ""
    return f"{row.answered_by.name} · {dates.moment(row.answered_at)}"


def _sent_back(row: Opinion) -> dict[str, str] | None:
    """Return who sent the last answer back and why, while it waits to be mended."""
    if not opinion_rows.was_sent_back(row):
        return None
    back = [line for line in audit.lines_of(row) if line.verb == "send_back"]
    return {"who": back[-1].actor.name, "reason": back[-1].reason} if back else None


def _joined(row: Opinion) -> list[dict[str, str]]:
    return [
        {"url": reverse("disclosure_desk:opinion", args=[one.pk]), "title": one.number}
        for one in row.merged.order_by("received_at", "pk")
    ]


def _kept_text(steps: list[StepOffered], refused: forms.StepForm | None) -> str:
    """Return the answer somebody typed for an opinion that can be answered no more, so that it is not lost."""
    is_shown = any(one.form is refused for one in steps)
    return "" if refused is None or is_shown else str(refused.data.get("text", ""))


def _waits_text(person: User, row: Opinion, at: datetime) -> str:
    """Say for whom an opinion waits that the reader can do nothing with."""
    unit = row.unit.name if row.unit else ""
    other = reads.working_on(person, at).filter(pk=row.merged_into_id or 0).first()
    return {
        OpinionState.RECEIVED: _("It waits to be screened."),
        OpinionState.ROUTED: _("It waits for the answer of %(unit)s.") % {"unit": unit},
        OpinionState.ANSWERED: _("The office checks the answer."),
        OpinionState.CLOSED: _("It has been answered."),
        OpinionState.REFUSED: _("It was not taken up."),
        OpinionState.MERGED: _("It was joined with %(number)s, which is answered for both.") % {"number": other.number}
        if other
        else _("It was joined with another, which is answered for both."),
    }[OpinionState(row.state)]


def _corrections(person: User, row: Opinion, at: datetime) -> list[dict[str, str]]:
    """Return the editions that answer the opinion, as far as the reader may know of them."""
    named = Edition.objects.filter(corrections__opinion=row).select_related("notice").order_by("number")
    visible = VISIBLE.permitted(person, at=at)
    return [
        {
            "url": reverse("disclosure_desk:edition", args=[one.pk]),
            "title": _("Edition %(number)d") % {"number": one.number},
            "note": str(State(one.state).label),
        }
        for one in named.filter(pk__in=visible.order_by().values("pk"))
    ]


def _deeds(row: Opinion) -> list[dict[str, Any]]:
    return [
        {
            "at": line.at,
            "what": str(opinion_rows.DEED_LABELS.get(line.verb, line.verb)),
            "who": _("the website") if line.actor.is_system else line.actor.name,
            "reason": line.reason,
            "is_back": line.verb in ("send_back", "refuse"),
        }
        for line in audit.lines_of(row)
    ]
