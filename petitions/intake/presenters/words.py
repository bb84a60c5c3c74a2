"""What states, steps and time limits are called to a petitioner, whatever the desk calls them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.handling.enums import (
    BEFORE_ACCEPTANCE,
    IN_HAND,
    NOTICE_LIMIT,
    OPINION_LIMIT,
    RE_REVIEW_LIMIT,
    RE_REVIEW_REQUEST_LIMIT,
    REVIEW_LIMIT,
    REVIEW_REQUEST_LIMIT,
    SERVICE_LIMIT,
    Category,
    PetitionState as S,
)
from petitions.handling.models import Petition
from portal.core.workflow import Words

CATEGORIES: Mapping[Category, tuple[Words, Words]] = {
    Category.SUGGESTION: (
        pgettext_lazy("class of a petition, in everyday words", "Make a suggestion"),
        _("You have an idea for the work of the town or the village."),
    ),
    Category.APPEAL: (
        pgettext_lazy("class of a petition, in everyday words", "Ask to have a problem solved"),
        _("Your own rights or interests are touched, and you want it dealt with."),
    ),
    Category.ACCUSATION: (
        pgettext_lazy("class of a petition, in everyday words", "Report the misconduct of a cadre"),
        _("Sealed, and read by the discipline office of the township alone."),
    ),
}
"""What each class is called to residents, and what it is."""

STATES: Mapping[S, Words] = {
    S.SUBMITTED: _("It has arrived"),
    **dict.fromkeys((S.REGISTERED, S.ASSIGNED, S.RETURNED), _("It is being examined whether it is accepted")),
    **dict.fromkeys(IN_HAND, _("Accepted, and being dealt with")),
    S.DECIDED: _("It is decided; the answer is on its way to you"),
    S.SERVED: _("It is answered"),
    S.CLOSED: _("It is answered and closed"),
    S.RATED: _("It is answered, and you rated it"),
    S.REVIEWING: _("The answer is under review"),
    S.REVIEWED: _("The review is decided"),
    S.RE_REVIEWING: _("The review is under re-review"),
    S.CONCLUDED: _("It is concluded"),
    S.REDIRECTED: _("Another body can act on it"),
    S.NOT_ACCEPTED: _("It is not accepted"),
    S.LEGAL_CHANNEL: _("There is a legal channel for it"),
    S.FORWARDED: _("It was passed on to the body that can act"),
    S.MERGED: _("It is dealt with together with another"),
    S.WITHDRAWN: _("It is withdrawn"),
}
"""How a petition stands, as its sender reads it."""

ARRIVED, LOOKED_INTO, CLOSED = _("It has arrived"), _("It is being looked into"), _("It is closed")


def of_accusation(state: S) -> Words:
    """Return how an accusation stands: more than that is told to nobody here."""
    if state == S.SUBMITTED:
        return ARRIVED
    if state == S.WITHDRAWN:
        return STATES[state]
    return LOOKED_INTO if state in (*BEFORE_ACCEPTANCE, *IN_HAND) else CLOSED


def state_words(petition: Petition) -> str:
    """Return how a petition stands, in a few words."""
    state = S(petition.state)
    return str(of_accusation(state) if petition.category == Category.ACCUSATION else STATES[state])


LIMITS: Mapping[str, Words] = {
    NOTICE_LIMIT: _("To tell you whether it is accepted"),
    OPINION_LIMIT: _("To answer you in writing"),
    SERVICE_LIMIT: _("To bring you the answer"),
    REVIEW_REQUEST_LIMIT: _("For you to ask for a review"),
    REVIEW_LIMIT: _("To decide on the review"),
    RE_REVIEW_REQUEST_LIMIT: _("For you to ask for a re-review"),
    RE_REVIEW_LIMIT: _("To decide on the re-review"),
}
"""The time limits a petitioner reads of; what the office sets itself is its own."""

EVENTS: Mapping[str, Words] = {
    "receive": pgettext_lazy("what happened with my petition", "You handed it in"),
    "register": pgettext_lazy("what happened with my petition", "Registered"),
    "assign": pgettext_lazy("what happened with my petition", "Given to a unit to look at"),
    "accept": pgettext_lazy("what happened with my petition", "Accepted"),
    "forward": pgettext_lazy("what happened with my petition", "Passed on to the body that can act"),
    "redirect": pgettext_lazy("what happened with my petition", "You were told which body can act"),
    "to_legal_channel": pgettext_lazy("what happened with my petition", "You were told of the legal channel"),
    "refuse": pgettext_lazy("what happened with my petition", "Not accepted"),
    "merge": pgettext_lazy("what happened with my petition", "Joined with another about the same matter"),
    "begin": pgettext_lazy("what happened with my petition", "The inquiry began"),
    "recuse": pgettext_lazy("what happened with my petition", "Somebody with an interest in it stepped aside"),
    "reassign": pgettext_lazy("what happened with my petition", "Given to other handlers"),
    "extend": pgettext_lazy("what happened with my petition", "A leader extended the time"),
    "sign": pgettext_lazy("what happened with my petition", "Decided, and signed by a leader of the township"),
    "serve": pgettext_lazy("what happened with my petition", "The answer was brought to you"),
    "close": pgettext_lazy("what happened with my petition", "Closed"),
    "rate": pgettext_lazy("what happened with my petition", "You rated it"),
    "reopen": pgettext_lazy("what happened with my petition", "Taken up again"),
    "ask_review": pgettext_lazy("what happened with my petition", "You asked for a review"),
    "ask_re_review": pgettext_lazy("what happened with my petition", "You asked for a re-review"),
    "uphold": pgettext_lazy("what happened with my petition", "The body above decided"),
    "overturn": pgettext_lazy("what happened with my petition", "The body above revoked the answer"),
    "hold_hearing": pgettext_lazy("what happened with my petition", "A public hearing was held"),
    "conclude": pgettext_lazy("what happened with my petition", "Concluded"),
    "take_up": pgettext_lazy("what happened with my petition", "Taken up after all"),
    "withdraw": pgettext_lazy("what happened with my petition", "You withdrew it"),
    "supervise": pgettext_lazy("what happened with my petition", "A leader supervises it"),
    "add": pgettext_lazy("what happened with my petition", "You added something"),
    "attach": pgettext_lazy("what happened with my petition", "You added a file"),
}
"""The steps a petitioner reads of, by the verb of the audit line. Nobody of the staff is named."""

TAKEN_OVER = pgettext_lazy("what happened with my petition", "What you had asked is dealt with as a petition")
"""What a petitioner reads of the first line of one that came as something else."""
