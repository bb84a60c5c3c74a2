"""Closed lists of petitions: classes, matters, states, results and marks."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy

CASE_KIND = "petition"
"""The key of the kind of case that petitions are."""
NOTICE_LIMIT, REPORT_LIMIT, OBJECTION_LIMIT, ASSIGNMENT_LIMIT = "notice", "report", "objection", "assignment"
"""The keys of the time limits before acceptance: to tell the petitioner, of a report with a name, to object, to answer
an assignment."""
OPINION_LIMIT, SERVICE_LIMIT, SUPERVISION_LIMIT = "opinion", "service", "supervision"
"""To decide, to hand the opinion over, and what a supervisor sets."""
REVIEW_REQUEST_LIMIT, REVIEW_LIMIT = "review_request", "review"
RE_REVIEW_REQUEST_LIMIT, RE_REVIEW_LIMIT = "re_review_request", "re_review"
"""To ask for a review and to decide on it, and the same again."""
MIN_LENGTH, MAX_LENGTH, MAX_OPINION_LENGTH = 6, 4000, 8000
"""Characters of a petition at least and at most, and of each part of an opinion at most."""
MAX_SUBJECT_LENGTH, MAX_REPRESENTATIVES = 60, 5


class Category(TextChoices):
    """The classes of petitions (Regulations on Petitions, article 17)."""

    SUGGESTION = "suggestion", pgettext_lazy("class of a petition", "Suggestion")
    APPEAL = "appeal", pgettext_lazy("class of a petition", "Appeal")
    ACCUSATION = "accusation", pgettext_lazy("class of a petition", "Accusation")


class AnswerBy(TextChoices):
    """How a petitioner wants to hear, besides the papers that the law has served on them."""

    HERE = "here", pgettext_lazy("how a petitioner wants to hear", "On this website")
    TELEPHONE = "telephone", pgettext_lazy("how a petitioner wants to hear", "By telephone")
    SMS = "sms", pgettext_lazy("how a petitioner wants to hear", "By SMS")
    EMAIL = "email", pgettext_lazy("how a petitioner wants to hear", "By e-mail")


class Matter(TextChoices):
    """What a petition is about, as the office counts."""

    LAND = "land", pgettext_lazy("matter of a petition", "Land and homesteads")
    SUBSIDY = "subsidy", pgettext_lazy("matter of a petition", "Subsidies and relief")
    WORKS = "works", pgettext_lazy("matter of a petition", "Water, roads and building")
    ACCOUNTS = "accounts", pgettext_lazy("matter of a petition", "Collective accounts")
    NEIGHBOURS = "neighbours", pgettext_lazy("matter of a petition", "Disputes between neighbours")
    ENVIRONMENT = "environment", pgettext_lazy("matter of a petition", "Environment and hygiene")
    WELFARE = "welfare", pgettext_lazy("matter of a petition", "Schools, health and pensions")
    CONDUCT = "conduct", pgettext_lazy("matter of a petition", "Conduct of cadres")
    OTHER = "other", pgettext_lazy("matter of a petition", "Other")


class SealedFor(TextChoices):
    """Who alone sees a sealed petition."""

    NOBODY = "", pgettext_lazy("who alone sees a petition", "Not sealed")
    SECRETARY = "secretary", pgettext_lazy("who alone sees a petition", "Discipline secretary")
    HEAD = "head", pgettext_lazy("who alone sees a petition", "Head of the township")


class PetitionState(TextChoices):
    """Where a petition stands."""

    SUBMITTED = "submitted", pgettext_lazy("state of a petition", "Submitted")
    REGISTERED = "registered", pgettext_lazy("state of a petition", "Registered")
    ASSIGNED = "assigned", pgettext_lazy("state of a petition", "Assigned")
    RETURNED = "returned", pgettext_lazy("state of a petition", "Objected to")
    ACCEPTED = "accepted", pgettext_lazy("state of a petition", "Accepted")
    HANDLING = "handling", pgettext_lazy("state of a petition", "Being handled")
    EXTENDING = "extending", pgettext_lazy("state of a petition", "Extension asked for")
    DRAFTED = "drafted", pgettext_lazy("state of a petition", "Opinion to be checked")
    CHECKED = "checked", pgettext_lazy("state of a petition", "Opinion to be signed")
    DECIDED = "decided", pgettext_lazy("state of a petition", "Opinion to be served")
    SERVED = "served", pgettext_lazy("state of a petition", "Replied")
    CLOSED = "closed", pgettext_lazy("state of a petition", "Closed")
    RATED = "rated", pgettext_lazy("state of a petition", "Rated")
    REVIEWING = "reviewing", pgettext_lazy("state of a petition", "Under review")
    REVIEWED = "reviewed", pgettext_lazy("state of a petition", "Reviewed")
    RE_REVIEWING = "re_reviewing", pgettext_lazy("state of a petition", "Under re-review")
    CONCLUDED = "concluded", pgettext_lazy("state of a petition", "Concluded")
    REDIRECTED = "redirected", pgettext_lazy("state of a petition", "Shown the body that can act")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("state of a petition", "Not accepted")
    LEGAL_CHANNEL = "legal_channel", pgettext_lazy("state of a petition", "Shown the legal channel")
    FORWARDED = "forwarded", pgettext_lazy("state of a petition", "Forwarded")
    MERGED = "merged", pgettext_lazy("state of a petition", "Merged with another")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a petition", "Withdrawn")


BEFORE_ACCEPTANCE = (
    PetitionState.SUBMITTED,
    PetitionState.REGISTERED,
    PetitionState.ASSIGNED,
    PetitionState.RETURNED,
)
"""The states in which the petitioner has not been told yet whether it is accepted."""
IN_HAND = (
    PetitionState.ACCEPTED,
    PetitionState.HANDLING,
    PetitionState.EXTENDING,
    PetitionState.DRAFTED,
    PetitionState.CHECKED,
)
"""The states between acceptance and opinion, in which a unit has the petition."""
AFTER_OPINION = (
    PetitionState.SERVED,
    PetitionState.CLOSED,
    PetitionState.RATED,
    PetitionState.REVIEWING,
    PetitionState.REVIEWED,
    PetitionState.RE_REVIEWING,
)
"""The states after the petitioner has the opinion, in which it is not final yet."""
TURNED_AWAY = (
    PetitionState.REDIRECTED,
    PetitionState.NOT_ACCEPTED,
    PetitionState.LEGAL_CHANNEL,
    PetitionState.FORWARDED,
)
"""The states of petitions that the township does not handle itself; the petitioner was told where to turn."""
ENDED = (*TURNED_AWAY, PetitionState.MERGED, PetitionState.WITHDRAWN, PetitionState.CONCLUDED)
"""The states in which nothing is waited for any more."""
OPEN = tuple(state for state in PetitionState if state not in ENDED)


IN_TIME = (*BEFORE_ACCEPTANCE, *IN_HAND, PetitionState.DECIDED)
"""The states in which the township has something to do by a day."""
TO_ROUTE = (PetitionState.SUBMITTED, PetitionState.REGISTERED, PetitionState.RETURNED)
"""The states in which the office registers a petition and says who handles it."""


class Part(IntegerChoices):
    """The parts of the desk's list, by what is to be done first."""

    OVERDUE = 1, pgettext_lazy("part of the list of petitions", "Overdue")
    SOON = 2, pgettext_lazy("part of the list of petitions", "Due today or tomorrow")
    ROUTE = 3, pgettext_lazy("part of the list of petitions", "To route")
    MINE = 4, pgettext_lazy("part of the list of petitions", "Waiting for me")
    OTHERS = 5, pgettext_lazy("part of the list of petitions", "With others")
    ENDED = 6, pgettext_lazy("part of the list of petitions", "Ended")


