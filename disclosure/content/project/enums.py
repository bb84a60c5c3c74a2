"""Stages of a project, in their order."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """What ends with a stage, and is disclosed then."""

    APPROVAL = "approval", pgettext_lazy("stage of a project", "Approval")
    TENDER = "tender", pgettext_lazy("stage of a project", "Tender")
    AWARD = "award", pgettext_lazy("stage of a project", "Award")
    CONTRACT = "contract", pgettext_lazy("stage of a project", "Contract")
    CHANGE = "change", pgettext_lazy("stage of a project", "Change of design")
    ACCEPTANCE = "acceptance", pgettext_lazy("stage of a project", "Completion and acceptance")
    PAYMENT = "payment", pgettext_lazy("stage of a project", "Payment")
    ACCOUNT = "account", pgettext_lazy("stage of a project", "Final account")
