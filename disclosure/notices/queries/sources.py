"""Notices as the publication log, the search index, the catalogue and the messages ask for them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.owed import due_after
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import PUBLIC, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries import editions
from disclosure.notices.queries.content import composed_en, composed_zh, neutral_title, title_of
from disclosure.notices.queries.editions import NOTICE, live, waiting_for, waits_for
from disclosure.notices.registry import form_of
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import Roster, holders
from portal.core.calendar.rules import Calendar
from portal.core.dates import full_date
from portal.core.log_subjects import LIVE, SUPERSEDED, WITHDRAWN, LogTitle, Verification
from portal.core.models import AuditLine, SearchDocument
from portal.core.policy import one_reading
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import Step, To


def titles(numbers: Collection[str]) -> dict[str, LogTitle]:
    """Return what notices are called, by number; where nothing is live, without any word of their editions."""
    rows = Notice.objects.filter(number__in=numbers, editions__state__in=PUBLIC).select_related("unit", "entry")
    in_force = live().filter(notice__number__in=numbers).order_by()
    written = dict(in_force.exclude(title="").values_list("notice", "title"))
    return {
        one.number: LogTitle(
            written.get(one.pk) or neutral_title(one), one.unit.name, reverse("disclosure:notice", args=[one.number])
        )
        for one in rows.distinct()
    }


def numbers_of_unit(code: str) -> QuerySet[Notice, str]:
    """Return the numbers of a unit's notices, for use as a subquery."""
    return Notice.objects.filter(unit__code=code).order_by().values_list("number", flat=True)


def by_code(code: str) -> Verification | None:
    """Return what the short code of a poster stands for; None for one nobody has read on a poster of ours."""
    edition = editions.by_code(code)
    if edition is None or edition.published_at is None:
        return None
    notice, state = edition.notice, State(edition.state)
    statuses = {State.PUBLISHED: LIVE, State.SUPERSEDED: SUPERSEDED, State.WITHDRAWN: WITHDRAWN}
    replaced_by = _live_number(notice) if state == State.SUPERSEDED else None
    is_readable = state == State.PUBLISHED or replaced_by is not None
    return Verification(
        status=statuses[state],
        number=notice.number,
        edition=edition.number,
        title=title_of(edition) if is_readable else neutral_title(notice),
        unit=notice.unit.publishing_body,
        url=reverse("disclosure:notice", args=[notice.number]),
        published_at=edition.published_at,
        replaced_by=replaced_by,
        reason=edition.withdrawal_reason,
        edition_url=reverse("disclosure:edition", args=[notice.number, edition.number]) if replaced_by else "",
        sequence=edition.log_sequence or 0,
        content_sha256=edition.content_sha256,
        code=edition.shown_code,
    )


def _live_number(notice: Notice) -> int | None:
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED)
    return live.values_list("number", flat=True).first()


CHUNK = 200
"""Editions read at once."""


