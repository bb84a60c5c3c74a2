"""Which step follows which in the life of a rating: its words are looked at before the unit reads them."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.ratings.enums import RatingState
from accountability.ratings.rules import BASIS, PRACTICE
from portal.core.workflow import Row, Verb, Workflow

RATING = Workflow(
    name="rating",
    rows=(
        Row("", "rate", RatingState.COUNTED, "system", BASIS),
        Row("", "rate_with_words", RatingState.TO_SCREEN, "system", BASIS),
        Row(RatingState.TO_SCREEN, "pass_on", RatingState.PASSED_ON, "screens", PRACTICE),
        Row(RatingState.TO_SCREEN, "keep_back", RatingState.KEPT_BACK, "screens", PRACTICE, needs_reason=True),
    ),
    verbs=(
        Verb("rate", "", "", pgettext_lazy("audit entry of a rating", "Rated"), ""),
        Verb("rate_with_words", "", "", pgettext_lazy("audit entry of a rating", "Rated, with words"), ""),
        Verb(
            "pass_on",
            pgettext_lazy("step of a rating", "Pass the words on"),
            pgettext_lazy("step a rating waits for", "To look at"),
            pgettext_lazy("audit entry of a rating", "Words passed on"),
            _("Passed on: %(title)s"),
        ),
        Verb(
            "keep_back",
            pgettext_lazy("step of a rating", "Keep the words back"),
            "",
            pgettext_lazy("audit entry of a rating", "Words kept back"),
            _("Kept back: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        RatingState.COUNTED: _("This rating has no words."),
        RatingState.TO_SCREEN: _("Somebody else changed this rating after you opened it."),
        RatingState.PASSED_ON: _("These words were passed on meanwhile."),
        RatingState.KEPT_BACK: _("These words were kept back meanwhile."),
    },
)

OTHER_AUDIT_LABELS = {
    "add": pgettext_lazy("audit entry of a window", "Entered"),
    "change": pgettext_lazy("audit entry of a window", "Changed"),
    "print slips": pgettext_lazy("audit entry of a window", "Slips printed"),
    "ask to improve": pgettext_lazy("audit entry of a window", "Asked to improve"),
}
"""What is called that is done with a window and is no step."""
