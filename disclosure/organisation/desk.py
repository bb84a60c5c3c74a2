"""Texts, people, places and the leading group's money on the desk."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.organisation import forms, presenters, queries
from disclosure.organisation.actions import entries, texts
from disclosure.organisation.documents import attached
from disclosure.organisation.enums import Office, PlaceKind, TextKind, WordingState
from disclosure.organisation.models import EDITABLE, Appointment, Entry, GroupBudget, Place, Wording, WordingFile
from disclosure.organisation.policies import KEEPS_ENTRY, KEEPS_OF, KEEPS_TEXTS_OF, KEEPS_WORDING, STEPS
from disclosure.organisation.workflow import OTHER_AUDIT_LABELS, WORDING
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import User
from portal.core.markdown import page_html
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import changes_of, trail
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskListView, DeskView

BELOW_TEXTS = ((gettext_lazy("Rules and bulletins"), "disclosure_desk:texts"),)


class TextFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a kind and a state."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), field_name="text__kind", choices=TextKind.choices, empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=WordingState.choices, empty_label=gettext_lazy("All")
    )


class Texts(ForUnits, DeskListView):
    """The texts somebody keeps, each by its last wording, drafts first."""

    units_policy = KEEPS_TEXTS_OF
    template_name, filterset_class = "disclosure/organisation/desk/texts.html", TextFilter

    def get_queryset(self) -> QuerySet[Wording]:
        return queries.kept_by(self.actor, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = timezone.localdate(self.at)
        rows = [(row, presenters.state_tag(row, on=today)) for row in context["object_list"]]
        return context | {"rows": rows}


class NewText(ForUnits, ActionView):
    """Begin a text."""

    units_policy, form_class, below = KEEPS_TEXTS_OF, forms.TextKindForm, BELOW_TEXTS
    title, button = gettext_lazy("Begin a text"), gettext_lazy("Begin")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.units}

    def act(self, form: Any) -> Wording:
        unit, kind = form.cleaned_data["unit"], TextKind(form.cleaned_data["kind"])
        return texts.begin(actor=self.actor, unit=unit, kind=kind, at=self.at)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:write_wording", args=[self.done.pk])


class OneWording(DeskView):
    """A page about one wording that somebody keeps."""

    below = BELOW_TEXTS

    @cached_property
    def wording(self) -> Wording:
        """The wording."""
        rows = KEEPS_WORDING.permitted(self.actor, at=self.at).select_related("text__unit")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:wording", args=[self.wording.pk])


class WordingPage(OneWording):
    """One wording: what it says, what can be done with it, and what has been."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return wording_page(request, self.wording, at=self.at)


