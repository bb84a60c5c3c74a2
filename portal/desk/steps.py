"""Steps of a workflow on pages of the desk: offered with a token, taken one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from portal.core.policy import Policy
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow import Stateful, Words, Workflow, open_steps
from portal.desk.tokens import NOT_OFFERED, Seen, read_token, seen_token
from portal.desk.views import ActionView, see_other


class NothingAsked(forms.Form):
    """The form of a step that asks nothing."""


class StepView(ActionView):
    """One verb of a workflow: its form and its action. It is taken only with the token of a page that offered it.

    Attributes:
        action: Takes the step, called with actor, version, time, the subject by the name of its workflow, and
            the values of the form.
        policy: Who sees the subject; the row is looked for among theirs.
        policies: The policies named in the table's `who`.
        page: What shows the subject's page again with a refused form: a function, called with request and
            subject and by keyword `at`, `refused` (the form), `verb` and `status`. Without one, the form
            stands on a page of its own.
        at_once: Whether it is offered for several subjects at once. Its form asks nothing, or it says in
            `take_proposed` what is taken for granted.
        url_name: The name of its address, set by `steps`.
        seen: The version the person saw; for the action.
    """

    workflow: ClassVar[Workflow]
    verb: ClassVar[str]
    policy: ClassVar[Policy[Any]]
    policies: ClassVar[Mapping[str, Policy[Any]]]
    action: ClassVar[Callable[..., Any]]
    page: ClassVar[Callable[..., HttpResponse] | None] = None
    is_main: ClassVar[bool] = False
    at_once: ClassVar[bool] = False
    url_name: ClassVar[str] = ""
    form_class: Any = NothingAsked
    subject: Any
    seen: int
    is_posted = False

    @classmethod
    def kind(cls) -> str:
        return str(cls.policy.model._meta.label_lower)

    @classmethod
    def for_subject(cls, request: HttpRequest, subject: Any, *, at: datetime) -> StepView:
        """Return this step for one subject, to be shown on a page or taken without one."""
        view = cls()
        view.setup(request, pk=subject.pk)
        view.actor, view.at, view.subject, view.seen = request.user, at, subject, subject.version
        return view

    # What a step says of itself.

    def is_offered(self) -> bool:
        """Return whether it makes sense for this subject, besides being allowed."""
        return True

    def is_awaited(self) -> bool:
        """Return whether the subject waits for this step."""
        return self.is_main

    def subject_title(self) -> str:
        """Return the name of the subject in messages."""
        return str(self.subject)

    def words(self) -> Mapping[str, Any]:
        return {"title": self.subject_title()}

    def form_arguments(self) -> dict[str, Any]:
        """Return what else the form is made with, such as the choices of a field."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Bind the form only where it was sent to this step: a page shows the forms of many."""
        sent = {"data": self.request.POST, "files": self.request.FILES} if self.is_posted else {}
        return {"initial": self.get_initial(), "auto_id": f"{self.verb}_%s", **self.form_arguments(), **sent}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the verb and a token; or, where it can be taken no more, what was typed."""
        verb = self.workflow.verb(self.verb)
        context: dict[str, Any] = {
            "title": self.title or self.subject_title(),
            "button": self.button or verb.label,
            "is_back": verb.is_back,
        }
        if self.is_open():
            context["seen"] = seen_token(self.actor, self.subject, self.verb)
        else:
            context |= {"step_is_lost": True, "kept": typed_in(kwargs["form"])}
        return super().get_context_data(**context | kwargs)

    def is_open(self) -> bool:
        found = open_steps(self.actor, [self.subject], self.workflow, self.policies, at=self.at)
        return any(row.verb == self.verb for row in found[self.subject.pk]) and self.is_offered()

    # Taking it.

    def act(self, form: Any) -> Any:
        subject = {self.workflow.name: self.subject}
        return type(self).action(actor=self.actor, **subject, seen=self.seen, at=self.at, **form.cleaned_data)

    def take_proposed(self) -> Any:
        """Take it as one of several at once, where nobody is asked anything."""
        form = self.form_class({})
        form.full_clean()
        return self.act(form)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subject = self.visible(kwargs["pk"])
        if self.subject is None or not self.is_open():
            raise Http404
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step, if its token says that it was offered.

        Raises:
            NotAllowed: There is no such token.
        """
        token = read_token(request.POST.get("seen", ""), self.actor)
        if (token.kind, token.pk, token.verb) != (self.kind(), kwargs["pk"], self.verb):
            raise NotAllowed(NOT_OFFERED)
        self.is_posted, self.seen = True, token.version
        self.subject = self.visible(token.pk)
        if self.subject is None:
            return self.lead_away()
        if self.subject.version != self.seen:
            return self.refuse(self.get_form(), Conflict(self.workflow.refusal(self.subject.state)))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        self.success_message = self.workflow.verb(self.verb).success_message
        return super().form_valid(form)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        self.subject = self.visible(self.subject.pk)
        if self.subject is None:
            return self.lead_away()
        show = type(self).page
        if show is None:
            return super().form_invalid(form, status)
        return show(self.request, self.subject, at=self.at, refused=form, verb=self.verb, status=status)

    def lead_away(self) -> HttpResponse:
        """Warn somebody who lost a race for a subject they may not see any more."""
        messages.error(self.request, str(self.workflow.gone))
        return see_other(self.get_success_url())

    def visible(self, pk: int) -> Stateful | None:
        """Return the subject as it is now, if this person may see it."""
        found: Stateful | None = self.policy.permitted(self.actor, at=self.at).filter(pk=pk).first()
        return found

    @classmethod
    def attempt(cls, request: HttpRequest, token: Seen, *, at: datetime) -> Attempt:
        """Take the step in a transaction of its own, without showing a page."""
        subject = cls.policy.model._default_manager.filter(pk=token.pk).first()
        if subject is None:
            return Attempt(cls, "", Conflict(cls.workflow.gone))
        view = cls.for_subject(request, subject, at=at)
        view.seen = token.version
        title = view.subject_title()
        if view.visible(token.pk) is None:
            return Attempt(cls, title, Conflict(cls.workflow.gone))
        try:
            with transaction.atomic():
                view.take_proposed()
        except Refused as refusal:
            return Attempt(cls, title, refusal)
        return Attempt(cls, title)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one of several steps: the title of its subject, and why it was refused if it was."""

    view: type[StepView]
    title: str
    refusal: Refused | None = None


def typed_in(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return what was typed into a form, with the labels of the fields, so that it is not lost."""
    fields = [(str(field.label), field.value()) for field in form.visible_fields()]
    return [(label, value) for label, value in fields if isinstance(value, str) and value.strip()]


