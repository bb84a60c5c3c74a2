"""The contact system and work diaries on the desk."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.integrity.actions import contacts as actions
from accountability.integrity.desk.common import (
    Entering,
    IntegrityCsv,
    IntegrityList,
    shown,
    unit_filter,
    way_to,
)
from accountability.integrity.forms import kept as forms
from accountability.integrity.models import Contact, DiaryEntry
from accountability.integrity.policies import KEEPS_CONTACT, WRITES_DIARY_IN
from accountability.integrity.presenters import kept as presenters
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import kept as queries, opening
from accountability.integrity.queries.people import cadres
from portal.core.demonstration import today_of_due_days
from portal.core.spreadsheets import Row
from portal.desk.trail import changes_of
from portal.desk.views import ChangeView
from portal.desk.years import year_filter

CONTACTS = (gettext_lazy("Contact system"), "accountability_desk:contacts")
DIARY = (gettext_lazy("Work diaries"), "accountability_desk:diary")


class ContactFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a unit."""

    unit = unit_filter()


class Contacts(IntegrityList):
    """Who keeps contact with which village, and how often they were there."""

    names, heading, filterset_class = "contacts", gettext_lazy("Contact system"), ContactFilter
    note = gettext_lazy("Visits are counted from the work diaries. A contact without a visit for a month is marked.")
    is_there, new = opening.sees_contacts, (("enter_contact", gettext_lazy("Enter a contact")),)

    def get_queryset(self) -> QuerySet[Contact]:
        return queries.contacts_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        contacts, today = list(rows), today_of_due_days(self.at)
        return presenters.contact_table(contacts, queries.visits_of(contacts, today.year), today)


class EnterContact(Entering):
    """Let a cadre keep contact with a village or station."""

    form_class, page, way, title = forms.ContactForm, "contact", CONTACTS, gettext_lazy("Enter a contact")

    def get_form_kwargs(self) -> dict[str, Any]:
        people = cadres(self.town, day=today_of_due_days(self.at))
        units = self.all_units().exclude(pk=self.town.pk)
        return super().get_form_kwargs() | {"people": people, "units": units}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"visits_a_month": 1, "starts_on": today_of_due_days(self.at)}

    def act(self, form: Any) -> Contact:
        return actions.add(actor=self.actor, town=self.town, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:contacts")


class ChangeContact(ChangeView):
    """Change how often a unit is visited, or end the contact; what it said before stands below."""

    template_name = "accountability/integrity/desk/changed.html"
    form_class, button, success_message = forms.ChangeContactForm, gettext_lazy("Save"), gettext_lazy("Saved.")
    success_url = reverse_lazy("accountability_desk:contacts")

    @cached_property
    def contact(self) -> Contact:
        """The contact."""
        contact: Contact = self.get_permitted(KEEPS_CONTACT, pk=self.kwargs["pk"])
        named = {"person": contact.person.name, "unit": contact.unit.name}
        self.title = _("%(person)s: contact with %(unit)s") % named
        return contact

    def subject(self) -> Contact:
        return self.contact

    def crumbs(self) -> list[tuple[str, str]]:
        return way_to(CONTACTS)

    def get_initial(self) -> dict[str, Any]:
        said = {"visits_a_month": self.contact.visits_a_month, "ends_on": self.contact.ends_on}
        return super().get_initial() | said

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = {
            field.name: field.verbose_name
            for field in Contact._meta.fields
            if field.name in ("visits_a_month", "ends_on")
        }
        records = self.contact.history.select_related("history_user")
        return super().get_context_data(**{"trail": changes_of(records, labels, show=shown)} | kwargs)

    def act(self, form: Any) -> Contact:
        return actions.change(actor=self.actor, contact=self.contact, at=self.at, **form.cleaned_data)


class DiaryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a unit that was visited, a contact, and to visits."""

    year = year_filter("day__year")
    unit = unit_filter("contact__unit")
    contact = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Contact"),
        queryset=lambda request: queries.contacts_of(request.user, timezone.now()),
        empty_label=gettext_lazy("All"),
    )
    visits = django_filters.ChoiceFilter(
        label=gettext_lazy("Entries"),
        method="visits_only",
        choices=[("yes", gettext_lazy("Visits only"))],
        empty_label=gettext_lazy("All"),
    )

    def visits_only(self, rows: QuerySet[DiaryEntry], _name: str, _value: str) -> QuerySet[DiaryEntry]:
        """Return those that are visits."""
        return rows.filter(contact__isnull=False)


class Diary(IntegrityList):
    """The entries of work diaries somebody reads, with how many there were in each month."""

    template_name = "accountability/integrity/desk/diary.html"
    names, heading, filterset_class, has_csv = "diary", gettext_lazy("Work diaries"), DiaryFilter, True
    note = gettext_lazy("Everybody reads their own; the secretary reads all. Visits are seen by the unit too.")
    is_there, may_add = opening.sees_diaries, opening.writes_diary
    new = (("write_diary", gettext_lazy("Write an entry")),)

    def get_queryset(self) -> QuerySet[DiaryEntry]:
        return queries.diary_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        return presenters.diary_table(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("year", "")
        year = int(text) if text.isdecimal() and len(text) == 4 else today_of_due_days(self.at).year
        months = presenters.months_table(queries.diaries_by_month(self.get_queryset(), year), year)
        return super().get_context_data(**kwargs) | {"months": months, "year": year}


class DiaryCsv(IntegrityCsv, Diary):
    """The visits to take away: who was where and when, without what was written."""

    file_name = "visits"

    def csv_rows(self, rows: Any) -> list[Row]:
        return presenters.diary_csv(rows)


class WriteDiary(Entering):
    """Write a day into one's own work diary."""

    units_policy, form_class, way = WRITES_DIARY_IN, forms.DiaryForm, DIARY
    title, lead = gettext_lazy("Write an entry"), gettext_lazy("An entry is not changed later; write another one.")
    success_message = gettext_lazy("Entered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = queries.contacts_of(self.actor, self.at).filter(person=self.actor, town=self.town)
        return super().get_form_kwargs() | {"contacts": mine}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"day": today_of_due_days(self.at)}

    def act(self, form: Any) -> DiaryEntry:
        return actions.write(actor=self.actor, town=self.town, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:diary")
