"""Writes about what is owed: made by count, exempted, arisen from an event."""

from disclosure.obligations.actions.events import begin_notice, drop_event, link, record_event
from disclosure.obligations.actions.exemptions import check_claim, claim_not_applicable, end_exemption, excuse
from disclosure.obligations.actions.making import Made, make

__all__ = [
    "Made",
    "begin_notice",
    "check_claim",
    "claim_not_applicable",
    "drop_event",
    "end_exemption",
    "excuse",
    "link",
    "make",
    "record_event",
]
