"""Words that several pages share."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _, pgettext, pgettext_lazy

from accountability.appraisal.enums import AppraisalState, DebriefingState, SuggestionState, VoterClass
from accountability.appraisal.models import Debriefing
from accountability.appraisal.rules.scales import ABSTAINED, CHOICES, Share
from portal.core.components import Tag
from portal.core.texts import joint

OTHER_AUDIT_LABELS = {
    "hand in statement": pgettext_lazy("audit entry of a debriefing", "Statement handed in or changed"),
    "record question": pgettext_lazy("audit entry of a debriefing", "Question recorded or changed"),
    "print codes": pgettext_lazy("audit entry of an appraisal", "Codes printed"),
    "enter paper": pgettext_lazy("audit entry of an appraisal", "Count of the paper entered"),
}
"""What is done besides the steps."""
_KINDS = {
    DebriefingState.PLANNED: "warn",
    DebriefingState.HELD: "live",
    DebriefingState.CLOSED: "done",
    AppraisalState.PREPARED: "warn",
    AppraisalState.OPEN: "live",
    AppraisalState.COUNTED: "live",
    AppraisalState.PUBLISHED: "done",
    SuggestionState.OPEN: "warn",
    SuggestionState.ANSWERED: "done",
    SuggestionState.GIVEN: "live",
}


def state_tag(state: DebriefingState | AppraisalState | SuggestionState) -> Tag:
    """Return where something stands."""
    return Tag(str(state.label), _KINDS.get(state, ""))


def title_of(debriefing: Debriefing) -> str:
    """Return what a debriefing is called."""
    said = {"unit": debriefing.unit.name, "year": debriefing.year}
    return _("Debriefing of %(unit)s for %(year)s") % said


def choices_of(scale: str) -> list[str]:
    """Return the choices of a scale, abstention last."""
    return [*map(str, CHOICES[scale]), str(ABSTAINED)]


def good_of(scale: str) -> list[str]:
    """Return the choices that count as satisfied."""
    return [str(one) for one in CHOICES[scale][:2]]


def rate_words(scale: str) -> str:
    """Return how the rate of the satisfied is reckoned."""
    first, second = good_of(scale)
    said = {"first": first, "second": second}
    return _("Rate = (%(first)s + %(second)s) ÷ (valid − abstained)") % said


def percent(share: Share) -> str:
    """Return the rate of the satisfied with its sign; nothing where everybody abstained."""
    return pgettext("nobody judged", "none") if share.percent is None else f"{share.percent}%"


def of_base(share: Share) -> str:
    """Return the satisfied beside those who judged."""
    return f"{share.good}/{share.base}"


def class_names(keys: Iterable[str]) -> str:
    """Return what classes of voters are called, in their order."""
    return joint().join(str(VoterClass(key).label) for key in keys)


def listed(names: Sequence[str]) -> str:
    """Return names in a row."""
    return joint().join(names)
