"""What was said of an obligation, as the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.obligations.enums import ExemptionKind, ExemptionState
from disclosure.obligations.models import Exemption
from portal.core.texts import as_written


@dataclass(frozen=True, slots=True)
class ExemptionShown:
    """What is in force or said of an obligation.

    Attributes:
        title: Who said or decided what.
        reason: Why.
        kind: `warn` while it is to be checked, else `info`.
        public: Whether residents read the reason, in words.
    """

    title: str
    reason: str
    kind: str
    public: str


def exemption_shown(exemption: Exemption) -> ExemptionShown:
    """Return how an exemption is shown that is in force or to be checked."""
    is_said = exemption.state == ExemptionState.PENDING
    who = (exemption.said_by if is_said else exemption.decided_by) or exemption.said_by
    if is_said:
        title = _("%(who)s says that nothing of the kind happened")
    elif exemption.kind == ExemptionKind.EXCUSED:
        title = _("Excused by %(who)s")
    else:
        title = _("Nothing of the kind happened, checked by %(who)s")
    return ExemptionShown(
        title=title % {"who": who.name},
        reason=as_written(exemption.reason),
        kind="warn" if is_said else "info",
        public=_("Residents read this reason.") if exemption.is_public else _("Residents do not read this reason."),
    )
