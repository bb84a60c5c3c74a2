"""What a person may not see does not exist for them, at any address of the portal.

Every address of the URL tables stands in `DECISIONS` below; a new one fails here until somebody has decided
for whom it is. Then everybody asks for everything: an edition they may not read is answered exactly as one
that there is not, and no page, file, list or count tells anything of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.statement import actions
from disclosure.content.statement.models import LedgerImport
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.workflow import EDITION
from disclosure.requests.workflow import REQUEST
from petitions.handling.workflow import PETITION
from petitions.visit_days.workflow import BOOKING, PROMISE, VISIT_DAY
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.core import pages
from portal.core.models import Job
from portal.core.workflow import WORKFLOWS
from portal.desk.steps import STEPS, StepView
from portal.desk.tokens import seen_token
from portal.site.data.actions import keep_current
from portal.site.data.registry import DATASETS
from portal.site.data.tasks import make_data_package
from tests import databases
from tests.accountability import addresses as accountability
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    UserFactory,
    VillageFactory,
    cast,
    ledger,
    money_draft,
    money_entry,
    person,
    published,
    text_draft,
)

LATER = NOON + timedelta(days=1)
NOWHERE = 99_999_999
NO_NUMBER = "ZZ-99-X99-2020Q1"
OF_OBLIGATION = tuple(
    f"disclosure_desk:{name}" for name in ("obligation", "claim_obligation", "excuse_obligation", "drop_obligation")
)
OF_NOTHING = tuple(
    f"disclosure_desk:{name}"
    for name in (
        "begin_notice",
        "end_monthly",
        *(f"exemptions_{verb}" for verb in ("take_back", "accept", "refuse", "end")),
    )
)
"""Addresses of rows of which this world has none."""

PUBLIC = "public"
"""Anybody's: nothing unpublished, no cookie."""
FORM = "form"
"""Anybody's form: tells no more than the public page it stands beside, and is kept by no cache."""
SIGN_IN = "sign-in"
"""Speaks of the account of whoever asks, and of nothing else."""
DESK = "desk"
"""For whoever has signed in; shows what is theirs."""
ADMINISTRATORS = "administrators"
"""Units and people: for administrators alone."""
CLERKS = "clerks"
"""For clerks alone."""
OFFICE_AND_CLERKS = "office and clerks"
"""For whoever publishes or prepares notices."""
BOTH_SIDES = "both sides"
"""What the town paid and villages received: for those who work on the notices of either."""
SIDES_OF_VILLAGE = "both sides of a village"
"""The same of one village: for those who work on its notices or the town's."""
OF_BOARD = "board"
"""One board, what is posted on it, one pack of posters: for those whose it is. `test_desk_boards` asks for each."""
SENDERS = "senders"
"""What was sent, and the words of messages: for publishers and administrators alone."""
OF_MESSAGE = "message"
"""One message or delivery: for its receiver, or who answers for it; `tests.messaging.test_views` asks as others."""
CAMPAIGNERS = "campaigners"
"""What the office tells people it chooses: for publishers and the discipline secretary alone."""
OF_CAMPAIGN = "campaign"
"""One campaign: for those who keep its town's; `test_campaigns` asks as others."""
OF_EDITION = "edition"
"""One edition on the desk: for those who may read it."""
OF_IMPORT = "import"
"""One ledger that was brought in: for its unit's clerks."""
OF_JOB = "job"
"""One job: for whom it is done."""
OF_OPINION = "opinion"
"""One opinion on the desk: for those who work on it; `test_opinion_desk` asks as everybody else."""
OF_REQUEST = "request"
"""One request for information on the desk: for those who work on it; `test_requests_desk` asks as everybody else."""
OF_PETITION = "petition"
"""One petition on the desk, or words of its office: for those who see it; `test_sight` asks as everybody else."""
OF_ORGANISATION = "organisation"
"""One text, person, place or budget on the desk: for the office; the tests of the room ask as everybody else."""
OF_VISIT = "visit"
"""One visit day, booking or promise on the desk; the tests of the room ask as everybody else."""
OFFICE_AND_SECRETARY = "office and secretary"
"""For publishers and the discipline secretary; a leader finds their own there."""
OF_DEMAND = "demand"
"""One joint demand on the desk: for who keeps it; `test_demands_desk` asks as everybody else."""
OFFICE = "office"
"""For publishers alone."""
ENTERS_PETITIONS = "enters petitions"
"""For publishers and the discipline secretary."""
READS_FIGURES = "reads figures"
"""Every figure of petitions: for publishers, leaders and the discipline secretary."""
OVERSEES = "oversees"
"""For the discipline secretary alone."""
OF_OUTCOME = "outcome"
"""One outcome on the desk, or that of a petition; the tests of the room ask as everybody else."""
ACCOUNTABLE = "accountable"
"""Lists of accountability, of which each sees what is theirs; for nobody without a post, and no administrator."""
OF_ACCOUNTABILITY = "accountability"
"""One letter, finding, score or report on the desk; `tests.accountability.test_sight` asks as everybody else."""
COUNTS_VOTERS = "counts voters"
"""For publishers and administrators."""

OF_APPLICANT = (
    "disclosure:request_supplement",
    "disclosure:request_withdraw",
    "disclosure:request_reply",
    "disclosure:request_reply_file",
)
"""What an applicant can do, at sealed addresses to which number and code lead."""
OF_VISITOR = ("petitions:visit_received", "petitions:cancel_visit")
"""What somebody who booked a visit can do there."""

OF_PETITIONER = tuple(f"petitions:{name}" for name in ("add", "withdraw", "rate", "review", "slip", "paper"))
"""What a petitioner can do, likewise."""

