"""What the petition group settles beforehand: which unit handles what, and words that opinions can begin with."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateResponseMixin

from petitions.handling import forms
from petitions.handling.actions import office as actions
from petitions.handling.models import AnswerText
from petitions.handling.queries import desk as queries
from petitions.handling.queries.petitions import towns_to_enter_for
from portal.accounts.models import Unit
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskView

PETITIONS = (_("Petitions"), "petitions_desk:petitions")
TEXTS = (_("Words for opinions"), "petitions_desk:answer_texts")


class _OfOffice(DeskView):
    """For whoever keeps the petitions of a township."""

    below: Any = (PETITIONS,)

    def exists_for_actor(self) -> bool:
        return queries.may_enter(self.actor, self.at)

    @cached_property
    def town(self) -> Unit:
        """The township whose petitions the person keeps."""
        return get_object_or_404(towns_to_enter_for(self.actor, self.at)[:1])


class Routes(_OfOffice, ActionView):
    """Which unit usually handles petitions of which matter."""

    title, button, form_class = _("Who handles what"), _("Keep"), forms.RoutesForm
    lead = _(
        "By this the portal proposes who handles a petition; a person decides. A unit that is complained about is "
        "never proposed."
    )
    success_url, success_message = reverse_lazy("petitions_desk:petitions"), _("Kept.")

    def get_initial(self) -> dict[str, Any]:
        return {matter: unit.code for matter, unit in queries.routes_of(self.town).items()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": queries.units_of(self.town)}

    def act(self, form: Any) -> None:
        actions.set_routes(actor=self.actor, town=self.town, chosen=form.cleaned_data, at=self.at)


class AnswerTexts(_OfOffice, TemplateResponseMixin):
    """The words that opinions can begin with."""

    template_name = "petitions/desk/answer_texts.html"

    def get(self, request: Any) -> Any:
        context = {"rows": queries.answer_texts_kept_by(self.actor, self.at), "crumbs": self.crumbs()}
        return self.render_to_response(context)


class NewAnswerText(_OfOffice, ActionView):
    """Keep words that opinions can begin with."""

    below = (PETITIONS, TEXTS)
    title, button, form_class = _("New words for opinions"), _("Keep"), forms.NewAnswerTextForm
    success_url, success_message = reverse_lazy("petitions_desk:answer_texts"), _("Kept.")

    def act(self, form: Any) -> AnswerText:
        return actions.add_text(actor=self.actor, town=self.town, at=self.at, **form.cleaned_data)


class _OfText(_OfOffice):
    success_url: Any = reverse_lazy("petitions_desk:answer_texts")

    @property
    def rows(self) -> QuerySet[AnswerText]:
        """The words of the person's township."""
        return queries.answer_texts_kept_by(self.actor, self.at)

    @cached_property
    def text_row(self) -> AnswerText:
        """The words."""
        return get_object_or_404(self.rows, pk=self.kwargs["pk"])


class ChangeAnswerText(_OfText, ChangeView):
    """Change words that opinions can begin with."""

    below = (PETITIONS, TEXTS)
    button, form_class, success_message = _("Keep"), forms.AnswerTextForm, _("Kept.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """The title of the words."""
        return self.text_row.title

    def subject(self) -> AnswerText:
        return self.text_row

    def get_initial(self) -> dict[str, Any]:
        row = self.text_row
        return {**super().get_initial(), "title": row.title, "facts": row.facts, "text": row.text}

    def act(self, form: Any) -> AnswerText:
        return actions.change_text(actor=self.actor, text_row=self.text_row, at=self.at, **form.cleaned_data)


class RemoveAnswerText(_OfText, ButtonView):
    """Remove words that opinions can begin with."""

    success_message = _("Removed.")

    def act(self, form: Any) -> None:
        actions.remove_text(actor=self.actor, text_row=self.text_row, at=self.at)
