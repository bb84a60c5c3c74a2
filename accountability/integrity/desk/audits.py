"""Economic audits on leaving office on the desk."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.integrity.actions import audits as actions
from accountability.integrity.desk.common import (
    Entering,
    FileView,
    IntegrityList,
    OfTown,
    file_rows,
    shown,
    unit_filter,
    way_to,
)
from accountability.integrity.enums import AuditState
from accountability.integrity.forms import audits as forms
from accountability.integrity.models import AuditFinding, LeavingAudit
from accountability.integrity.models.kept import KeptFile
from accountability.integrity.policies import AUDIT_STEPS, KEEPS_AUDIT, SEES_AUDIT
from accountability.integrity.presenters import checklists as presenters
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import kept as queries, opening
from accountability.integrity.workflow import AUDIT_WORDS, LEAVING_AUDIT
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import changes_of, trail
from portal.desk.views import ButtonView, ChangeView, DeskView
from portal.desk.years import year_filter

AUDITS = (gettext_lazy("Audits on leaving office"), "accountability_desk:leaving_audits")
CHANGED = ("unit", "name", "office", "audited_from", "audited_until", "auditor", "planned_for")


class AuditFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to the year of the report, a unit and a state."""

    reported = year_filter("reported_on__year")
    unit = unit_filter()
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=AuditState.choices, empty_label=gettext_lazy("All")
    )


class Audits(IntegrityList):
    """The audits somebody sees."""

    names, heading, filterset_class = "leaving_audits", gettext_lazy("Audits on leaving office"), AuditFilter
    is_there, new = opening.sees_audits, (("plan_leaving_audit", gettext_lazy("Plan an audit")),)

    def get_queryset(self) -> QuerySet[LeavingAudit]:
        return queries.audits_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        return presenters.audit_table(rows)


class AuditPage(DeskView):
    """One audit, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return audit_page(request, get_object_or_404(queries.audits_of(self.actor, self.at), pk=pk), at=self.at)


def audit_page(
    request: HttpRequest,
    subject: LeavingAudit,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an audit with what it found, its report, what has been done, and its steps."""
    person: Any = request.user
    keeps = KEEPS_AUDIT.allows(person, subject, at=at)
    findings = list(subject.findings.select_related("rectification"))
    labels = {field.name: field.verbose_name for field in LeavingAudit._meta.fields if field.name in CHANGED}
    records = subject.history.select_related("history_user") if keeps else []
    is_under_way = subject.state == AuditState.UNDER_WAY
    context = {
        "audit": subject,
        "title": presenters.audit_title(subject),
        "tags": presenters.audit_tags(subject),
        "meta": presenters.audit_meta(subject),
        "summary": as_written(subject.summary),
        "table": presenters.finding_table(findings, today_of_due_days(at), may_open=True) if findings else None,
        "removable": findings if keeps and is_under_way else (),
        "files": file_rows(list(subject.files.all()), name="leaving_audit_file", owner=subject.pk),
        "may_change": keeps and subject.state in (AuditState.PLANNED, AuditState.UNDER_WAY),
        "may_add": keeps and is_under_way,
        "steps": offered_steps(request, subject, LEAVING_AUDIT, AUDIT_STEPS, at=at, refused=refused, verb=verb),
        "waits_text": _("Close it once everything that was found is put right.")
        if keeps and subject.state == AuditState.REPORTED
        else "",
        "trail": trail(subject, LEAVING_AUDIT, words=AUDIT_WORDS, changes=changes_of(records, labels, show=shown)),
        "crumbs": way_to(AUDITS),
    }
    return render(request, "accountability/integrity/desk/audit.html", context, status=status)


class PlanAudit(Entering):
    """Plan an audit."""

    form_class, page, way, title = forms.AuditForm, "leaving_audit", AUDITS, gettext_lazy("Plan an audit")
    button, success_message = pgettext_lazy("button of an audit", "Plan"), gettext_lazy("Planned: %(name)s")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.all_units(), "posts": self.posts()}

    def act(self, form: Any) -> LeavingAudit:
        return actions.plan(actor=self.actor, town=self.town, said=form.said, at=self.at)


