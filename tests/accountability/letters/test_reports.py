"""Quarterly reports: who reports, who checks, what is refused, and what everybody reads of them."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accountability.letters.actions import issuing, reports
from accountability.letters.actions.reports import Done
from accountability.letters.enums import ReportState
from accountability.letters.models import SelfReport
from accountability.letters.queries import figures, reports as queries
from portal.accounts.enums import Role
from portal.core import uploads
from portal.core.refusals import NotAllowed, Refused, WrongState
from tests.accountability.letters.making import PLANNED, Town, done, in_force, issued, report_of, town
from tests.factories import person

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 9, 2, 0, tzinfo=UTC)
MAY = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def here() -> Town:
    made = town()
    in_force(made, issued(made, made.village)[0])
    return made


def test_a_quarter_is_reported_sent_back_and_accepted(here: Town) -> None:
    reported = reports.report(actor=here.clerk, self_report=report_of(here.village), done=done(), at=APRIL)
    back = reports.send_back(actor=here.secretary, self_report=reported, reason="缺第二条。", at=APRIL)
    assert back.state == ReportState.RETURNED
    again = reports.report(actor=here.head, self_report=back, done=done(), at=MAY)
    # It was in time: what counts is when it was reported first.
    assert again.reported_on == APRIL.date()
    accepted = reports.accept(actor=here.secretary, self_report=again, at=MAY)
    assert accepted.state == ReportState.ACCEPTED
    with pytest.raises(WrongState):
        reports.report(actor=here.clerk, self_report=accepted, done=done(), at=MAY)
    assert {line.evidence for line in queries.newest_evidence(here.village, 2026).values()} == {"谈话记录 4 份"}


def test_others_neither_report_nor_check(here: Town) -> None:
    row = report_of(here.village)
    for other in (here.outsider, here.heads[1], here.supervisor, here.secretary, here.committee):
        with pytest.raises(NotAllowed):
            reports.report(actor=other, self_report=row, done=done(), at=APRIL)
    reported = reports.report(actor=here.clerk, self_report=row, done=done(), at=APRIL)
    for other in (here.clerk, here.head, here.committee, here.publisher):
        with pytest.raises(NotAllowed):
            reports.accept(actor=other, self_report=reported, at=APRIL)
        with pytest.raises(NotAllowed):
            reports.send_back(actor=other, self_report=reported, reason="重报。", at=APRIL)


def test_nobody_checks_what_they_reported(here: Town) -> None:
    both = person(Role.SECRETARY, here.town)
    both.posts.create(
        role=Role.CLERK, unit=here.village, title_zh="会计", starts_on=PLANNED.date(), given_by=here.secretary
    )
    reported = reports.report(actor=both, self_report=report_of(here.village), done=done(), at=APRIL)
    with pytest.raises(NotAllowed):
        reports.accept(actor=both, self_report=reported, at=APRIL)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfReport.objects.filter(pk=reported.pk).update(state=ReportState.ACCEPTED, checked_by=both)


def test_what_is_not_complete_is_refused(here: Town) -> None:
    row = report_of(here.village)
    two = done((1, 2))
    wrong = (two, [*two, Done(3, " ")], [*two, Done(3, "打 13800138000")], done((1, 2, 3, 4)))
    for lines in wrong:
        with pytest.raises(Refused), transaction.atomic():
            reports.report(actor=here.clerk, self_report=row, done=lines, at=APRIL)
    with pytest.raises(Refused):
        reports.report(actor=here.clerk, self_report=report_of(here.village, 2), done=done(), at=APRIL)
    assert not row.lines.exists()


def test_files_are_kept_with_the_duty_they_show(here: Town) -> None:
    file = uploads.Clean(b"%PDF-1.4", "谈话记录.pdf", uploads.kinds.PDF)
    lines = [Done(1, "谈了话。", "谈话记录 1 份", [file]), *done((2, 3))]
    reported = reports.report(actor=here.clerk, self_report=report_of(here.village), done=lines, at=APRIL)
    kept = reported.files.get()
    assert (kept.number, kept.name) == (1, "谈话记录.pdf")


def test_the_figures_are_what_sql_counts(here: Town) -> None:
    other = issued(here, here.villages[1])[0]
    reports.report(actor=here.clerk, self_report=report_of(here.village), done=done(), at=APRIL)
    found = figures.of_year(here.town, 2026, at=MAY)
    assert (found.due, found.signed, found.to_sign, found.refused) == (2, 1, 1, 0)
    assert (found.reports_due, found.reports_done, found.reports_late) == (2, 1, 1)
    units = figures.units_in_year(here.town, 2026, at=MAY)
    assert units[here.village.pk].is_signed
    assert (units[here.village.pk].reports_done, units[here.village.pk].reports_late) == (1, 0)
    assert (units[other.unit_id].reports_done, units[other.unit_id].reports_late) == (0, 1)
    issuing.withdraw(actor=here.secretary, letter=other, reason="有误。", at=MAY)
    assert figures.of_year(here.town, 2026, at=MAY).due == 1


def test_what_waits_is_each_ones_own(here: Town) -> None:
    row = report_of(here.village)
    assert list(queries.to_do(here.clerk, APRIL)) == [row]
    assert not queries.to_do(here.secretary, APRIL).exists()
    assert not queries.to_do(here.outsider, APRIL).exists()
    assert not queries.to_do(here.clerk, PLANNED).exists()
    reports.report(actor=here.clerk, self_report=row, done=done(), at=APRIL)
    assert list(queries.to_do(here.secretary, APRIL)) == [row]
