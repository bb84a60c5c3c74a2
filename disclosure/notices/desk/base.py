"""What the desk's pages of disclosure have in common."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.notices.models import Edition
from disclosure.notices.policies import PREPARES
from disclosure.notices.queries.editions import visible
from disclosure.notices.queries.titles import title_of
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.desk.pages import crumbs


def the_draft(person: User, pk: int, *, at: datetime) -> Edition:
    """Return an edition this person may write; one that is no draft any more is refused by the action.

    Raises:
        Http404: There is none, or this person does not prepare the unit's notices.
    """
    edition = visible(person, at=at).filter(pk=pk).first()
    if edition is None or edition.is_public or not PREPARES.allows(person, edition, at=at):
        raise Http404(_("There is no such draft."))
    return edition


def version_of(edition: Edition) -> int:
    """Return the version an edition has by now."""
    return Edition.objects.values_list("version", flat=True).get(pk=edition.pk)


def crumbs_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the way to a page below that of an edition."""
    return crumbs(
        (_("Notices"), reverse("disclosure_desk:notices")),
        (title_of(edition), reverse("disclosure_desk:edition", args=[edition.pk])),
    )


def clerk_units(person: User, *, at: datetime) -> list[Unit]:
    """Return the units whose notices this person prepares, in the order of their codes.

    Raises:
        Http404: There is none: the pages of clerks do not exist for this person.
    """
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).select_related("parent").order_by("code"))
    if not units:
        raise Http404(_("This page is for clerks."))
    return units