class OneAudit(OfTown):
    """A page for who runs an audit."""

    @cached_property
    def audit(self) -> LeavingAudit:
        """The audit, if this person runs it."""
        rows = KEEPS_AUDIT.permitted(self.actor, at=self.at).select_related("town", "unit")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def town(self) -> Unit:
        """The township of the audit."""
        return self.audit.town

    def crumbs(self) -> list[tuple[str, str]]:
        return [*way_to(AUDITS), (self.audit.number, self.get_success_url())]

    def get_success_url(self) -> str:
        return reverse("accountability_desk:leaving_audit", args=[self.kwargs["pk"]])


class ChangeAudit(OneAudit, ChangeView):
    """Change what was planned."""

    form_class, button, success_message = forms.ChangeAuditForm, gettext_lazy("Save"), gettext_lazy("Saved.")
    title = gettext_lazy("Change the audit")

    def subject(self) -> LeavingAudit:
        return self.audit

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.all_units(), "posts": self.posts()}

    def get_initial(self) -> dict[str, Any]:
        said = {name: getattr(self.audit, name) for name in CHANGED}
        post = self.posts().filter(person=self.audit.person_id).order_by("pk").first() if self.audit.person_id else None
        return super().get_initial() | said | {"unit": self.audit.unit.code, "post": str(post.pk) if post else ""}

    def act(self, form: Any) -> LeavingAudit:
        seen = form.cleaned_data["seen"]
        return actions.change(actor=self.actor, leaving_audit=self.audit, said=form.said, seen=seen, at=self.at)


class AddFinding(OneAudit, ChangeView):
    """Enter what was found."""

    form_class, button, title = forms.FindingForm, gettext_lazy("Enter"), gettext_lazy("Enter a finding")
    success_message = gettext_lazy("Entered: %(kind)s")

    def subject(self) -> LeavingAudit:
        return self.audit

    def act(self, form: Any) -> AuditFinding:
        return actions.add_finding(actor=self.actor, leaving_audit=self.audit, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"kind": self.done.kind}


class RemoveFinding(OneAudit, ButtonView):
    """Take a finding off."""

    success_message = gettext_lazy("Removed.")

    def act(self, form: Any) -> None:
        finding = get_object_or_404(
            AuditFinding.objects.select_related("audit"), pk=self.kwargs["finding"], audit=self.audit
        )
        actions.remove_finding(actor=self.actor, finding=finding, at=self.at)


class AuditFileView(FileView):
    """The report of an audit, for those who see the audit."""

    def file(self) -> KeptFile:
        audit = get_object_or_404(SEES_AUDIT.permitted(self.actor, at=self.at), pk=self.kwargs["pk"])
        file: KeptFile = get_object_or_404(audit.files, pk=self.kwargs["file"])
        return file


class AuditStep(StepView):
    """What the steps of an audit have in common."""

    workflow, policy, policies, page = LEAVING_AUDIT, SEES_AUDIT, AUDIT_STEPS, audit_page

    def visible(self, pk: int) -> LeavingAudit | None:
        """Return the audit with what its page shows, if this person may see it."""
        return queries.audits_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return presenters.audit_title(self.subject)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:leaving_audit", args=[self.subject.pk])


class Start(AuditStep):
    """Say that it has begun."""

    verb, action, is_main = "start", actions.start, True


class Report(AuditStep):
    """Enter the report."""

    verb, action, form_class, is_main = "report", actions.report, forms.ReportForm, True

    def consequences(self) -> list[Any]:
        return [
            _("The unit is asked to put right each thing that was found, by its day."),
            _("The unit and who was audited read the report from now on. Findings cannot be changed any more."),
        ]


class Close(AuditStep):
    """Close it once everything is put right."""

    verb, action, is_main = "close", actions.close, True

    def is_offered(self) -> bool:
        findings = self.subject.findings.select_related("rectification")
        return not any(one.rectification and not one.rectification.closed_on for one in findings)
