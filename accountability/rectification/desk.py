"""What must be put right, in the desk of the unit and of who oversees it."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from accountability.rectification import actions, documents, forms, presenters, queries
from accountability.rectification.enums import Source
from accountability.rectification.models import EvidenceFile, Rectification
from accountability.rectification.policies import CHECKS_AGAIN, OVERSEES, READS, STEPS
from accountability.rectification.registry import RECTIFICATION_SOURCES
from accountability.rectification.rules import RECHECK_DAYS
from accountability.rectification.workflow import RECTIFICATION
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.core.language import localized_path
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskListView, DeskView

_OUTCOMES = (
    ("overdue", pgettext_lazy("outcome of a rectification", "Overdue")),
    ("open", pgettext_lazy("outcome of a rectification", "Not closed")),
    ("to_check", pgettext_lazy("outcome of a rectification", "To be checked again")),
    ("in_time", pgettext_lazy("outcome of a rectification", "Closed in time")),
    ("late", pgettext_lazy("outcome of a rectification", "Closed late")),
)


def _years(request: HttpRequest | None) -> list[tuple[str, str]]:
    years = queries.years_of(request.user, timezone.now()) if request else []
    return [(str(year), str(year)) for year in years]


class RectificationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a unit, what asked for it, and what came of it."""

    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), empty_label=gettext_lazy("All years"), field_name="given_on__year"
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_with(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )
    source = django_filters.ChoiceFilter(
        label=gettext_lazy("Asked for by"), choices=Source.choices, empty_label=gettext_lazy("All")
    )
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("What came of it"), choices=_OUTCOMES, method="came_of", empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = _years(self.request)

    def came_of(self, rows: QuerySet[Rectification], _name: str, value: str) -> QuerySet[Rectification]:
        """Return those with an outcome."""
        conditions = {
            "overdue": queries.is_overdue(today_of_due_days(timezone.now())),
            "open": queries.IS_OPEN,
            "to_check": queries.IS_REPORTED,
            "in_time": queries.CLOSED_IN_TIME,
            "late": queries.CLOSED_LATE,
        }
        return rows.filter(conditions[value])


class Rectifications(DeskListView):
    """What must be put right: first what is not closed, by its day."""

    template_name, filterset_class = "accountability/rectification/desk/list.html", RectificationFilter

    def exists_for_actor(self) -> bool:
        return queries.finds_rectifications(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Rectification]:
        return queries.seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kept = {name: self.request.GET[name] for name in ("year", "unit", "source") if self.request.GET.get(name)}
        narrowed = self.filterset_class(kept, queryset=self.get_queryset(), request=self.request)
        counted = queries.counts(narrowed.qs, at=self.at)
        return context | {
            "rows": presenters.rows(context["object_list"], at=self.at),
            "figures": presenters.tally(counted, reverse("accountability_desk:rectifications"), kept),
        }