DECISIONS: dict[str, dict[str, str]] = {
    PUBLIC: dict.fromkeys(
        (
            "site_files:healthz",
            "site_files:readyz",
            "site_files:metrics",
            "site_files:log_json",
            "site_files:facet_feed",
            "site_files:feed",
            "site_files:search_feed",
            "site_files:sitemap",
            "site_files:unit_feed",
            "site_files:robots",
            "site_files:data_package",
            "site_files:dataset",
            "site_files:openapi",
            "site_files:get_edition",
            *(f"site_files:list_{one.key}" for one in DATASETS),
            *(f"site_files:get_{one.key}" for one in DATASETS if one.found_by),
            "disclosure_files:poster",
            "disclosure_files:csv",
            "disclosure_files:xlsx",
            "disclosure_files:json",
            "disclosure_files:attachment",
            "disclosure_files:edition_poster",
            "disclosure_files:report_pdf",
            "disclosure_files:report_docx",
            "disclosure_files:edition_report_pdf",
            "disclosure_files:edition_report_docx",
            "disclosure_files:canonical",
            "disclosure_files:edition_csv",
            "disclosure_files:edition_xlsx",
            "disclosure_files:edition_json",
            "site:home",
            "english",
            "site:units",
            "site:unit",
            "site:search",
            "site:search_near",
            "site:accessibility",
            "site:verify",
            "site:verify_code",
            "site:log",
            "site:data",
            "disclosure:catalogue",
            *(f"disclosure:{name}" for name in ("rules", "rule", "rule_wording", "bulletins", "bulletin")),
            *(f"disclosure:{name}" for name in ("bulletin_wording", "guide", "guide_wording", "leading_group")),
            *(f"disclosure:{name}" for name in ("people", "bookkeeping", "places")),
            "disclosure_files:wording_file",
            "disclosure:notices",
            "disclosure:notice",
            "disclosure:edition",
            "disclosure:opinions",
            "petitions:start",
            "petitions_files:blank_form",
            "petitions:outcomes",
            "petitions:outcomes_year",
            "petitions:told",
            "petitions:outcome",
            "petitions_files:outcome_document",
            *(f"petitions_files:outcomes_{form}" for form in ("csv", "pdf", "docx")),
            "disclosure:requests",
            "disclosure:released",
            "disclosure:release",
            "disclosure_files:release_file",
            "disclosure_files:release_document",
            "disclosure:demands",
            "disclosure:compare",
            "disclosure:project",
            "disclosure:compare_village",
            "disclosure_files:compare_csv",
            "disclosure:matrix_current",
            "disclosure:matrix",
            "disclosure_files:matrix_csv",
            "disclosure_files:matrix_json",
            "disclosure_files:calendar",
            "disclosure_files:unit_calendar",
            "petitions:visit_days",
            "petitions:visit_day",
            "petitions_files:visit_days_poster",
            "petitions_files:visit_days_calendar",
            *accountability.PUBLIC,
        ),
        "GET",
    ),
    FORM: {
        "disclosure:new_demand": "GET",
        "disclosure:new_opinion": "GET",
        "disclosure:follow_opinion": "GET",
        "disclosure:opinion_received": "GET",
        "site:subscribe": "GET",
        "site:subscription_asked": "GET",
        "site:confirm_subscription": "GET",
        "site:leave": "GET",
        "site:subscription_left": "GET",
        **dict.fromkeys(
            ("disclosure:new_request", "disclosure:track_request", "disclosure:request_received", *OF_APPLICANT), "GET"
        ),
        **dict.fromkeys(("petitions:book_visit", "petitions:follow_visit", *OF_VISITOR), "GET"),
        **dict.fromkeys(("petitions:new", "petitions:track", "petitions:received", *OF_PETITIONER), "GET"),
        **dict.fromkeys(accountability.FORMS, "GET"),
    },
    SIGN_IN: dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_reauthenticate",
            "account_change_password",
            "account_signup",
            "mfa_index",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "mfa_login_webauthn",
        ),
        "GET",
    ),
    DESK: {
        "desk:home": "GET",
        "disclosure_desk:matrix_current": "GET",
        "disclosure_desk:matrix": "GET",
        "disclosure_desk:obligations": "GET",
        "disclosure_desk:new_event": "GET",
        "disclosure_desk:obligation": "GET",
        "disclosure_desk:claim_obligation": "GET",
        "disclosure_desk:excuse_obligation": "GET",
        "disclosure_desk:drop_obligation": "GET",
        "disclosure_desk:begin_notice": "GET",
        "disclosure_desk:exemptions_take_back": "POST",
        "disclosure_desk:exemptions_accept": "POST",
        "disclosure_desk:exemptions_refuse": "POST",
        "disclosure_desk:exemptions_end": "POST",
        "disclosure_desk:monthly_books": "GET",
        "disclosure_desk:mark_monthly": "GET",
        "disclosure_desk:end_monthly": "GET",
        "desk:jobs": "GET",
        "desk:running": "GET",
        "disclosure_desk:sample_ledger": "GET",
        "disclosure_desk:notices": "GET",
        "disclosure_desk:opinions": "GET",
        "disclosure_desk:opinions_find": "GET",
        "disclosure_desk:new_opinion": "GET",
        "disclosure_desk:requests": "GET",
        "disclosure_desk:requests_find": "GET",
        "disclosure_desk:new_request": "GET",
        "petitions_desk:petitions": "GET",
        "petitions_desk:petitions_route": "POST",
        "petitions_desk:petitions_find": "GET",
        "petitions_desk:petitions_export": "GET",
        "petitions_desk:petition_readings": "GET",
        "petitions_desk:petition_routes": "GET",
        "petitions_desk:answer_texts": "GET",
        "petitions_desk:new_answer_text": "GET",
        "disclosure_desk:preview": "POST",
        "desk:at_once": "POST",
        "messages_desk:inbox": "GET",
        "messages_desk:read_all": "POST",
        "messages_desk:preferences": "GET",
    },
    SENDERS: {
        "messages_desk:deliveries": "GET",
        "messages_desk:retry_failed": "POST",
        "messages_desk:templates": "GET",
        "messages_desk:template": "GET",
        "messages_desk:reset_template": "POST",
    },
    OF_MESSAGE: {
        "messages_desk:message": "POST",
        "messages_desk:read": "POST",
        "messages_desk:retry": "POST",
    },
    CAMPAIGNERS: {"messages_desk:campaigns": "GET", "messages_desk:new_campaign": "GET"},
    OF_CAMPAIGN: {"messages_desk:campaign": "GET", "messages_desk:campaigns_cancel": "POST"},
    ADMINISTRATORS: {
        "desk:calendar": "GET",
        "people_desk:units": "GET",
        "people_desk:unit": "GET",
        "people_desk:staff": "GET",
        "people_desk:people": "GET",
        "people_desk:new_person": "GET",
        "people_desk:new_unit": "GET",
        "disclosure_desk:new_entry": "GET",
        "people_desk:person": "GET",
        "desk:set_local_day": "POST",
        "desk:take_back_local_day": "POST",
        "people_desk:give_deputy": "POST",
        "people_desk:end_deputy": "POST",
        "people_desk:give_post": "POST",
        "people_desk:set_password": "POST",
        "people_desk:take_off_second_factor": "POST",
        "people_desk:switch_account": "POST",
        "people_desk:end_post": "POST",
        "people_desk:set_head": "POST",
        "disclosure_desk:catalogue": "GET",
        "disclosure_desk:catalogue_entry": "GET",
    },
    CLERKS: {
        "disclosure_desk:new_notice": "GET",
        "disclosure_desk:ledgers": "GET",
        "disclosure_desk:new_ledger": "GET",
        "disclosure_desk:ledger_template": "GET",
    },
    OFFICE_AND_CLERKS: {
        "disclosure_desk:boards": "GET",
        "disclosure_desk:packs": "GET",
        "disclosure_desk:new_pack": "GET",
    },
    BOTH_SIDES: {"disclosure_desk:linked": "GET"},
    SIDES_OF_VILLAGE: {"disclosure_desk:linked_one": "GET"},
    OF_BOARD: {
        "disclosure_desk:new_board": "GET",
        "disclosure_desk:board": "GET",
        "disclosure_desk:edit_board": "GET",
        "disclosure_desk:posting_photo": "GET",
        "disclosure_desk:postings_replace": "POST",
        "disclosure_desk:postings_take_down": "POST",
        "disclosure_desk:postings_renew": "POST",
        "disclosure_desk:postings_photograph": "POST",
        "disclosure_desk:pack": "GET",
        "disclosure_desk:pack_progress": "GET",
        "disclosure_desk:pack_file": "GET",
        "disclosure_desk:check_off": "GET",
        "disclosure_desk:cancel_pack": "POST",
        "disclosure_desk:make_pack_again": "POST",
    },
    OF_EDITION: {
        "disclosure_desk:edition": "GET",
        "disclosure_desk:make_poster_again": "POST",
        "disclosure_desk:edit": "GET",
        "disclosure_desk:statement": "GET",
        "disclosure_desk:allocation": "GET",
        "disclosure_desk:report": "GET",
        "disclosure_desk:report_behind": "GET",
        "disclosure_desk:list": "GET",
        "disclosure_desk:list_workbook": "GET",
        "disclosure_desk:delete_draft": "POST",
        "disclosure_desk:correct": "POST",
        **{f"disclosure_desk:editions_{verb.key}": "POST" for verb in EDITION.verbs if verb.label},
        "disclosure_desk:file": "GET",
        "disclosure_desk:remove_file": "POST",
        "disclosure_desk:specimen": "GET",
    },
    OF_IMPORT: {
        "disclosure_desk:ledger": "GET",
        "disclosure_desk:ledger_progress": "GET",
        "disclosure_desk:ledger_draft": "POST",
        "disclosure_desk:ledger_annotated": "GET",
    },
    OF_JOB: {"desk:cancel_job": "POST"},
    OF_DEMAND: {
        "disclosure_desk:demand": "GET",
        "disclosure_desk:demand_reword": "POST",
        "disclosure_desk:demand_support": "POST",
        **{f"disclosure_desk:demands_{verb}": "POST" for verb in ("confirm", "unconfirm", "end", "name_notice")},
    },
    OFFICE: {
        "disclosure_desk:demands": "GET",
        "disclosure_desk:new_demand": "GET",
        "disclosure_desk:texts": "GET",
        "disclosure_desk:new_text": "GET",
        **{
            f"petitions_desk:{name}": "GET"
            for name in ("plan_visit_days", "publish_visit_days", "visit_rules", "new_visit_rule", "find_visit")
        },
        **{
            f"disclosure_desk:{name}": "GET"
            for kind in ("appointments", "places", "group_budgets")
            for name in (kind, f"new_{kind}")
        },
    },
    OF_ORGANISATION: {
        "disclosure_desk:wording": "GET",
        "disclosure_desk:write_wording": "GET",
        "disclosure_desk:delete_wording": "POST",
        "disclosure_desk:revise_text": "POST",
        "disclosure_desk:wording_file": "GET",
        "disclosure_desk:remove_wording_file": "POST",
        "disclosure_desk:wordings_publish": "POST",
        "disclosure_desk:wordings_abolish": "POST",
        "disclosure_desk:appointment": "GET",
        "disclosure_desk:place": "GET",
        "disclosure_desk:group_budget": "GET",
    },
    OFFICE_AND_SECRETARY: {"petitions_desk:visit_days": "GET", "petitions_desk:promises": "GET"},
    OF_VISIT: {
        **{
            f"petitions_desk:{name}": "GET"
            for name in (
                *("visit_rule", "end_visit_rule", "visit_day", "visit_ticket", "visit_booking", "visit_sheet"),
                *("visit_ticket_pdf", "booking", "booking_petition", "promise"),
            )
        },
        "petitions_desk:booking_told": "POST",
        **{
            f"petitions_desk:{prefix}_{row.verb}": "POST"
            for prefix, workflow in (("visit-days", VISIT_DAY), ("bookings", BOOKING), ("promises", PROMISE))
            for row in workflow.rows
            if row.source and workflow.verb(row.verb).label
        },
    },
    ENTERS_PETITIONS: {"petitions_desk:new_petition": "GET"},
    READS_FIGURES: {
        f"petitions_desk:{name}": "GET" for name in ("outcomes", "figures", "figures_of", "figures_paper", "counted")
    },
    OVERSEES: {
        **{f"petitions_desk:{name}": "GET" for name in ("oversight", "from_villages")},
        **{f"accountability_desk:{name}": "GET" for name in accountability.OF_SECRETARY},
        "accountability_desk:scoring_table_new": "POST",
    },
    ACCOUNTABLE: {f"accountability_desk:{name}": "GET" for name in accountability.LISTS},
    OF_ACCOUNTABILITY: {
        **{f"accountability_desk:{name}": "GET" for names in accountability.OF_ROWS.values() for name in names},
        **{f"accountability_desk:{name}": "GET" for name in accountability.OF_QUARTER},
        **{f"accountability_desk:{name}": "POST" for name in ("letters_at_once", *accountability.STEPS)},
    },
    OF_OUTCOME: {
        "petitions_desk:propose_outcome": "GET",
        "petitions_desk:outcome": "GET",
        **{f"petitions_desk:outcomes_{verb}": "POST" for verb in ("release", "send_back", "revise", "retract")},
    },
    COUNTS_VOTERS: {"disclosure_desk:electorates": "GET", "disclosure_desk:electorate": "GET"},
    OF_OPINION: {
        "disclosure_desk:opinion": "GET",
        "disclosure_desk:opinion_correct": "POST",
        **{
            f"disclosure_desk:opinions_{verb}": "POST"
            for verb in ("route", "refuse", "merge", "reroute", "answer", "take_back", "send_back", "close")
        },
    },
    OF_REQUEST: {
        "disclosure_desk:request": "GET",
        "disclosure_desk:request_attach": "GET",
        "disclosure_desk:request_file": "GET",
        "disclosure_desk:request_add_paper": "GET",
        "disclosure_desk:request_came_file": "GET",
        "disclosure_desk:request_detach": "POST",
        "disclosure_desk:request_paper": "GET",
        **{f"disclosure_desk:requests_{verb.key}": "POST" for verb in REQUEST.verbs if verb.key != "receive"},
    },
    OF_PETITION: {
        **{
            f"petitions_desk:{name}": "GET"
            for name in (
                *("petition", "petition_note", "petition_add_file", "petition_file", "petition_add_text"),
                *("petition_keep_out", "petition_lift", "petition_draft", "petition_paper", "answer_text"),
            )
        },
        "petitions_desk:petition_remind": "POST",
        "petitions_desk:remove_answer_text": "POST",
        **{f"petitions_desk:petitions_{verb.key}": "POST" for verb in PETITION.verbs if verb.key != "receive"},
    },
}
"""For whom each address is, and how it is asked for. A new address needs a line here, and so a decision."""

