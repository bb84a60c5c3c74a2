"""Which step follows which in the life of an opinion.

It is screened by a named person of the office, answered by the unit it is given to, and the answer is
checked by the office before it is published.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from disclosure.notices.workflow import DISCLOSURE_RULES, VILLAGE_LAW
from disclosure.opinions.enums import OpinionState
from portal.core.workflow import Row, Workflow

OPINION = Workflow(
    name="opinion",
    rows=(
        Row(OpinionState.RECEIVED, "route", OpinionState.ROUTED, "screens", DISCLOSURE_RULES),
        Row(OpinionState.RECEIVED, "refuse", OpinionState.REFUSED, "screens", DISCLOSURE_RULES, needs_reason=True),
        Row(OpinionState.RECEIVED, "merge", OpinionState.MERGED, "screens", DISCLOSURE_RULES),
        Row(OpinionState.ROUTED, "reroute", OpinionState.ROUTED, "screens", DISCLOSURE_RULES, needs_reason=True),
        Row(OpinionState.ROUTED, "merge", OpinionState.MERGED, "screens", DISCLOSURE_RULES),
        Row(OpinionState.ROUTED, "answer", OpinionState.ANSWERED, "answers", VILLAGE_LAW),
        Row(OpinionState.ANSWERED, "send_back", OpinionState.ROUTED, "checks", DISCLOSURE_RULES, needs_reason=True),
        Row(OpinionState.ANSWERED, "close", OpinionState.CLOSED, "checks", DISCLOSURE_RULES),
    ),
    refusals={
        OpinionState.RECEIVED: _("This opinion waits to be screened."),
        OpinionState.ROUTED: _("This opinion has been given to a unit meanwhile and waits for its answer."),
        OpinionState.ANSWERED: _("This opinion has been answered meanwhile; the answer waits to be checked."),
        OpinionState.CLOSED: _("The answer to this opinion has been published meanwhile."),
        OpinionState.REFUSED: _("This opinion has been refused meanwhile."),
        OpinionState.MERGED: _("This opinion has been joined with another meanwhile."),
    },
)
