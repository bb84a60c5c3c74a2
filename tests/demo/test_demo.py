"""The demo township: what it always holds, that it is sound, and that it is loaded once and nowhere else."""

import csv
import json
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Max, Min
from django.test import Client
from pytest_django import Settings

from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.linked import linked_public
from disclosure.content.allocation.models import AllocationLine
from disclosure.content.statement import queries
from disclosure.content.statement.models import Answer, Statement
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.read import read_ledger
from disclosure.notices.enums import IN_PREPARATION, PUBLIC, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries import editions
from disclosure.obligations.queries import awaited, owed as obligations
from disclosure.obligations.rules import share
from disclosure.reports import queries as reports
from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES
from portal.accounts.models import StaffMember, Unit, User
from portal.accounts.queries import villages
from portal.core.models import AuditLine, LogEntry
from portal.core.personal import find_personal
from portal.demo.contents import FOLDER, rows
from portal.demo.load import load
from portal.messaging.enums import CampaignState
from portal.messaging.models import Campaign, Delivery, Message
from tests.factories import UnitFactory

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
PERIODS = tuple(Period.parse("2024Q4").shifted(count) for count in range(8))
LEDGERS: dict[str, Any] = json.loads((settings.BASE_DIR / "data/ledgers/expected.json").read_text(encoding="utf-8"))
GAPS = {
    ("QS-11", "2025Q2"),
    ("QS-01", "2026Q3"),
    ("QS-03", "2026Q3"),
    ("QS-10", "2026Q3"),
}
"""Quarters of money that are missing on purpose."""
WARNINGS = {
    *("W-ACCOUNT", "W-BALANCE-NEGATIVE", "W-CAPITAL", "W-CARD", "W-CASH", "W-COLUMN", "W-DATE", "W-DECIMALS"),
    *("W-EMPTY-APPROVER", "W-EMPTY-DATE", "W-EMPTY-HANDLER", "W-EMPTY-SUMMARY", "W-EMPTY-WITNESS"),
    *("W-ENTERTAINMENT", "W-ID", "W-NEGATIVE", "W-NO-AMOUNT", "W-OPENING-DERIVED", "W-OPENING-UNKNOWN"),
    *("W-OTHER", "W-PERIOD", "W-PHONE", "W-RESOLUTION", "W-SCALE", "W-SPLIT", "W-VOUCHER"),
}