KIND_OF = {name: kind for kind, names in DECISIONS.items() for name in names}
METHOD_OF = {name: method for names in DECISIONS.values() for name, method in names.items()}

TOWN = {"reviewer", "approver", "publisher"}
HANDS = {"clerk", "supervisor"} | TOWN
READERS = {
    "draft": {"clerk"},
    "submitted": HANDS,
    "countersigned": HANDS,
    "reviewed": HANDS,
    "approved": HANDS | {"lay"},
    "scheduled": HANDS | {"lay"},
    "withdrawn": HANDS,
    "replaced": HANDS,
}
"""Who may read an edition that is not public, by where it stands; `replaced` is one before a withdrawn one."""


@dataclass
class World:
    """A township with something hidden in every state, and everybody who might ask."""

    play: Cast
    people: dict[str, User]
    hidden: dict[str, Edition] = field(default_factory=dict)
    ledger_import: LedgerImport | None = None
    job: Job | None = None
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def brought_in(self) -> LedgerImport:
        """The ledger that was brought in."""
        assert self.ledger_import is not None
        return self.ledger_import

    def secrets_of(self, state: str) -> list[str]:
        """Return what stands in one hidden edition and nowhere else."""
        edition = self.hidden[state]
        said = [f"标题{state}暗号", f"正文{state}暗号", f"附件{state}暗号"]
        if state in ("withdrawn", "replaced"):
            return said  # that there were these, with code and hash, stays in the log for good
        return [*said, edition.code, edition.shown_code, *filter(None, [edition.content_sha256])]

    def secrets_from(self, who: str) -> list[str]:
        """Return everything this person may not read."""
        return [secret for state in self.hidden if who not in READERS[state] for secret in self.secrets_of(state)] + (
            ["账本暗号"] if who != "clerk" else []
        )


