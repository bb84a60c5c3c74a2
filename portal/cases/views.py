"""The pages of a case for who sent it: the receipt with its code, and following by number and code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import FormView, TemplateView

from portal.cases.forms import FollowForm
from portal.cases.models import Case
from portal.cases.presenters import slip
from portal.cases.queries import by_number_and_code, came_by_web, has_email
from portal.cases.registry import CASE_KINDS
from portal.core import rate
from portal.core.demonstration import today_of_due_days
from portal.core.encryption import seal, unseal
from portal.core.encryption.cipher import InvalidToken
from portal.core.pages import no_store
from portal.core.workflow import Words

WITHIN = timedelta(minutes=10)
SENT_AT_MOST, ASKED_AT_MOST = 10, 20
"""What is taken from one network, and guesses at codes, within ten minutes; whole villages share an address."""
UNCOUNTED_AT_MOST = 30
"""Cases of a kind that are taken from everywhere within ten minutes, while nobody can count by network."""
CODE_SHOWN = timedelta(minutes=30)
"""How long the page with the code can be opened again, to be printed or written down."""
TOO_MANY = gettext_lazy("From your network there were more tries than people make. Wait ten minutes, or telephone.")
"""The message for a network from which there were too many tries."""


@method_decorator([no_store, require_http_methods(["GET", "HEAD", "POST"])], name="dispatch")
class FollowView(FormView):  # type: ignore[type-arg]  # Django's own is not generic
    """Ask for number and code, and show the state of the case. A wrong guess learns nothing and is counted."""

    template_name, form_class = "cases/follow.html", FollowForm
    kind = ""
    """Key of the kind whose cases are followed here."""
    lede: ClassVar[Words] = gettext_lazy(
        "With the number and the code you were given you see who has it, until when it is to be answered, and the "
        "answer."
    )
    """What is seen with number and code."""

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way here and what the page is called."""
        return super().get_context_data(
            title=CASE_KINDS[self.kind].title, lede=self.lede, crumbs=self.crumbs(), **kwargs
        )

    def form_valid(self, form: FollowForm) -> HttpResponse:
        """Show the case, or that there is none."""
        case = by_number_and_code(self.kind, **form.cleaned_data)
        if case is None:
            form.add_error(None, _("Number and code do not belong together. Compare them with what you wrote down."))
            return self.form_invalid(form)
        page = CASE_KINDS[case.kind].page(case, today_of_due_days(timezone.now()))
        return self.render_to_response(self.get_context_data(page=page))

    def form_invalid(self, form: FollowForm, status: int = 422) -> HttpResponse:
        """Show the form again."""
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = status
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the guess first."""
        scope, seconds = f"follow-{self.kind}", int(WITHIN.total_seconds())
        if rate.is_within(request, scope=scope, limit=ASKED_AT_MOST, seconds=seconds) is False:
            form = self.get_form()
            form.add_error(None, TOO_MANY)
            return self.form_invalid(form, status=429)
        return super().post(request, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says besides number and code.

    Attributes:
        title: What the page is called, where it is not its ordinary title.
        notes: What is said below it.
        links: Label and address of where else to go on.
    """

    rows: list[tuple[str, str | SafeString]]
    title: Words = ""
    notes: Sequence[Words] = ()
    links: Sequence[tuple[str, str]] = ()


@method_decorator([no_store, require_safe], name="dispatch")
class ReceiptView(TemplateView):
    """Show number and code of what was just sent; after half an hour only that it was."""

    template_name = "cases/receipt.html"
    kind = follow_name = ""
    """Key of the kind of the case, and the name of the address where it is followed."""
    title: Words = ""
    slip_title: Words = ""
    by_email: Words = ""
    """What is said to whoever gave an e-mail address."""

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return []

    def receipt(self, case: Case) -> Receipt:
        """Return what the receipt of a case says."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the receipt, as long as it is shown."""
        case = read_receipt(self.kwargs["token"], kind=self.kind)
        context = super().get_context_data(
            crumbs=self.crumbs(),
            title=self.title,
            follow_label=CASE_KINDS[self.kind].title,
            follow_url=reverse(self.follow_name),
            **kwargs,
        )
        if case is None:
            return context
        told = self.receipt(case)
        return context | {
            "title": told.title or self.title,
            "slip": slip(case, follow_url=context["follow_url"], rows=told.rows),
            "slip_title": self.slip_title,
            "notes": [*told.notes, *([self.by_email] if has_email(case) else [])],
            "links": told.links,
        }


def may_send(request: HttpRequest, kind: str, *, once: str = "") -> bool:
    """Return whether one more case of a kind can be taken now; without Redis by what came in from everywhere.

    `once` is by what a form is known that is sent twice: it counts once.
    """
    seconds = int(WITHIN.total_seconds())
    within = rate.is_within(request, scope=kind, limit=SENT_AT_MOST, seconds=seconds, once=once)
    if within is None:
        return came_by_web(kind=kind, since=timezone.now() - WITHIN) < UNCOUNTED_AT_MOST
    return within


def receipt_token(case: Case) -> str:
    """Return what stands in the address of the receipt of a case that was just received: its kind, key and code."""
    return seal(f"{case.kind}:{case.pk}:{case.code}")


def read_receipt(token: str, *, kind: str) -> Case | None:
    """Return the case of a receipt, with its code; None once it is shown no longer.

    Raises:
        Http404: It is no receipt of a case of this kind, such as what was sealed for another address.
    """
    try:
        sealed_for, _colon, rest = unseal(token, max_age=timedelta(days=3650)).partition(":")
    except InvalidToken as fault:
        raise Http404 from fault
    pk, _colon, code = rest.partition(":")
    if sealed_for != kind or not code:
        raise Http404
    try:
        unseal(token, max_age=CODE_SHOWN)
    except InvalidToken:
        return None
    case = Case.objects.filter(pk=pk).first()
    if case is not None:
        case.code = code
    return case
