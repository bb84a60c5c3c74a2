"""Pages that change one row which others may change meanwhile, without being a step of a workflow."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.core.refusals import Conflict, Refused
from portal.core.workflow import Versioned
from portal.desk.views import ActionView

MAX_VERSION = 2**31 - 1


class SeenForm(forms.Form):
    """A form that carries along which version of the row its reader saw; `ChangeView` fills it in."""

    seen = forms.IntegerField(
        min_value=0,
        max_value=MAX_VERSION,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Open the page again before you send this.")
        ),
    )


class ChangeView(ActionView):
    """A form about one row; `act` passes `form.cleaned_data["seen"]` to its action.

    Whoever is told that somebody else was faster sees the row as it is now beside what they typed, and the
    form may be sent again.
    """

    def subject(self) -> Versioned:
        """Return the row that is changed, the same one each time."""
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        """Begin with the version that is shown."""
        return {**super().get_initial(), "seen": self.subject().version}

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        """After a lost race show the row anew, and let what was typed be sent over it."""
        if isinstance(refusal, Conflict):
            self.subject().refresh_from_db()
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = str(self.subject().version)
        return super().refuse(form, refusal)
