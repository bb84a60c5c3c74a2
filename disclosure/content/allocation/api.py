"""What was given to whom, as open data."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from disclosure.content.allocation.models import AllocationLine
from disclosure.notices.enums import State
from portal.site.data.registry import Code, Dataset, Filters, Record


class AllocationRecord(Record):
    """A sum given to a unit, or to somebody outside the portal, out of a fund."""

    notice: str = Field(alias="edition.notice.number", description="Number of the notice")
    giver: str = Field(alias="edition.notice.unit.code", description="Code of the unit that gave it")
    number: int = Field(description="Number of the line, from 1")
    unit: str | None = Field(None, alias="unit.code", description="Code of the unit it was given to")
    recipient: str = Field(description="To whom, where that is no unit")
    fund: str = Field(description="Out of which fund and for what")
    amount: Decimal = Field(description="In yuan")
    paid_on: date | None = Field(description="Day it was paid")
    note: str = Field(description="Note")


class AllocationFilters(Filters):
    """By what allocations are narrowed."""

    giver: Annotated[Code | None, FilterLookup("edition__notice__unit__code")] = Field(None, description="By one unit")
    unit: Annotated[Code | None, FilterLookup("unit__code")] = Field(None, description="To one unit")


ALLOCATIONS = Dataset(
    key="allocations",
    order=52,
    title=_("Allocations"),
    description=_("Every sum that was given to a unit or to somebody else, of the notices in force."),
    record=AllocationRecord,
    filters=AllocationFilters,
    rows=lambda filters: filters.filter(
        AllocationLine.objects.filter(edition__state=State.PUBLISHED).select_related("edition__notice__unit", "unit")
    ),
    primary_key=("notice", "number"),
)
