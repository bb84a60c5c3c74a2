"""What residents ask and are answered, as open data."""

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import has_hidden, newest_first
from portal.site.data.registry import Code, Dataset, Filters, Record


class OpinionRecord(Record):
    """A question, objection or suggestion that is public, with its answer."""

    number: str = Field(description="Its number: that of the notice with -Y1, -Y2 …")
    notice: str = Field(alias="notice.number", description="Number of the notice it is about")
    unit: str = Field(alias="notice.unit.code", description="Code of the unit that owes the notice")
    kind: OpinionKind = Field(description="Question, objection or suggestion")
    received_at: datetime = Field(alias="case.received_at", description="When it came in")
    text: str = Field(description="As it was screened for the public")
    also_asked: int = Field(description="How many others asked the same")
    line: int | None = Field(description="Number of the line it is about")
    answer_due: date | None = Field(None, alias="clock.due", description="By which day it is to be answered")
    answered_by: str | None = Field(description="Code of the unit that answered")
    answered_at: datetime | None = Field(description="When the answer became public")
    answer: str = Field(description="The answer; empty until it is public")

    @staticmethod
    def resolve_text(opinion: Opinion) -> str:
        """Return what the public reads of it."""
        return opinion.screening.shown_text if opinion.screening else ""

    @staticmethod
    def resolve_answered_by(opinion: Opinion) -> str | None:
        """Return the unit, once the answer is public."""
        return opinion.unit.code if opinion.unit and opinion.state == OpinionState.CLOSED else None

    @staticmethod
    def resolve_answered_at(opinion: Opinion) -> datetime | None:
        """Return when the answer was checked, which made it public."""
        return opinion.checked_at if opinion.state == OpinionState.CLOSED else None

    @staticmethod
    def resolve_answer(opinion: Opinion) -> str:
        """Return the answer, once it is public."""
        return opinion.answer if opinion.state == OpinionState.CLOSED else ""


class OpinionFilters(Filters):
    """By what opinions are narrowed."""

    unit: Annotated[Code | None, FilterLookup("notice__unit__code")] = Field(None, description="About one unit")
    notice: Annotated[Code | None, FilterLookup("notice__number")] = Field(None, description="About one notice")
    kind: Annotated[OpinionKind | None, FilterLookup("kind")] = Field(None, description="Of one kind")


OPINIONS = Dataset(
    key="opinions",
    order=80,
    title=_("Opinions and answers"),
    description=_("What residents asked about notices in force, as it was screened, and what they were answered."),
    record=OpinionRecord,
    filters=OpinionFilters,
    rows=lambda filters: filters.filter(newest_first()),
    primary_key=("number",),
    newest_by="received_at",
    has_hidden=has_hidden,
)
