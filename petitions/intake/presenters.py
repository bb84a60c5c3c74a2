"""A petition as its sender sees it."""

from datetime import date

from django.utils.translation import gettext as _

from petitions.handling.enums import PetitionState
from petitions.handling.queries.petitions import of_case
from portal.cases.models import Case
from portal.cases.registry import FollowPage


def follow_page(case: Case, today: date) -> FollowPage:  # noqa: ARG001 - until it says by when
    """Return how a petition stands, for people who have its number and code."""
    petition = of_case(case)
    return FollowPage(state=str(PetitionState(petition.state).label), meta=[(_("Number"), petition.number)])