def wording_page(
    request: HttpRequest, subject: Wording, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a wording with its steps, its files and its history."""
    context = {
        "wording": subject,
        "name": presenters.wording_name(subject),
        "tags": [presenters.state_tag(subject, on=timezone.localdate(at))],
        "meta": presenters.meta(subject),
        "body": page_html(subject.body),
        "files": subject.files.all(),
        "is_draft": subject.state == WordingState.DRAFT,
        "public_url": queries.address(subject) if subject.is_public else "",
        "can_revise": subject.state == WordingState.IN_FORCE,
        "steps": offered_steps(request, subject, WORDING, STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, WORDING, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs((_("Rules and bulletins"), reverse("disclosure_desk:texts"))),
    }
    return render(request, "disclosure/organisation/desk/wording.html", context, status=status)


class WriteWording(OneWording, ChangeView):
    """Write a draft and attach its files."""

    template_name, form_class = "disclosure/organisation/desk/write.html", forms.WordingForm
    button, success_message = gettext_lazy("Save"), gettext_lazy("Saved.")

    def subject(self) -> Wording:
        if self.wording.state != WordingState.DRAFT:
            raise Http404(_("Only drafts are written."))
        return self.wording

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"wording": self.subject()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = self.wording.title or self.wording.text.get_kind_display()
        context = {"title": title, "files": self.wording.files.all(), "wording": self.wording}
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        fields = form.cleaned_data
        texts.write(actor=self.actor, wording=self.wording, fields=fields, seen=fields["seen"], at=self.at)
        refused = []
        for file in form.chosen_files:
            try:
                texts.attach(actor=self.actor, wording=self.wording, name=file.name, content=file.read(), at=self.at)
            except NotAllowed:
                raise
            except Refused as refusal:
                refused.append(_("%(name)s: %(reason)s") % {"name": file.name, "reason": refusal})
        if refused:
            form.data = form.data.copy() | {"seen": str(queries.version_of(self.wording))}
            raise Refused("\n".join(refused), "attach")


class RemoveWordingFile(OneWording, ButtonView):
    """Take a file off a draft."""

    success_message = gettext_lazy("Removed: %(name)s")

    @cached_property
    def file(self) -> WordingFile:
        """The file."""
        return get_object_or_404(self.wording.files.select_related("wording__text"), pk=self.kwargs["file"])

    def act(self, form: Any) -> None:
        texts.remove_file(actor=self.actor, file=self.file, at=self.at)

    def words(self) -> dict[str, str]:
        return {"name": self.file.name}


class WordingFileView(OneWording):
    """A file of a wording, for those who keep it."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        return attached(request, get_object_or_404(self.wording.files, pk=file), is_public=False)


class DeleteWording(OneWording, ButtonView):
    """Delete a draft."""

    success_message, success_url = gettext_lazy("The draft is deleted."), reverse_lazy("disclosure_desk:texts")

    def act(self, form: Any) -> None:
        texts.delete_draft(actor=self.actor, wording=self.wording, at=self.at)

    def get_success_url(self) -> str:
        return str(self.success_url)


class Revise(OneWording, ButtonView):
    """Open the next wording of a text."""

    def act(self, form: Any) -> Wording:
        return texts.revise(actor=self.actor, text=self.wording.text, at=self.at)

    def get_success_url(self) -> str:
        if self.done is None:
            return super().get_success_url()
        return reverse("disclosure_desk:write_wording", args=[self.done.pk])


class WordingStep(StepView):
    """What the steps of a wording have in common."""

    workflow, policy, policies, page = WORDING, KEEPS_WORDING, STEPS, wording_page

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:wording", args=[self.kwargs["pk"]])

    def visible(self, pk: int) -> Wording | None:
        return KEEPS_WORDING.permitted(self.actor, at=self.at).select_related("text__unit").filter(pk=pk).first()


class Publish(WordingStep):
    """Publish a draft."""

    verb, action, is_main = "publish", texts.publish, True

    def consequences(self) -> list[Words]:
        return [
            _("Everybody reads it at once, and it gets its entry in the publication log."),
            _("It cannot be changed any more. What is wrong is put right by a new wording; this one stays readable."),
        ]


class Abolish(WordingStep):
    """Abolish a rule."""

    verb, action, form_class = "abolish", texts.abolish, forms.AbolishForm

    def is_offered(self) -> bool:
        return bool(self.subject.text.kind == TextKind.RULE)

    def consequences(self) -> list[Words]:
        return [_("It stays readable as an abolished rule. That cannot be undone.")]


# People, places, money.


class AppointmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to an office."""

    office = django_filters.ChoiceFilter(
        label=gettext_lazy("Appointed to"), choices=Office.choices, empty_label=gettext_lazy("All")
    )


class PlaceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a kind."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=PlaceKind.choices, empty_label=gettext_lazy("All")
    )


class BudgetFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrows nothing; there is one budget a year."""


class OfEntries(ForUnits):
    """What the pages of one kind of entry have in common.

    Attributes:
        model: The kind.
        names: The name of the address of its list, which also names its pages.
        heading: What its list is called.
    """

    units_policy = KEEPS_OF
    model: ClassVar[type[Any]]
    names: ClassVar[str]
    heading: ClassVar[Words]

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page, without the page itself."""
        way = [(_("Rules and bulletins"), reverse("disclosure_desk:texts"))]
        if not isinstance(self, DeskListView):
            way.append((str(self.heading), reverse(f"disclosure_desk:{self.names}")))
        return crumbs(*way)


class Entries(OfEntries, DeskListView):
    """A list of entries."""

    order: ClassVar[tuple[str, ...]]

    def get_queryset(self) -> QuerySet[Any]:
        return queries.entries_of(self.model, self.actor, at=self.at).order_by(*self.order)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        here, new = (reverse(f"disclosure_desk:{name}") for name in (self.names, f"new_{self.names}"))
        more = {"all_url": here if context["is_narrowed"] else "", "new_url": new, "today": timezone.localdate(self.at)}
        return context | more | {"heading": self.heading}


class EntryView(OfEntries, ActionView):
    """The form of one entry."""

    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        more: dict[str, Any] = {"instance": self.entry(), "units": self.units}
        if self.model is Appointment:
            more["people"] = User.objects.filter(is_active=True, is_system=False).order_by("username")
        return super().get_form_kwargs() | more

    def entry(self) -> Entry:
        """Return the entry the form is about."""
        return self.model()  # type: ignore[no-any-return]

    def words(self) -> dict[str, str]:
        return {"name": str(self.done)}

    def get_success_url(self) -> str:
        return reverse(f"disclosure_desk:{self.names}")


class NewEntry(EntryView):
    """Enter a new one."""

    success_message = gettext_lazy("Entered: %(name)s")

    def act(self, form: Any) -> Entry:
        given = form.cleaned_data
        entry: Entry = self.model(**{name: given[name] for name in ("unit", form.fixed) if name})
        return entries.add(actor=self.actor, entry=entry, fields=given, at=self.at)


class EditEntry(EntryView, ChangeView):
    """Change one; what it said before stands below."""

    template_name, success_message = "disclosure/organisation/desk/entry.html", gettext_lazy("Saved: %(name)s")

    @cached_property
    def row(self) -> Entry:
        """The entry."""
        row: Entry = self.get_permitted(KEEPS_ENTRY[self.model], pk=self.kwargs["pk"])
        self.title = str(row)
        return row

    def entry(self) -> Entry:
        return self.row

    def subject(self) -> Entry:
        return self.row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        records = list(self.row.history.select_related("history_user"))
        changes = changes_of(records, _labels(self.model, EDITABLE[self.model]), show=_shown)
        return super().get_context_data(**{"changes": changes} | kwargs)

    def act(self, form: Any) -> Entry:
        given = form.cleaned_data
        seen = given["seen"]
        row: Entry = entries.change(actor=self.actor, entry=self.row, fields=given, seen=seen, at=self.at)
        return row


def _labels(model: type[Any], names: Collection[str]) -> dict[str, Words]:
    return {field.name: field.verbose_name for field in model._meta.fields if field.name in names}


def _shown(value: Any) -> str:
    return (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)


class Appointments(Entries):
    """Who is appointed to what."""

    model, names, heading = Appointment, "appointments", gettext_lazy("Appointed people")
    template_name, filterset_class = "disclosure/organisation/desk/appointments.html", AppointmentFilter
    order = ("office", "unit__code", "-starts_on", "pk")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("unit", "person")


class NewAppointment(NewEntry):
    """Appoint somebody."""

    model, names, heading, form_class = Appointment, Appointments.names, Appointments.heading, forms.AppointmentForm
    title = gettext_lazy("Appoint somebody")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "office": self.request.GET.get("office", "")}


class EditAppointment(EditEntry):
    """Change an appointment, or end it."""

    model, names, heading, form_class = Appointment, Appointments.names, Appointments.heading, forms.AppointmentForm


class Places(Entries):
    """The service centre, the stations and the bookkeeping centre."""

    model, names, heading = Place, "places", gettext_lazy("Places for residents")
    template_name, filterset_class = "disclosure/organisation/desk/places.html", PlaceFilter
    order = ("kind", "unit__code")


class NewPlace(NewEntry):
    """Enter a place."""

    model, names, heading, form_class = Place, Places.names, Places.heading, forms.PlaceForm
    title = gettext_lazy("Enter a place")


class EditPlace(EditEntry):
    """Change a place."""

    model, names, heading, form_class = Place, Places.names, Places.heading, forms.PlaceForm


class Budgets(Entries):
    """What the leading group has, by year."""

    units_policy = KEEPS_TEXTS_OF
    model, names, heading = GroupBudget, "group_budgets", gettext_lazy("Budget of the leading group")
    template_name, filterset_class = "disclosure/organisation/desk/budgets.html", BudgetFilter
    order = ("-year", "unit__code")


class NewBudget(NewEntry):
    """Enter the budget of a year."""

    units_policy = KEEPS_TEXTS_OF
    model, names, heading, form_class = GroupBudget, Budgets.names, Budgets.heading, forms.BudgetForm
    title = gettext_lazy("Enter the budget of a year")


class EditBudget(EditEntry):
    """Change a budget."""

    units_policy = KEEPS_TEXTS_OF
    model, names, heading, form_class = GroupBudget, Budgets.names, Budgets.heading, forms.BudgetForm
