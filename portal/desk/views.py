"""Pages of the desk: with a form that does one thing, with a row that others may change meanwhile, and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page, Paginator
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View
from django_filters.views import FilterView
from psycopg.errors import UniqueViolation

from portal.core.policy import Policy
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow import Versioned, Words
from portal.desk.fields import HeldFileInput, HeldFilesInput
from portal.desk.pages import crumbs, is_fragment

SAME_MOMENT = gettext_lazy("Somebody else did the same at this moment. Nothing was saved; look at what there is now.")
M = TypeVar("M", bound=Model)
Way = Sequence[tuple[Words, str]]
"""Pages on the way to another, each with its label and the name of its address."""


def see_other(url: str) -> HttpResponseRedirect:
    """Send the browser on after something was done; a reload of the next page does not do it again."""
    return HttpResponseRedirect(url, status=303)


@method_decorator(never_cache, name="dispatch")
class DeskView(LoginRequiredMixin, View):
    """A page of the desk.

    A person who has not signed in is led to the sign-in, nothing is kept by any cache, and what the person may
    not see or do does not exist for them: `NotAllowed` is answered with 404. Where htmx asks for a part of a page
    after the session has ended the answer is 401, and `desk.js` says so: the sign-in does not belong into that part.

    Attributes:
        below: The way to this page, after the desk.
    """

    below: Way = ()
    actor: Any
    at: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.actor, self.at = request.user, timezone.now()
        if not self.actor.is_authenticated and is_fragment(request):
            return HttpResponse(status=401)
        if self.actor.is_authenticated and not self.exists_for_actor():
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            raise Http404 from refusal

    def exists_for_actor(self) -> bool:
        """Return whether there is such a page for this person at all, by whatever method they ask."""
        return True

    def get_permitted(self, policy: Policy[M], **lookup: Any) -> M:
        """Return the one row of a policy that this person is permitted and that answers a lookup.

        Raises:
            Http404: There is none, or it does not exist for this person.
        """
        return get_object_or_404(policy.permitted(self.actor, at=self.at), **lookup)

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page, without the page itself."""
        return crumbs(*((str(label), reverse(name)) for label, name in self.below))


class ActionView(DeskView, FormView):  # type: ignore[type-arg]
    """A page with a form that does one thing.

    What an action refuses stands beside the field it concerns, with what was typed (422); after a
    lost race the person is warned (409). When it is done a message is shown, and the browser led on.

    Attributes:
        success_message: The message when it is done, with placeholders that `words` fills.
        done: What `act` returned.
    """

    template_name = "desk/action.html"
    success_message: Words = ""
    title: Words = ""
    lead: Words = ""
    button: Words = ""
    done: Any = None

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, whose files are held for this person alone."""
        form = super().get_form(form_class)
        for field in form.fields.values():
            if isinstance(field.widget, HeldFileInput | HeldFilesInput):
                field.widget.holder = str(self.actor.pk)
        return form

    def act(self, form: Any) -> Any:
        """Do it: call one action with `form.cleaned_data`, and return what it returns."""
        raise NotImplementedError

    def words(self) -> Mapping[str, Any]:
        """Return what fills the places of the success message."""
        return {}

    def consequences(self) -> Sequence[Words]:
        """Return what will happen, sentence by sentence, for the reader to know before they press the button."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "consequences": self.consequences(),
            "crumbs": self.crumbs(),
        }
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.done = self.act(form)
        except NotAllowed:
            raise
        except Refused as refusal:
            return self.refuse(form, refusal)
        except IntegrityError as fault:
            # Two looked and found nothing, and both made it: the database lets in the first.
            if not isinstance(fault.__cause__, UniqueViolation):
                raise
            return self.refuse(form, Conflict(SAME_MOMENT))
        if self.success_message:
            messages.success(self.request, str(self.success_message) % self.words())
        return see_other(self.get_success_url())

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        """Show the form again with a refusal, beside its field where it has one."""
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self.form_invalid(form, refusal.status)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ButtonView(ActionView):
    """A button that does one thing and asks nothing; a refusal is shown on the page it leads to."""

    http_method_names = ("post",)
    form_class = forms.Form

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return see_other(self.get_success_url())

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        for refused in form.errors.values():
            messages.error(self.request, " ".join(refused))
        return see_other(self.get_success_url())


MAX_VERSION = 2**31 - 1


class SeenForm(forms.Form):
    """A form that carries along which version of the row its reader saw; `ChangeView` fills it in."""

    seen = forms.IntegerField(
        min_value=0,
        max_value=MAX_VERSION,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Open the page again before you send this.")
        ),
    )


class ChangeView(ActionView):
    """A form about one row; `act` passes `form.cleaned_data["seen"]` to its action.

    A person who lost a race sees the row as it is now beside what they typed, and the
    form may be sent again.
    """

    def subject(self) -> Versioned:
        """Return the row that is changed, the same one each time."""
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.subject().version}

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        """After a lost race show the row anew, and let what was typed be sent over it."""
        if isinstance(refusal, Conflict):
            self.subject().refresh_from_db()
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = str(self.subject().version)
        return super().refuse(form, refusal)


PAGE_SIZE = 50


class DeskListView(DeskView, FilterView):
    """A list of what one person may see.

    `get_queryset` returns the rows they may see; `filterset_class` names by what they are narrowed. It orders
    them by an `OrderingFilter`, which knows the declared columns alone. A value that is no choice narrows
    nothing, and a number that is no page shows the nearest one: lists grow shorter while somebody reads them.

    Attributes:
        most_rows: How many rows are paged through at most; older ones are found by narrowing the list. For lists that
            grow for ever, so that nobody's page counts them all.
    """

    paginate_by = PAGE_SIZE
    most_rows: int | None = None
    strict = False

    def paginate_queryset(
        self, queryset: QuerySet[Any], page_size: int
    ) -> tuple[Paginator[Any], Page[Any], QuerySet[Any], bool]:
        paginator = self.get_paginator(queryset[: self.most_rows], page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to this page, whether the list is narrowed, and the address without its page."""
        query = self.request.GET.copy()
        for name in [name for name, value in query.items() if name == self.page_kwarg or not value]:
            del query[name]
        context = {"crumbs": self.crumbs(), "is_narrowed": bool(query), "page_query": query.urlencode()}
        return super().get_context_data(**context | kwargs)  # type: ignore[no-any-return]
