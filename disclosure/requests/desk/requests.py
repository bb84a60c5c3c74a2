"""Requests on the desk: the list of what waits for whom, the page of one, its files and papers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.requests.actions import receiving, releasing
from disclosure.requests.documents import print_paper
from disclosure.requests.enums import CASE_KIND, Part, RequestState
from disclosure.requests.forms import EnterRequestForm, FileForm
from disclosure.requests.models import ReplyFile, Request
from disclosure.requests.policies import DRAFTS, REGISTERS, REPLY_IS_WRITTEN, STEPS, WORKS_FOR, WORKS_ON
from disclosure.requests.presenters import staff as presenters
from disclosure.requests.queries import requests as queries
from disclosure.requests.queries.papers import Paper, papers_of
from disclosure.requests.workflow import REQUEST
from portal.accounts.models import Unit
from portal.accounts.queries import units_to_ask
from portal.cases.actions.reading import read_file, read_private
from portal.cases.desk import FOUND_SHOWN, FindByTelephone
from portal.cases.enums import Read
from portal.cases.models import Case, CaseFile
from portal.cases.presenters import AUDIT_LABELS, counted_days, original
from portal.core import files
from portal.core.codes import in_groups
from portal.core.demonstration import today_of_due_days
from portal.core.encryption import files as encrypted
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.registry import QueueRow
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ButtonView, DeskListView, DeskView

MIDDAY = time(12)
"""When something came of which only the day is known."""
LABELS = AUDIT_LABELS | {"detach": gettext_lazy("File taken off")}
"""What is called that is done with a request and is no step."""


class RequestFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state, and to the unit that has it."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_concerned(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=RequestState.choices, empty_label=gettext_lazy("All")
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list, as far as this page of it goes; `count` is how many there are on all its pages."""

    id: str
    heading: str
    count: int
    rows: list[QueueRow]


class Requests(DeskListView):
    """The requests a person works on, by what they have to do with them."""

    template_name, filterset_class = "disclosure/requests/desk/requests.html", RequestFilter

    def exists_for_actor(self) -> bool:
        return WORKS_FOR.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[Request]:
        return queries.listed(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        parts = groupby(context["object_list"], key=lambda one: Part(one.part))
        counts = Counter(context["filter"].qs.order_by().values_list("part", flat=True))
        return context | {
            "sections": [
                Section(f"h-{part.name.lower()}", str(part.label), counts[part], presenters.rows(rows, at=self.at))
                for part, rows in parts
            ],
            "may_enter": queries.towns_to_enter_for(self.actor, self.at).exists(),
        }


class Find(FindByTelephone):
    """Find them by the telephone number of who sent them."""

    below, kind = ((gettext_lazy("Requests for information"), "disclosure_desk:requests"),), CASE_KIND
    lede = gettext_lazy("Requests of the townships you register for, by the telephone number of the applicant.")
    caption = gettext_lazy("Requests from this number")

    def exists_for_actor(self) -> bool:
        return queries.towns_to_enter_for(self.actor, self.at).exists()

    def found(self, cases: QuerySet[Case, Any]) -> list[QueueRow]:
        mine = queries.working_on(self.actor, self.at).filter(case__in=cases)[:FOUND_SHOWN]
        return presenters.rows(mine, at=self.at)


class RequestPage(DeskView):
    """One request, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = get_object_or_404(queries.working_on(self.actor, self.at), pk=pk)
        return request_page(request, asked, at=self.at)


def request_page(
    request: HttpRequest, subject: Request, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a request, its steps and what has been done with it."""
    person: Any = request.user
    subject.as_it_came = read_private(actor=person, case=subject.case, at=at)
    drafts = subject.state in REPLY_IS_WRITTEN and DRAFTS.allows(person, subject, at=at)
    is_open = subject.ended_at is None and subject.state != RequestState.CORRECTING
    context = {
        "asked": subject,
        "title": presenters.title_of(subject),
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject, at),
        "original": original(subject.case, subject.as_it_came) if subject.as_it_came else None,
        "calls": presenters.calls(subject),
        "heard": presenters.heard(subject),
        "reply": as_written(subject.reply),
        "result": presenters.result_words(subject),
        "files": presenters.reply_files(subject, may_change=drafts),
        "may_attach": drafts,
        "papers": presenters.papers(subject),
        "came_files": presenters.case_files(subject),
        "may_add_paper": REGISTERS.allows(person, subject, at=at),
        "clock": counted_days(subject.clock, today=today_of_due_days(at)) if is_open else None,
        "steps": offered_steps(request, subject, REQUEST, STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.waits_text(subject),
        "trail": trail(subject, REQUEST, also=[subject.case], words=LABELS),
        "crumbs": crumbs((_("Requests for information"), reverse("disclosure_desk:requests"))),
    }
    return render(request, "disclosure/requests/desk/request.html", context, status=status)


class NewRequest(ActionView):
    """Enter a request that came by letter or at the counter."""

    below = ((gettext_lazy("Requests for information"), "disclosure_desk:requests"),)
    title, button = gettext_lazy("Enter a request"), REQUEST.verb("receive").label
    form_class, success_url = EnterRequestForm, reverse_lazy("disclosure_desk:requests")
    success_message = REQUEST.verb("receive").success_message

    def exists_for_actor(self) -> bool:
        return self.towns.exists()

    @property
    def towns(self) -> QuerySet[Unit]:
        """The townships the person enters requests for."""
        return queries.towns_to_enter_for(self.actor, self.at)

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(self.at)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"towns": self.towns, "units": units_to_ask()}

    def act(self, form: Any) -> Request:
        fields = dict(form.cleaned_data)
        day = fields.pop("received_on")
        came = self.at if day == timezone.localdate(self.at) else timezone.make_aware(datetime.combine(day, MIDDAY))
        return receiving.receive(actor=self.actor, at=self.at, received_at=came, **fields)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number, "code": in_groups(self.done.case.code)}


