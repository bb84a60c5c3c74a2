"""Corrections that answer residents: begun because of an opinion, naming opinions, and writing to their senders."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.notices.actions.drafts import change_draft
from disclosure.notices.actions.publishing import start_correction
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.opinions.actions import letters
from disclosure.opinions.models import Opinion, OpinionCorrection
from disclosure.opinions.policies import WORKS_ON_OPINION
from disclosure.opinions.queries.opinions import answered_by, answered_or_joined, can_be_named
from portal.accounts.models import User
from portal.core.refusals import Conflict, NotAllowed, Refused


def name_opinions(*, actor: User, edition: Edition, opinions: Iterable[Opinion], at: datetime) -> Edition:
    """Say which opinions a correction answers; it replaces those named before.

    Those the actor may not read stay as they are.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices.
        Conflict: The edition is no draft any more.
        Refused: The edition corrects nothing, or an opinion is about another notice or was not taken up.
    """
    wanted = {one.pk for one in opinions}

    def write(draft: Edition) -> None:
        if draft.number == 1:
            raise Refused(_("A first edition corrects nothing, so it answers no opinions."))
        offered = set(can_be_named(actor, draft, at=at).values_list("pk", flat=True))
        if wanted - offered:
            raise Refused(_("Only opinions about this notice that were taken up can be named."))
        known = {row.opinion_id: row for row in OpinionCorrection.objects.filter(edition=draft)}
        for pk in offered & (known.keys() - wanted):
            known[pk].delete()
        for pk in sorted(wanted - known.keys()):
            OpinionCorrection.objects.create(edition=draft, opinion_id=pk)

    return change_draft(actor=actor, edition=edition, verb="name opinions", change=write, at=at)


def choose_opinions(*, actor: User, edition: Edition, chosen: Collection[str], at: datetime) -> None:
    """Say which opinions a correction answers, by their keys as they were offered to the actor."""
    opinions = can_be_named(actor, edition, at=at).filter(pk__in=chosen)
    name_opinions(actor=actor, edition=edition, opinions=opinions, at=at)


def write_to_senders(*, edition: Edition, at: datetime, **_by: User) -> None:
    """Write to the senders of the opinions that a published edition answers, and of those joined with them."""
    if edition.number > 1:  # only a correction names opinions
        number = str(edition.number)
        letters.write(
            answered_or_joined(edition), edition.notice, "opinion_corrected", at=at, occasion=number, edition=number
        )


def start_correction_because_of(*, actor: User, opinion: Opinion, at: datetime) -> Edition:
    """Begin the edition that corrects an opinion's notice, or go on with its draft, and name the opinion in it.

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
