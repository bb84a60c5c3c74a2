"""Telling whoever works on a petition at once: that an answer is waited for, or that more has been said."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.models import Petition
from petitions.handling.policies import SEES_TO_TIME, WORKS_ON
from petitions.handling.queries import reminders
from petitions.handling.workflow import WAITS_FOR
from portal.accounts.models import User
from portal.accounts.queries import roster
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.messaging.actions.news import tell


def remind(*, actor: User, petition: Petition, at: datetime) -> list[User]:
    """Remind whoever an answer waits for, the office that is to check it included; once a day.

    Returns:
        Who was reminded.

    Raises:
        NotAllowed: The actor does not see to it that the petition is answered.
        Refused: It waits for nobody else, or was reminded of today.
    """
    if not SEES_TO_TIME.allows(actor, petition, at=at):
        raise NotAllowed(_("You may not remind anybody of this petition."))
    waited_for = reminders.waited_for(petition, roster(at=at)) if petition.state in WAITS_FOR else []
    people = [one for one in _who_see(petition, waited_for, at) if one.pk != actor.pk]
    if not people:
        raise Refused(_("It waits for nobody else."))
    if not _tell(petition, people, "petition_reminded", f"{timezone.localdate(at)}", by=actor, at=at):
        raise Refused(_("They have been reminded today."))
    audit.write(actor=actor, subject=petition, number=petition.number, verb="remind", at=at)
    return people


def tell_of_addition(actor: User, petition: Petition, at: datetime) -> None:
    """Tell whoever works on a petition that its sender has added something."""
    people = _who_see(petition, reminders.who_works(petition, at), at)
    _tell(petition, people, "petition_added", f"{petition.version}", by=actor, at=at)


def _tell(petition: Petition, people: list[User], kind: str, occasion: str, *, by: User, at: datetime) -> bool:
    """Tell people something of a petition; return whether anybody had not been told of this occasion before."""
    told = tell(
        people,
        by=by,
        kind=kind,
        cause=f"{kind}:{petition.number}:{occasion}",
        words=lambda: {"who": by.name, **reminders.words_of_news(petition)},
        url=reminders.page_of(petition),
        at=at,
    )
    return bool(told)


def _who_see(petition: Petition, people: list[User], at: datetime) -> list[User]:
    return [one for one in people if WORKS_ON.allows(one, petition, at=at)]
