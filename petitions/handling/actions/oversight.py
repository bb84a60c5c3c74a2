"""Petitions that are supervised, and leaders who answer for one."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.actions import taking
from petitions.handling.enums import MAX_LENGTH, Paper
from petitions.handling.models import Petition, Supervision
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import holders
from portal.core.refusals import Refused
from portal.core.texts import required


def supervise(
    *, actor: User, petition: Petition, words: str, due: date, at: datetime, seen: int | None = None
) -> Petition:
    """Supervise a petition: whoever has it reads what is expected, and by when.

    Raises:
        Refused: The words are missing, or the day has passed.
    """

    def change(locked: Petition) -> None:
        if due < timezone.localdate(at):
            raise Refused(_("Choose a day that is still to come."), "due")
        text = required(words, _("Write what is expected."), "words", MAX_LENGTH)
        Supervision.objects.create(petition=locked, words=text, due=due, ordered_by=actor, ordered_at=at)
        locked.is_supervised = True
        taking.issue(actor, locked, Paper.SUPERVISION, at, due=due)

    return taking.take(actor, petition, "supervise", change, seen=seen, at=at)


def sponsor(*, actor: User, petition: Petition, leader: User, at: datetime, seen: int | None = None) -> Petition:
    """Name the leader who answers for a petition until it is concluded.

    Raises:
        Refused: They are no leader of the township, or are kept from it.
    """

    def change(locked: Petition) -> None:
        if not holders(Role.LEADER, locked.town, at=at).filter(pk=leader.pk).exists():
            raise Refused(_("Choose a leader of the township."), "leader")
        if locked.bars.filter(person=leader, lifted_at=None).exists():
            raise Refused(_("This leader is complained about or has stepped aside."), "leader")
        locked.sponsor = leader

    return taking.take(actor, petition, "sponsor", change, seen=seen, at=at)