class _OfRequest(DeskView):
    """Something about a request that a person works on."""

    @cached_property
    def asked(self) -> Request:
        """The request."""
        return get_object_or_404(queries.working_on(self.actor, self.at), pk=self.kwargs["pk"])

    def way(self) -> list[tuple[str, str]]:
        """Return the way to a page below that of the request."""
        above = (_("Requests for information"), reverse("disclosure_desk:requests"))
        return crumbs(above, (self.asked.number, self.get_success_url()))

    def exists_while_written(self) -> bool:
        """Return whether the person writes the reply now."""
        return self.asked.state in REPLY_IS_WRITTEN and DRAFTS.allows(self.actor, self.asked, at=self.at)

    def get_success_url(self) -> str:
        """Lead back to the request."""
        return reverse("disclosure_desk:request", args=[self.asked.pk])


class Attach(_OfRequest, ActionView):
    """Add a file to a reply."""

    title, button, form_class = gettext_lazy("Add a file to the reply"), gettext_lazy("Add"), FileForm
    success_message = gettext_lazy("Added: %(name)s")

    def exists_for_actor(self) -> bool:
        return self.exists_while_written()

    def crumbs(self) -> list[tuple[str, str]]:
        return self.way()

    def act(self, form: Any) -> ReplyFile:
        sent = form.cleaned_data["file"]
        return releasing.attach(actor=self.actor, request=self.asked, content=sent.read(), name=sent.name, at=self.at)

    def words(self) -> dict[str, str]:
        return {"name": self.done.name}


class AddPaper(_OfRequest, ActionView):
    """Keep what came on paper with a request."""

    title, button, form_class = gettext_lazy("Add what came on paper"), gettext_lazy("Add"), FileForm
    success_message = gettext_lazy("Added: %(name)s")

    def exists_for_actor(self) -> bool:
        return REGISTERS.allows(self.actor, self.asked, at=self.at)

    def crumbs(self) -> list[tuple[str, str]]:
        return self.way()

    def act(self, form: Any) -> CaseFile:
        sent = form.cleaned_data["file"]
        return receiving.add_paper(
            actor=self.actor, request=self.asked, content=sent.read(), name=sent.name, at=self.at
        )

    def words(self) -> dict[str, str]:
        return {"name": self.done.name}


class OpenCameFile(_OfRequest):
    """A file that came with a request. It is noted that it was read."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        found = get_object_or_404(self.asked.case.files.select_related("case"), pk=file)
        content = read_file(actor=self.actor, file=found, at=self.at)
        return files.content_response(
            request, content, name=found.name, content_type=found.content_type, public=False, inline=True
        )


class Detach(_OfRequest, ButtonView):
    """Take a file off a reply."""

    success_message = gettext_lazy("Taken off.")

    def exists_for_actor(self) -> bool:
        return self.exists_while_written()

    def act(self, form: Any) -> None:
        file = get_object_or_404(self.asked.files.select_related("request"), pk=self.kwargs["file"])
        releasing.detach(actor=self.actor, file=file, at=self.at)


class OpenFile(_OfRequest):
    """A file of a reply."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        found = get_object_or_404(self.asked.files, pk=file)
        content = encrypted.read(found.stored)
        return files.content_response(
            request, content, name=found.name, content_type=found.content_type, public=False, inline=True
        )


class PrintPaper(DeskView):
    """An official paper of a request, as a PDF. It is noted that it was printed."""

    def get(self, request: HttpRequest, pk: int, paper: str) -> HttpResponseBase:
        asked = self.get_permitted(WORKS_ON, pk=pk)
        chosen = next((one for one in papers_of(asked) if one.value == paper), None)
        came = read_private(actor=self.actor, case=asked.case, at=self.at, what=Read.PRINT) if chosen else None
        if chosen is None or came is None:
            raise Http404
        printed = print_paper(asked, Paper(chosen), came=came)
        name = f"{asked.number}-{chosen.label}.pdf"
        return files.content_response(
            request, printed.pdf, name=name, content_type="application/pdf", public=False, inline=True
        )