class Ground(TextChoices):
    """Why a petition is not accepted."""

    CONCLUDED = "concluded", pgettext_lazy("ground of a petition", "Concluded before; no new facts or reasons")
    IN_HAND = "in_hand", pgettext_lazy("ground of a petition", "Handled or reviewed already within its time")
    LATE = "late", pgettext_lazy("ground of a petition", "No review was asked for in time")
    NO_MATTER = "no_matter", pgettext_lazy("ground of a petition", "Names no matter that can be dealt with")


class Barring(TextChoices):
    """Why somebody is kept from a petition."""

    COMPLAINED_ABOUT = "complained_about", pgettext_lazy("why somebody is kept out", "Complained about")
    NAMED = "named", pgettext_lazy("why somebody is kept out", "Named in the text; not decided yet")
    RECUSED = "recused", pgettext_lazy("why somebody is kept out", "Stepped aside")


class Stage(TextChoices):
    """The stages at which is decided on a petition."""

    OPINION = "opinion", pgettext_lazy("stage of a petition", "Handling opinion")
    REVIEW = "review", pgettext_lazy("stage of a petition", "Review")
    RE_REVIEW = "re_review", pgettext_lazy("stage of a petition", "Re-review")


class Result(TextChoices):
    """What an opinion says to what was asked for."""

    SUPPORTED = "supported", pgettext_lazy("result of a petition", "Supported")
    EXPLAINED = "explained", pgettext_lazy("result of a petition", "Explained")
    NOT_SUPPORTED = "not_supported", pgettext_lazy("result of a petition", "Not supported")


