"""Closed lists of requests: applicants, ways of delivery, states, and the results as the yearly report counts them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

CASE_KIND = "request"
"""The key of the kind of case that requests are."""
REPLY_LIMIT, CORRECTION_LIMIT, SUPPLEMENT_LIMIT, CONSULTATION_LIMIT = (
    "reply",
    "correction",
    "supplement",
    "consultation",
)
"""The keys of the time limits: to reply, to ask for corrections, to make them, and to hear a third party."""
MIN_LENGTH, MAX_LENGTH, MAX_REPLY_LENGTH = 6, 2000, 8000
"""Characters of a request at least and at most, and of a reply at most."""
MAX_SUBJECT_LENGTH = 80


class Applicant(TextChoices):
    """Who asks, in the columns of part 3 of the yearly report."""

    PERSON = "person", pgettext_lazy("who asks for information", "A private person")
    ENTERPRISE = "enterprise", pgettext_lazy("who asks for information", "A business")
    RESEARCH = "research", pgettext_lazy("who asks for information", "A research institution")
    PUBLIC_INTEREST = "public_interest", pgettext_lazy("who asks for information", "A public-interest organisation")
    LEGAL = "legal", pgettext_lazy("who asks for information", "A legal service")
    OTHER = "other", pgettext_lazy("who asks for information", "Another organisation")


class Delivery(TextChoices):
    """How the applicant wants what they ask for."""

    EMAIL = "email", pgettext_lazy("how information is given", "By e-mail")
    POST = "post", pgettext_lazy("how information is given", "On paper, by post")
    VISIT = "visit", pgettext_lazy("how information is given", "To be read and copied at the office")


class RequestState(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", pgettext_lazy("state of a request", "Received")
    CORRECTING = "correcting", pgettext_lazy("state of a request", "Correction asked for")
    ACCEPTED = "accepted", pgettext_lazy("state of a request", "Being worked on")
    CONSULTING = "consulting", pgettext_lazy("state of a request", "A third party is asked")
    EXTENDING = "extending", pgettext_lazy("state of a request", "Extension asked for")
    DRAFTED = "drafted", pgettext_lazy("state of a request", "Reply to be decided")
    ANSWERED = "answered", pgettext_lazy("state of a request", "Replied")
    REDIRECTED = "redirected", pgettext_lazy("state of a request", "Handed over as a petition")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Withdrawn")


ENDED = (RequestState.ANSWERED, RequestState.REDIRECTED, RequestState.WITHDRAWN)
"""The states in which nothing is waited for any more; each has a result."""
BEFORE_REPLY = (RequestState.ACCEPTED, RequestState.CONSULTING, RequestState.EXTENDING, RequestState.DRAFTED)
"""The states between registration and reply, in which a unit has the request."""


class ResultGroup(TextChoices):
    """The parts of the results, as the yearly report numbers them."""

    GRANTED = "granted", pgettext_lazy("result of a request", "Disclosed")
    PARTLY = "partly", pgettext_lazy("result of a request", "Partly disclosed")
    REFUSED = "refused", pgettext_lazy("result of a request", "Not disclosed")
    UNAVAILABLE = "unavailable", pgettext_lazy("result of a request", "Cannot be provided")
    UNPROCESSED = "unprocessed", pgettext_lazy("result of a request", "Not processed")
    OTHERWISE = "otherwise", pgettext_lazy("result of a request", "Otherwise dealt with")


class Result(TextChoices):
    """What came of a request: the rows of part 3 of the yearly report, in their order."""

    GRANTED = "granted", _("Disclosed")
    PARTLY = "partly", _("Partly disclosed")
    STATE_SECRET = "state_secret", _("State secret")
    FORBIDDEN = "forbidden", _("Disclosure forbidden by another law or regulation")
    SECURITY = "security", _("Endangers national, public or economic security or social stability")
    THIRD_PARTY = "third_party", _("Protects the lawful rights of a third party")
    INTERNAL = "internal", _("Internal affairs of the office (three kinds)")
    PROCESS = "process", _("Made in the course of a decision (four kinds)")
    ENFORCEMENT = "enforcement", _("File of administrative enforcement")
    ENQUIRY = "enquiry", _("Matter of an administrative enquiry with its own procedure")
    NOT_HELD = "not_held", _("This office does not hold it")
    NOT_MADE = "not_made", _("Does not exist and would have to be made")
    STILL_UNCLEAR = "still_unclear", _("Still unclear after correction")
    PETITION = "petition", _("Petition, report or complaint")
    REPEATED = "repeated", _("Asked for again")
    PUBLICATION = "publication", _("Asks for a publication that is on sale")
    ABUSIVE = "abusive", _("Asked for many times over without good reason")
    CONFIRMATION = "confirmation", _("Asks to confirm or issue anew what was obtained already")
    NOT_CORRECTED = "not_corrected", _("Not corrected in time without good reason, so not pursued")
    NOT_PAID = "not_paid", _("Fee not paid in time, so not pursued")
    OTHER = "other", _("Something else")


class Outcome(TextChoices):
    """What a third party says to the disclosure of what concerns it."""

    AGREES = "agrees", pgettext_lazy("opinion of a third party", "Agrees")
    PARTLY = "partly", pgettext_lazy("opinion of a third party", "Agrees in part")
    OBJECTS = "objects", pgettext_lazy("opinion of a third party", "Objects")
    SILENT = "silent", pgettext_lazy("opinion of a third party", "Did not answer in time")


class Part(IntegerChoices):
    """The parts of the desk's list, in their order: what the reader has to do, what others have, what has ended."""

    REGISTER = 0, _("To register")
    DRAFT = 1, _("To reply to")
    DECIDE = 2, _("To decide")
    OPEN = 3, _("With others")
    ENDED = 4, _("Ended")
