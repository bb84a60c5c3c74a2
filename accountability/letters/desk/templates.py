"""Templates on the desk: their versions, and writing a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from accountability.letters.actions import templates as actions
from accountability.letters.desk.letters import LETTERS
from accountability.letters.enums import WordingState
from accountability.letters.forms.templates import DraftForm, TemplateForm
from accountability.letters.models import LetterVersion
from accountability.letters.policies import KEEPS_TEMPLATE, PLANS_FOR, VERSION_STEPS
from accountability.letters.presenters import staff
from accountability.letters.queries import years as queries
from accountability.letters.queries.wording import PARTS
from accountability.letters.workflow import LETTER_VERSION
from portal.accounts.desk.access import ForUnits
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskView

TEMPLATES = (gettext_lazy("Templates of letters"), "accountability_desk:letter_templates")
PART_NAMES = {name: DraftForm.base_fields[name].label for name in PARTS}
WRITTEN = {"write": pgettext_lazy("audit entry of a template", "Written")}
"""What is called that changes a draft and is no step."""


class Templates(ForUnits):
    """The templates with their versions."""

    units_policy = PLANS_FOR

    def get(self, request: HttpRequest) -> HttpResponse:
        versions = queries.versions_of(self.actor, self.at)
        context = {
            "versions": staff.version_links(versions),
            "crumbs": crumbs((str(LETTERS[0]), reverse(LETTERS[1]))),
        }
        return render(request, "accountability/letters/desk/templates.html", context)


class NewTemplate(ForUnits, ActionView):
    """Begin a template."""

    units_policy, below, form_class = PLANS_FOR, (LETTERS, TEMPLATES), TemplateForm
    title, button = gettext_lazy("A new template"), gettext_lazy("Begin it")
    success_message = gettext_lazy("Begun. Write what it says, then put it into use.")

    def get_success_url(self) -> str:
        return reverse("accountability_desk:letter_version_write", args=[self.done.pk])

    def act(self, form: Any) -> LetterVersion:
        said = dict(form.cleaned_data)
        return actions.begin(actor=self.actor, town=self.units[0], prefix=said.pop("numbered"), at=self.at, **said)


class VersionPage(DeskView):
    """One version of a template."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return version_page(request, get_object_or_404(queries.versions_of(self.actor, self.at), pk=pk), at=self.at)


def version_page(
    request: HttpRequest, subject: LetterVersion, /, *, at: Any, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a version: its texts, duties and scoring table, and the steps open to the reader."""
    is_draft = subject.state == WordingState.DRAFT
    context = {
        "version": subject,
        "title": staff.version_title(subject),
        "tags": staff.version_tags(subject),
        "parts": [(PART_NAMES[name], getattr(subject, name)) for name in PARTS],
        "total": sum(line.points for line in subject.score_items.all()),
        "write_url": reverse("accountability_desk:letter_version_write", args=[subject.pk]) if is_draft else "",
        "next_url": "" if is_draft else reverse("accountability_desk:letter_version_next", args=[subject.pk]),
        "steps": offered_steps(request, subject, LETTER_VERSION, VERSION_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, LETTER_VERSION, words=WRITTEN),
        "crumbs": crumbs(*((str(label), reverse(name)) for label, name in (LETTERS, TEMPLATES))),
    }
    return render(request, "accountability/letters/desk/version.html", context, status=status)


class PutIntoUse(StepView):
    """Put a draft into use."""

    workflow, policy, policies, page = LETTER_VERSION, KEEPS_TEMPLATE, VERSION_STEPS, version_page
    verb, action, is_main = "publish", actions.publish, True
    success_url = reverse_lazy("accountability_desk:letter_templates")

    def visible(self, pk: int) -> LetterVersion | None:
        """Return the version, if this person may see it."""
        return queries.versions_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return what it is called."""
        return staff.version_title(self.subject)

    def consequences(self) -> list[Any]:
        return [gettext_lazy("It stands as it is then. Letters that were issued before keep their text.")]


class _OfVersion(DeskView):
    """Something about one version of a template."""

    @cached_property
    def letter_version(self) -> LetterVersion:
        """The version."""
        return get_object_or_404(queries.versions_of(self.actor, self.at), pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.letter_version)


class Write(_OfVersion, ChangeView):
    """Write a draft."""

    below, form_class = (LETTERS, TEMPLATES), DraftForm
    template_name = "accountability/letters/desk/draft.html"
    button, success_message = gettext_lazy("Save the draft"), gettext_lazy("Saved.")

    def exists_for_actor(self) -> bool:
        return self.letter_version.state == WordingState.DRAFT

    def subject(self) -> LetterVersion:
        return self.letter_version

    def get_success_url(self) -> str:
        return reverse("accountability_desk:letter_version", args=[self.letter_version.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=staff.version_title(self.letter_version), **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        counts = {"duties": self.letter_version.duties.count(), "points": self.letter_version.score_items.count()}
        return super().get_form_kwargs() | counts

    def get_initial(self) -> dict[str, Any]:
        initial = {name: getattr(self.letter_version, name) for name in PARTS}
        for duty in self.letter_version.duties.all():
            initial |= {f"duty_{duty.number}": duty.heading, f"duty_text_{duty.number}": duty.text}
            initial |= {f"{name}_{duty.number}": getattr(duty, name) for name in _OF_DUTY}
        for line in self.letter_version.score_items.all():
            initial |= {f"{name}_{line.number}": getattr(line, name) for name in ("item", "standard", "points")}
            initial[f"counted_{line.number}"] = line.measure
        return super().get_initial() | initial

    def act(self, form: DraftForm) -> LetterVersion:
        return actions.write(
            actor=self.actor,
            letter_version=self.letter_version,
            texts=form.texts(),
            duties=form.duties(),
            points=form.points(),
            seen=form.cleaned_data["seen"],
            at=self.at,
        )


_OF_DUTY = ("by_when", "evidence", "measure", "required")


class NextVersion(_OfVersion, ButtonView):
    """Open the next version of a template as a draft."""

    def get_success_url(self) -> str:
        return reverse("accountability_desk:letter_version_write", args=[self.done.pk])

    def act(self, form: Any) -> LetterVersion:
        return actions.draft_next(actor=self.actor, template=self.letter_version.template, at=self.at)
