"""The result of an appraisal is published, with its entry in the publication log."""

from datetime import datetime
from typing import Any

import rfc8785
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.appraisal.actions.appraisals import take
from accountability.appraisal.enums import LOG_KIND, OBJECTION_DAYS
from accountability.appraisal.models import Appraisal
from accountability.appraisal.queries.log import digest_of, search_document
from accountability.appraisal.queries.results import Result, result
from portal.accounts.models import User
from portal.core import calendar, pages, publication_log, search
from portal.core.models import LogKind
from portal.core.refusals import Refused


def publish(*, actor: User, appraisal: Appraisal, at: datetime, seen: int | None = None) -> Appraisal:
    """Publish a result. It can be objected to for five working days from the day after."""

    def change(locked: Appraisal) -> None:
        found = result(locked)
        if found is None:
            raise Refused(_("The votes are not counted yet."))
        locked.published_at = at
        today = timezone.localdate(at)
        locked.objections_until = calendar.load().add_working_days(today, OBJECTION_DAYS).date
        locked.document = rfc8785.dumps(document_of(found)).decode()
        publication_log.append(
            kind=LogKind.PUBLICATION,
            subject_kind=LOG_KIND,
            subject_number=locked.number,
            edition=1,
            content_sha256=digest_of(locked.document),
            facts={"published_by": actor.name_zh, "objections_until": locked.objections_until.isoformat()},
            at=at,
        )
        search.put(search_document(locked))
        pages.bump()

    return take(actor, appraisal, "publish", change, seen=seen, at=at)


def document_of(found: Result) -> dict[str, Any]:
    """Return the document whose canonical JSON is hashed: what everybody reads of a result."""
    held = found.appraisal.debriefing
    return {
        "number": found.appraisal.number,
        "unit": held.unit.code,
        "year": held.year,
        "day": held.day.isoformat(),
        "place": held.place,
        "tellers": found.appraisal.tellers,
        "scale": str(found.appraisal.scale),
        "issued": found.issued,
        "collected": found.collected,
        "valid": found.valid,
        "subjects": [
            {"name": one.subject.name, "title": one.subject.title, "votes": list(one.counts)} for one in found.subjects
        ],
        "lines": [
            {
                "classes": list(one.line.classes),
                "issued": one.line.issued,
                "collected": one.line.collected,
                "valid": one.line.valid,
                "votes": [list(subject.counts) for subject in one.subjects],
            }
            for one in found.lines
        ],
    }
