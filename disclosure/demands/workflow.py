"""Which step follows which in the life of a joint demand.

The office confirms who joined. Enough of them make an obligation, and a notice meets it while it is live.
"""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.demands.enums import DemandState
from portal.core.workflow import Row, Verb, Workflow

VILLAGE_LAW = "村民委员会组织法"
PRACTICE = "村民联名要求公开制度"

DEMAND = Workflow(
    name="demand",
    rows=(
        Row("", "open", DemandState.COLLECTING, "opens", PRACTICE),
        Row(DemandState.COLLECTING, "confirm", DemandState.COLLECTING, "keeps", PRACTICE),
        Row(DemandState.COLLECTING, "unconfirm", DemandState.COLLECTING, "keeps", PRACTICE),
        Row(DemandState.COLLECTING, "reach", DemandState.REACHED, "measures", PRACTICE),
        Row(DemandState.COLLECTING, "end", DemandState.ENDED, "keeps", PRACTICE, needs_reason=True),
        Row(DemandState.REACHED, "name_notice", DemandState.REACHED, "keeps", PRACTICE),
        Row(DemandState.MET, "name_notice", DemandState.REACHED, "keeps", PRACTICE),
        Row(DemandState.REACHED, "meet", DemandState.MET, "updates", VILLAGE_LAW),
        Row(DemandState.MET, "reopen", DemandState.REACHED, "updates", VILLAGE_LAW),
    ),
    verbs=(
        Verb(
            "open", _("Open a demand"), "", pgettext_lazy("audit entry of a demand", "Opened"), _("Opened: %(subject)s")
        ),
        Verb(
            "confirm",
            _("Confirm"),
            pgettext_lazy("waits for me", "Support to confirm"),
            pgettext_lazy("audit entry of a demand", "Support confirmed"),
            _("Confirmed."),
        ),
        Verb(
            "unconfirm",
            _("Take back"),
            "",
            pgettext_lazy("audit entry of a demand", "Confirmation taken back"),
            _("The confirmation was taken back."),
        ),
        Verb("reach", "", "", pgettext_lazy("audit entry of a demand", "Enough have joined"), ""),
        Verb(
            "end",
            _("End it"),
            "",
            pgettext_lazy("audit entry of a demand", "Ended"),
            _("Ended: %(title)s"),
            is_back=True,
        ),
        Verb(
            "name_notice",
            _("Name the notice"),
            "",
            pgettext_lazy("audit entry of a demand", "Notice named that gives it"),
            _("The notice is named."),
        ),
        Verb("meet", "", "", pgettext_lazy("audit entry of a demand", "Its notice is published"), ""),
        Verb("reopen", "", "", pgettext_lazy("audit entry of a demand", "Its notice was withdrawn"), ""),
    ),
    refusals={
        DemandState.COLLECTING: _("This demand collects support, and may have changed meanwhile. Look at it again."),
        DemandState.REACHED: _("Enough people have joined this demand meanwhile; it must be published."),
        DemandState.MET: _("What this demand asks for has been published meanwhile."),
        DemandState.ENDED: _("This demand has ended."),
    },
)

OTHER_AUDIT_LABELS = {
    "reword": pgettext_lazy("audit entry of a demand", "Reworded"),
    "join": pgettext_lazy("audit entry of a demand", "Support entered"),
}
"""What is called that changes a demand, or what belongs to it, and is no step."""
