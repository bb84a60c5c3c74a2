"""Texts and people of disclosure as open data."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from disclosure.organisation.enums import PUBLIC, Office, TextKind, WordingState
from disclosure.organisation.models import Appointment, Wording
from portal.site.data.registry import Code, Dataset, Filters, Record


class TextRecord(Record):
    """One public wording of a rule, a bulletin or the guide to disclosure."""

    text: str = Field(description="Kind and number of the text, the same in all its wordings")
    wording: int = Field(alias="number", description="Number of the wording; the greatest is what is said now")
    unit: str = Field(alias="text.unit.code", description="Code of the unit")
    kind: TextKind = Field(alias="text.kind", description="Rule, bulletin or guide")
    state: WordingState = Field(description="In force, revised or abolished")
    title: str = Field(description="Title")
    reference: str = Field(description="Document number or issue; empty where there is none")
    adopted_by: str = Field(description="Who adopted or issued it")
    adopted_on: date = Field(description="When it was adopted or issued")
    in_force_from: date = Field(description="From which day it is in force")
    ended_on: date | None = Field(description="From which day it is no longer in force")
    ended_by: str = Field(description="By what it was abolished")
    published_at: datetime = Field(description="When it became public here")
    body: str = Field(description="The text, in Markdown")
    content_sha256: str = Field(description="Hash of its canonical document, as the log has it")

    @staticmethod
    def resolve_text(wording: Wording) -> str:
        """Return kind and number of its text."""
        return str(wording.text)


class TextFilters(Filters):
    """By what texts are narrowed."""

    kind: Annotated[TextKind | None, FilterLookup("text__kind")] = Field(None, description="Of one kind")
    state: Annotated[WordingState | None, FilterLookup("state")] = Field(None, description="In one state")
    unit: Annotated[Code | None, FilterLookup("text__unit__code")] = Field(None, description="Of one unit")


TEXTS = Dataset(
    key="texts",
    order=70,
    title=_("Rules, bulletins and the guide"),
    description=_("Every wording that was published, with who adopted it and how long it was in force."),
    record=TextRecord,
    filters=TextFilters,
    rows=lambda filters: filters.filter(Wording.objects.filter(state__in=PUBLIC).select_related("text__unit")),
    newest_by="published_at",
    primary_key=("text", "wording"),
)


class AppointmentRecord(Record):
    """Somebody who sits in the leading group or its office, supervises, runs errands or keeps village books."""

    key: int = Field(alias="pk", description="Number of the entry")
    unit: str = Field(alias="unit.code", description="Code of the unit")
    office: Office = Field(description="To what somebody was appointed")
    name: str = Field(description="Name in Chinese")
    post: str = Field(alias="post_zh", description="As what, such as head of the group")
    origin: str = Field(alias="origin_zh", description="What somebody is otherwise, or whose deputy")
    duties: str = Field(alias="duties_zh", description="What somebody does")
    trained_on: date | None = Field(description="When somebody was last trained")
    pay: Decimal | None = Field(description="What is paid a month, in yuan")
    starts_on: date = Field(description="First day of the term")
    ends_on: date | None = Field(description="Last day of the term")

    @staticmethod
    def resolve_name(row: Appointment) -> str:
        """Return the name in Chinese, of the account where there is one."""
        return row.person.name_zh if row.person else row.name_zh


class AppointmentFilters(Filters):
    """By what appointments are narrowed."""

    office: Annotated[Office | None, FilterLookup("office")] = Field(None, description="To one office")
    unit: Annotated[Code | None, FilterLookup("unit__code")] = Field(None, description="For one unit")


APPOINTMENTS = Dataset(
    key="appointments",
    order=80,
    title=_("People in charge of disclosure"),
    description=_("Leading group, lay supervisors, village agents and keepers of village books, with their terms."),
    record=AppointmentRecord,
    filters=AppointmentFilters,
    rows=lambda filters: filters.filter(Appointment.objects.select_related("unit", "person")),
    primary_key=("key",),
)