def _hidden(play: Cast, state: str, entry: CatalogueEntry) -> Edition:
    draft = text_draft(play, entry=entry, title=f"标题{state}暗号", period="2026")
    draft = notices.save_text(
        actor=play.clerk, edition=draft, title=draft.title, body=f"正文{state}暗号", at=NOON, reason=""
    )
    content = f"姓名,金额\n附件{state}暗号,1.00\n".encode()
    notices.attach_file(actor=play.clerk, edition=draft, name=f"附件{state}暗号.csv", content=content, at=NOON)
    return draft


def _signed(play: Cast, draft: Edition, state: str) -> Edition:
    if state == "draft":
        return draft
    edition = steps.submit(actor=play.clerk, edition=draft, at=NOON)
    if state == "submitted":
        return edition
    edition = steps.countersign(actor=play.supervisor, edition=edition, at=NOON)
    if state == "countersigned":
        return edition
    edition = steps.review(actor=play.reviewer, edition=edition, at=NOON)
    if state == "reviewed":
        return edition
    edition = steps.approve(actor=play.approver, edition=edition, at=NOON)
    if state == "scheduled":
        edition = publishing.schedule(actor=play.publisher, edition=edition, due=NOON + timedelta(days=9), at=NOON)
    return edition


def _build() -> World:
    play = cast()
    other = VillageFactory(parent=play.town)
    world = World(
        play,
        {
            **{
                role: getattr(play, role) for role in ("clerk", "supervisor", *TOWN, "lay", "administrator", "outsider")
            },
            "supervisor elsewhere": person(Role.SUPERVISOR, other),
            "secretary": person(Role.SECRETARY, play.town),
            "without a post": UserFactory(),
        },
    )
    published(play, money_draft(play, statement=ledger()))
    entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
    for state in ("draft", "submitted", "countersigned", "reviewed", "approved", "scheduled"):
        world.hidden[state] = _signed(play, _hidden(play, state, entry), state)
    first = published(play, _hidden(play, "replaced", entry))
    again = publishing.start_correction(actor=play.clerk, edition=first, at=NOON + timedelta(hours=6))
    for file in again.attachments.all():
        notices.remove_file(actor=play.clerk, attachment=file, at=NOON + timedelta(hours=6))
    again = notices.save_text(
        actor=play.clerk,
        edition=again,
        title="标题withdrawn暗号",
        body="正文withdrawn暗号",
        reason="改一处",
        at=NOON + timedelta(hours=6),
    )
    notices.attach_file(
        actor=play.clerk,
        edition=again,
        name="附件withdrawn暗号.csv",
        content=b"a,b\n1,2\n",
        at=NOON + timedelta(hours=6),
    )
    again = published(play, again, at=NOON + timedelta(hours=6))
    world.hidden["withdrawn"] = publishing.withdraw(
        actor=play.publisher, edition=again, reason="重复", at=NOON + timedelta(hours=12)
    )
    world.hidden["replaced"] = Edition.objects.get(pk=first.pk)
    package = keep_current(at=LATER)
    assert package is not None
    make_data_package(package.pk)
    content = (settings.BASE_DIR / "data" / "ledgers" / "liushu-2026Q3.xlsx").read_bytes()
    upload = actions.upload_ledger(
        actor=play.clerk, unit=play.village, period="2026Q3", name="账本暗号.xlsx", content=content, at=NOON
    )
    world.ledger_import = actions.read_upload(ledger_import=upload, at=NOON)
    world.job = upload.job
    return world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make the township once, in a database of this module's own; no test changes what it looks at."""
    with django_db_blocker.unblock():
        name = databases.copy(databases.template())
        with databases.connected_to(name), time_machine.travel(LATER, tick=False):
            yield _build()
        databases.drop(name)


