"""Writes about what is owed: made by count, exempted, arisen from an event, owed monthly."""

from disclosure.actions.obligations.books import end_monthly, mark_monthly
from disclosure.actions.obligations.events import drop_event, link, record_event
from disclosure.actions.obligations.exemptions import check_claim, claim_not_applicable, end_exemption, excuse
from disclosure.actions.obligations.making import Made, make

__all__ = [
    "Made",
    "check_claim",
    "claim_not_applicable",
    "drop_event",
    "end_exemption",
    "end_monthly",
    "excuse",
    "link",
    "make",
    "mark_monthly",
    "record_event",
]
