"""The verbs of the stories, and the action of the portal each of them stands for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from disclosure.boards.actions import postings, register
from disclosure.boards.actions.postings import Photo
from disclosure.boards.packs import actions as packs
from disclosure.catalogue import actions as catalogue
from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands import actions as demands
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.actions import events, exemptions, sync
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.opinions.actions import corrections as opinion_corrections, steps as opinions
from disclosure.organisation.actions import texts
from disclosure.organisation.models import Text
from disclosure.posters import actions as posters
from disclosure.requests.actions import receiving as requests_in, steps as requests
from petitions.handling.actions import ending, handling, office, oversight, routing
from petitions.outcomes import actions as outcomes
from petitions.visit_days.actions import (
    bookings as visit_bookings,
    days as visit_days,
    receptions,
    roster as visit_roster,
    rules as visit_rules,
)
from petitions.visit_days.models import VisitDay
from portal.accounts import actions as accounts, unit_table
from portal.accounts.models import Unit, User
from portal.demo import contents, petitions, visits
from portal.demo.accountability import (
    appraisal,
    assessment,
    inspections,
    integrity,
    letters,
    ratings,
    rectification,
    reports,
    supervision,
    warning,
)
from portal.demo.verb import Verb
from portal.messaging.actions import reminders, settings
from portal.messaging.campaigns import actions as campaigns

VERBS: Mapping[str, Verb] = {
    # A petition
    "receive petition": Verb(petitions.receive_petition, "received by"),
    "register petition": Verb(petitions.register_petition, "petitions"),
    "accept petition": Verb(routing.accept, "petitions"),
    "assign petition": Verb(routing.assign, "petitions"),
    "object to petition": Verb(routing.object_to),
    "forward petition": Verb(routing.forward, "petitions"),
    "redirect petition": Verb(routing.redirect, "petitions"),
    "show legal channel": Verb(routing.to_legal_channel, "petitions"),
    "refuse petition": Verb(routing.refuse, "petitions"),
    "merge petition": Verb(routing.merge, "petitions"),
    "take up petition": Verb(routing.take_up, "petitions"),
    "begin petition": Verb(handling.begin, "handler"),
    "record petition": Verb(handling.record, "handler"),
    "visit petitioner": Verb(petitions.visit_petitioner, "handler"),
    "mediate petition": Verb(petitions.mediate_petition, "handler"),
    "ask for more time": Verb(handling.ask_extension, "handler"),
    "extend petition": Verb(handling.extend, "leader.wang"),
    "draft opinion": Verb(handling.draft, "handler"),
    "check opinion": Verb(handling.check, "petitions"),
    "sign opinion": Verb(handling.sign, "leader.wang"),
    "serve opinion": Verb(petitions.serve_opinion, "petitions"),
    "settle petition": Verb(handling.settle, "secretary"),
    "close petition": Verb(ending.close, "petitions"),
    "rate petition": Verb(petitions.rate_petition, "system"),
    "ask for review": Verb(ending.ask_review, "system"),
    "ask for re-review": Verb(ending.ask_re_review, "system"),
    "uphold opinion": Verb(ending.uphold, "petitions"),
    "overturn opinion": Verb(ending.overturn, "petitions"),
    "hold hearing": Verb(ending.hold_hearing, "petitions"),
    "withdraw petition": Verb(ending.withdraw, "system"),
    "supervise petition": Verb(oversight.supervise, "secretary"),
    "sponsor petition": Verb(oversight.sponsor, "secretary"),
    "conclude petitions": Verb(petitions.conclude_petitions, "system"),
    "settle who handles": Verb(petitions.settle_who_handles, "petitions"),
    "propose outcome": Verb(petitions.propose_outcome, "petitions"),
    "release outcome": Verb(outcomes.release, "secretary"),
    "keep words": Verb(office.add_text, "petitions"),
    # The township
    "load units": Verb(unit_table.load, "system"),
    "load catalogue": Verb(catalogue.load_catalogue, "system"),
    "load accounts": Verb(catalogue.load_accounts, "system"),
    "add person": Verb(contents.add_person, "system"),
    "give post": Verb(accounts.give_post, "system"),
    "fill staff boards": Verb(contents.fill_staff_boards, "system"),
    # An edition
    "start": Verb(drafts.start_notice, "clerk"),
    "correct": Verb(publishing.start_correction, "clerk"),
    "write": Verb(contents.write, "clerk"),
    "write report": Verb(contents.write_report, "clerk"),
    "submit": Verb(steps.submit, "clerk"),
    "countersign": Verb(steps.countersign, "supervisor"),
    "review": Verb(steps.review, "reviewer"),
    "send back": Verb(steps.send_back, "reviewer"),
    "approve": Verb(steps.approve, "approver"),
    "schedule": Verb(publishing.schedule, "publisher"),
    "publish": Verb(partial(publishing.publish, enqueue=False), "publisher"),
    "withdraw": Verb(publishing.withdraw, "publisher"),
    "make poster": Verb(posters.enqueue_poster, "publisher"),
    # What is owed
    "owe items": Verb(contents.owe_items, "admin"),
    "excuse": Verb(exemptions.excuse, "approver"),
    "claim not applicable": Verb(exemptions.claim_not_applicable, "clerk"),
    "check claim": Verb(exemptions.check_claim, "publisher"),
    "mark monthly": Verb(catalogue.mark_monthly, "publisher"),
    "record event": Verb(events.record_event, "clerk"),
    "count obligations": Verb(sync.synchronise, "system"),
    # Opinions and demands
    "receive opinion": Verb(opinions.receive, "system"),
    "route opinion": Verb(opinions.route, "publisher"),
    "refuse opinion": Verb(opinions.refuse, "publisher"),
    "merge opinion": Verb(opinions.merge, "publisher"),
    "reroute opinion": Verb(opinions.reroute, "publisher"),
    "answer opinion": Verb(opinions.answer, "clerk"),
    "send opinion back": Verb(opinions.send_back, "publisher"),
    "close opinion": Verb(opinions.close, "publisher"),
    "correct because of opinion": Verb(opinion_corrections.start_correction_because_of, "clerk"),
    "count voters": Verb(demands.count_voters, "publisher"),
    "open demand": Verb(demands.open_demand, "publisher"),
    "support demand": Verb(demands.add_support, "publisher"),
    "confirm support": Verb(demands.confirm_support, "publisher"),
    "name notice": Verb(demands.name_notice, "publisher"),
    # Requests for information
    "receive request": Verb(requests_in.receive, "system"),
    "accept request": Verb(requests.accept, "publisher"),
    "ask correction": Verb(requests.ask_correction, "publisher"),
    "correct request": Verb(requests.correct, "system"),
    "lapse request": Verb(requests.lapse, "publisher"),
    "withdraw request": Verb(requests.withdraw, "system"),
    "reroute request": Verb(requests.reroute, "publisher"),
    "redirect request": Verb(requests.redirect, "publisher"),
    "consult": Verb(requests.consult),
    "hear": Verb(requests.hear),
    "ask extension": Verb(requests.ask_extension),
    "extend request": Verb(requests.extend, "leader.wang"),
    "draft reply": Verb(requests.draft),
    "send reply back": Verb(requests.send_back, "approver"),
    "answer request": Verb(requests.answer, "leader.wang"),
    "attach to reply": Verb(contents.attach_to_reply),
    "release request": Verb(contents.release_request, "publisher"),
    # Visit days
    "add visit rule": Verb(visits.add_visit_rule, "petitions"),
    "end visit rule": Verb(visit_rules.end_rule, "petitions"),
    "publish visit days": Verb(visit_roster.publish_until, "petitions"),
    "substitute": Verb(visits.substitute, "petitions"),
    "move visit day": Verb(visit_days.move, "petitions"),
    "cancel visit day": Verb(visit_days.cancel, "petitions"),
    "close visit day": Verb(visit_days.close, "petitions"),
    "book visit": Verb(visit_bookings.book, "system"),
    "receive visitor": Verb(visits.receive_visitor, "petitions"),
    "report promise": Verb(visits.report_promise, "reported_by"),
    "confirm promise": Verb(receptions.confirm, "petitions"),
    # Boards
    "add board": Verb(register.add_board, "publisher"),
    "post": Verb(postings.post, "clerk"),
    "take down": Verb(postings.take_down, "clerk"),
    "order posters": Verb(packs.order, "publisher"),
    # Rules, bulletins, the guide, and who is in charge
    "fill organisation": Verb(contents.fill_organisation, "publisher"),
    "begin text": Verb(texts.begin, "publisher"),
    "write text": Verb(contents.write_text, "publisher"),
    "publish text": Verb(texts.publish, "publisher"),
    "revise text": Verb(texts.revise, "publisher"),
    "abolish text": Verb(texts.abolish, "publisher"),
    # Reminders
    "plan campaign": Verb(campaigns.plan, "secretary"),
    "remind": Verb(reminders.send_reminders),
    "read inbox": Verb(settings.mark_all_read),
    # Accountability, a module for each room
    **rectification.VERBS,
    **letters.VERBS,
    **inspections.VERBS,
    **supervision.VERBS,
    **ratings.VERBS,
    **integrity.VERBS,
    **appraisal.VERBS,
    **assessment.VERBS,
    **warning.VERBS,
    **reports.VERBS,
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    User: lambda username, _at: User.objects.get(username=username),
    Unit: lambda code, _at: Unit.objects.select_related("parent").get(code=code),
    CatalogueEntry: lambda code, _at: CatalogueEntry.objects.get(code=code),
    Notice: lambda number, _at: Notice.objects.get(number=number),
    Edition: lambda number, _at: Edition.objects.get(notice__number=number, state=State.PUBLISHED),
    VisitDay: lambda number, _at: VisitDay.objects.get(number=number),
    Text: lambda name, _at: Text.objects.get(kind=name.split("-")[0], number=name.split("-")[1]),
    ObligationStatus: contents.owed,
    Photo: contents.photo,
    bytes: lambda name, _at: contents.content_of(name),
    **rectification.LOOKUPS,
    **letters.LOOKUPS,
    **inspections.LOOKUPS,
    **supervision.LOOKUPS,
    **ratings.LOOKUPS,
    **integrity.LOOKUPS,
    **appraisal.LOOKUPS,
    **assessment.LOOKUPS,
    **warning.LOOKUPS,
    **reports.LOOKUPS,
}
"""How a story names what it did not make: rows by number or code, the edition in force by its notice, files by name."""