@pytest.fixture(autouse=True)
def _fresh_pages(world: World) -> None:
    pages.bump()


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)


def test_for_every_address_somebody_has_decided_for_whom_it_is() -> None:
    named = set(_names(get_resolver().url_patterns))
    assert "None" not in {name.rpartition(":")[2] for name in named}, "an address without a name escapes this test"
    assert named == set(KIND_OF)


def test_whatever_is_handed_out_as_a_file_sees_nobodys_cookies() -> None:
    for_operators = {"healthz", "readyz", "metrics"}
    spaces = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace in FILES]
    assert len(spaces) == len(FILES)
    patterns = [one for space in spaces for one in space.url_patterns if isinstance(one, URLPattern)]
    declared = {one.name for one in patterns if {"public_file", "public_params"} & vars(one.callback).keys()}
    assert {one.name for one in patterns} - declared == for_operators


def _edition_args(name: str, edition: Edition) -> tuple[Any, ...]:
    """Return what an address takes, if it speaks of this edition."""
    number, file = edition.notice.number, edition.attachments.first()
    assert isinstance(file, Attachment)
    if name.startswith("disclosure_desk:"):
        more = {
            "file": (file.pk,),
            "remove_file": (file.pk,),
            "make_poster_again": ("A2",),
            "report_behind": ("granted", "person"),
        }
        return (edition.pk, *more.get(name.rpartition(":")[2], ()))
    if name == "site:verify_code":
        return (edition.shown_code,)
    if name == "disclosure_files:attachment":
        return (number, file.pk, file.name)
    of_one = name.endswith((":edition", ":canonical", ":get_edition")) or ":edition_" in name
    return (number, edition.number) if of_one else (number,)


