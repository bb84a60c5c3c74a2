"""Which step follows which in the life of an edition.

Order of steps: prepare, (village: the supervision committee signs), the leading group reviews, the party
committee approves, the office publishes. Sent back at any step before publication, with a reason. `who`
names a policy in `disclosure.notices.policies.STEPS`.
"""

from django.utils.translation import gettext_lazy as _

from disclosure.notices.enums import State
from portal.core.workflow import Row, Workflow

DISCLOSURE_RULES = "政务公开制度"
VILLAGE_LAW = "村民委员会组织法"
REGULATIONS = "政府信息公开条例"


def _back(source: State, who: str) -> Row:
    return Row(source, "send_back", State.DRAFT, who, DISCLOSURE_RULES, needs_reason=True)


EDITION = Workflow(
    name="edition",
    rows=(
        Row(State.DRAFT, "submit", State.SUBMITTED, "prepares", DISCLOSURE_RULES),
        Row(State.SUBMITTED, "countersign", State.COUNTERSIGNED, "countersigns", VILLAGE_LAW),
        Row(State.SUBMITTED, "review", State.REVIEWED, "reviews_uncountersigned", DISCLOSURE_RULES),
        Row(State.COUNTERSIGNED, "review", State.REVIEWED, "reviews", DISCLOSURE_RULES),
        Row(State.REVIEWED, "approve", State.APPROVED, "approves", DISCLOSURE_RULES),
        Row(State.APPROVED, "schedule", State.SCHEDULED, "publishes", DISCLOSURE_RULES),
        Row(State.SCHEDULED, "unschedule", State.APPROVED, "publishes", DISCLOSURE_RULES),
        Row(State.APPROVED, "publish", State.PUBLISHED, "publishes", REGULATIONS),
        Row(State.SCHEDULED, "publish", State.PUBLISHED, "publishes_or_system", REGULATIONS),
        _back(State.SUBMITTED, "sends_back_submitted"),
        _back(State.COUNTERSIGNED, "reviews"),
        _back(State.REVIEWED, "approves"),
        _back(State.APPROVED, "publishes"),
        _back(State.SCHEDULED, "publishes"),
        Row(State.PUBLISHED, "supersede", State.SUPERSEDED, "publishes_or_system", REGULATIONS),
        Row(State.PUBLISHED, "withdraw", State.WITHDRAWN, "publishes", REGULATIONS, needs_reason=True),
    ),
    refusals={
        State.DRAFT: _("This edition is a draft again; somebody sent it back meanwhile."),
        State.SUBMITTED: _("This edition has been submitted and waits for its next signature."),
        State.COUNTERSIGNED: _("The supervision committee has countersigned this edition meanwhile."),
        State.REVIEWED: _("This edition has been reviewed meanwhile."),
        State.APPROVED: _("This edition has been approved meanwhile."),
        State.SCHEDULED: _("This edition has been scheduled for publication meanwhile."),
        State.PUBLISHED: _("This edition has been published meanwhile. Correct it with a new edition."),
        State.SUPERSEDED: _("A later edition has taken this one's place."),
        State.WITHDRAWN: _("This edition has been withdrawn."),
    },
)
