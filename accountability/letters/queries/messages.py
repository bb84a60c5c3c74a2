"""Who is reminded and told of letters and quarterly reports, and when that is settled."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from accountability.letters.enums import TO_SIGN, UNREPORTED, LetterState
from accountability.letters.models import Letter, SelfReport
from accountability.letters.queries.log import title_of
from accountability.letters.rules import REMINDED_BEFORE
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import Roster, holders
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import To


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of letters that are not signed and of quarters that are not reported."""
    letters = Letter.objects.filter(state__in=TO_SIGN, state_since__lte=occasion.at)
    related = ("unit__parent", "town", "principal", "wording__template", "cadre_of")
    causes = [_of_letter(one, occasion) for one in letters.select_related(*related).order_by("pk")]
    reports = SelfReport.objects.filter(state__in=UNREPORTED, ends_on__lt=occasion.on)
    causes += [_of_report(one, occasion) for one in reports.select_related("unit__parent", "town").order_by("pk")]
    return reminders_of(causes, on=occasion.on)


def _of_letter(letter: Letter, occasion: Occasion) -> Cause:
    """Return the cause of one letter: who is to sign it is reminded, then the secretary."""
    held = occasion.roster
    return Cause(
        key=_cause_of_letter(letter),
        steps=rules.of_case(letter.due, on=occasion.on, kind="letter", before=REMINDED_BEFORE),
        people={
            To.CLERK: _next_of(letter, held),
            To.SECRETARY: held.holders(Role.SECRETARY, letter.town),
        },
        words=lambda: _words(letter.unit, letter.number, letter.due, days=abs((occasion.on - letter.due).days)),
        urls=dict.fromkeys((To.CLERK, To.SECRETARY), page_of(letter)),
    )


def _next_of(letter: Letter, held: Roster) -> list[User]:
    """Return whose signature or check a letter waits for."""
    if letter.state == LetterState.ISSUED:
        return [letter.principal] if letter.principal and letter.principal.is_active else []
    if letter.state == LetterState.ON_PAPER:
        return held.holders(Role.SECRETARY, letter.town)
    return held.heads(letter.unit) if letter.cadre_of_id else held.holders(Role.APPROVER, letter.town)


def _of_report(report: SelfReport, occasion: Occasion) -> Cause:
    """Return the cause of one report: clerk and head of the unit are reminded, then the secretary."""
    held = occasion.roster
    return Cause(
        key=_cause_of_report(report),
        steps=rules.of_case(report.due, on=occasion.on, kind="quarter", before=REMINDED_BEFORE),
        people={
            To.CLERK: held.clerks(report.unit),
            To.HEAD: held.heads(report.unit),
            To.SECRETARY: held.holders(Role.SECRETARY, report.town),
        },
        words=lambda: _words(report.unit, report.number, report.due, days=abs((occasion.on - report.due).days)),
        urls=dict.fromkeys((To.CLERK, To.HEAD, To.SECRETARY), page_of_report(report)),
    )


def _cause_of_letter(letter: Letter) -> str:
    return f"letter:{letter.pk}:{letter.state}:{letter.due}"


def _cause_of_report(report: SelfReport) -> str:
    return f"self_report:{report.pk}:{report.state}:{report.due}"


def letters_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when letters went on, by the cause of their reminders."""
    known = {one.pk: one for one in Letter.objects.filter(pk__in=_keys(causes))}
    found = {cause: known.get(int(cause.split(":")[1])) for cause in causes}
    return {cause: row.state_since for cause, row in found.items() if row and _cause_of_letter(row) != cause}


def reports_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when quarters were reported, by the cause of their reminders."""
    known = {one.pk: one for one in SelfReport.objects.filter(pk__in=_keys(causes))}
    found = {cause: known.get(int(cause.split(":")[1])) for cause in causes}
    return {cause: row.state_since for cause, row in found.items() if row and _cause_of_report(row) != cause}


def _keys(causes: Collection[str]) -> set[int]:
    return {int(cause.split(":")[1]) for cause in causes}


def who_signs(letter: Letter, _at: datetime) -> list[User]:
    """Return who signs a letter for party B."""
    return [letter.principal] if letter.principal and letter.principal.is_active else []


def who_answers(letter: Letter, at: datetime) -> list[User]:
    """Return who answers a refusal: the party committee, and the secretary."""
    return [*holders(Role.APPROVER, letter.town, at=at), *holders(Role.SECRETARY, letter.town, at=at)]


def who_reports(report: SelfReport, at: datetime) -> Iterable[User]:
    """Return who reports for a unit: its clerks."""
    return holders(Role.CLERK, report.unit, at=at)


def who_checks(report: SelfReport, at: datetime) -> Iterable[User]:
    """Return who checks reports: the discipline secretary."""
    return holders(Role.SECRETARY, report.town, at=at)


def page_of(letter: Letter) -> str:
    """Return the address of a letter's page on the desk, for messages."""
    return f"/desk/letters/{letter.pk}/"


def page_of_report(report: SelfReport) -> str:
    """Return the address of a report's page on the desk, for messages."""
    return f"/desk/letters/reports/{report.pk}/"


def words_of_letter(letter: Letter) -> dict[str, str]:
    """Return what messages say of a letter."""
    return dict(_words(letter.unit, letter.number, letter.due, days=0)) | {"notice": title_of(letter)}


def words_of_report(report: SelfReport) -> dict[str, str]:
    """Return what messages say of a report."""
    return dict(_words(report.unit, report.number, report.due, days=0))


def _words(unit: Unit, number: str, due: date, *, days: int) -> dict[str, str]:
    return {"unit": unit.name, "number": number, "due": full_date(due), "days": str(days)}