class RectificationPage(DeskView):
    """One rectification, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subject = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        return rectification_page(request, subject, at=self.at)


def rectification_page(
    request: HttpRequest,
    subject: Rectification,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show what must be put right, what was done, its papers and its steps."""
    today = today_of_due_days(at)
    context = {
        "rectification": subject,
        "title": presenters.title_of(subject),
        "tags": presenters.tags(subject, today),
        "meta": presenters.meta(subject),
        "course": presenters.course(subject, today),
        "warning": presenters.warning(subject, today),
        "files": presenters.files_of(subject),
        "papers": presenters.papers_of(subject),
        "source_url": _source_url(request, subject, at),
        "steps": offered_steps(request, subject, RECTIFICATION, STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.waits_text(subject),
        "trail": trail(subject, RECTIFICATION),
        "crumbs": crumbs((_("Rectification"), reverse("accountability_desk:rectifications"))),
    }
    return render(request, "accountability/rectification/desk/page.html", context, status=status)


def _source_url(request: HttpRequest, subject: Rectification, at: datetime) -> str:
    """Return where what asked for it stands, for who oversees it or checks it again; its unit does not see that."""
    person: Any = request.user
    source = RECTIFICATION_SOURCES.get(subject.source)
    sees = OVERSEES.allows(person, subject, at=at) or CHECKS_AGAIN.allows(person, subject, at=at)
    return localized_path(source.url(subject)) if source and sees else ""


class RectificationStep(StepView):
    """What the steps of a rectification have in common."""

    workflow, policy, policies, page = RECTIFICATION, READS, STEPS, rectification_page
    success_url = reverse_lazy("accountability_desk:rectifications")

    def visible(self, pk: int) -> Rectification | None:
        """Return the rectification with what its page shows, if this person may see it."""
        return queries.seen_by(self.actor, self.at).filter(pk=pk).first()

    def get_success_url(self) -> str:
        return reverse("accountability_desk:rectification", args=[self.subject.pk])


class Report(RectificationStep):
    """Report it as put right, with evidence."""

    verb, action, form_class, is_main = "report", actions.report, forms.ReportForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.subject.done_with}

    def consequences(self) -> list[Any]:
        words = ngettext(
            "The discipline office checks it on the spot within %(count)d day, and closes it or sends it back.",
            "The discipline office checks it on the spot within %(count)d days, and closes it or sends it back.",
            RECHECK_DAYS,
        )
        return [words % {"count": RECHECK_DAYS}]


class Confirm(RectificationStep):
    """Check again and close."""

    verb, action, form_class, is_main = "confirm", actions.confirm, forms.ConfirmForm, True

    def consequences(self) -> list[Any]:
        return [_("It is closed for good, and what asked for it with it. The unit is told.")]


class SendBack(RectificationStep):
    """Send it back."""

    verb, action, form_class = "send_back", actions.send_back, forms.SendBackForm


class Supervise(RectificationStep):
    """Press for it in writing."""

    verb, action, form_class = "supervise", actions.supervise, forms.SuperviseForm

    def is_awaited(self) -> bool:
        return presenters.days_late(self.subject, today_of_due_days(self.at)) > 0

    def consequences(self) -> list[Any]:
        return [_("The unit, its head and its supervision committee are told at once. The notice can be printed.")]


class Postpone(RectificationStep):
    """Set another day."""

    verb, action, form_class = "postpone", actions.postpone, forms.PostponeForm


class _Paper(DeskView):
    """A paper of a rectification, for everybody who sees it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        subject = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        name, content = self.printed(subject)
        return files.content_response(
            request, content, name=f"{name}.pdf", content_type="application/pdf", public=False, inline=True
        )

    def printed(self, subject: Rectification) -> tuple[str, bytes]:
        """Return what the file is called, and what is in it."""
        raise NotImplementedError


class Notice(_Paper):
    """The notice that asks for it."""

    def printed(self, subject: Rectification) -> tuple[str, bytes]:
        return f"整改通知书-{subject.number}", documents.notice(subject).pdf


class Pressing(_Paper):
    """The supervision notice, as it was said last."""

    def printed(self, subject: Rectification) -> tuple[str, bytes]:
        said = queries.last_pressed(subject)
        if said is None:
            raise Http404(_("It was never pressed for in writing."))
        reason, moment = said
        rendered = documents.pressing(subject, reason=reason, pressed_on=timezone.localdate(moment))
        return f"督办单-{subject.number}-{subject.times_supervised}", rendered.pdf


class Evidence(DeskView):
    """A file that shows that something was put right, for everybody who sees the rectification."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        mine = READS.permitted(self.actor, at=self.at).order_by().values("pk")
        file = get_object_or_404(EvidenceFile, pk=pk, rectification__in=mine)
        return files.file_response(
            request,
            store="private",
            stored=file.stored_as,
            sha256=file.sha256,
            name=file.name,
            content_type=file.content_type,
            inline=True,
        )