@pytest.mark.usefixtures("demo")
class TestLoaded:
    """What is in the database after the demo was loaded."""

    def test_every_village_has_its_eight_quarters_but_for_the_gaps(self) -> None:
        live = Statement.objects.filter(edition__state=State.PUBLISHED).values_list(
            "edition__notice__unit__code", "edition__notice__period"
        )
        wanted = {(unit.code, str(period)) for unit in villages() for period in PERIODS} - GAPS
        wanted.add(("QS-12", "2026-10"))  # its books have been monthly since then
        assert set(live) == wanted
        assert str(PERIODS[-1]) == "2026Q3"

    def test_the_quarter_of_the_walk_through_is_open(self) -> None:
        assert not Notice.objects.filter(number="QS-01-F02-2026Q3").exists()
        clerk = User.objects.get(username="clerk.liushu")
        open_now = [(item.entry.code, item.period) for item in awaited.to_begin(clerk, at=NOW)]
        assert open_now == [("F02", "2026Q3")]

    def test_balances_chain_and_meet_the_sample_ledgers(self) -> None:
        closings = {
            (row.edition.notice.unit.code, row.edition.notice.period): row.closing
            for row in Statement.objects.filter(edition__state=State.PUBLISHED).select_related("edition__notice__unit")
        }
        for row in Statement.objects.filter(edition__state__in=PUBLIC).select_related("edition__notice__unit"):
            notice = row.edition.notice
            before = closings.get((notice.unit.code, str(Period.parse(notice.period).previous)))
            assert before in (None, row.opening), notice.number
        for ledger in LEDGERS.values():
            previous = str(Period.parse(ledger["period"]).previous)
            assert closings[ledger["unit"], previous] == Decimal(ledger["opening"])
        read = Statement.objects.get(edition__notice__number="QS-01-F02-2026Q2", edition__state=State.PUBLISHED)
        assert read.lines.count() == LEDGERS["liushu-2026Q2.xlsx"]["lines"]
        assert str(read.closing) == LEDGERS["liushu-2026Q2.xlsx"]["closing"]

    def test_nothing_published_breaks_a_rule_and_every_warning_is_answered(self) -> None:
        for edition in editions.with_content(editions.public()).filter(statement__isnull=False):
            findings = queries.findings_of(edition)
            assert not queries.outstanding(findings, queries.answers_of(edition)), edition
        assert set(Answer.objects.values_list("rule", flat=True)) == WARNINGS

    def test_the_town_reported_two_years_and_every_sum_fits(self) -> None:
        live = editions.live().filter(notice__entry__code="G19").order_by("notice__period")
        assert [one.notice.period for one in live] == ["2024", "2025"]
        for edition in live:
            report = reports.report_of(edition)
            assert report is not None
            assert reports.faults_of(edition, report) == []

    def test_corrections_change_no_balance_and_say_which_entry(self) -> None:
        assert not Edition.objects.filter(number=1).exclude(correction_reason="").exists()
        corrected = Edition.objects.filter(number=2, statement__isnull=False).select_related("notice", "statement")
        assert corrected.filter(state=State.PUBLISHED).count() >= 4
        for edition in corrected:
            first = edition.notice.editions.get(number=1).statement
            assert (first.opening, first.closing) == (edition.statement.opening, edition.statement.closing)
            changed = {
                line.number
                for line, before in zip(edition.statement.lines.all(), first.lines.all(), strict=True)
                if (line.summary, line.account_id, line.payment) != (before.summary, before.account_id, before.payment)
            }
            assert changed
            assert all(f"第 {number} 笔" in edition.correction_reason for number in changed), edition.correction_reason

    def test_time_runs_forward_and_the_log_is_sound(self) -> None:
        times = list(LogEntry.objects.order_by("sequence").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[0] < datetime(2025, 1, 1, tzinfo=UTC)
        assert times[-1] < NOW
        lines = AuditLine.objects.aggregate(first=Min("at"), last=Max("at"))
        assert datetime(2024, 9, 1, tzinfo=UTC) < lines["first"] < lines["last"] < NOW
        call_command("verify_log")

    def test_every_role_of_the_job_finds_work_on_its_desk(self) -> None:
        waiting = {
            name: {edition.state for edition in editions.waiting_for(User.objects.get(username=name), at=NOW)}
            for name in ("clerk.liushu", "supervisor.liushu", "reviewer", "approver", "publisher")
        }
        assert waiting == {
            "clerk.liushu": {"draft"},
            "supervisor.liushu": {"submitted"},
            "reviewer": {"submitted", "countersigned"},
            "approver": {"reviewed"},
            "publisher": {"approved"},
        }
        sent_back = Edition.objects.get(notice__number="QS-01-F06-2026Q3")
        assert (sent_back.state, sent_back.prepared_by) == (State.DRAFT, User.objects.get(username="clerk.liushu"))
        assert Edition.objects.filter(state=State.SCHEDULED, scheduled_for__gt=NOW).count() == 1
        assert {edition.state for edition in Edition.objects.filter(state__in=IN_PREPARATION)} == set(IN_PREPARATION)

    def test_some_of_the_last_quarter_is_late_and_some_is_missing(self) -> None:
        tally = share(row.status for row in obligations.owed_for(PERIODS[-1], units=villages(), at=NOW))
        assert tally.total == 12 * 12
        assert tally.late > 4
        assert tally.missing > 4
        assert tally.on_time > 0.8 * tally.total

    def test_a_notice_was_withdrawn_and_a_text_corrected(self) -> None:
        withdrawn = Edition.objects.get(state=State.WITHDRAWN)
        assert "重复" in withdrawn.withdrawal_reason
        text = Edition.objects.get(state=State.SUPERSEDED, form="project", notice__unit__code="QS")
        later = text.notice.editions.get(number=2)
        assert text.body != later.body
        assert later.state == State.PUBLISHED

    def test_what_the_town_gave_agrees_with_what_came_in_but_for_two_villages(self) -> None:
        found = [one for one in linked_public(list(villages()), at=NOW).values() if one.has_both]
        assert len(found) > 30
        differing = {(one.unit.code, str(one.period)) for one in found if not one.compared.agrees}
        assert differing == {("QS-07", "2026Q2"), ("QS-04", "2026Q3")}
        # What the open quarter will bring in is on the town's notice already.
        given = AllocationLine.objects.filter(unit__code="QS-01", paid_on__year=2026, paid_on__month__gte=7)
        assert sum(line.amount for line in given) == Decimal("233868.53")

    def test_some_committees_remarked_and_some_had_it_published(self) -> None:
        remarks = Edition.objects.exclude(countersign_remark="")
        assert remarks.filter(countersign_remark_public=True, state=State.PUBLISHED).count() == 2
        assert remarks.filter(countersign_remark_public=False).count() >= 2

    def test_only_the_demo_accounts_can_be_signed_in_with(self) -> None:
        usable = {user.username for user in User.objects.all() if user.has_usable_password()}
        assert usable == set(DEMO_USERNAMES)
        assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.filter(username__in=DEMO_USERNAMES))
        for unit in villages():
            assert unit.posts.filter(role="clerk").count() == unit.posts.filter(role="supervisor").count() == 1
            assert StaffMember.objects.filter(unit=unit).count() == 5

    def test_no_text_carries_a_personal_number_or_a_cause(self) -> None:
        for edition in Edition.objects.all():
            said = f"{edition.title} {edition.body}"
            assert find_personal(said) == [], edition
            assert not any(word in said for word in ("残疾", "患病", "大病", "癌", "精神病")), edition

    def test_a_result_stands_beside_the_appraisal_of_the_year(self) -> None:
        page = Client().get("/accountability/assessments/2025/QS-01/").content.decode()
        assert "/accountability/appraisals/QS-CP-2026-" in page

    def test_people_were_reminded_and_nothing_left_the_portal(self) -> None:
        states = dict(Campaign.objects.values_list("send_on__year", "state"))
        assert states == {2025: CampaignState.SENT, 2026: CampaignState.SENT, 2027: CampaignState.PLANNED}
        clerk = User.objects.get(username="clerk.liushu")
        kinds = set(Message.objects.filter(person=clerk).values_list("kind", flat=True))
        assert {"before", "after", "campaign"} <= kinds
        assert Message.objects.filter(person=clerk, read_at__isnull=True).exists()
        assert not Delivery.objects.exists()

    def test_the_history_says_who_and_when(self) -> None:
        histories = [
            model for model in apps.get_models() if hasattr(model, "history_user") and model._default_manager.exists()
        ]
        assert histories
        for model in histories:
            rows = model._default_manager.all()
            assert not rows.filter(history_user=None).exists(), model
        edition = Edition.objects.filter(state="published").earliest("pk")
        assert edition.history.earliest().history_user == edition.prepared_by
        assert edition.history.earliest().history_date < edition.published_at

    def test_loading_it_again_adds_nothing(self) -> None:
        before = (AuditLine.objects.count(), LogEntry.objects.count(), User.objects.count())
        assert load() == 0
        assert (AuditLine.objects.count(), LogEntry.objects.count(), User.objects.count()) == before


