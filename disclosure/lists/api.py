"""Every form that is a list as open data, made of its columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, override
from ninja import FilterLookup
from pydantic import Field, create_model

from disclosure.lists.registry import Kind, ListForm
from disclosure.notices.enums import State
from portal.site.data.registry import Code, Dataset, Filters, Record

_TYPES: dict[Kind, Any] = {"amount": Decimal, "quantity": Decimal, "number": int, "date": date}


class LineFilters(Filters):
    """By what lines are narrowed."""

    unit: Annotated[Code | None, FilterLookup("edition__notice__unit__code")] = Field(None, description="Of one unit")
    entry: Annotated[Code | None, FilterLookup("edition__notice__entry__code")] = Field(None, description="Of one item")
    period: Annotated[Code | None, FilterLookup("edition__notice__period")] = Field(None, description="Of one period")


def dataset_of(form: ListForm) -> Dataset:
    """Return the dataset of a form: a record for each line of the lists in force."""
    return Dataset(
        key=form.key,
        order=60,
        title=form.label,
        description=format_lazy(_("{heading}: every line of the lists in force."), heading=form.heading),
        record=_record_of(form),
        filters=LineFilters,
        rows=lambda filters: filters.filter(
            form.model._default_manager.filter(edition__state=State.PUBLISHED).select_related(
                "edition__notice__unit", "edition__notice__entry"
            )
        ),
        primary_key=("notice", "number"),
    )


def _record_of(form: ListForm) -> type[Record]:
    fields: dict[str, Any] = {
        "notice": (str, Field(alias="edition.notice.number", description="Number of the notice")),
        "unit": (str, Field(alias="edition.notice.unit.code", description="Code of the unit that owes the notice")),
        "entry": (str, Field(alias="edition.notice.entry.code", description="Code of the item of the catalogue")),
        "period": (str, Field(alias="edition.notice.period", description="Period it is about")),
        "number": (int, Field(description="Number of the line, from 1")),
    }
    for name in form.names:
        field = form.field(name)
        kind = _TYPES.get(form.kind(name), str)
        fields[name] = (kind | None if field.null else kind, Field(description=_description(field)))
    made: type[Record] = create_model(f"{form.key.title()}Record", __base__=Record, **fields)
    return made


def _description(field: models.Field[Any, Any]) -> str:
    """Return what a column holds, in English, with its choices."""
    with override("en"):
        words = str(field.verbose_name)
        choices = "; ".join(f"{value}: {label}" for value, label in field.flatchoices if value)
    return f"{words}. {choices}" if choices else words
