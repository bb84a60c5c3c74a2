"""One step with several rows of a list at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from portal.core.policy import Policy
from portal.core.refusals import NotAllowed
from portal.core.workflow import Words, Workflow, open_steps
from portal.desk.steps import STEPS, Attempt, StepView
from portal.desk.tokens import NOT_OFFERED, Seen, read_token, seen_token
from portal.desk.views import DeskView, see_other

MAX_AT_ONCE = 100
"""Rows with which a step is taken in one request."""


def tokens_at_once(
    person: Any, subjects: Sequence[Any], workflow: Workflow, policies: Mapping[str, Policy[Any]], *, at: datetime
) -> dict[tuple[Any, str], str]:
    """Return the tokens of the steps that are offered for several rows of a list at once, by key and verb."""
    opened = open_steps(person, subjects, workflow, policies, at=at)
    return {
        (one.pk, row.verb): seen_token(person, one, row.verb)
        for one in subjects
        for row in opened[one.pk]
        if (view := STEPS.get((one._meta.label_lower, row.verb))) and view.at_once
    }


class AtOnceView(DeskView):
    """Take a step with each chosen row of a list; one that is refused does not hold up the others.

    There is one for the whole desk. It is sent the rows' tokens as `chosen` and, where the list has a button
    for each verb, the verb; rows that wait for another step are left. A list of its own leads back to itself.

    Attributes:
        leads_to: The name of the address it leads to.
    """

    http_method_names = ["post"]
    leads_to: ClassVar[str] = "desk:home"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the steps and say what came of each.

        Raises:
            NotAllowed: A token is not this person's, or its step is not one to be taken at once.
        """
        sent = request.POST.getlist("chosen")
        seen = [read_token(text, self.actor) for text in sent[:MAX_AT_ONCE]]
        views = [self._view(token) for token in seen]
        verb = request.POST.get("verb", "")
        chosen = [(view, token) for view, token in zip(views, seen, strict=True) if verb in ("", token.verb)]
        self._tell([view.attempt(request, token, at=self.at) for view, token in chosen])
        self._tell_left(len(sent), len(sent) - len(chosen))
        return see_other(reverse(self.leads_to))

    def _view(self, token: Seen) -> type[StepView]:
        view = STEPS.get((token.kind, token.verb))
        if view is None or not view.at_once:
            raise NotAllowed(NOT_OFFERED)
        return view

    def _tell(self, attempts: Sequence[Attempt]) -> None:
        done: dict[Words, list[str]] = {}
        for one in attempts:
            if one.refusal is None:
                done.setdefault(one.view.workflow.verb(one.view.verb).done, []).append(one.title)
            elif one.title:
                text = _("%(title)s: %(reason)s") % {"title": one.title, "reason": one.refusal}
                messages.error(self.request, text)
            else:
                messages.error(self.request, str(one.refusal))
        for word, titles in done.items():
            text = ngettext(
                "%(done)s, %(count)d item: %(titles)s", "%(done)s, %(count)d items: %(titles)s", len(titles)
            )
            messages.success(self.request, text % {"done": word, "count": len(titles), "titles": _("; ").join(titles)})

    def _tell_left(self, sent: int, left: int) -> None:
        if not sent:
            messages.warning(self.request, _("Nothing was chosen. Tick the items first."))
        elif left:
            text = ngettext(
                "%(count)d of the chosen items was left: it waits for another step, or too many were chosen.",
                "%(count)d of the chosen items were left: they wait for another step, or too many were chosen.",
                left,
            )
            messages.warning(self.request, text % {"count": left})
