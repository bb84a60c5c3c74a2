"""Which step follows which: in the life of a debriefing, of a suggestion made there, and of an appraisal."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.appraisal.enums import AppraisalState, DebriefingState, SuggestionState
from accountability.appraisal.rules.scales import BASIS, PRACTICE
from portal.core.workflow import Row, Verb, Workflow

_PLANNED, _HELD = DebriefingState.PLANNED, DebriefingState.HELD
_PREPARED, _OPEN, _COUNTED = AppraisalState.PREPARED, AppraisalState.OPEN, AppraisalState.COUNTED

DEBRIEFING = Workflow(
    name="debriefing",
    rows=(
        Row("", "plan", _PLANNED, "plans", PRACTICE),
        Row(_PLANNED, "amend", _PLANNED, "runs", PRACTICE),
        Row(_PLANNED, "hold", _HELD, "runs", PRACTICE),
        Row(_PLANNED, "cancel", DebriefingState.CANCELLED, "runs", PRACTICE, needs_reason=True),
        Row(_HELD, "close", DebriefingState.CLOSED, "runs", PRACTICE),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of a debriefing", "Planned"), ""),
        Verb(
            "amend",
            pgettext_lazy("step of a debriefing", "Change day, place or agenda"),
            "",
            pgettext_lazy("audit entry of a debriefing", "Changed"),
            _("Changed: %(title)s"),
        ),
        Verb(
            "hold",
            pgettext_lazy("step of a debriefing", "Record that it was held"),
            pgettext_lazy("step a debriefing waits for", "To record a debriefing"),
            pgettext_lazy("audit entry of a debriefing", "Held"),
            _("Held: %(title)s"),
        ),
        Verb(
            "close",
            pgettext_lazy("step of a debriefing", "Close the minutes"),
            pgettext_lazy("step a debriefing waits for", "To close the minutes"),
            pgettext_lazy("audit entry of a debriefing", "Minutes closed"),
            _("The minutes are closed: %(title)s"),
        ),
        Verb(
            "cancel",
            pgettext_lazy("step of a debriefing", "Cancel the meeting"),
            "",
            pgettext_lazy("audit entry of a debriefing", "Cancelled"),
            _("Cancelled: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        DebriefingState.PLANNED: _("Somebody else changed this debriefing after you opened it."),
        DebriefingState.HELD: _("It is recorded already that this debriefing was held."),
        DebriefingState.CLOSED: _("The minutes of this debriefing are closed."),
        DebriefingState.CANCELLED: _("This debriefing is cancelled."),
    },
)

SUGGESTION = Workflow(
    name="suggestion",
    rows=(
        Row("", "suggest", SuggestionState.OPEN, "records", PRACTICE),
        Row(SuggestionState.OPEN, "answer", SuggestionState.ANSWERED, "answers", PRACTICE),
        Row(SuggestionState.OPEN, "give", SuggestionState.GIVEN, "gives", PRACTICE),
    ),
    verbs=(
        Verb("suggest", "", "", pgettext_lazy("audit entry of a suggestion", "Suggested"), ""),
        Verb(
            "answer",
            pgettext_lazy("step of a suggestion", "Answer it"),
            pgettext_lazy("step a suggestion waits for", "To answer a suggestion"),
            pgettext_lazy("audit entry of a suggestion", "Answered"),
            _("Answered: %(title)s"),
        ),
        Verb(
            "give",
            pgettext_lazy("step of a suggestion", "Give it to the unit to put right"),
            "",
            pgettext_lazy("audit entry of a suggestion", "Given to put right"),
            _("Given to the unit to put right: %(title)s"),
        ),
    ),
    refusals={
        SuggestionState.OPEN: _("This suggestion is still to be answered."),
        SuggestionState.ANSWERED: _("This suggestion was answered meanwhile."),
        SuggestionState.GIVEN: _("This suggestion was given to the unit to put right."),
    },
)

APPRAISAL = Workflow(
    name="appraisal",
    rows=(
        Row("", "prepare", _PREPARED, "prepares", BASIS),
        Row(_PREPARED, "amend", _PREPARED, "runs", PRACTICE),
        Row(_PREPARED, "open", _OPEN, "runs", BASIS),
        Row(_OPEN, "confirm", _OPEN, "tells", PRACTICE),
        Row(_OPEN, "count", _COUNTED, "runs", BASIS),
        Row(_COUNTED, "publish", AppraisalState.PUBLISHED, "runs", PRACTICE),
        *(
            Row(state, "cancel", AppraisalState.CANCELLED, "runs", PRACTICE, needs_reason=True)
            for state in (_PREPARED, _OPEN, _COUNTED, AppraisalState.PUBLISHED)
        ),
    ),
    verbs=(
        Verb("prepare", "", "", pgettext_lazy("audit entry of an appraisal", "Prepared"), ""),
        Verb(
            "amend",
            pgettext_lazy("step of an appraisal", "Change subjects or voters"),
            "",
            pgettext_lazy("audit entry of an appraisal", "Changed"),
            _("Changed: %(title)s"),
        ),
        Verb(
            "open",
            pgettext_lazy("step of an appraisal", "Open the voting"),
            pgettext_lazy("step an appraisal waits for", "To open the voting"),
            pgettext_lazy("audit entry of an appraisal", "Voting opened"),
            _("The voting is open: %(title)s"),
        ),
        Verb(
            "confirm",
            pgettext_lazy("step of an appraisal", "Confirm the count of the paper"),
            pgettext_lazy("step an appraisal waits for", "To confirm a count"),
            pgettext_lazy("audit entry of an appraisal", "Count of the paper confirmed"),
            _("Confirmed: %(title)s"),
        ),
        Verb(
            "count",
            pgettext_lazy("step of an appraisal", "End the voting and count"),
            pgettext_lazy("step an appraisal waits for", "To count the votes"),
            pgettext_lazy("audit entry of an appraisal", "Voting ended and counted"),
            _("Counted: %(title)s"),
        ),
        Verb(
            "publish",
            pgettext_lazy("step of an appraisal", "Publish the result"),
            pgettext_lazy("step an appraisal waits for", "To publish the result"),
            pgettext_lazy("audit entry of an appraisal", "Result published"),
            _("Published: %(title)s"),
        ),
        Verb(
            "cancel",
            pgettext_lazy("step of an appraisal", "Cancel the appraisal"),
            "",
            pgettext_lazy("audit entry of an appraisal", "Cancelled"),
            _("Cancelled: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        AppraisalState.PREPARED: _("The voting is not open yet."),
        AppraisalState.OPEN: _("Somebody else changed this appraisal after you opened it."),
        AppraisalState.COUNTED: _("The votes are counted already."),
        AppraisalState.PUBLISHED: _("The result is published already."),
        AppraisalState.CANCELLED: _("This appraisal is cancelled."),
    },
)