def _plain_args(name: str, world: World) -> tuple[Any, ...]:
    """Return what an address takes that speaks of no edition."""
    if KIND_OF[name] == OF_BOARD and not name.endswith("new_board"):
        return (NOWHERE, NOWHERE) if name.endswith(":pack_file") else (NOWHERE,)
    return {
        "disclosure:opinion_received": ("signed-by-nobody",),
        "disclosure:request_received": ("signed-by-nobody",),
        **dict.fromkeys(("site:confirm_subscription", "site:leave"), ("signed-by-nobody",)),
        **dict.fromkeys(("petitions:visit_day", "petitions:book_visit"), ("QS-JF-20261027",)),
        **dict.fromkeys((*OF_APPLICANT, *OF_VISITOR, "petitions:received", *OF_PETITIONER), ("signed-by-nobody",)),
        "disclosure:request_reply_file": ("signed-by-nobody", NOWHERE),
        "petitions:paper": ("signed-by-nobody", NOWHERE),
        **{f"disclosure:{kind}": (1,) for kind in ("rule", "bulletin")},
        **{f"disclosure:{kind}_wording": (1, 1) for kind in ("rule", "bulletin", "guide")},
        "disclosure_files:wording_file": (NOWHERE, "a.pdf"),
        "petitions:outcomes_year": (2026,),
        **dict.fromkeys(("petitions:outcome", "petitions_files:outcome_document"), ("QS-XFJG-1",)),
        **{f"petitions_files:outcomes_{form}": (2026,) for form in ("csv", "pdf", "docx")},
        "petitions_desk:figures_of": ("2026",),
        "petitions_desk:counted": ("2026", "received"),
        "petitions_desk:figures_paper": ("2026", "csv"),
        "disclosure:release": ("QS-SQ-2026-1",),
        "disclosure_files:release_file": ("QS-SQ-2026-1", NOWHERE),
        "disclosure_files:release_document": ("QS-SQ-2026-1",),
        "site:unit": (world.play.village.code,),
        "site_files:unit_feed": (world.play.village.code,),
        "site_files:facet_feed": ("entry", "F02"),
        "site_files:dataset": ("editions",),
        "site_files:get_units": (world.play.village.code,),
        "site_files:get_catalogue": ("F02",),
        "disclosure:demands": (world.play.village.code,),
        "disclosure:new_demand": (world.play.village.code,),
        "disclosure_desk:electorate": (world.play.village.code,),
        "disclosure_desk:sample_ledger": ("liushu-2026Q3.xlsx",),
        "people_desk:unit": (world.play.village.code,),
        "people_desk:staff": (world.play.village.code,),
        "people_desk:give_deputy": (world.play.village.code,),
        "people_desk:end_deputy": (world.play.village.code, 1),
        **{
            f"people_desk:{name}": (world.play.clerk.pk,)
            for name in ("person", "give_post", "set_password", "take_off_second_factor", "switch_account")
        },
        "people_desk:end_post": (world.play.clerk.posts.get().pk,),
        "people_desk:set_head": (world.play.clerk.posts.get().pk,),
        "disclosure_desk:catalogue_entry": ("F02",),
        "disclosure:matrix": ("2026Q3",),
        "disclosure_desk:matrix": ("2026Q3",),
        "disclosure_desk:linked_one": (world.play.village.code, "2026Q3"),
        **dict.fromkeys(OF_OBLIGATION, (f"{world.play.village.code}-F02-2026Q3",)),
        **dict.fromkeys(OF_NOTHING, (NOWHERE,)),
        "disclosure:project": (world.play.village.code, "没有的工程"),
        "disclosure:compare_village": (world.play.village.code,),
        "disclosure_files:compare_csv": (world.play.village.code,),
        "disclosure_files:matrix_csv": ("2026Q3",),
        "disclosure_files:matrix_json": ("2026Q3",),
        "disclosure_files:unit_calendar": (world.play.village.code,),
        "messages_desk:template": ("before",),
        "messages_desk:reset_template": ("before",),
        **accountability.PUBLIC,
        **accountability.FORMS,
        "mfa_remove_webauthn": (1,),
        "mfa_edit_webauthn": (1,),
    }.get(name, ())


def _speaks_of_an_edition(name: str) -> bool:
    of_others = (":matrix_", ":release_", ":wording_", "calendar")
    one = (name.startswith("disclosure_files:") and not any(part in name for part in of_others)) or name in (
        "disclosure:notice",
        "disclosure:edition",
        "disclosure:new_opinion",
        "site:verify_code",
        "site_files:get_notices",
        "site_files:get_edition",
    )
    return one or KIND_OF[name] == OF_EDITION


def _client(who: str, world: World) -> Client:
    """Return the browser of a person, in which they are signed in."""
    if who not in world.browsers:
        world.browsers[who] = Client()
        if who != "anybody":
            world.browsers[who].force_login(world.people[who])
    return world.browsers[who]


def _everybody(world: World, name: str = "") -> list[str]:
    """Return who asks; of pages that do not look at the person, two who may read nothing hidden are enough."""
    return ["anybody", "outsider"] if name and KIND_OF[name] in (PUBLIC, FORM, SIGN_IN) else ["anybody", *world.people]


def _ask(client: Client, method: str, address: str, **data: str) -> tuple[int, str, dict[str, str]]:
    """Ask for an address; return status, content as far as it is text, and headers."""
    response: Any = client.post(address, data) if method == "POST" else client.get(address, data)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name.lower(): value for name, value in response.items()}
    return response.status_code, content.decode(errors="replace"), headers


