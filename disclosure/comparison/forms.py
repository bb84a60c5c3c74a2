"""What the comparison of villages is asked for: a village, up to which quarter, over how many, and an account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.money import SPANS
from portal.accounts.models import Unit
from portal.desk.pages import set_choices


class CompareForm(forms.Form):
    """Village, quarter and span of the page; the account goes along."""

    unit = forms.ChoiceField(label=_("Village"))
    until = forms.ChoiceField(label=_("Up to"))
    span = forms.ChoiceField(label=_("Over"), required=False)
    account = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], quarters: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        set_choices(self, "until", [(str(one), name_of(one, short=True)) for one in quarters])
        spans = [ngettext("%(count)d quarter", "%(count)d quarters", one) % {"count": one} for one in SPANS]
        set_choices(self, "span", [(str(one), name) for one, name in zip(SPANS, spans, strict=True)])
        if not self.initial.get("account"):
            del self.fields["account"]