class Finding(TextChoices):
    """What was found of the facts."""

    ESTABLISHED = "established", pgettext_lazy("facts of a petition", "Established")
    PARTLY = "partly", pgettext_lazy("facts of a petition", "Established in part")
    NOT_ESTABLISHED = "not_established", pgettext_lazy("facts of a petition", "Not as stated")
    UNPROVEN = "unproven", pgettext_lazy("facts of a petition", "Could not be established")


class ReviewResult(TextChoices):
    """What a review says to the opinion before."""

    UPHELD = "upheld", pgettext_lazy("result of a review", "Upheld")
    CHANGED = "changed", pgettext_lazy("result of a review", "Changed")
    REVOKED = "revoked", pgettext_lazy("result of a review", "Revoked, to be handled again")


class Satisfaction(TextChoices):
    """How content a petitioner is."""

    SATISFIED = "satisfied", pgettext_lazy("rating of a petition", "Satisfied")
    BASICALLY = "basically", pgettext_lazy("rating of a petition", "Basically satisfied")
    DISSATISFIED = "dissatisfied", pgettext_lazy("rating of a petition", "Dissatisfied")


class Service(TextChoices):
    """How a paper was served."""

    IN_PERSON = "in_person", pgettext_lazy("how a paper was served", "In person")
    POST = "post", pgettext_lazy("how a paper was served", "By post")
    AGENT = "agent", pgettext_lazy("how a paper was served", "Through the village agent")
    ONLINE = "online", pgettext_lazy("how a paper was served", "Read on this website")
    LEFT = "left", pgettext_lazy("how a paper was served", "Left with witnesses")


class Kind(TextChoices):
    """What was done while a petition was handled."""

    VISIT = "visit", pgettext_lazy("what was done about a petition", "On-site check")
    TALK = "talk", pgettext_lazy("what was done about a petition", "Talk with the petitioner")
    MEDIATION = "mediation", pgettext_lazy("what was done about a petition", "Mediation")
    HEARING = "hearing", pgettext_lazy("what was done about a petition", "Hearing")
    OTHER = "other", pgettext_lazy("what was done about a petition", "Other")


class Paper(TextChoices):
    """The official papers of a petition, by the word of their number."""

    ACCEPTANCE = "acceptance", pgettext_lazy("paper of a petition", "Notice of acceptance")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("paper of a petition", "Notice that it is not accepted")
    REDIRECT = "redirect", pgettext_lazy("paper of a petition", "Notice of the body that can act")
    LEGAL_CHANNEL = "legal_channel", pgettext_lazy("paper of a petition", "Notice of the legal channel")
    FORWARD = "forward", pgettext_lazy("paper of a petition", "Letter of forwarding")
    ASSIGNMENT = "assignment", pgettext_lazy("paper of a petition", "Letter of assignment")
    EXTENSION = "extension", pgettext_lazy("paper of a petition", "Notice of extension")
    OPINION = "opinion", pgettext_lazy("paper of a petition", "Handling opinion")
    SUPERVISION = "supervision", pgettext_lazy("paper of a petition", "Letter of supervision")