def _without(text: str, *own: str) -> str:
    """Return a page without what it repeats of its address, and without the token against forged forms."""
    for each in own:
        text = text.replace(each, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": *"\w+"', "", text)


FILES = ("disclosure_files", "petitions_files", "accountability_files", "site_files")
"""Namespaces of what stands at one root alone, for machines."""
LISTS = [
    name
    for name in KIND_OF
    if not _speaks_of_an_edition(name)
    and KIND_OF[name]
    not in (
        *(OF_IMPORT, OF_JOB, OF_OPINION, OF_REQUEST, OF_PETITION, OF_VISIT, OF_OUTCOME),
        *(OF_ORGANISATION, OF_DEMAND, OF_MESSAGE, OF_CAMPAIGN, OF_ACCOUNTABILITY),
    )
]
SINGLE = [name for name in KIND_OF if _speaks_of_an_edition(name)]
NARROWED = (":home", ":notices", ":people", ":search")
QUERIES: tuple[dict[str, str], ...] = ({}, {"q": "暗号"}, {"state": "preparation"}, {"period": "2026"})


@pytest.mark.parametrize("name", LISTS)
def test_no_page_that_lists_or_counts_tells_of_what_is_hidden(name: str, world: World) -> None:
    roots = ["zh-hans"] if name.partition(":")[0] in FILES else ["zh-hans", "en"]
    for who in _everybody(world, name):
        client = _client(who, world)
        for language in roots:
            with translation.override(language):
                address = reverse(name, args=_plain_args(name, world))
            for query in QUERIES if language == "zh-hans" and name.endswith(NARROWED) else QUERIES[:1]:
                status, said, headers = _ask(client, METHOD_OF[name], address, **query)
                assert status < 500, (who, address)
                for secret in world.secrets_from(who):
                    assert secret not in said, (who, address, query)
                    assert secret not in str(headers), (who, address, query)


@pytest.mark.parametrize("name", SINGLE)
def test_what_is_hidden_is_answered_as_what_there_is_not(name: str, world: World) -> None:
    """Status, page and headers are the same as for an edition there never was."""
    method, is_public = METHOD_OF[name], KIND_OF[name] in (PUBLIC, FORM)
    missing: dict[tuple[str, str], tuple[int, str, dict[str, str]]] = {}
    for state, edition in world.hidden.items():
        args = _edition_args(name, edition)
        address = reverse(name, args=args)
        nowhere = _twin(args)
        twin = reverse(name, args=nowhere)
        for who in _everybody(world, name):
            if not is_public and who in READERS[state]:
                continue
            client = _client(who, world)
            status, said, headers = _ask(client, method, address, reason="x", seen=edition.content_sha256)
            for secret in world.secrets_of(state):
                asked = secret in address or secret in map(str, args)
                assert asked or secret not in said, (who, state, address)
            if is_public and state in ("withdrawn", "replaced") and not name.startswith("disclosure_files:"):
                continue  # that it was withdrawn, and why, is public
            if (who, twin) not in missing:
                missing[who, twin] = _ask(client, method, twin, reason="x", seen="")
            there_is_not = missing[who, twin]
            assert status == there_is_not[0] == (302 if who == "anybody" and not is_public else 404), (who, address)
            assert _without(said, address, *_texts(args)) == _without(there_is_not[1], twin, *_texts(nowhere)), (
                who,
                state,
                address,
            )
            assert headers.keys() == there_is_not[2].keys(), (who, state, address)
    # Nobody's asking changed anything.
    for state, edition in world.hidden.items():
        assert Edition.objects.get(pk=edition.pk).state == edition.state, state
        assert edition.attachments.count() == 1


STEPS_OF = sorted(
    {
        (workflow.name, row.verb)
        for workflow in WORKFLOWS
        for row in workflow.rows
        if row.source and workflow.verb(row.verb).label
    }
)
"""Every step that a page offers, by its workflow."""


@pytest.mark.parametrize(("workflow", "verb"), STEPS_OF)
def test_a_step_that_was_not_offered_does_not_exist(workflow: str, verb: str, world: World) -> None:
    """Without the token that its page gave to this person it is 404, and so is its own page where no row offers it."""
    _ = get_resolver().url_patterns  # loads the views
    view = next(one for one in STEPS.values() if one.workflow.name == workflow and one.verb == verb)
    model, before = view.policy.model, dict(Edition.objects.values_list("pk", "version"))
    hidden = {state: Edition.objects.get(pk=edition.pk) for state, edition in world.hidden.items()}
    row = hidden["submitted"] if model is Edition else model(pk=NOWHERE, version=1)
    for who, me in world.people.items():
        another = world.people["outsider" if who != "outsider" else "clerk"]
        elsewhere = model(pk=row.pk + 1, version=row.version)
        offered_to_others = [seen_token(another, row, verb), seen_token(me, row, f"not {verb}")]
        for token in ("", "forged", *offered_to_others, seen_token(me, elsewhere, verb), seen_token(me, me, verb)):
            _is_nowhere(view, RequestFactory().post("/", {"seen": token}), me, row.pk)
    for state, edition in hidden.items() if model is Edition else ():
        if not any((one.source, one.verb) == (edition.state, verb) for one in view.workflow.rows):
            for who in READERS[state]:
                _is_nowhere(view, RequestFactory().get("/"), world.people[who], edition.pk)
    assert dict(Edition.objects.values_list("pk", "version")) == before


def _is_nowhere(view: type[StepView], request: HttpRequest, me: User, pk: int) -> None:
    request.user = me
    with pytest.raises(Http404):
        view.as_view()(request, pk=pk)


def _texts(args: tuple[Any, ...]) -> list[str]:
    return [arg for arg in args if isinstance(arg, str)]


def _twin(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return arguments of the same shape that nothing answers to."""
    first = args[0]
    if isinstance(first, int):
        return (NOWHERE, *args[1:])
    return (("ZZZZ-ZZZZ" if len(str(first)) == 9 else NO_NUMBER), *args[1:])


@pytest.mark.parametrize("name", [name for name, kind in KIND_OF.items() if kind in (OF_IMPORT, OF_JOB)])
def test_a_ledger_and_a_job_are_there_for_their_own_alone(name: str, world: World) -> None:
    assert world.job is not None
    pk = world.brought_in.pk if KIND_OF[name] == OF_IMPORT else world.job.pk
    for who in _everybody(world):
        if who == "clerk":
            continue
        client = _client(who, world)
        mine = _ask(client, METHOD_OF[name], reverse(name, args=[pk]))
        none = _ask(client, METHOD_OF[name], reverse(name, args=[NOWHERE]))
        assert mine[0] == none[0] == (302 if who == "anybody" else 404), who
        assert _without(mine[1], reverse(name, args=[pk])) == _without(none[1], reverse(name, args=[NOWHERE])), who


RESTRICTED: dict[str, Callable[[str], bool]] = {
    ADMINISTRATORS: lambda who: who == "administrator",
    CLERKS: lambda who: who in ("clerk", "outsider"),
    OFFICE: lambda who: who == "publisher",
    OFFICE_AND_SECRETARY: lambda who: who in ("publisher", "secretary"),
    COUNTS_VOTERS: lambda who: who in ("publisher", "administrator"),
    OVERSEES: lambda who: who == "secretary",
    ACCOUNTABLE: lambda who: who not in ("anybody", "without a post", "administrator"),
    SENDERS: lambda who: who in ("publisher", "administrator"),
    CAMPAIGNERS: lambda who: who in ("publisher", "secretary"),
    ENTERS_PETITIONS: lambda who: who in ("publisher", "secretary"),
    BOTH_SIDES: lambda who: who in HANDS | {"outsider", "supervisor elsewhere"},
    SIDES_OF_VILLAGE: lambda who: who in HANDS,
    OFFICE_AND_CLERKS: lambda who: who in ("clerk", "outsider", "publisher"),
}


@pytest.mark.parametrize("name", [name for name, kind in KIND_OF.items() if kind in RESTRICTED])
def test_pages_of_a_post_do_not_exist_for_others(name: str, world: World) -> None:
    money_entry()
    address = reverse(name, args=_plain_args(name, world))
    for who in _everybody(world):
        if RESTRICTED[KIND_OF[name]](who):
            continue
        for method in ("GET", "POST"):
            status, _said, _headers = _ask(_client(who, world), method, address, form="post")
            assert status == (302 if who == "anybody" else 404), (who, method)


@pytest.mark.parametrize("name", [name for name, kind in KIND_OF.items() if kind == PUBLIC])
def test_public_addresses_set_no_cookie_and_know_nobody(name: str, world: World) -> None:
    edition = Edition.objects.get(notice__entry__code="F02", state="published")
    args = (
        {
            "attachment": (edition.notice.number, 1, "x.csv"),
            "verify_code": (edition.shown_code,),
            "edition": (edition.notice.number, 1),
            "get_edition": (edition.notice.number, 1),
        }.get(name.rpartition(":")[2])
        or _plain_args(name, world)
        or ((edition.notice.number, 1) if "edition_" in name or "canonical" in name else ())
        or ((edition.notice.number,) if _speaks_of_an_edition(name) else ())
    )
    if "poster" in name:
        return  # no worker makes one here; `test_downloads` reads them
    address = reverse(name, args=args)
    answers = {}
    for who in ("anybody", "clerk", "administrator"):
        client = _client(who, world)
        response: Any = client.get(address, headers={"Accept-Language": "fr", "X-Forwarded-Host": "evil.example"})
        if response.status_code == 200 and name not in ("site_files:metrics", "site_files:readyz"):
            assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", address
            content = b"".join(response.streaming_content) if response.streaming else response.content
            assert b"evil.example" not in content
            if not name.endswith("xlsx"):  # a workbook holds the second in which it was made
                answers[who] = content
        assert not response.cookies, address
    assert len(set(answers.values())) <= 1, "a page differs by who asks"


def test_how_an_edition_came_about_is_for_those_who_work_on_it(world: World) -> None:
    """Drafts' wording and the reasons for sending back are no part of what was published."""
    play = world.play
    draft = text_draft(play)
    draft = notices.save_text(actor=play.clerk, edition=draft, title="", body="先写的暗号", at=NOON)
    edition = steps.submit(actor=play.clerk, edition=draft, at=NOON)
    edition = steps.send_back(actor=play.supervisor, edition=edition, reason="退回的暗号", at=NOON)
    edition = notices.save_text(actor=play.clerk, edition=edition, title="", body="可以公开", at=NOON)
    edition = published(play, edition)
    address = reverse("disclosure_desk:edition", args=[edition.pk])
    for who in _everybody(world)[1:]:
        status, said, _headers = _ask(_client(who, world), "GET", address)
        assert status == 200, who
        assert ("先写的暗号" in said, "退回的暗号" in said) == ((True, True) if who in HANDS else (False, False)), who


def test_an_account_switched_off_or_without_its_post_is_out_at_once(world: World) -> None:
    leaver = person(Role.CLERK, world.play.village)
    client = Client()
    client.force_login(leaver)
    address = reverse("disclosure_desk:edition", args=[world.hidden["draft"].pk])
    assert client.get(address).status_code == 200
    Post.objects.filter(person=leaver).update(ends_on=NOON.date() - timedelta(days=1))
    assert client.get(address).status_code == 404
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    assert client.get(address).status_code == 302
