"""Writes about what is owed: made by count, exempted, arisen from an event, owed monthly."""

from disclosure.catalogue.actions.books import end_monthly, mark_monthly
from disclosure.obligations.actions.events import drop_event, link, record_event
from disclosure.obligations.actions.exemptions import check_claim, claim_not_applicable, end_exemption, excuse
from disclosure.obligations.actions.making import Made, make

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