@pytest.mark.django_db
def test_it_is_not_loaded_beside_other_units() -> None:
    UnitFactory(code="T1")
    with pytest.raises(CommandError, match="other units"):
        call_command("demo")
    assert not Unit.objects.exclude(code="T1").exists()


def test_it_is_not_loaded_in_production(settings: Settings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="not loaded in production"):
        call_command("demo")


def ledgers_of(code: str) -> list[Path]:
    return [path for path in sorted((FOLDER / "ledgers").glob(f"{code}-*Q*.csv")) if "wrong" not in path.name]


@pytest.mark.parametrize("code", [f"QS-{number:02d}" for number in range(1, 13)])
def test_made_up_quarters_add_up_and_never_overdraw(code: str) -> None:
    with (settings.BASE_DIR / "data/chart_of_accounts.csv").open(encoding="utf-8", newline="") as file:
        accounts = Accounts((row["code"], row["name_zh"]) for row in csv.DictReader(file))
    closings: dict[Period, Decimal] = {}
    for path in ledgers_of(code):
        period = Period.parse(path.stem.removeprefix(f"{code}-"))
        statement = read_ledger(path.read_bytes(), name=path.name, period=str(period), accounts=accounts)
        assert statement.opening == closings.get(period.previous, statement.opening), path.name
        assert statement.closing == statement.stated_closing, path.name
        assert statement.cash is not None
        assert statement.bank is not None
        assert statement.cash + statement.bank == statement.closing, path.name
        assert min(line.balance or 0 for line in statement.lines) > 0, path.name
        assert 14 <= len(statement.lines) <= 34, path.name
        assert len({line.approver for line in statement.lines} - {""}) == 1, path.name
        closings[period] = statement.closing
    assert len(closings) >= 6


def test_what_the_town_paid_is_what_the_villages_received() -> None:
    names = {row["code"]: row["name_zh"] for row in rows("units.csv")}
    received: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in rows("lists/V13.csv"):
        received[row["period"], names[row["unit"]], row["item"]] += Decimal(row["amount"])
    paid = {(row["period"], row["name"], row["item"]): Decimal(row["amount"]) for row in rows("lists/G10.csv")}
    assert received
    assert received.items() <= paid.items()