def search_document(edition: Edition) -> SearchDocument:
    """Return the document of a live edition, to be put into the index in the place of the edition before it."""
    if edition.published_at is None:
        raise ValueError(f"Edition {edition.pk} has never been published.")
    notice, unit, entry = edition.notice, edition.notice.unit, edition.notice.entry
    form = form_of(edition)
    with translation.override(settings.LANGUAGE_CODE):
        url = reverse("disclosure:notice", args=[notice.number])
        written = [line.written() for _edition, line in form.lines([edition.pk], None)] if form.lines else []
    return SearchDocument(
        kind=NOTICE,
        key=notice.pk,
        number=notice.number,
        edition=edition.number,
        url=url,
        title_zh=edition.title or composed_zh(notice),
        title_en=edition.title or composed_en(notice),
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        stream=entry.stream,
        entry=entry.code,
        entry_zh=entry.name_zh,
        entry_en=entry.name_en,
        period=notice.period,
        form=form.key,
        body=edition.body,
        lines="\n".join(written),
        files="\n".join(one.name for one in edition.attachments.all()),
        published_at=edition.published_at,
        until=edition.notice_to,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield the documents of the live notices whose keys come after one, in the order of their keys."""
    rows = live().filter(notice__gt=after).order_by("notice_id").defer("canonical").prefetch_related("attachments")
    return (search_document(edition) for edition in rows.iterator(chunk_size=CHUNK))


def has_notices(entry: CatalogueEntry | None) -> bool:
    """Return whether a notice was begun with an entry; with None, whether any was begun at all."""
    return (Notice.objects.filter(entry=entry) if entry else Notice.objects.all()).exists()


def begun_since(unit: Unit, entries: Collection[CatalogueEntry], first: date) -> Iterable[tuple[str, str]]:
    """Return number and period of a unit's regular notices of some entries whose period ends on a day or later."""
    rows = Notice.objects.filter(unit=unit, entry__in=entries, sequence__isnull=True, period_ends_on__gte=first)
    return rows.order_by("number").values_list("number", "period")


WAITING = (State.SUBMITTED, State.COUNTERSIGNED, State.REVIEWED, State.APPROVED)
"""States in which an edition waits for somebody. One that is scheduled waits for its time."""
DECIDING = {
    "countersign": Role.SUPERVISOR,
    "review": Role.REVIEWER,
    "approve": Role.APPROVER,
    "publish": Role.PUBLISHER,
}
"""Whose step an edition waits for."""


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of editions that have waited for too long."""
    at, on, calendar = occasion.at, occasion.on, occasion.calendar
    rows = Edition.objects.filter(state__in=WAITING, state_since__lte=at).defer("body", "canonical")
    waiting: dict[Edition, Sequence[Step]] = {}
    for edition in rows.select_related("notice__unit", "notice__entry"):
        since = timezone.localdate(edition.state_since)
        steps = rules.of_waiting(since, on=on, longer_than=rules.WAITS, kind="waiting", calendar=calendar)
        if steps:
            waiting[edition] = steps
    following = next_people(occasion.roster, waiting, at)
    causes = [_cause(edition, steps, following[edition.pk], occasion) for edition, steps in waiting.items()]
    return reminders_of(causes, on=on)


def next_people(held: Roster, editions: Iterable[Edition], at: datetime) -> Mapping[int, Sequence[User]]:
    """Return who may take the next step with each edition that waits, as the policies of the workflow say.

    Only those who hold the role of that step are asked about; deputies of clerks take none of these steps.
    """
    waiting = list(editions)
    found: dict[int, list[User]] = {edition.pk: [] for edition in waiting}
    asked = {(DECIDING[waits_for(edition)], edition.notice.unit) for edition in waiting}
    people = {person for role, unit in asked for person in held.holders(role, unit)}
    with one_reading():
        for person in sorted(people, key=lambda one: one.pk):
            mine = waiting_for(person, at=at).filter(pk__in=found, state__in=WAITING)
            for key in mine.order_by().values_list("pk", flat=True):
                found[key].append(person)
    return found


def who_handed_in(edition: Edition, _at: datetime) -> list[User]:
    """Return who submitted an edition, and who had its publication scheduled."""
    return [one for one in (edition.prepared_by, edition.scheduled_by) if one]


def makers_of(edition: Edition, at: datetime) -> list[User]:
    """Return who handed in an edition, and the clerks of its station or of its unit with their deputies."""
    clerks = holders(Role.CLERK, edition.notice.station or edition.notice.unit, at=at)
    return [*clerks, *who_handed_in(edition, at)]


def words_of_news(edition: Edition) -> dict[str, str]:
    """Return what messages call an edition: by its title once that is public, for messages leave the portal."""
    notice = edition.notice
    title = title_of(edition) if edition.state == State.PUBLISHED else neutral_title(notice)
    return {"unit": notice.unit.name, "notice": title, "number": notice.number}


def page_of(edition: Edition) -> str:
    """Return the address of an edition's page on the desk, for messages."""
    return f"/desk/editions/{edition.pk}/"


_CAUSE = re.compile(r"edition:(?P<number>[^:]+)/(?P<edition>\d+):(?P<state>[a-z]+):(?P<since>[\d-]+)")


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when editions left the state in which people were reminded of them, by cause."""
    found = {cause: match for cause in causes if (match := _CAUSE.fullmatch(cause))}
    rows = Edition.objects.filter(notice__number__in={match["number"] for match in found.values()})
    keys = {f"{number}/{edition}": pk for pk, number, edition in rows.values_list("pk", "notice__number", "number")}
    lines = AuditLine.objects.filter(subject_kind=Edition._meta.label_lower, subject_id__in=keys.values())
    left: dict[tuple[int | None, str], list[datetime]] = {}
    for pk, state, at in lines.exclude(source="").order_by("at").values_list("subject_id", "source", "at"):
        left.setdefault((pk, state), []).append(at)

    def when(match: re.Match[str]) -> datetime | None:
        since, key = date.fromisoformat(match["since"]), keys.get(f"{match['number']}/{match['edition']}")
        return next((at for at in left.get((key, match["state"]), ()) if timezone.localdate(at) >= since), None)

    return {cause: gone for cause, match in found.items() if (gone := when(match))}


def _cause(edition: Edition, steps: Sequence[Step], people: Sequence[User], occasion: Occasion) -> Cause:
    since, notice, calendar = timezone.localdate(edition.state_since), edition.notice, occasion.calendar
    return Cause(
        key=f"edition:{edition.audit_number()}:{edition.state}:{since}",
        steps=steps,
        people={To.NEXT: people},
        words=lambda: {
            "unit": notice.unit.name,
            "item": notice.entry.name,
            "period": name_of(Period.parse(notice.period)),
            "due": full_date(_due_of(notice, calendar)),
            "days": str(calendar.count(since, occasion.on)),
        },
        urls={To.NEXT: page_of(edition)},
    )


def _due_of(notice: Notice, working: Calendar) -> date:
    """Return by when a notice is to be public; what was written as it happened, counted from that day."""
    if notice.due_on:
        return notice.due_on
    days = notice.entry.working_days or settings.EVENT_WORKING_DAYS
    return due_after(timezone.localdate(notice.created_at), working_days=days, calendar=working).date
