"""The lines of a list of resolutions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.content.resolutions.enums import Meeting, Outcome
from disclosure.lists.models import ListLine


class ResolutionLine(ListLine):
    """One matter voted on in a meeting of villagers or of their representatives."""

    matter = models.CharField(_("Matter"), max_length=120)
    meeting = models.CharField(_("Meeting"), max_length=20, choices=Meeting.choices)
    held_on = models.DateField(_("Held on"))
    entitled = models.PositiveSmallIntegerField(_("Entitled to vote"))
    present = models.PositiveSmallIntegerField(_("Present"))
    ayes = models.PositiveSmallIntegerField(_("Votes for"))
    noes = models.PositiveSmallIntegerField(_("Votes against"))
    abstained = models.PositiveSmallIntegerField(_("Abstentions"))
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices)
    carried_out = models.CharField(_("How it is carried out"), max_length=200, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(condition=Q(present__lte=F("entitled")), name="resolution_present_entitled"),
            models.CheckConstraint(
                condition=Q(present__gte=F("ayes") + F("noes") + F("abstained")), name="resolution_votes_of_present"
            ),
        ]

    def clean(self) -> None:
        """Check that no more voted than were present, and that what was carried had quorum and majority."""
        if self.present > self.entitled:
            raise ValidationError({"present": _("More people were present than are entitled to vote.")})
        if self.ayes + self.noes + self.abstained > self.present:
            raise ValidationError({"ayes": _("There are more votes than people present.")})
