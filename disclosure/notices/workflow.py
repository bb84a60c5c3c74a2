"""Which step follows which in the life of an edition.

Order of steps: prepare, (village: the supervision committee signs), the leading group reviews, the party
committee approves, the office publishes. Sent back at any step before publication, with a reason. What nobody
has decided on yet the clerks of the unit take back themselves. `who` names a policy in
`disclosure.notices.policies.STEPS`; that of the first row speaks of the notice.
"""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.notices.enums import State
from portal.core.workflow import Row, Verb, Workflow

DISCLOSURE_RULES = "政务公开制度"
VILLAGE_LAW = "村民委员会组织法"
REGULATIONS = "政府信息公开条例"


def _back(source: State, who: str) -> Row:
    return Row(source, "send_back", State.DRAFT, who, DISCLOSURE_RULES, needs_reason=True)


EDITION = Workflow(
    name="edition",
    verbs=(
        Verb("start", "", "", pgettext_lazy("audit entry", "Begun"), ""),
        Verb(
            "submit",
            pgettext_lazy("step", "Submit"),
            pgettext_lazy("waits for me", "To finish"),
            pgettext_lazy("audit entry", "Submitted"),
            _("Submitted: %(title)s"),
        ),
        Verb(
            "countersign",
            pgettext_lazy("step", "Countersign"),
            pgettext_lazy("waits for me", "To countersign"),
            pgettext_lazy("audit entry", "Countersigned"),
            _("Countersigned: %(title)s"),
        ),
        Verb(
            "review",
            pgettext_lazy("step", "Pass the review"),
            pgettext_lazy("waits for me", "To review"),
            pgettext_lazy("audit entry", "Reviewed"),
            _("Reviewed: %(title)s"),
        ),
        Verb(
            "approve",
            pgettext_lazy("step", "Approve"),
            pgettext_lazy("waits for me", "To approve"),
            pgettext_lazy("audit entry", "Approved"),
            _("Approved: %(title)s"),
        ),
        Verb(
            "publish",
            pgettext_lazy("step", "Publish now"),
            pgettext_lazy("waits for me", "To publish"),
            pgettext_lazy("audit entry", "Published"),
            _("Published: %(title)s. Posters are being made."),
        ),
        Verb(
            "schedule",
            pgettext_lazy("step", "Schedule"),
            "",
            pgettext_lazy("audit entry", "Scheduled"),
            _("Scheduled: %(title)s"),
        ),
        Verb(
            "unschedule",
            pgettext_lazy("step", "Take off the schedule"),
            "",
            pgettext_lazy("audit entry", "Taken off the schedule"),
            _("Taken off the schedule: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step", "Send back"),
            "",
            pgettext_lazy("audit entry", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "take_back",
            pgettext_lazy("step", "Take back"),
            "",
            pgettext_lazy("audit entry", "Taken back"),
            _("Taken back: %(title)s. It is a draft again."),
        ),
        Verb("supersede", "", "", pgettext_lazy("audit entry", "Replaced by a later edition"), ""),
        Verb(
            "withdraw",
            pgettext_lazy("step", "Withdraw"),
            "",
            pgettext_lazy("audit entry", "Withdrawn"),
            _("Withdrawn: %(title)s"),
            is_back=True,
        ),
    ),
    rows=(
        Row("", "start", State.DRAFT, "prepares_notice", DISCLOSURE_RULES),
        Row(State.DRAFT, "submit", State.SUBMITTED, "prepares", DISCLOSURE_RULES),
        Row(State.SUBMITTED, "countersign", State.COUNTERSIGNED, "countersigns", VILLAGE_LAW),
        Row(State.SUBMITTED, "review", State.REVIEWED, "reviews_uncountersigned", DISCLOSURE_RULES),
        Row(State.COUNTERSIGNED, "review", State.REVIEWED, "reviews", DISCLOSURE_RULES),
        Row(State.REVIEWED, "approve", State.APPROVED, "approves", DISCLOSURE_RULES),
        Row(State.APPROVED, "schedule", State.SCHEDULED, "publishes", DISCLOSURE_RULES),
        Row(State.SCHEDULED, "unschedule", State.APPROVED, "publishes", DISCLOSURE_RULES),
        Row(State.APPROVED, "publish", State.PUBLISHED, "publishes", REGULATIONS),
        Row(State.SCHEDULED, "publish", State.PUBLISHED, "publishes_or_system", REGULATIONS),
        Row(State.SUBMITTED, "take_back", State.DRAFT, "prepares", DISCLOSURE_RULES),
        _back(State.SUBMITTED, "sends_back_submitted"),
        _back(State.COUNTERSIGNED, "reviews"),
        _back(State.REVIEWED, "approves"),
        _back(State.APPROVED, "publishes"),
        _back(State.SCHEDULED, "publishes"),
        Row(State.PUBLISHED, "supersede", State.SUPERSEDED, "publishes_or_system", REGULATIONS),
        Row(State.PUBLISHED, "withdraw", State.WITHDRAWN, "publishes", REGULATIONS, needs_reason=True),
    ),
    refusals={
        State.DRAFT: _("This edition is a draft that was changed or sent back after you opened it. Read it again."),
        State.SUBMITTED: _("This edition has been submitted and waits for its next signature."),
        State.COUNTERSIGNED: _("The supervision committee has countersigned this edition meanwhile."),
        State.REVIEWED: _("This edition has been reviewed meanwhile."),
        State.APPROVED: _("This edition has been approved meanwhile."),
        State.SCHEDULED: _("This edition has been scheduled for publication meanwhile."),
        State.PUBLISHED: _("This edition has been published meanwhile. Correct it with a new edition."),
        State.SUPERSEDED: _("A later edition has taken this one’s place."),
        State.WITHDRAWN: _("This edition has been withdrawn."),
    },
    gone=_("Somebody sent this edition back or took it off meanwhile. It does not wait for you any more."),
)
