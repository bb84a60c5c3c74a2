"""Timed work of petitions."""

import logging

from celery import shared_task
from django.utils import timezone

from petitions.handling.actions.ending import conclude
from petitions.handling.queries.petitions import conclude_due as due
from portal.accounts.queries import system_actor
from portal.core.refusals import Refused

log = logging.getLogger(__name__)
CONCLUDED_AT_ONCE = 200


@shared_task(name="petitions.conclude_due")
def conclude_due() -> None:
    """Conclude the petitions of which no review was asked for in time, or none can be. Runs every hour."""
    at, actor = timezone.now(), system_actor()
    for petition in due(at)[:CONCLUDED_AT_ONCE]:
        try:
            conclude(actor=actor, petition=petition, at=at)
        except Refused as refusal:  # somebody took a step meanwhile
            log.info("Petition %s is not concluded: %s", petition.pk, refusal)
