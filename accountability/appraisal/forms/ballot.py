"""What somebody who votes types in: a code, and a choice for everybody on the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.appraisal.queries.voting import Ballot
from accountability.appraisal.rules.scales import width

MOST_TYPED = 30
"""A code with hyphens and spaces has no more letters."""


class CodeForm(forms.Form):
    """The code from a slip."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=MOST_TYPED,
        help_text=_("8 letters and digits; capital or small does not matter, the hyphen may be left out."),
        error_messages={
            "required": _("Write the code from your slip."),
            "max_length": _("A code has 8 letters and digits. Compare it with your slip."),
        },
        widget=forms.TextInput(
            attrs={"class": "codein", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class BallotForm(forms.Form):
    """A choice for each subject, named by its place: `q1`, `q2` and so on."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, ballot: Ballot) -> None:
        super().__init__(data)
        places = [(str(place), str(place)) for place in range(width(ballot.appraisal.scale))]
        for subject in ballot.subjects:
            self.fields[f"q{subject.position}"] = forms.ChoiceField(choices=places, label=subject.name)

    @property
    def choices(self) -> Sequence[int]:
        """The choices in the order of the subjects."""
        return [int(value) for value in self.cleaned_data.values()]

    @property
    def values(self) -> list[str]:
        """What is chosen so far, in the order of the subjects; empty where nothing is."""
        return [str(self[name].value() or "") for name in self.fields]
