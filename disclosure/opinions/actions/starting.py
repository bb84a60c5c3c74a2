"""Begin the correction that an opinion asks for."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.notices.actions.publishing import start_correction
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.opinions.actions.corrections import name_opinions
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import WORKS_ON_OPINION
from disclosure.opinions.queries.corrections import answered_by, can_be_named
from portal.accounts.models import User
from portal.core.refusals import Conflict, NotAllowed, Refused


def start_correction_because_of(*, actor: User, opinion: Opinion, at: datetime) -> Edition:
    """Begin the edition that corrects an opinion's notice, and name the opinion in it.

    Args:
        actor: A clerk of the unit who works on the opinion.
        opinion: An opinion that was taken up.
        at: Now.

    Returns:
        The draft; one that was begun already is taken further.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices, or does not read this opinion.
        Conflict: A correction is with those who sign it.
        Refused: The notice is not live, or the opinion was not taken up.
    """
    if not WORKS_ON_OPINION.allows(actor, opinion, at=at):
        raise NotAllowed(_("You do not work on this opinion."))
    live = Edition.objects.filter(notice=opinion.notice_id, state=State.PUBLISHED).first()
    if live is None:
        raise Refused(_("Only what the notice says now can be corrected."))
    with transaction.atomic():
        draft = start_correction(actor=actor, edition=live, at=at)
        if draft.state != State.DRAFT:
            raise Conflict(_("A correction has been submitted already. This opinion can be named if it is sent back."))
        named = can_be_named(actor, draft, at=at).filter(pk__in=answered_by(draft).order_by().values("pk"))
        return name_opinions(actor=actor, edition=draft, opinions=[*named, opinion], at=at)