STEPS: dict[tuple[str, str], type[StepView]] = {}
"""The view of each step, by the label of its model and its verb, once the addresses are loaded."""


def steps(prefix: str, *views: type[StepView], namespace: str) -> list[URLPattern]:
    """Return the addresses of steps; a verb without a view has none.

    `prefix` is where the subjects' pages stand, such as `opinions`; it begins the names of the addresses too.

    Raises:
        ImproperlyConfigured: There is another view for a verb.
    """
    for view in views:
        if STEPS.setdefault((view.kind(), view.verb), view) is not view:
            raise ImproperlyConfigured(f"{view.__name__} is a second view for {view.verb} of {view.kind()}.")
        view.url_name = f"{namespace}:{prefix}_{view.verb}"
    return [
        path(f"{prefix}/<int:pk>/steps/{view.verb}/", view.as_view(), name=f"{prefix}_{view.verb}") for view in views
    ]


@dataclass(frozen=True, slots=True)
class OfferedStep:
    """A step on the page of its subject, for `desk/_steps.html`.

    Attributes:
        form: Its form, as it was sent if it was refused.
        seen: The token that goes along; empty where the step is not open any more.
        is_main: Whether the subject waits for it.
        is_refused: Whether the form was sent and refused.
        consequences: What will happen, sentence by sentence.
    """

    verb: str
    label: Words
    form: Any
    url: str
    seen: str
    is_main: bool
    is_back: bool
    is_refused: bool
    consequences: Sequence[Words] = ()

    @property
    def is_folded(self) -> bool:
        """Whether it is opened first: what is asked and what will happen stands unfolded for one step alone."""
        return bool(self.seen) and not self.is_main and bool(self.consequences or self.form.visible_fields())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed, for a step that can be taken no more."""
        return typed_in(self.form)


def offered_steps(
    request: HttpRequest,
    subject: Stateful,
    workflow: Workflow,
    policies: Mapping[str, Policy[Any]],
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
) -> list[OfferedStep]:
    """Return the steps of a subject that are open to the reader, the one it waits for first.

    Args:
        policies: The policies named in the table's `who`.
        refused: The form of a step that was refused; it takes the place of a fresh one. Where the step is not
            open any more it comes last, with what was typed and without a button.
        verb: The step that was refused.
    """
    rows = open_steps(request.user, [subject], workflow, policies, at=at)[subject.pk]
    on_pages = [row.verb for row in rows if workflow.verb(row.verb).label]
    views = [_view_of(subject, each).for_subject(request, subject, at=at) for each in on_pages]
    offered = [_offered(view, refused if view.verb == verb else None) for view in views if view.is_offered()]
    if refused is not None and verb not in {one.verb for one in offered}:
        lost = _view_of(subject, verb).for_subject(request, subject, at=at)
        offered.append(_offered(lost, refused, is_open=False))
    return sorted(offered, key=lambda one: not one.is_main)


def _view_of(subject: Stateful, verb: str) -> type[StepView]:
    return STEPS[subject._meta.label_lower, verb]


def _offered(view: StepView, refused: Any, *, is_open: bool = True) -> OfferedStep:
    words = view.workflow.verb(view.verb)
    return OfferedStep(
        verb=view.verb,
        label=words.label,
        form=view.get_form() if refused is None else refused,
        url=reverse(view.url_name, args=[view.subject.pk]),
        seen=seen_token(view.actor, view.subject, view.verb) if is_open else "",
        is_main=view.is_awaited(),
        is_back=words.is_back,
        is_refused=refused is not None,
        consequences=view.consequences() if is_open else (),
    )
